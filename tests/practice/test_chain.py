"""A scenario that another one follows on: the chat ends, the attempt goes on."""

import asyncio
from pathlib import Path

import pytest

from desktop.practice import session as session_module
from desktop.practice.grading.rubric import CRITERIA
from desktop.protocol import attempt as wire
from tests.practice.talking import MUMBLED, FakeSpeech, Learner, connected_learner, running_service, talk

CAFE = (
    "A large latte.",
    "No milk.",
    "A muffin.",
    "For here.",
    "I am on holiday.",
    "No, that's all.",
    "By card.",
    "Tom.",
)


@pytest.fixture(autouse=True)
def _short_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "SCENE_GAP_S", 0.05)


async def say(learner: Learner, *texts: str) -> None:
    for text in texts:
        replies = len(learner.all(wire.AssistantComplete))
        await learner.send("attempt_message", message=text)
        await learner.wait_for(wire.AssistantComplete, replies + 1)


async def end_of_scene(learner: Learner) -> wire.ChatEnded:
    """Order, eat and pay; return how the chat ended."""
    ended = len(learner.all(wire.ChatEnded))
    await learner.open_talk(assistantId="5f1c0de0a1b2c3d4e5f60001", opening=False)
    await say(learner, *CAFE)
    return await learner.wait_for(wire.ChatEnded, ended + 1)


async def next_scene(learner: Learner) -> wire.ChatStarted:
    started = len(learner.all(wire.ChatStarted))
    await learner.send("attempt_next")
    chat = await learner.wait_for(wire.ChatStarted, started + 1)
    learner.chat_id = chat.chat_id
    await learner.send("attempt_join")
    await learner.wait_for(wire.Joined, len(learner.all(wire.Joined)) + 1)
    return chat


def test_the_next_scene_is_another_chat_of_the_same_attempt_and_each_chat_has_its_grade(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            ended = await end_of_scene(learner)
            first = learner.chat_id
            assert (ended.chat_id, ended.is_attempt_finished) == (first, False)
            assert not learner.all(wire.Ended)
            assert (await learner.wait_for(wire.Graded)).chat_id == first
            chat = await next_scene(learner)
            assert chat.attempt_id == learner.attempt_id
            assert chat.chat_id != first
            await learner.start_voice()
            opening = (await learner.wait_for(wire.AssistantComplete, len(CAFE) + 1)).content or ""
            assert "chocolate" in opening or "soup" in opening
            await say(learner, "Sorry, I didn't order this.", "I ordered a latte.", "A new one, please.", "No problem.")
            await learner.send("attempt_end")
            assert (await learner.wait_for(wire.Ended)).all_scenarios_complete
            assert learner.all(wire.ChatEnded)[-1].is_attempt_finished
            assert (await learner.wait_for(wire.Graded, 2)).chat_id == chat.chat_id
            graded = [event for event in learner.all(wire.GradingProgress) if event.chat_id == chat.chat_id]
            assert len(graded) == len(CRITERIA)
            (record,) = await learner.ask("conversations.list")
            assert record["history_count"] == len(CAFE) + 1 + 4

    asyncio.run(scenario())


@pytest.mark.parametrize("command", ["attempt_end", "attempt_end_all"])
def test_between_two_scenes_the_attempt_can_be_ended(tmp_path: Path, command: str) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await end_of_scene(learner)
            await learner.send(command, chat_id="")
            ended = await learner.wait_for(wire.Ended)
            assert (ended.success, ended.all_scenarios_complete) == (True, False)
            assert len(learner.all(wire.ChatEnded)) == 1
            await learner.wait_for(wire.Graded)
            await learner.send("attempt_next")
            assert (await learner.wait_for(wire.Error)).type == "next"

    asyncio.run(scenario())


def test_the_next_scene_can_be_had_from_a_new_connection_and_is_begun_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server:
            async with connected_learner(server) as learner:
                await end_of_scene(learner)
            async with connected_learner(server) as again:
                again.attempt_id, again.chat_id = learner.attempt_id, learner.chat_id
                await again.send("attempt_next")
                await again.send("attempt_next")
                first, second = await again.wait_for(wire.ChatStarted), await again.wait_for(wire.ChatStarted, 2)
                assert first == second

    asyncio.run(scenario())


def test_a_learner_who_goes_on_talking_puts_the_end_of_the_scene_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "SCENE_GAP_S", 0.3)

    async def scenario() -> None:
        async with talk(tmp_path, FakeSpeech(words="Thank you, goodbye!", sentence_s=0.05)) as learner:
            await learner.open_talk(assistantId="5f1c0de0a1b2c3d4e5f60001", opening=False)
            await learner.start_voice()
            await say(learner, "Goodbye!")
            # Half a sentence, longer than the gap.
            await learner.speak(silent_s=0.1)
            await learner.wait_for(wire.UserStart, 2)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(learner.wait_for(wire.ChatEnded), 1.0)
            await learner.speak()
            await learner.wait_for(wire.AssistantComplete, 2)
            assert not learner.all(wire.ChatEnded)
            # A noise is no turn: the end comes all the same.
            await learner.speak(sound=MUMBLED)
            await learner.wait_for(wire.AudioEnded)
            kinds = learner.kinds()
            assert len(learner.all(wire.UserStart)) == 3
            assert kinds.index("attempt_chat_ended") < kinds.index("attempt_audio_ended")

    asyncio.run(scenario())


def test_the_last_words_are_heard_before_the_scene_ends(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path, FakeSpeech(sentence_s=0.5)) as learner:
            loop = asyncio.get_running_loop()
            await learner.open_talk(assistantId="5f1c0de0a1b2c3d4e5f60001", opening=False)
            await learner.start_voice()
            began = loop.time()
            await learner.send("attempt_message", message="Goodbye!")
            await learner.wait_for(wire.ChatEnded)
            sound_s = sum(len(chunk.pcm() or b"") for chunk in learner.all(wire.AssistantAudio)) / 48_000
            assert sound_s >= 1.0
            assert loop.time() - began >= sound_s

    asyncio.run(scenario())


def test_a_scenario_that_nothing_follows_on_stays_open_and_asks_its_questions(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(assistantId="5f1c0de0a1b2c3d4e5f60006", opening=False)
            await say(learner, "Hello.", "I have to go now, goodbye!")
            await learner.until(lambda: len(learner.all(wire.ContentProgress)) >= 4)
            await say(learner, "Thank you!")
            assert not learner.all(wire.ChatEnded)
            await learner.send("attempt_end")
            assert (await learner.wait_for(wire.Ended)).all_scenarios_complete

    asyncio.run(scenario())


def test_last_words_that_are_silenced_do_not_keep_the_scene_open(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path, FakeSpeech(sentence_s=30.0)) as learner:
            await learner.open_talk(assistantId="5f1c0de0a1b2c3d4e5f60001", opening=False)
            await learner.start_voice()
            await learner.send("attempt_message", message="Goodbye!")
            await learner.wait_for(wire.AssistantAudio)
            await learner.send("attempt_stop")
            assert not (await learner.wait_for(wire.ChatEnded)).is_attempt_finished

    asyncio.run(scenario())
