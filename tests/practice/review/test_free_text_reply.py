from typing import Any

import pytest

from desktop.practice.review.free_text_reply import essay_of, free_text_reply
from desktop.protocol import bit, free_text
from tests.support.seeds import sample

WIRE = sample("free_text")["request"]


def task(text: str = "One. Two! Three?", **definition: Any) -> free_text.FreeTextRequest:
    wire = {**WIRE, "answer": {"content": text}, "taskDefinition": {**WIRE["taskDefinition"], **definition}}
    return free_text.decode_request(wire)


def remark(correctness: str, offset: int | None) -> bit.FeedbackItem:
    context = () if offset is None else (bit.Context(content="x", offset=offset, length=1),)
    return bit.FeedbackItem(correctness=correctness, topic=bit.Topic(name="T"), message="m", context=context)


@pytest.mark.parametrize(
    ("solutions", "compared_with"),
    [(["a", "b"], "a"), ([{"content": "a"}], "a"), ([{"text": 1}, "b"], "b"), ([], "")],
)
def test_a_task_is_read_as_an_essay(solutions: list[object], compared_with: str) -> None:
    essay = essay_of(task(sampleSolutions=solutions))

    assert essay.feedbackEngine.feedbackId == "essay-0001"
    assert essay.answer.text == "One. Two! Three?"
    assert essay.sampleSolution == compared_with


def test_each_sentence_without_an_error_earns_a_point() -> None:
    remarks = [remark("WRONG", 5), remark("WRONG", 6), remark("CORRECT", 0), remark("PARTIAL", None)]
    reply = free_text.decode_reply(free_text_reply(task(), remarks))

    assert reply.result.points == free_text.Points(achievedPoints=2, achievablePoints=3)
    kinds = [one.aspects[0].type for one in reply.result.feedback]
    assert kinds == ["MISCONCEPTION", "MISCONCEPTION", "CONCEPT", "MISCONCEPTION"]
    assert {one.aspects[0].name for one in reply.result.feedback} == {"T"}


@pytest.mark.parametrize("text", ["", " ", "no full stop", "one\ntwo", "Hm... well."])
def test_points_are_never_more_than_can_be_had(text: str) -> None:
    points = free_text.decode_reply(free_text_reply(task(text), [remark("WRONG", 0)])).result.points

    assert points is not None
    assert 0 <= points.achievedPoints < points.achievablePoints
