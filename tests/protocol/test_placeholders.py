from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop.protocol import bit
from desktop.protocol.placeholders import filled_text
from tests.support.seeds import sample

SAMPLES = sample("bit")


def cloze(body: str, answers: dict[str, str | None]) -> bit.ClozeRequest:
    placeholders: dict[str, Any] = {
        name: bit.Gap(answer=None if text is None else bit.Answer(text=text)) for name, text in answers.items()
    }
    engine = bit.FeedbackEngine(feedbackId="cloze-1", userId="u")
    return bit.ClozeRequest(format="text", feedbackEngine=engine, instruction="", body=body, placeholders=placeholders)


def test_a_cloze_reads_as_its_text_with_the_answers_in_place() -> None:
    request = bit.decode_request(SAMPLES["cloze_request"])
    assert isinstance(request, bit.ClozeRequest)

    filled = filled_text(request)

    assert filled.text == "Yesterday she goed to school and met her friend 🎈 there."
    assert {name: filled.text[slice(*span)] for name, span in filled.spans.items()} == {"{0}": "goed", "{1}": "met"}


def test_a_choice_stands_between_its_prefix_and_postfix() -> None:
    request = bit.decode_request(SAMPLES["multiple_choice_text_request"])
    assert isinstance(request, bit.MultipleChoiceTextRequest)

    filled = filled_text(request)

    assert filled.text == "Would you (passed) me the salt, please?"
    assert filled.spans["{0}"] == (11, 17)


def test_a_remark_points_at_the_placeholder_it_names() -> None:
    for name in ("cloze", "multiple_choice_text"):
        request = bit.decode_request(SAMPLES[f"{name}_request"])
        assert not isinstance(request, bit.EssayRequest)
        filled = filled_text(request)
        item = bit.decode_reply(SAMPLES[f"{name}_reply"]).feedback[0]

        start, length = item.context[0].offset, item.context[0].length
        assert filled.locate(item.context[0]) == (start, start + length)


def test_a_remark_that_names_words_is_found_in_the_filled_in_text() -> None:
    filled = filled_text(cloze("She {0} home.", {"{0}": "🎈went"}))

    assert filled.locate(bit.Context(content="home", offset=11, length=4)) == (10, 14)
    assert filled.locate(bit.Context(content="{9}", offset=0, length=3)) is None


def test_an_open_gap_is_an_empty_place() -> None:
    filled = filled_text(cloze("She {0} home.", {"{0}": None}))

    assert filled.text == "She  home."
    assert filled.locate(bit.Context(content="{0}")) == (4, 4)


def test_an_answer_that_looks_like_a_placeholder_is_left_alone() -> None:
    filled = filled_text(cloze("{0} {1}", {"{0}": "{1}", "{1}": "x"}))

    assert filled.text == "{1} x"
    assert filled.spans == {"{0}": (0, 3), "{1}": (4, 5)}


def test_braces_without_a_placeholder_are_ordinary_text() -> None:
    filled = filled_text(cloze("{7} {x} {0} {", {"{0}": "a", "{5}": "never shown"}))

    assert filled.text == "{7} {x} a {"
    assert filled.spans == {"{0}": (8, 9)}


def test_a_placeholder_that_stands_twice_is_filled_twice_and_found_first() -> None:
    filled = filled_text(cloze("{0} and {0}", {"{0}": "so"}))

    assert filled.text == "so and so"
    assert filled.spans == {"{0}": (0, 2)}


@given(st.lists(st.text(max_size=8), max_size=6), st.text(st.sampled_from("ab{}🎈 ")))
def test_every_answer_stands_where_its_span_says(answers: list[str], between: str) -> None:
    names = [f"{{{number}}}" for number in range(100, 100 + len(answers))]
    body = between + between.join(names)

    filled = filled_text(cloze(body, dict(zip(names, answers, strict=True))))

    assert filled.text == between + between.join(answers)
    assert [filled.text[slice(*filled.spans[name])] for name in names] == answers
