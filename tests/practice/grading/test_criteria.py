import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.practice.grading.criteria import GRADERS
from desktop.practice.grading.rubric import TOTAL
from desktop.practice.grading.talk_record import Talk
from tests.practice.grading.talks import GOOD, TINY, WEAK, looked_at, rubric, score, talk, typed

SENTENCES = st.sampled_from((*GOOD, *WEAK, "No.", "How are you?", "I live in a small town by the sea.", "🙂", "..."))
TALKS = st.lists(SENTENCES, min_size=1, max_size=6)


@pytest.mark.parametrize("key", GRADERS)
def test_a_good_talk_is_worth_more_than_a_weak_one_and_a_weak_one_more_than_one_word(key: str) -> None:
    good = Talk(talk(*GOOD).turns, dict.fromkeys(("drink", "size", "milk", "food", "payment"), "m0"))
    weak = Talk(talk(*WEAK, pace_wpm=45.0, pauses_s=(1.8,), response_s=5.0).turns, {"drink": "m0"})
    tiny = talk(*TINY, pace_wpm=40.0)
    assert score(key, good) >= 7
    assert score(key, good) - score(key, weak) >= 2
    assert score(key, weak) >= score(key, tiny)
    assert score(key, tiny) <= 4


@given(said=TALKS, key=st.sampled_from(tuple(GRADERS)), spoken=st.booleans())
@settings(max_examples=25, deadline=None)
def test_every_entry_can_be_shown_and_leads_to_a_turn(said: list[str], key: str, spoken: bool) -> None:
    given_talk = (talk if spoken else typed)(*said)
    fields = GRADERS[key](looked_at(given_talk), rubric()).fields
    assert fields["name"]
    assert str(fields["description"]).endswith("?")
    assert str(fields["feedback"]).endswith((".", "!", "”."))
    if "score" in fields:
        assert 0 <= float(fields["score"]) <= TOTAL == fields["total"]
        assert fields["level"]
        (turn,) = (turn for turn in given_talk.turns if turn.message_id == fields["message_id"])
        assert str(fields["section"]) in turn.text
    else:
        assert key == "fluency"


@given(said=TALKS, more=SENTENCES)
@settings(max_examples=25, deadline=None)
def test_saying_more_never_lowers_vocabulary_or_task(said: list[str], more: str) -> None:
    for key in ("vocabulary", "task"):
        assert score(key, talk(*said, more)) >= score(key, talk(*said))


@given(said=TALKS)
@settings(max_examples=20, deadline=None)
def test_a_question_more_never_lowers_interaction(said: list[str]) -> None:
    assert score("interaction", talk(*said, "What do you think about that?")) >= score("interaction", talk(*said))


@given(right=st.integers(0, 8), wrong=st.integers(1, 8))
@settings(max_examples=20, deadline=None)
def test_an_error_less_never_lowers_grammar(right: int, wrong: int) -> None:
    good, bad = "My brother goes there every day.", "My brother go there every day."
    before = talk(*[good] * right, *[bad] * wrong)
    after = talk(*[good] * (right + 1), *[bad] * (wrong - 1))
    assert score("grammar", after) >= score("grammar", before)


@given(pace=st.floats(20, 110), faster=st.floats(1.0, 1.7), pauses=st.lists(st.floats(0.4, 4.0), max_size=4))
@settings(max_examples=25, deadline=None)
def test_neither_a_faster_pace_nor_a_pause_less_lowers_fluency(pace: float, faster: float, pauses: list[float]) -> None:
    before = score("fluency", talk(*GOOD, pace_wpm=pace, pauses_s=pauses))
    assert score("fluency", talk(*GOOD, pace_wpm=pace * faster, pauses_s=pauses)) >= before
    assert score("fluency", talk(*GOOD, pace_wpm=pace, pauses_s=pauses[:-1])) >= before


def test_a_rush_of_words_is_told_to_slow_down() -> None:
    entry = GRADERS["fluency"](looked_at(talk(*GOOD, pace_wpm=260)), rubric())
    assert "slow down" in str(entry.fields["feedback"])
    assert float(entry.fields["score"]) < score("fluency", talk(*GOOD))


def test_what_was_typed_has_no_pace_and_says_so() -> None:
    entry = GRADERS["fluency"](looked_at(typed(*GOOD)), rubric())
    assert "score" not in entry.fields
    assert "typed" in str(entry.fields["feedback"])


def test_few_words_carry_no_high_grade_and_the_reason_says_why() -> None:
    entry = GRADERS["grammar"](looked_at(talk("I am fine, thank you.")), rubric())
    assert float(entry.fields["score"]) <= 4
    assert "few to judge by" in str(entry.fields["feedback"])


def test_the_same_error_in_many_turns_is_named_with_its_place() -> None:
    said = ("My brother go to school.", "My sister go to work.", "I like it here.")
    entry = GRADERS["grammar"](looked_at(talk(*said)), rubric())
    assert "2 errors" in str(entry.fields["feedback"])
    assert "(2 times)" in str(entry.fields["feedback"])
    assert entry.fields["section"] == "My brother go to school"
    assert entry.fields["message_id"] == "m0"


def test_the_task_names_what_was_done_and_what_is_open() -> None:
    done = Talk(talk("A tea, please.", "A small one.").turns, {"drink": "m0", "size": "m1"})
    reason = str(GRADERS["task"](looked_at(done), rubric()).fields["feedback"])
    assert "ordering a drink and choosing a size" in reason
    assert "Next time, try" in reason


def test_asking_for_words_again_counts_as_a_question() -> None:
    said = ("I live in a small town.",) * 3
    asked = score("interaction", talk(*said, "Sorry, I didn't understand."))
    assert asked > score("interaction", talk(*said, "Well, I do understand."))


def test_beginners_are_forgiven_more() -> None:
    said = talk(*WEAK)
    assert score("grammar", said, "cafe") > score("grammar", said, "interview")
    assert score("fluency", talk(*GOOD, pace_wpm=70), "cafe") > score("fluency", talk(*GOOD, pace_wpm=70), "interview")
