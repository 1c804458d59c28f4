"""The questions beside a talk: what a learner sees of them, and how answers are judged."""

import asyncio
import json
from pathlib import Path

import pytest

from desktop.practice.debrief import EARLY_AFTER
from desktop.practice.quiz import QUESTIONS, Quiz
from desktop.practice.scenarios import Question, load_common, load_scenarios
from desktop.protocol import attempt as wire
from tests.practice.talking import Learner, connected_learner, running_service, talk

ONE = Question("Which is right?", ("A",), ("B", "C"), "Because.")
TWO = Question("Which two are right?", ("A", "B"), ("C", "D"), "Both.", early=True)
OPINION = Question("How was it?", (), ("Good", "Bad"))


def put(*questions: Question, seed: int = 1) -> tuple[Quiz, list[dict[str, object]]]:
    quiz = Quiz("chat", questions, seed)
    return quiz, [dict(event.entry or {}) for event in quiz.put()]


def ids(entry: dict[str, object], *texts: str) -> list[str]:
    options = entry["options"]
    assert isinstance(options, list)
    return [option["id"] for option in options if option["text"] in texts]


@pytest.mark.parametrize(
    ("question", "chosen", "correct"),
    [
        (ONE, ("A",), True),
        (ONE, ("B",), False),
        (TWO, ("A", "B"), True),
        (TWO, ("A",), False),
        (TWO, ("A", "B", "C"), False),
        (OPINION, ("Bad",), None),
    ],
)
def test_an_answer_is_judged_or_recorded(question: Question, chosen: tuple[str, ...], correct: bool | None) -> None:
    quiz, (entry,) = put(question)
    result = quiz.judge(str(entry["question_id"]), ids(entry, *chosen))
    assert result.success
    assert result.is_correct is correct
    assert result.response_id
    assert (result.message or "").endswith(".")
    if correct is False:
        assert all(text in (result.message or "") for text in question.right)


@pytest.mark.parametrize("chosen", [(), ("o9",), ("o1", "o9"), ("o1", "o2")])
def test_what_is_no_answer_is_refused_with_a_sentence(chosen: tuple[str, ...]) -> None:
    quiz, (entry,) = put(ONE)
    result = quiz.judge(str(entry["question_id"]), chosen)
    assert not result.success
    assert (result.message or "").endswith("again.")
    assert not quiz.judge("unknown", ("o1",)).success


def test_a_question_is_put_once_and_says_whether_several_answers_may_be_chosen() -> None:
    quiz = Quiz("chat", (ONE, TWO, OPINION), 1)
    assert [(event.entry or {})["question"] for event in quiz.put(early=True)] == [TWO.text]
    assert [(event.entry or {})["multiple"] for event in quiz.put()] == [False, False]
    assert quiz.put() == quiz.put(early=True) == []


def test_options_are_shuffled_and_nothing_that_is_sent_tells_which_is_right() -> None:
    orders = set()
    for seed in range(12):
        _, (entry,) = put(ONE, seed=seed)
        orders.add(json.dumps(entry["options"]))
        assert "Because" not in json.dumps(entry)
        assert set(entry) == {"question_id", "question", "options", "multiple"}
    assert len(orders) > 3
    _, (entry,) = put(OPINION, seed=5)
    assert ids(entry, "Good", "Bad") == ["o1", "o2"]


def test_every_scenario_asks_two_to_four_questions_and_every_talk_for_an_opinion() -> None:
    for scenario in load_scenarios().values():
        assert 2 <= len(scenario.questions) <= 4
        assert sum(question.early for question in scenario.questions) == 1
        for question in scenario.questions:
            assert question.is_judged
            assert question.explanation.endswith(".")
            texts = [*question.right, *question.wrong]
            assert len(set(texts)) == len(texts) >= 3
    (opinion,) = load_common().questions
    assert not opinion.is_judged


async def say(learner: Learner, count: int) -> None:
    for _ in range(count):
        hints = len(learner.all(wire.HintProgress))
        await learner.send("attempt_message", message="Could I have a large tea, please?")
        await learner.wait_for(wire.HintProgress, hints + 1)


def asked(learner: Learner) -> list[dict[str, object]]:
    return [event.entry or {} for event in learner.all(wire.ContentProgress) if event.resource_type == QUESTIONS]


def test_one_question_comes_in_the_middle_of_a_talk_and_the_others_at_its_end(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await say(learner, EARLY_AFTER)
            await learner.until(lambda: len(asked(learner)) == 1)
            await learner.send(
                "attempt_response_submit", question_id=asked(learner)[0]["question_id"], option_ids=["o1"]
            )
            assert (await learner.wait_for(wire.ResponseResult)).is_correct is not None
            await learner.send("attempt_end")
            await learner.wait_for(wire.Graded)
            assert len(asked(learner)) == 4
            for count, entry in enumerate(asked(learner)[1:], start=2):
                await learner.send("attempt_response_submit", question_id=entry["question_id"], option_ids=["o1"])
                assert (await learner.wait_for(wire.ResponseResult, count)).success
            assert learner.all(wire.ResponseResult)[-1].is_correct is None

    asyncio.run(scenario())


def test_a_phrase_worth_keeping_is_praised_while_the_talk_goes_on_and_the_same_in_the_grade(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await say(learner, 2)
            first = await learner.wait_for(wire.ContentProgress)
            assert first.resource_type == "highlights"
            assert (first.entry or {})["content"] == "Could I have"
            await learner.send("attempt_end")
            await learner.wait_for(wire.Graded)
            assert learner.all(wire.ContentProgress).count(first) == 2

    asyncio.run(scenario())


def test_who_has_not_talked_is_asked_nothing(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await say(learner, 1)
            await learner.send("attempt_end")
            await learner.wait_for(wire.Graded)
            assert not asked(learner)

    asyncio.run(scenario())


def test_a_question_can_be_answered_from_a_new_connection_when_the_talk_is_over(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server:
            async with connected_learner(server) as learner:
                await learner.open_talk(opening=False)
                await say(learner, 2)
                await learner.send("attempt_end")
                await learner.until(lambda: asked(learner))
            async with connected_learner(server) as again:
                again.chat_id = learner.chat_id
                question_id = asked(learner)[0]["question_id"]
                await again.send("attempt_response_submit", question_id=question_id, option_ids=["o1"])
                assert (await again.wait_for(wire.ResponseResult)).success
                again.chat_id = "somebody else's"
                await again.send("attempt_response_submit", question_id=question_id, option_ids=["o1"])
                assert not (await again.wait_for(wire.ResponseResult, 2)).success

    asyncio.run(scenario())
