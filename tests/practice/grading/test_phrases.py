from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.practice.grading.phrases import MOST_HIGHLIGHTS, as_said, highlights, used_phrases
from tests.practice.grading.talks import GOOD, WEAK, rubric, typed

TALKS = st.lists(st.sampled_from((*GOOD, *WEAK, "Could I have a receipt? By card.")), max_size=12)


def test_phrases_are_quoted_as_they_were_said_one_of_a_turn() -> None:
    found = highlights(rubric(), typed("Hm.", "By card, please. Could I have a receipt?", "THANK YOU! By card.").turns)
    assert [entry.fields["content"] for entry in found] == ["Could I have", "THANK YOU"]
    assert [entry.fields["message_id"] for entry in found] == ["m1", "m2"]


def test_a_phrase_is_a_whole_word_with_any_apostrophe() -> None:
    assert list(used_phrases(rubric(), typed("I’d like tea.").turns)) == ["I'd like"]
    assert as_said("I'd like", "Well, i’d like tea.") == "i’d like"
    assert not used_phrases(rubric(), typed("I recommended it. Receipts!").turns)


@given(said=TALKS, more=TALKS)
@settings(max_examples=30, deadline=None)
def test_what_was_praised_stays_praised_when_the_talk_goes_on(said: list[str], more: list[str]) -> None:
    before = highlights(rubric(), typed(*said).turns)
    after = highlights(rubric(), typed(*said, *more).turns)
    assert after[: len(before)] == before
    assert len(after) <= MOST_HIGHLIGHTS
