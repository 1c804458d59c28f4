"""Frames are numbered; a frame of silence made by the gate itself has the number 0."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.conversation.state import TurnMode
from desktop.microphone_gate import (
    AFTER_RELEASE_FRAMES,
    ALIVE_FRAMES,
    ALIVE_IN_TURN_FRAMES,
    BEFORE_PRESS_FRAMES,
    BEFORE_SPEECH_FRAMES,
    END_OF_TURN_FRAMES,
    KEPT_FRAMES,
    LEAST_AFTER_RELEASE_FRAMES,
    MicrophoneGate,
)
from desktop.practice.endpointing import FRAME_SAMPLES, LONGEST_PAUSE_S, SHORTEST_PAUSE_S, Cue, Endpointer

SECOND = 50
"""In frames."""
VOICED_AFTER_SPEECH_FRAMES = 15
"""What the sound engine still calls speech after speech, at most."""


class Microphone:
    """A gate in front of a service, and a clock of frames; numbers are from 1 in the order of capture."""

    def __init__(self, mode: TurnMode, *, ready: bool = True) -> None:
        self.sent: list[int] = []
        self.captured = 0
        self.gate = MicrophoneGate(lambda pcm: self.sent.append(int.from_bytes(pcm[:4], "little")))
        self.gate.begin(mode)
        if ready:
            self.gate.open()

    def hear(self, count: int, *, voiced: bool) -> list[int]:
        """Capture this many frames; return what was sent meanwhile."""
        before = len(self.sent)
        for _ in range(count):
            self.captured += 1
            self.gate.frame_captured(self.captured.to_bytes(4, "little") * 240, voiced)
        return self.sent[before:]

    def speak(self, count: int) -> list[int]:
        return self.hear(count, voiced=True)

    def pause(self, count: int) -> list[int]:
        return self.hear(count, voiced=False)

    def numbers(self, count: int) -> list[int]:
        """The numbers of the last `count` captured frames."""
        return list(range(self.captured - count + 1, self.captured + 1))


END = [0] * END_OF_TURN_FRAMES


def test_hands_free_everything_passes_at_once() -> None:
    microphone = Microphone(TurnMode.HANDS_FREE)
    assert microphone.speak(10) + microphone.pause(10) + microphone.speak(10) == list(range(1, 31))


@pytest.mark.parametrize("mode", [TurnMode.HANDS_FREE, TurnMode.TAP])
def test_first_words_wait_for_the_service_and_go_at_once_when_it_is_ready(mode: TurnMode) -> None:
    microphone = Microphone(mode, ready=False)
    assert microphone.pause(25) + microphone.speak(3 * SECOND) == []
    microphone.gate.open()
    assert microphone.sent == list(range(1, 25 + 3 * SECOND + 1))
    assert microphone.speak(1) == microphone.numbers(1)


def test_what_waits_is_bounded_and_the_latest() -> None:
    microphone = Microphone(TurnMode.HANDS_FREE, ready=False)
    microphone.speak(3 * KEPT_FRAMES)
    microphone.gate.open()
    assert microphone.sent == microphone.numbers(KEPT_FRAMES)


def test_the_sound_of_a_lost_link_is_sent_when_it_is_back() -> None:
    microphone = Microphone(TurnMode.HANDS_FREE)
    microphone.speak(5)
    microphone.gate.shut()
    assert microphone.speak(10) == []
    for _ in range(2):
        microphone.gate.open()
        assert microphone.sent == list(range(1, 16))
        microphone.gate.shut()


def test_holding_sends_the_moment_before_the_press_what_is_said_and_the_end_of_the_turn() -> None:
    microphone = Microphone(TurnMode.HOLD)
    assert microphone.speak(2 * SECOND) == []
    microphone.gate.take_floor()
    assert microphone.sent == microphone.numbers(BEFORE_PRESS_FRAMES)
    assert microphone.speak(SECOND) == microphone.numbers(SECOND)
    microphone.gate.release_floor()
    assert microphone.speak(AFTER_RELEASE_FRAMES) == [*microphone.numbers(AFTER_RELEASE_FRAMES), *END]
    assert microphone.speak(2 * SECOND) == []


def test_a_release_after_the_last_word_ends_the_turn_sooner() -> None:
    microphone = Microphone(TurnMode.HOLD)
    microphone.gate.take_floor()
    microphone.speak(SECOND)
    microphone.pause(SECOND)
    microphone.gate.release_floor()
    least = LEAST_AFTER_RELEASE_FRAMES
    assert microphone.pause(SECOND) == [*range(2 * SECOND + 1, 2 * SECOND + least + 1), *END]


def test_a_key_that_slips_goes_on_with_the_same_turn() -> None:
    microphone = Microphone(TurnMode.HOLD)
    microphone.gate.take_floor()
    microphone.speak(10)
    microphone.gate.release_floor()
    microphone.speak(5)
    microphone.gate.take_floor()
    microphone.speak(SECOND)
    assert microphone.sent == list(range(1, microphone.captured + 1))


def test_a_press_before_the_service_is_ready_is_sent_whole_when_it_is() -> None:
    microphone = Microphone(TurnMode.HOLD, ready=False)
    microphone.pause(SECOND)
    microphone.gate.take_floor()
    microphone.speak(SECOND)
    microphone.gate.release_floor()
    microphone.pause(SECOND)
    microphone.gate.open()
    spoken = range(SECOND - BEFORE_PRESS_FRAMES + 1, 2 * SECOND + LEAST_AFTER_RELEASE_FRAMES + 1)
    assert microphone.sent == [*spoken, *END]


@pytest.mark.parametrize("mode", [TurnMode.HOLD, TurnMode.TAP])
def test_a_pause_in_a_turn_is_shortened(mode: TurnMode) -> None:
    microphone = Microphone(mode)
    if mode is TurnMode.HOLD:
        microphone.gate.take_floor()
    microphone.speak(SECOND)
    assert microphone.pause(20 * SECOND) == []
    assert microphone.speak(1) == microphone.numbers(BEFORE_SPEECH_FRAMES + 1)


@pytest.mark.parametrize("mode", [TurnMode.HOLD, TurnMode.TAP])
def test_before_anything_was_said_in_a_turn_silence_passes(mode: TurnMode) -> None:
    """A voice too low to be told from noise here may be heard by the service."""
    microphone = Microphone(mode)
    if mode is TurnMode.HOLD:
        microphone.gate.take_floor()
    assert microphone.pause(SECOND) == microphone.numbers(SECOND)


def test_a_tap_sends_what_was_said_and_the_next_turn_begins() -> None:
    microphone = Microphone(TurnMode.TAP)
    microphone.speak(SECOND)
    microphone.pause(SECOND)
    microphone.gate.release_floor()
    least = LEAST_AFTER_RELEASE_FRAMES
    assert microphone.pause(least) == [*microphone.numbers(least), *END]
    assert microphone.pause(10) == microphone.numbers(10)
    assert microphone.speak(10) == microphone.numbers(10)
    assert microphone.pause(10) == []


def test_a_tap_in_the_last_word_waits_for_its_end() -> None:
    microphone = Microphone(TurnMode.TAP)
    microphone.speak(SECOND)
    microphone.gate.release_floor()
    assert microphone.speak(6) == microphone.numbers(6)
    assert microphone.pause(1) == [*microphone.numbers(1), *END]


def test_time_to_think_withholds_silence_until_it_is_over() -> None:
    microphone = Microphone(TurnMode.HANDS_FREE)
    microphone.speak(SECOND)
    microphone.pause(10)
    microphone.gate.withhold_silence(True)
    assert microphone.pause(4 * SECOND) == []
    assert microphone.speak(1) == microphone.numbers(BEFORE_SPEECH_FRAMES + 1)
    assert microphone.pause(4 * SECOND) == []
    microphone.gate.withhold_silence(False)
    assert microphone.pause(1) == microphone.numbers(BEFORE_SPEECH_FRAMES + 1)
    assert microphone.pause(SECOND) == microphone.numbers(SECOND)


def test_muted_wins() -> None:
    microphone = Microphone(TurnMode.HANDS_FREE)
    microphone.gate.mute(True)
    assert microphone.speak(5) == [0] * 5
    microphone.gate.mute(False)
    assert microphone.speak(5) == microphone.numbers(5)


@pytest.mark.parametrize(
    ("mode", "said", "alive_frames"),
    [(TurnMode.HOLD, 0, ALIVE_FRAMES), (TurnMode.TAP, 1, ALIVE_IN_TURN_FRAMES)],
)
def test_a_service_that_hears_nothing_is_kept_alive(mode: TurnMode, said: int, alive_frames: int) -> None:
    microphone = Microphone(mode)
    microphone.speak(said)
    assert microphone.pause(5 * alive_frames) == [0] * 5


def test_nothing_keeps_a_service_alive_that_is_not_ready() -> None:
    microphone = Microphone(TurnMode.HOLD, ready=False)
    microphone.pause(5 * ALIVE_FRAMES)
    microphone.gate.open()
    assert microphone.sent == []


def test_a_change_to_holding_ends_the_open_turn() -> None:
    microphone = Microphone(TurnMode.TAP)
    microphone.speak(10)
    microphone.gate.choose(TurnMode.HOLD)
    assert microphone.pause(SECOND)[-1:] == [0]
    assert microphone.speak(SECOND) == []


def test_a_new_talk_knows_nothing_of_the_last() -> None:
    microphone = Microphone(TurnMode.HOLD)
    microphone.gate.take_floor()
    microphone.gate.withhold_silence(True)
    microphone.gate.mute(True)
    microphone.gate.shut()
    microphone.speak(10)
    microphone.gate.begin(TurnMode.HANDS_FREE)
    microphone.gate.open()
    assert microphone.sent == []
    assert microphone.speak(1) + microphone.pause(1) == microphone.numbers(2)


# -- what the practice service makes of it -------------------------------------------------------------------


def turns_ended(microphone: Microphone, spoken: set[int], pause_s: float, *, unfinished: bool) -> int:
    """How many turns a service with this pause setting sees end in what was sent."""
    endpointer = Endpointer(pause_s)
    sound = np.repeat([number in spoken for number in microphone.sent], 320)
    ended = 0
    for start in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        cue = endpointer.step(0.95 if sound[start : start + FRAME_SAMPLES].mean() > 0.5 else 0.05)
        if cue is Cue.PAUSED:
            endpointer.note_unfinished(unfinished)
        ended += cue is Cue.ENDED
    return ended


@pytest.mark.parametrize("unfinished", [False, True])
@pytest.mark.parametrize("pause_s", [SHORTEST_PAUSE_S, LONGEST_PAUSE_S])
@pytest.mark.parametrize("mode", list(TurnMode))
def test_a_service_ends_the_turn_when_the_learner_does_and_not_before(
    mode: TurnMode, pause_s: float, unfinished: bool
) -> None:
    microphone = Microphone(mode)
    spoken: set[int] = set()
    if mode is TurnMode.HOLD:
        microphone.gate.take_floor()
    for _ in range(3):
        microphone.speak(SECOND)
        spoken.update(microphone.numbers(SECOND))
        if mode is TurnMode.HANDS_FREE:
            microphone.gate.withhold_silence(True)
        microphone.speak(VOICED_AFTER_SPEECH_FRAMES)
        microphone.pause(4 * SECOND)
    assert turns_ended(microphone, spoken, pause_s, unfinished=unfinished) == 0
    if mode is TurnMode.HANDS_FREE:
        microphone.gate.withhold_silence(False)
        microphone.pause(round(LONGEST_PAUSE_S * SECOND) + 2)
    else:
        microphone.gate.release_floor()  # with words on both sides of it
        microphone.speak(AFTER_RELEASE_FRAMES)
        spoken.update(microphone.numbers(AFTER_RELEASE_FRAMES))
    assert turns_ended(microphone, spoken, pause_s, unfinished=unfinished) == 1


# -- whatever the learner's hand does ------------------------------------------------------------------------

Action = tuple[str, object]

actions: st.SearchStrategy[list[Action]] = st.lists(
    st.one_of(
        st.tuples(st.just("speak"), st.integers(1, 40)),
        st.tuples(st.just("pause"), st.integers(1, 40)),
        st.tuples(st.sampled_from(["take", "release"]), st.none()),
        st.tuples(st.just("think"), st.booleans()),
        st.tuples(st.just("mode"), st.sampled_from(TurnMode)),
    ),
    max_size=30,
)


@dataclass
class Heard:
    """One captured frame and what was sent then."""

    number: int
    voiced: bool
    sent: list[int]
    open_floor: bool
    closed_floor: bool
    """HOLD, and the key has been up for 200 ms. Between open and closed the last word ends."""


def play(microphone: Microphone, told: list[Action]) -> Iterator[Heard]:
    """Do as told, as the core would; the microphone begins in HOLD."""
    mode, held, up = TurnMode.HOLD, False, AFTER_RELEASE_FRAMES
    for name, argument in told:
        match name, argument:
            case (("speak" | "pause"), int(count)):
                for _ in range(count):
                    voiced = name == "speak"
                    sent = microphone.hear(1, voiced=voiced)
                    is_open = held or mode is not TurnMode.HOLD
                    yield Heard(microphone.captured, voiced, sent, is_open, not is_open and up >= AFTER_RELEASE_FRAMES)
                    up += 1
            case "take", _ if mode is TurnMode.HOLD:
                held = True
                microphone.gate.take_floor()
            case "release", _ if held or mode is TurnMode.TAP:
                held, up = False, 0
                microphone.gate.release_floor()
            case "think", bool(on):
                microphone.gate.withhold_silence(on)
            case "mode", TurnMode() as chosen:
                mode, held, up = chosen, False, 0
                microphone.gate.choose(chosen)
            case _:
                pass


@given(actions)
def test_frames_are_never_reordered_and_never_sent_twice(told: list[Action]) -> None:
    microphone = Microphone(TurnMode.HOLD)
    list(play(microphone, told))
    captured = [number for number in microphone.sent if number]
    assert captured == sorted(set(captured))


@given(actions)
def test_no_word_is_lost_while_the_floor_is_open_and_none_is_sent_while_it_is_closed(told: list[Action]) -> None:
    for heard in play(Microphone(TurnMode.HOLD), told):
        if heard.open_floor and heard.voiced:
            assert heard.number in heard.sent
        if heard.closed_floor:
            assert set(heard.sent) <= {0}


@given(actions)
def test_what_waits_for_the_service_is_what_would_have_been_sent(told: list[Action]) -> None:
    ready, waiting = Microphone(TurnMode.HOLD), Microphone(TurnMode.HOLD, ready=False)
    for microphone in (ready, waiting):
        list(play(microphone, told))
    waiting.gate.open()
    assert len(waiting.sent) <= KEPT_FRAMES
    kept, all_of_it = ([number for number in sent if number] for sent in (waiting.sent, ready.sent))
    assert kept == all_of_it[len(all_of_it) - len(kept) :]
    assert kept == all_of_it or len(waiting.sent) == KEPT_FRAMES


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 3 * SECOND)), min_size=1, max_size=10))
def test_no_pause_between_words_is_long_enough_to_end_a_turn(phrases: list[tuple[int, int]]) -> None:
    microphone = Microphone(TurnMode.TAP)
    voiced: set[int] = set()
    for words, pause in phrases:
        microphone.speak(words)
        voiced.update(microphone.numbers(words))
        microphone.pause(pause)
    silence = 0
    for number in microphone.sent:
        silence = 0 if number in voiced else silence + 1
        assert silence <= BEFORE_SPEECH_FRAMES
