"""The grade of a chat: when it comes, how often, and to whom."""

import asyncio
from pathlib import Path

from desktop.practice.grading.grader import NOTHING_SAID
from desktop.practice.grading.rubric import CRITERIA
from desktop.practice.quiz import QUESTIONS
from desktop.practice.scenarios import load_common
from desktop.protocol import attempt as wire
from tests.practice.talking import Learner, connected_learner, running_service, talk

NAMES = [load_common().criteria[key].name for key in CRITERIA]
TYPED = ("A large tea, please.", "My brother go there every day.", "Could I have some cake, too?")


async def say(learner: Learner, *texts: str) -> None:
    for text in texts:
        hints = len(learner.all(wire.HintProgress))
        await learner.send("attempt_message", message=text)
        await learner.wait_for(wire.HintProgress, hints + 1)


def test_after_the_end_of_a_talk_its_grade_comes_criterion_by_criterion(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await learner.start_voice()
            await learner.take_turn(replies=1)
            await say(learner, *TYPED)
            await learner.send("attempt_end")
            graded = await learner.wait_for(wire.Graded)
            kinds = learner.kinds()
            assert kinds.index("attempt_ended") < kinds.index("attempt_grading_progress")
            assert kinds[-1] == "attempt_graded"
            entries = [event.entry or {} for event in learner.all(wire.GradingProgress)]
            assert [entry["name"] for entry in entries] == NAMES
            assert all(0 <= entry["score"] <= entry["total"] for entry in entries)
            assert {event.chat_id for event in learner.all(wire.GradingProgress)} == {learner.chat_id}
            content = [event for event in learner.all(wire.ContentProgress) if event.resource_type != QUESTIONS]
            assert {event.grade_id for event in (*learner.all(wire.GradingProgress), *content)} == {
                graded.grade_id,
                learner.all(wire.ChatEnded)[0].grade_id,
            }
            turns = {turn.message_id: turn.content for turn in learner.all(wire.UserComplete)}
            for event in (*learner.all(wire.GradingProgress), *content):
                entry = event.entry or {}
                assert entry.get("content", entry.get("section", "")) in turns[entry["message_id"]]
            replaced = [event.entry for event in content if event.resource_type == "replacements"]
            assert ("go", "goes") in {(entry["content"], entry["replace"]) for entry in replaced if entry}
            # Spoken words have a pace, and Fluency tells it.
            assert "words a minute" in entries[NAMES.index("Fluency")]["feedback"]

    asyncio.run(scenario())


def test_a_talk_without_a_word_is_graded_at_once_and_says_so(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk()
            await learner.send("attempt_end")
            await learner.wait_for(wire.Graded)
            (event,) = learner.all(wire.GradingProgress)
            assert event.entry is not None
            assert event.entry["feedback"] == NOTHING_SAID
            assert "score" not in event.entry

    asyncio.run(scenario())


def test_who_wants_no_grade_gets_none_until_asking(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await say(learner, TYPED[0])
            await learner.send("attempt_end", grade=False)
            await learner.wait_for(wire.Ended)
            assert learner.all(wire.ChatEnded)[0].grade_id is None
            await learner.ask("favorites.list")
            assert not learner.all(wire.GradingProgress)
            await learner.send("attempt_grade")
            await learner.wait_for(wire.Graded)
            assert len(learner.all(wire.GradingProgress)) == len(NAMES)

    asyncio.run(scenario())


def test_a_grade_asked_for_again_is_the_same_until_more_was_said(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await say(learner, TYPED[0])
            graded = []
            for count, more in enumerate(((), (), (TYPED[1],)), start=1):
                await say(learner, *more)
                await learner.send("attempt_grade")
                graded.append((await learner.wait_for(wire.Graded, count)).grade_id)
            assert graded[0] == graded[1] != graded[2]
            entries = [event.entry for event in learner.all(wire.GradingProgress)]
            assert entries[: len(NAMES)] == entries[len(NAMES) : 2 * len(NAMES)]
            assert entries[: len(NAMES)] != entries[2 * len(NAMES) :]

    asyncio.run(scenario())


def test_a_new_talk_does_not_cost_the_grade_of_the_one_before(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await say(learner, TYPED[0])
            first = learner.chat_id
            await learner.send("attempt_end")
            await learner.open_talk(opening=False)
            assert (await learner.wait_for(wire.Graded)).chat_id == first != learner.chat_id

    asyncio.run(scenario())


def test_a_grade_is_still_there_on_another_socket_and_after_a_restart(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server:
            async with connected_learner(server) as learner:
                await learner.open_talk(opening=False)
                await say(learner, TYPED[0])
                await learner.send("attempt_end")
                graded = await learner.wait_for(wire.Graded)
                entries = [event.entry for event in learner.all(wire.GradingProgress)]
            await ask_again(learner.chat_id, server, graded, entries)
        async with running_service(tmp_path) as server:
            await ask_again(learner.chat_id, server, graded, entries)

    async def ask_again(chat_id: str, server: object, graded: wire.Graded, entries: list[object]) -> None:
        async with connected_learner(server) as other:  # type: ignore[arg-type]
            other.chat_id = chat_id
            await other.send("attempt_grade")
            assert await other.wait_for(wire.Graded) == graded
            assert [event.entry for event in other.all(wire.GradingProgress)] == entries

    asyncio.run(scenario())


def test_bad_manners_grade_late_and_under_other_names_and_lose_nothing(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path, quirks=True) as learner:
            loop = asyncio.get_running_loop()
            await learner.open_talk(opening=False)
            await learner.send("attempt_message", message=TYPED[0])
            await learner.wait_for(wire.HintProgress)
            await learner.send("attempt_end")
            await learner.wait_for(wire.Ended)
            began = loop.time()
            await learner.wait_for(wire.GradingProgress)
            assert loop.time() - began > 0.8
            await learner.wait_for(wire.Graded)
            told = learner.all(wire.GradingProgress)
            assert {(event.entry or {}).get("name") for event in told} == {*NAMES, None}
            # A type that no client knows is among them, and the beginning is told.
            assert {event.resource_type for event in told} == {"feedbacks", "badges"}
            assert learner.all(wire.GradeStarted)
            spelled = {name for name in learner.names if "grad" in name}
            assert spelled - {"attempt_grading_progress", "attempt_graded"}
            assert not [event for event in learner.events if isinstance(event, wire.UnknownEvent)]

    asyncio.run(scenario())
