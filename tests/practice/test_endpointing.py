from itertools import pairwise

import pytest

from desktop.practice.endpointing import FRAME_S, Cue, Endpointer

SPEECH, BETWEEN, SILENCE = 0.97, 0.4, 0.05
Timed = list[tuple[float, Cue]]


def frames(seconds: float) -> int:
    return round(seconds / FRAME_S)


def cues(endpointer: Endpointer, *stretches: tuple[float, float], partials: bool = False) -> Timed:
    """Feed (probability, seconds) stretches; return each cue with the seconds of sound heard when it came."""
    found, heard = [], 0
    for probability, seconds in stretches:
        for _ in range(frames(seconds)):
            heard += 1
            cue = endpointer.step(probability)
            if cue is not None and (partials or cue is not Cue.PARTIAL):
                found.append((heard * FRAME_S, cue))
    return found


def kinds(found: Timed) -> list[Cue]:
    return [cue for _, cue in found]


def test_a_turn_starts_pauses_and_ends() -> None:
    (started, _), (paused, _), (ended, _) = found = cues(Endpointer(), (SILENCE, 1), (SPEECH, 2), (SILENCE, 2))
    assert kinds(found) == [Cue.STARTED, Cue.PAUSED, Cue.ENDED]
    end_of_speech = (frames(1) + frames(2)) * FRAME_S
    assert started - frames(1) * FRAME_S == pytest.approx(2 * FRAME_S)
    assert paused - end_of_speech == pytest.approx(0.35, abs=FRAME_S)
    assert ended - end_of_speech == pytest.approx(0.8, abs=FRAME_S)


def test_one_loud_frame_is_no_speech() -> None:
    endpointer = Endpointer()
    for probability in (SILENCE, SPEECH, SILENCE, SILENCE, SPEECH, SILENCE, SILENCE):
        assert endpointer.step(probability) is None
    assert not endpointer.in_turn


def test_a_start_may_have_one_weak_frame_in_it() -> None:
    endpointer = Endpointer()
    assert [endpointer.step(p) for p in (SPEECH, SILENCE, SPEECH)] == [None, None, Cue.STARTED]


def test_what_never_surely_is_a_voice_starts_no_turn() -> None:
    assert cues(Endpointer(), (0.74, 5)) == []


def test_silence_needs_less_than_the_level_between() -> None:
    found = cues(Endpointer(), (SPEECH, 1), (BETWEEN, 3))
    assert kinds(found) == [Cue.STARTED]


def test_a_silence_is_not_broken_by_the_level_between() -> None:
    found = cues(Endpointer(), (SPEECH, 1), (SILENCE, 0.1), (BETWEEN, 1))
    assert kinds(found) == [Cue.STARTED, Cue.PAUSED, Cue.ENDED]


def test_speech_in_a_pause_goes_on_with_the_turn() -> None:
    found = cues(Endpointer(), (SPEECH, 1), (SILENCE, 0.6), (SPEECH, 1), (SILENCE, 1))
    assert kinds(found) == [Cue.STARTED, Cue.PAUSED, Cue.RESUMED, Cue.PAUSED, Cue.ENDED]


@pytest.mark.parametrize(("asked", "held"), [(0.1, 0.6), (0.6, 0.6), (1.5, 1.5), (9.0, 2.0)])
def test_the_learner_chooses_the_pause_within_bounds(asked: float, held: float) -> None:
    found = cues(Endpointer(asked), (SPEECH, 1), (SILENCE, 3))
    assert found[-1][1] is Cue.ENDED
    assert found[-1][0] - frames(1) * FRAME_S == pytest.approx(held, abs=FRAME_S)


def test_an_unfinished_sentence_gets_more_time() -> None:
    endpointer = Endpointer()
    assert kinds(cues(endpointer, (SPEECH, 1), (SILENCE, 0.4))) == [Cue.STARTED, Cue.PAUSED]
    endpointer.note_unfinished(True)
    assert cues(endpointer, (SILENCE, 1.1)) == []
    assert kinds(cues(endpointer, (SILENCE, 0.2))) == [Cue.ENDED]


