from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.conversation.speech_figures import SpeechFigures, joined, speech_figures
from desktop.conversation.turn import Speaker, Turn, TurnStatus

FINAL, LIVE, INTERRUPTED, NO_TEXT = TurnStatus.FINAL, TurnStatus.LIVE, TurnStatus.INTERRUPTED, TurnStatus.NO_TEXT


def said(key: str, started_at: float, ended_at: float | None, text: str, **others: object) -> Turn:
    turn = Turn(key, Speaker.LEARNER, started_at, text, FINAL, ended_at=ended_at)
    return replace(turn, **others)  # type: ignore[arg-type]


def reply(key: str, started_at: float, ended_at: float | None, heard_ms: int, status: TurnStatus = FINAL) -> Turn:
    return Turn(key, Speaker.ASSISTANT, started_at, "Hello.", status, ended_at=ended_at, heard_ms=heard_ms)


KNOWN = (
    reply("a1", 100.0, 102.0, 2000),
    said("l1", 102.6, 107.3, "Um, I would like a tea, please."),
    reply("a2", 107.4, 109.4, 1500, INTERRUPTED),
    said("l2", 109.5, 112.0, "And a cake."),
    reply("a3", 112.5, 116.0, 3000),
    said("l3", 118.0, 119.0, "I said, you know, no."),
)
VOICE = ((102.5, 103.5), (104.0, 105.0), (105.2, 106.5), (109.0, 111.0), (117.0, 118.5))


def test_a_talk_of_known_timing_has_exactly_these_figures() -> None:
    figures = speech_figures(KNOWN, VOICE)
    first, second, third = figures.turns
    assert (first.key, first.words, first.fillers, first.began_at) == ("l1", 6, 1, 102.5)
    assert first.speaking_s == pytest.approx(4.0)
    assert first.pauses == ((103.5, 104.0),)
    assert first.words_per_minute == pytest.approx(90.0)
    assert first.response_s == pytest.approx(0.5)
    assert second.response_s is None, "it interrupted the reply"
    assert third.response_s == pytest.approx(1.0)
    assert (figures.words, figures.distinct_words) == (14, 12)
    assert figures.speaking_s == pytest.approx(7.5)
    assert figures.words_per_minute == pytest.approx(14 / 7.5 * 60)
    assert (figures.pause_count, figures.pause_s, figures.longest_pause_s) == (1, 0.5, 0.5)
    assert figures.pause_share == pytest.approx(0.5 / 7.5)
    assert dict(figures.fillers) == {"um": 1, "you know": 1}
    assert figures.partner_s == pytest.approx(6.5)
    assert figures.learner_share == pytest.approx(7.5 / 14.0)
    assert figures.response_s == pytest.approx(0.75)
    assert (figures.interruptions, figures.times_interrupted) == (1, 0)
    assert figures.longest_turn is first


def test_nothing_said_is_nothing_known() -> None:
    assert speech_figures((), VOICE) == SpeechFigures()


def test_without_the_voice_there_are_words_but_no_times() -> None:
    figures = speech_figures(KNOWN, ())
    assert (figures.words, figures.filler_count, figures.interruptions) == (14, 2, 1)
    unknown = (figures.speaking_s, figures.words_per_minute, figures.pause_count, figures.pause_share)
    assert unknown == (None, None, None, None)
    assert (figures.learner_share, figures.response_s, figures.times_interrupted) == (None, None, None)
    assert figures.turns[0].pauses is None


def test_typed_turns_are_words_but_no_speech() -> None:
    figures = speech_figures([said("l1", 102.6, 107.3, "Milk, please.", typed=True)], VOICE)
    assert (figures.words, figures.has_voice, figures.turns[0].words_per_minute) == (2, False, None)


def test_the_correction_counts_not_what_was_heard() -> None:
    figures = speech_figures([said("l1", 102.6, 107.3, "I scream", corrected="Ice cream for two, please")], VOICE)
    assert figures.words == 5


def test_what_held_no_words_is_left_out_and_takes_its_noise_along() -> None:
    noise = said("l0", 100.2, 101.0, "", status=NO_TEXT)
    figures = speech_figures([noise, said("l1", 102.6, 107.3, "A tea.")], ((100.0, 100.4), *VOICE[:3]))
    assert [turn.key for turn in figures.turns] == ["l1"]
    assert figures.speaking_s == pytest.approx(4.0)


def test_a_cough_during_a_reply_belongs_to_no_turn() -> None:
    with_cough = speech_figures(KNOWN, ((100.5, 100.8), *VOICE, (113.0, 113.3)))
    assert with_cough == speech_figures(KNOWN, VOICE)


def test_a_turn_that_is_told_of_only_when_it_is_complete_has_its_voice() -> None:
    late = said("l1", 107.3, 107.3, "I would like a tea.")
    figures = speech_figures([KNOWN[0], late], VOICE[:3])
    assert figures.speaking_s == pytest.approx(4.0)


def test_the_pace_of_a_turn_is_not_told_while_it_lasts() -> None:
    figures = speech_figures([said("l1", 102.6, None, "I would", status=LIVE)], VOICE[:2])
    assert figures.turns[0].words_per_minute is None
    assert figures.words_per_minute is None
    assert figures.speaking_s == pytest.approx(2.5)


def test_a_single_short_word_has_no_pace_of_its_own() -> None:
    short = said("l1", 100.0, 101.0, "Yes.")
    assert speech_figures([short], ((100.0, 100.3),)).words_per_minute is None


