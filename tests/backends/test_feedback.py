from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.backends.feedback import answer_text, feedback_on_bit, feedback_on_free_text
from desktop.conversation.feedback import Aspect, Feedback, Points, TextSpan, Verdict
from desktop.protocol import bit, free_text
from tests.support.seeds import sample

BITS = sample("bit")
FREE_TEXT = sample("free_text")
UNITS = {"code points": "utf-32-le", "UTF-16": "utf-16-le", "UTF-8": "utf-8"}
UNIT_BYTES = {"code points": 4, "UTF-16": 2, "UTF-8": 1}


def on_bit(name: str) -> tuple[Feedback, ...]:
    request = bit.decode_request(BITS[f"{name}_request"])
    return feedback_on_bit(request, bit.decode_reply(BITS[f"{name}_reply"]))


def on_essay(text: str, *context: dict[str, Any], correctness: object = "WRONG") -> Feedback:
    request = bit.decode_request({**BITS["essay_request"], "answer": {"text": text}})
    items = [{"correctness": correctness, "message": "m", "context": list(context)}]
    (feedback,) = feedback_on_bit(request, bit.decode_reply({"type": "essay", "feedback": items}))
    return feedback


def test_the_remark_of_the_source_text_is_found_by_its_words() -> None:
    assert on_bit("essay") == (Feedback("string", Verdict.CORRECT, "string", (TextSpan(0, 6, "string"),)),)


def test_remarks_on_gaps_point_into_the_filled_in_text() -> None:
    wrong, right = on_bit("cloze")

    assert wrong.verdict is Verdict.WRONG
    assert wrong.topic == "Irregular verbs"
    assert wrong.spans == (TextSpan(14, 18, "goed", "{0}"),)
    assert right.spans == (TextSpan(33, 36, "met", "{1}"),)
    text = answer_text(bit.decode_request(BITS["cloze_request"]))
    assert [text[span.start : span.end] for one in (wrong, right) for span in one.spans] == ["goed", "met"]


def test_remarks_on_choices_point_into_the_filled_in_text_and_an_unknown_verdict_is_survived() -> None:
    partial, unknown = on_bit("multiple_choice_text")

    assert (partial.verdict, partial.spans) == (Verdict.PARTIAL, (TextSpan(11, 17, "passed", "{0}"),))
    assert (unknown.verdict, unknown.topic, unknown.spans) == (Verdict.UNKNOWN, "", ())


@settings(max_examples=40)
@pytest.mark.parametrize("unit", UNITS)
@given(before=st.text(max_size=8), marked=st.text(min_size=1, max_size=4), after=st.text(max_size=8))
def test_words_are_found_in_whatever_unit_the_service_counts(unit: str, before: str, marked: str, after: str) -> None:
    def count(text: str) -> int:
        return len(text.encode(UNITS[unit], "surrogatepass")) // UNIT_BYTES[unit]

    text = before + marked + after
    feedback = on_essay(text, {"content": marked, "offset": count(before), "length": count(marked)})

    (span,) = feedback.spans
    assert text[span.start : span.end] == span.content == marked


def test_a_span_that_is_nowhere_is_left_out_and_its_remark_kept() -> None:
    there = {"content": "go", "offset": 9, "length": 2}
    nowhere = {"content": "flew", "offset": 0, "length": 4}

    assert on_essay("We go home.", nowhere, there).spans == (TextSpan(3, 5, "go"),)
    assert on_essay("We go home.", nowhere).spans == ()
    assert on_essay("We go home.", nowhere).message == "m"


def test_a_newer_reply_is_read_into_the_same_model() -> None:
    request = free_text.decode_request(FREE_TEXT["request"])
    feedback = feedback_on_free_text(request, free_text.decode_reply(FREE_TEXT["reply"]))

    points = Points(1.5, 3)
    past = Aspect("Past tense", True, "Uses the past for what is over.")
    words = ("A story about yesterday needs the past tense.", "You say when it was.")
    assert feedback == (
        Feedback(words[0], Verdict.WRONG, "Past tense", (TextSpan(14, 16, "go"),), (past,), points),
        Feedback(words[1], Verdict.CORRECT, "Time words", (), (Aspect("Time words", False),), points),
        Feedback("Tell a little more.", Verdict.PARTIAL, "Content", (), (), points),
        Feedback("Something new.", Verdict.UNKNOWN, "", (), (Aspect("", False),), points),
    )


@pytest.mark.parametrize(
    ("item", "verdict"),
    [
        ({"aspects": [{"type": "CONCEPT"}, {"type": "MISCONCEPTION"}]}, Verdict.PARTIAL),
        ({"points": {"achievedPoints": 2, "achievablePoints": 2}}, Verdict.CORRECT),
        ({"points": {"achievedPoints": 1, "achievablePoints": 2}}, Verdict.PARTIAL),
        ({"points": {"achievedPoints": 0, "achievablePoints": 2}}, Verdict.WRONG),
        ({"points": {"achievedPoints": 0, "achievablePoints": 0}}, Verdict.UNKNOWN),
        ({"aspects": None}, Verdict.UNKNOWN),
        ({"correctness": "ALMOST", "aspects": [{"type": "CONCEPT"}]}, Verdict.UNKNOWN),
    ],
)
def test_the_verdict_of_a_newer_remark(item: dict[str, Any], verdict: Verdict) -> None:
    request = free_text.decode_request(FREE_TEXT["request"])
    reply = free_text.decode_reply({"result": {"feedback": [{"message": "m", **item}]}})

    (feedback,) = feedback_on_free_text(request, reply)

    assert feedback.verdict is verdict
