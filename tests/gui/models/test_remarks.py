import unicodedata
from dataclasses import replace
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QSignalSpy

from desktop.conversation.feedback import CheckResult, CheckState, Feedback, Points, Remedy, TextSpan, Verdict
from desktop.gui.models.remarks import Remarks

TEXT = "I has a tea and a apple please."
LETTERS = st.text(st.sampled_from("ab \n\u00e9e\u0301\u05d0\u0628😀👩\u200d🚀\u00a0\u2028"), max_size=30)


def span(words: str, text: str = TEXT) -> TextSpan:
    start = text.index(words)
    return TextSpan(start, start + len(words), words)


def remark(verdict: Verdict, *words: str, text: str = TEXT) -> Feedback:
    return Feedback("Look here.", verdict, spans=tuple(span(one, text) for one in words))


SENTENCE = remark(Verdict.CORRECT, TEXT)
HAS = remark(Verdict.WRONG, "has")
ARTICLE = remark(Verdict.PARTIAL, "a apple")
APPLE = remark(Verdict.UNKNOWN, "apple")
WHOLE = Feedback("Well done.", Verdict.CORRECT)


def checked(*feedback: Feedback, text: str = TEXT) -> Remarks:
    remarks = Remarks()
    remarks.text_edited(text)
    remarks.show(CheckResult(CheckState.REMARKS, feedback), text)
    return remarks


def drawn(remarks: Remarks) -> list[str]:
    return [remarks.text[mark.span.start : mark.span.end] for mark in remarks.marks]