def test_a_turn_that_never_ended_lasts_until_the_next() -> None:
    turns = [said("l1", 100.0, None, "One two"), said("l2", 110.0, 112.0, "Three")]
    first, second = speech_figures(turns, ((100.0, 101.0), (105.0, 106.0), (110.0, 112.0))).turns
    assert first.voice == ((100.0, 101.0), (105.0, 106.0))
    assert second.voice == ((110.0, 112.0),)


def test_a_reply_that_begins_in_the_middle_of_a_word_interrupts_the_learner() -> None:
    turns = [said("l1", 100.1, 104.5, "I was about to"), reply("a1", 102.0, 104.0, 2000)]
    assert speech_figures(turns, ((100.0, 104.0),)).times_interrupted == 1
    assert speech_figures(turns, ((100.0, 102.1),)).times_interrupted == 0


def test_a_talk_continued_the_next_day_has_no_response_time_of_a_night() -> None:
    turns = [reply("a1", 100.0, 102.0, 2000), said("l1", 90_000.1, 90_002.0, "Good morning")]
    assert speech_figures(turns, ((90_000.0, 90_001.5),)).response_s is None


def test_only_the_first_turn_after_a_reply_answers_it_and_one_in_its_last_word_at_once() -> None:
    turns = [reply("a1", 100.0, 102.0, 2000), said("l1", 101.9, 103.0, "Yes"), said("l2", 104.0, 105.0, "Tea please")]
    first, second = speech_figures(turns, ((101.8, 102.5), (104.0, 104.8))).turns
    assert (first.response_s, second.response_s) == (0.0, None)


def test_spans_are_joined_whatever_their_order() -> None:
    assert joined([(5.0, 6.0), (1.0, 2.0), (1.5, 3.0), (3.0, 4.0), (8.0, 8.0)]) == ((1.0, 4.0), (5.0, 6.0))


# -- whatever is told ------------------------------------------------------------------------------------------

moments = st.floats(0, 300, allow_nan=False)
texts = st.sampled_from(["", " ", "Um, yes.", "I would like a tea", "like, you know, 3 mm", "我想要茶"])
learners = st.builds(
    Turn,
    key=st.uuids().map(str),
    speaker=st.just(Speaker.LEARNER),
    started_at=moments,
    text=texts,
    status=st.sampled_from([FINAL, LIVE, NO_TEXT]),
    typed=st.booleans(),
    ended_at=st.none() | moments,
    corrected=texts,
)
partners = st.builds(
    Turn,
    key=st.uuids().map(str),
    speaker=st.just(Speaker.ASSISTANT),
    started_at=moments,
    status=st.sampled_from([FINAL, LIVE, INTERRUPTED]),
    ended_at=st.none() | moments,
    heard_ms=st.integers(0, 9000),
)
talks = st.lists(learners | partners, max_size=12)
voices = st.lists(st.tuples(moments, moments), max_size=20)


@settings(max_examples=50)
@given(talks, voices)
def test_no_figure_is_negative_and_every_share_is_a_share(turns: list[Turn], voice: list[tuple[float, float]]) -> None:
    figures = speech_figures(turns, voice)
    for turn in figures.turns:
        assert turn.response_s is None or turn.response_s >= 0
        assert turn.words_per_minute is None or turn.words_per_minute >= 0
        assert all(end - start >= 0.25 for start, end in turn.pauses or ())
    for name in ("words", "distinct_words", "speaking_s", "words_per_minute", "pause_count", "pause_s", "partner_s"):
        assert getattr(figures, name) is None or getattr(figures, name) >= 0
    for share in (figures.pause_share, figures.learner_share):
        assert share is None or 0 <= share <= 1
    assert (figures.times_interrupted or 0) <= len(figures.replies)


@settings(max_examples=50)
@given(talks, voices)
def test_the_whole_is_the_sum_of_the_turns(turns: list[Turn], voice: list[tuple[float, float]]) -> None:
    figures = speech_figures(turns, voice)
    assert (figures.words or 0) == sum(turn.words or 0 for turn in figures.turns)
    assert figures.filler_count == sum(turn.fillers for turn in figures.turns)
    assert (figures.pause_count or 0) == sum(len(turn.pauses or ()) for turn in figures.turns)
    assert (figures.speaking_s or 0) == pytest.approx(sum(turn.speaking_s or 0 for turn in figures.turns))


@settings(max_examples=50)
@given(talks, voices)
def test_every_span_belongs_to_one_turn_at_most(turns: list[Turn], voice: list[tuple[float, float]]) -> None:
    figures = speech_figures(turns, voice)
    owned = [span for turn in figures.turns for span in turn.voice]
    assert set(owned) <= set(joined(voice))
    assert all(before[1] < after[0] for before, after in pairwise(owned))


@settings(max_examples=50)
@given(talks, voices, st.randoms())
def test_the_order_in_which_things_are_told_changes_nothing(
    turns: list[Turn], voice: list[tuple[float, float]], chance: object
) -> None:
    distinct = list({turn.started_at: turn for turn in turns}.values())
    figures = speech_figures(distinct, voice)
    chance.shuffle(distinct)  # type: ignore[attr-defined]
    chance.shuffle(voice)  # type: ignore[attr-defined]
    assert speech_figures(distinct, [*voice, *voice]) == figures