def test_the_extra_time_is_for_one_pause_only() -> None:
    endpointer = Endpointer()
    cues(endpointer, (SPEECH, 1), (SILENCE, 0.4))
    endpointer.note_unfinished(True)
    found = cues(endpointer, (SPEECH, 1), (SILENCE, 0.9))
    assert kinds(found) == [Cue.RESUMED, Cue.PAUSED, Cue.ENDED]


def test_whether_a_pause_ends_the_turn_is_undecided_until_its_words_are_known() -> None:
    endpointer = Endpointer()
    cues(endpointer, (SPEECH, 1), (SILENCE, 0.7))
    assert not endpointer.undecided, "the pause is not over yet"
    cues(endpointer, (SILENCE, FRAME_S * 2))
    assert endpointer.undecided
    endpointer.note_unfinished(True)
    assert not endpointer.undecided
    cues(endpointer, (SPEECH, 1), (SILENCE, 24 * FRAME_S))
    assert endpointer.undecided, "the next pause is a question of its own"


def test_partials_begin_early_and_grow_rarer_with_the_length_of_the_turn() -> None:
    found = cues(Endpointer(), (SPEECH, 24), partials=True)
    at = [t for t, cue in found if cue is Cue.PARTIAL]
    gaps = [(later, later - earlier) for earlier, later in pairwise(at)]
    assert at[0] == pytest.approx(0.32)
    assert {round(gap, 2) for t, gap in gaps if t < 8} == {0.32}
    assert all(0.6 <= gap < 0.6 + FRAME_S for t, gap in gaps if 9 < t < 16)
    assert all(1.2 <= gap < 1.2 + FRAME_S for t, gap in gaps if t > 18)


def test_no_partial_is_due_in_silence_or_before_there_is_enough_speech() -> None:
    endpointer = Endpointer()
    assert kinds(cues(endpointer, (SPEECH, 0.29), (SILENCE, 0.33), partials=True)) == [Cue.STARTED]
    assert endpointer.speech_s < 0.3


def test_a_turn_is_cut_at_its_limit_and_the_next_begins_at_once() -> None:
    found = cues(Endpointer(), (SPEECH, 61))
    assert kinds(found) == [Cue.STARTED, Cue.ENDED, Cue.STARTED, Cue.ENDED, Cue.STARTED]
    assert found[1][0] - found[0][0] == pytest.approx(30, abs=3 * FRAME_S)
    assert found[2][0] - found[1][0] == pytest.approx(2 * FRAME_S)


def test_a_new_segment_counts_its_own_speech() -> None:
    endpointer = Endpointer()
    cues(endpointer, (SPEECH, 10))
    endpointer.begin_segment()
    assert (endpointer.segment_s, endpointer.speech_s) == (0, 0)
    cues(endpointer, (SPEECH, 0.5))
    assert endpointer.speech_s == pytest.approx(0.5, abs=FRAME_S)
    assert endpointer.in_turn


def test_a_long_turn_ends_at_its_next_pause_where_that_is_asked_for() -> None:
    found = cues(Endpointer(cut_at_pause_s=5), (SPEECH, 3), (SILENCE, 0.5), (SPEECH, 3), (SILENCE, 0.5), (SPEECH, 1))
    assert kinds(found) == [Cue.STARTED, Cue.PAUSED, Cue.RESUMED, Cue.ENDED, Cue.STARTED]
    assert found[3][0] == pytest.approx(6.5 + 0.35, abs=2 * FRAME_S)


def test_a_turn_knows_its_length_and_its_pauses_also_after_its_end() -> None:
    endpointer = Endpointer()
    cues(endpointer, (SPEECH, 2), (SILENCE, 0.6), (SPEECH, 1), (SILENCE, 0.2), (SPEECH, 1))
    endpointer.begin_segment()
    cues(endpointer, (SILENCE, 2))
    assert endpointer.turn_span_s == pytest.approx(2 + 0.6 + 1 + 0.2 + 1, abs=3 * FRAME_S)
    assert endpointer.pauses_s == (pytest.approx(0.6, abs=2 * FRAME_S),)
    cues(endpointer, (SPEECH, 1))
    assert endpointer.pauses_s == ()
    assert endpointer.turn_span_s == pytest.approx(1.0, abs=FRAME_S)