def alike(one: str, other: str) -> int:
    """Return how many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def test_what_is_about_the_whole_answer_stands_on_top_and_the_rest_in_order_of_the_text() -> None:
    remarks = checked(APPLE, HAS, WHOLE, ARTICLE)
    assert remarks.feedback == (WHOLE, HAS, ARTICLE, APPLE)
    assert [mark.remark for mark in remarks.marks] == [1, 2, 3]


def test_remarks_on_the_same_spot_keep_the_order_they_came_in() -> None:
    second = replace(HAS, message="Another thing.")
    assert checked(HAS, second).feedback == (HAS, second)
    assert checked(second, HAS).feedback == (second, HAS)


def test_a_span_that_does_not_hold_its_words_is_not_drawn() -> None:
    bad = (
        TextSpan(-1, 3, "I h"),
        TextSpan(5, 2, ""),
        TextSpan(3, 3, ""),
        TextSpan(25, 99, "please"),
        TextSpan(0, 3, "abc"),
    )
    remarks = checked(replace(HAS, spans=(*bad, *HAS.spans, *HAS.spans)), replace(WHOLE, spans=bad))
    assert drawn(remarks) == ["has"]
    assert remarks.feedback[0].spans == ()


def test_an_open_gap_is_drawn_though_it_holds_nothing() -> None:
    remarks = checked(Feedback("Fill this in.", Verdict.WRONG, spans=(TextSpan(4, 4, "", "{0}"),)))
    assert remarks.marks[0].span.placeholder == "{0}"
    assert remarks.choose_at(4)


def test_next_and_previous_go_round_and_leave_out_what_is_filtered() -> None:
    remarks = checked(HAS, ARTICLE, APPLE)
    seen = []
    for _ in range(4):
        remarks.next()
        seen.append(remarks.current)
    assert seen == [0, 1, 2, 0]
    remarks.toggle(Verdict.PARTIAL)
    remarks.next()
    assert remarks.current == 2
    remarks.previous()
    assert remarks.current == 0
    remarks.previous()
    assert remarks.current == 2


def test_without_a_remark_next_and_previous_do_nothing() -> None:
    remarks = Remarks()
    remarks.next()
    remarks.previous()
    assert remarks.current == -1
    assert not remarks.choose_at(0)


def test_previous_begins_at_the_last() -> None:
    remarks = checked(HAS, APPLE)
    remarks.previous()
    assert remarks.current == 1


def test_a_spot_with_several_remarks_begins_with_the_fewest_words_and_goes_through_all() -> None:
    remarks = checked(SENTENCE, ARTICLE, APPLE)
    seen = []
    for _ in range(4):
        remarks.choose_at(TEXT.index("apple") + 1)
        seen.append((remarks.current, remarks.place_in_stack))
    assert seen == [(2, (3, 3)), (0, (1, 3)), (1, (2, 3)), (2, (3, 3))]


def test_a_cursor_behind_a_word_is_at_that_word_unless_another_begins_there() -> None:
    remarks = checked(HAS)
    assert remarks.choose_at(span("has").end)
    assert not remarks.choose_at(span("has").end + 1)
    both = checked(HAS, remark(Verdict.CORRECT, " a tea"))
    both.choose_at(span("has").end)
    assert both.feedback[both.current].verdict is Verdict.CORRECT


def test_filters_count_hide_and_let_go_of_what_they_hide() -> None:
    remarks = checked(HAS, APPLE, WHOLE)
    assert remarks.counts == {Verdict.CORRECT: 1, Verdict.PARTIAL: 0, Verdict.WRONG: 1, Verdict.UNKNOWN: 1}
    remarks.choose(1)
    remarks.toggle(Verdict.WRONG)
    assert remarks.current == -1
    assert remarks.visible == (0, 2)
    assert drawn(remarks) == ["apple"]
    remarks.choose(1)
    assert remarks.current == -1
    assert remarks.counts[Verdict.WRONG] == 1


def test_filters_outlast_a_check_unless_they_would_hide_all_of_it() -> None:
    remarks = checked(HAS, APPLE)
    remarks.toggle(Verdict.UNKNOWN)
    remarks.show(CheckResult(CheckState.REMARKS, (HAS, APPLE)), TEXT)
    assert remarks.visible == (0,)
    remarks.show(CheckResult(CheckState.REMARKS, (APPLE,)), TEXT)
    assert remarks.visible == (0,)


def test_an_edit_makes_the_check_stale_and_taking_it_back_makes_it_hold_again() -> None:
    remarks = checked(HAS, APPLE)
    changes = QSignalSpy(remarks.changed)
    remarks.text_edited("Oh, " + TEXT)
    remarks.text_edited("Oh, you " + TEXT)
    assert (remarks.state, remarks.is_stale, changes.count()) == (CheckState.STALE, True, 1)
    assert drawn(remarks) == ["has", "apple"]
    remarks.text_edited(TEXT)
    assert (remarks.state, remarks.is_stale, changes.count()) == (CheckState.REMARKS, False, 2)
    assert [mark.span for mark in remarks.marks] == [span("has"), span("apple")]


def test_no_remarks_are_stale_too_once_the_answer_changes() -> None:
    remarks = Remarks()
    remarks.text_edited("Fine.")
    remarks.show(CheckResult(CheckState.NO_REMARKS), "Fine.")
    assert remarks.state is CheckState.NO_REMARKS
    remarks.text_edited("Fine!")
    assert remarks.state is CheckState.STALE


def test_a_mark_whose_words_were_mended_is_gone_and_the_others_stay_on_theirs() -> None:
    remarks = checked(HAS, APPLE)
    remarks.text_edited(TEXT.replace("has", "have"))
    assert drawn(remarks) == ["apple"]
    remarks.text_edited(TEXT.replace("has", "have").replace("please", "now"))
    assert drawn(remarks) == ["apple"]


def test_which_of_two_equal_words_was_taken_out_is_not_guessed() -> None:
    text = "the the tea"
    remarks = checked(Feedback("Once is enough.", Verdict.WRONG, spans=(TextSpan(0, 3, "the"),)), text=text)
    remarks.text_edited("the tea")
    assert drawn(remarks) == []


def test_a_word_that_grew_is_another_word() -> None:
    text = "a tea for me"
    remarks = checked(Feedback("Nice.", Verdict.CORRECT, spans=(TextSpan(2, 5, "tea"),)), text=text)
    for grown in ("a team for me", "a steatite for me", "a stea for me"):
        remarks.text_edited(grown)
        assert drawn(remarks) == []
        remarks.text_edited(text)
        assert drawn(remarks) == ["tea"]


def test_a_check_of_an_answer_that_was_edited_meanwhile_comes_in_stale() -> None:
    remarks = Remarks()
    remarks.text_edited(TEXT)
    remarks.checking()
    assert remarks.state is CheckState.CHECKING
    remarks.text_edited("Well, " + TEXT)
    remarks.show(CheckResult(CheckState.REMARKS, (HAS,)), TEXT)
    assert remarks.state is CheckState.STALE
    assert drawn(remarks) == ["has"]


@pytest.mark.parametrize("state", [CheckState.FAILED, CheckState.NOT_CHECKED])
def test_a_check_that_came_to_nothing_keeps_what_an_earlier_one_said(state: CheckState) -> None:
    remarks = checked(HAS)
    remarks.checking()
    assert drawn(remarks) == ["has"]
    remarks.show(CheckResult(state, note="Nobody answered.", remedy=Remedy.RETRY), TEXT)
    assert (remarks.state, remarks.note, remarks.remedy) == (state, "Nobody answered.", Remedy.RETRY)
    assert drawn(remarks) == ["has"]
    remarks.not_checked()
    assert (remarks.state, remarks.note, remarks.feedback, remarks.marks) == (CheckState.NOT_CHECKED, "", (), ())


def test_points_are_those_of_the_whole_answer() -> None:
    assert checked(HAS).points is None
    assert checked(HAS, replace(APPLE, points=Points(3, 10))).points == Points(3, 10)


def test_choosing_is_told_once() -> None:
    remarks = checked(HAS, APPLE)
    told = QSignalSpy(remarks.currentChanged)
    remarks.choose(1)
    remarks.choose(1)
    remarks.choose(-1)
    remarks.choose(7)
    assert told.count() == 2


@given(LETTERS, LETTERS, st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.booleans()), max_size=6))
def test_every_mark_covers_exactly_what_its_span_says_after_any_edit(
    text: str, edited: str, places: list[tuple[int, int, bool]]
) -> None:
    spans = tuple(
        TextSpan(start, end, text[start:end] if honest and 0 <= start <= end else "zz") for start, end, honest in places
    )
    remarks = checked(Feedback("", Verdict.WRONG, spans=spans), text=text)
    for now in (text, edited, text + edited, edited + text, text):
        remarks.text_edited(now)
        assert all(now[mark.span.start : mark.span.end] == mark.span.content for mark in remarks.marks)
        assert remarks.is_stale is (now != text)
    honest = {
        one for one in spans if 0 <= one.start < one.end <= len(text) and text[one.start : one.end] == one.content
    }
    assert {mark.span for mark in remarks.marks} == honest


@given(LETTERS, st.data())
def test_a_mark_never_slides_onto_other_words(text: str, data: st.DataObject) -> None:
    """Each letter of the text is known by its number; after an edit a mark stands on the same numbers, or is gone."""
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    remarks = checked(Feedback("", Verdict.WRONG, spans=(TextSpan(start, end, text[start:end]),)), text=text)
    numbers: list[int] = list(range(len(text)))
    now = text
    for _ in range(data.draw(st.integers(1, 4))):
        first, last = sorted(data.draw(st.tuples(st.integers(0, len(now)), st.integers(0, len(now)))))
        put_in = data.draw(LETTERS)
        same = alike(now[first:last], put_in)  # what was put back in its place was not taken out
        first, put_in = first + same, put_in[same:]
        same = alike(now[first:last][::-1], put_in[::-1])
        last, put_in = last - same, put_in[: len(put_in) - same]
        now = now[:first] + put_in + now[last:]
        numbers[first:last] = [-1] * len(put_in)
        remarks.text_edited(now)
        if now != text:
            for mark in remarks.marks:
                assert numbers[mark.span.start : mark.span.end] == list(range(start, end))


def test_marks_do_not_depend_on_how_a_letter_is_composed() -> None:
    text = unicodedata.normalize("NFD", "un café crème")
    remarks = checked(remark(Verdict.CORRECT, "crème".replace("è", "e\u0300"), text=text), text=text)
    assert drawn(remarks) == ["cre\u0300me"]
