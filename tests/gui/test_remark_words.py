from dataclasses import replace

import pytest

from desktop.conversation.feedback import Aspect, CheckResult, CheckState, Feedback, Points, Remedy, TextSpan, Verdict
from desktop.gui import icons, theme
from desktop.gui.models.remarks import Remarks
from desktop.gui.remark_words import (
    LONGEST_MESSAGE,
    VERDICT_ICONS,
    VERDICT_TOKENS,
    aspect_words,
    filter_words,
    message_of,
    place_words,
    points_words,
    quote_of,
    spoken_line,
    state_words,
    verdict_word,
)

HAS = Feedback("Say “had”.", Verdict.WRONG, "Tense", (TextSpan(2, 5, "has"),))
ALL = Feedback("Nice.", Verdict.CORRECT)
TEXT = "I has tea."


def checked(*feedback: Feedback) -> Remarks:
    remarks = Remarks()
    remarks.text_edited(TEXT)
    state = CheckState.REMARKS if feedback else CheckState.NO_REMARKS
    remarks.show(CheckResult(state, feedback), TEXT)
    return remarks


def test_every_verdict_has_a_word_an_icon_and_a_colour_of_its_own() -> None:
    assert len({verdict_word(one) for one in Verdict}) == len(set(VERDICT_ICONS.values())) == len(Verdict)
    for one in Verdict:
        assert not icons.icon(VERDICT_ICONS[one]).isNull()
        assert theme.color(VERDICT_TOKENS[one]).isValid()


def test_every_state_of_a_check_is_a_sentence_of_its_own() -> None:
    fresh, under_way = Remarks(), Remarks()
    under_way.checking()
    stale = checked(HAS)
    stale.text_edited("I had tea.")
    refused, unanswered = Remarks(), Remarks()
    refused.show(CheckResult(CheckState.FAILED, note="The task is not known there."), TEXT)
    unanswered.show(CheckResult(CheckState.NOT_CHECKED, note="Nobody answered.", remedy=Remedy.RETRY), TEXT)
    said = [state_words(one) for one in (fresh, under_way, checked(), checked(HAS), stale, refused, unanswered)]
    assert said == [
        "Not checked yet.",
        "Checking …",
        "No remarks: nothing to mend was found.",
        "1 remark",
        "The text was changed since the check. Check it again.",
        "The task is not known there.",
        "Nobody answered.",
    ]
    refused.show(CheckResult(CheckState.FAILED), TEXT)
    assert state_words(refused) == "The answer was not checked. Please try again."


def test_remarks_are_counted_as_they_are_shown() -> None:
    remarks = checked(HAS, ALL)
    assert state_words(remarks) == "2 remarks"
    remarks.toggle(Verdict.CORRECT)
    assert state_words(remarks) == "1 of 2 remarks shown"


def test_a_remark_is_spoken_with_verdict_topic_words_and_message() -> None:
    remarks = checked(HAS, replace(HAS, message="Past."), ALL)
    assert spoken_line(remarks, 0) == "Correct. Nice."
    assert spoken_line(remarks, 1) == "Wrong. Tense. “has”. Say “had”. 1 of 2."


def test_only_a_remark_that_shares_its_words_says_which_it_is() -> None:
    assert (place_words((1, 1)), place_words((2, 3))) == ("", "2 of 3")


def test_points_are_said_without_needless_zeros() -> None:
    assert points_words(Points(7.5, 10)) == "7.5 of 10 points"


@pytest.mark.parametrize("words", ["x " * 5000, "\n" * 300])
def test_what_a_service_sends_is_shown_in_bounded_length(words: str) -> None:
    long = replace(HAS, message=words, spans=(TextSpan(0, len(words), words),) * 9)
    assert len(message_of(long)) <= LONGEST_MESSAGE
    assert len(quote_of(long)) < 300


def test_aspects_are_said_as_what_is_understood_and_what_is_not() -> None:
    assert aspect_words(Aspect("Articles", is_misconception=True)) == "Not right yet: Articles"
    assert aspect_words(Aspect("Past", False, "In order.")) == "Understood: Past\nIn order."


def test_a_filter_says_whether_its_remarks_are_shown() -> None:
    assert filter_words(Verdict.WRONG, 3, is_shown=True) == ("Wrong: 3, shown", "Hide these remarks")
    assert filter_words(Verdict.WRONG, 3, is_shown=False) == ("Wrong: 3, hidden", "Show these remarks")
