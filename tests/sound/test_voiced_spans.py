from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sound.voiced_spans import VoicedSpans

FRAME_S = 0.02
BEGUN_AT = 1000.0


class Microphone:
    """Gives frames as the sound engine would. late_s: how late each arrives."""

    def __init__(self) -> None:
        self.now = BEGUN_AT
        self.index = 0
        self.spans = VoicedSpans(lambda: self.now)

    def hear(self, script: str, late_s: Iterable[float] = ()) -> None:
        """One letter a frame: v is voiced, x gets lost."""
        late = iter(late_s)
        at = self.now
        for letter in script:
            at += FRAME_S
            self.now = at + next(late, 0.0)
            if letter != "x":
                self.spans.add(self.index, letter == "v")
            self.index += 1
        self.now = at

    @property
    def heard(self) -> list[tuple[float, float]]:
        """Spans in seconds since the beginning, to the millisecond."""
        return [(round(start - BEGUN_AT, 3), round(end - BEGUN_AT, 3)) for start, end in self.spans.spans]


@pytest.fixture
def microphone() -> Microphone:
    return Microphone()


def test_a_span_is_the_voice_without_what_the_flag_adds(microphone: Microphone) -> None:
    microphone.hear("." * 50 + "v" * 50 + "." * 50 + "v" * 25)
    assert microphone.heard == [(0.945, 1.72), (2.945, 3.22)]


def test_a_flag_shorter_than_what_it_adds_is_still_a_sound(microphone: Microphone) -> None:
    microphone.hear("." * 10 + "v" * 10 + "." * 50)
    assert microphone.heard == [(0.145, 0.165)]


def test_frames_that_arrive_late_make_no_pause_and_shift_nothing(microphone: Microphone) -> None:
    script = "." * 50 + "v" * 50 + "." * 50 + "v" * 25
    microphone.hear(script, [0.0, *(0.3 * (frame % 7 == 3) for frame in range(len(script)))])
    assert microphone.heard == [(0.945, 1.72), (2.945, 3.22)]


def test_a_late_first_frame_is_made_good_by_a_later_one(microphone: Microphone) -> None:
    microphone.hear("v" * 100, [0.5, 0.4, 0.3])
    assert microphone.heard == [(-0.055, 1.72)]


def test_a_lost_frame_within_speech_is_speech(microphone: Microphone) -> None:
    microphone.hear("v" * 20 + "x" + "v" * 29)
    assert microphone.heard == [(-0.055, 0.72)]


def test_capture_that_begins_anew_is_placed_by_the_clock(microphone: Microphone) -> None:
    microphone.hear("v" * 50)
    microphone.now += 3.0
    microphone.spans.restart()
    microphone.hear("v" * 50)
    assert microphone.heard == [(-0.055, 0.72), (3.945, 4.72)]


def test_an_index_that_begins_anew_is_capture_that_does(microphone: Microphone) -> None:
    microphone.hear("v" * 50)
    microphone.now += 3.0
    microphone.index = 0
    microphone.hear("v" * 50)
    assert microphone.heard == [(-0.055, 0.72), (3.945, 4.72)]


def test_a_clock_that_went_on_during_a_long_silence_is_followed(microphone: Microphone) -> None:
    microphone.hear("v" * 50 + "." * 300)
    microphone.now += 0.4  # the card counts slower than the clock
    microphone.hear("." * 250 + "v" * 50)
    assert microphone.heard[0] == (-0.055, 0.72)
    microphone.hear("." * 600 + "v" * 50)
    assert microphone.heard[-1] == (25.345, 26.12)


def test_a_new_talk_knows_nothing_of_the_last(microphone: Microphone) -> None:
    microphone.hear("v" * 50)
    microphone.spans.begin()
    assert microphone.heard == []


@given(st.text("v.", min_size=1, max_size=300), st.lists(st.floats(0, 0.5), max_size=300))
def test_however_late_frames_arrive_spans_are_in_order_and_as_long(script: str, late_s: list[float]) -> None:
    on_time, late = Microphone(), Microphone()
    on_time.hear(script)
    late.hear(script, late_s)
    lengths = [pytest.approx(end - start) for start, end in on_time.spans.spans]
    assert [end - start for start, end in late.spans.spans] == lengths
    assert late.spans.spans == tuple(sorted(late.spans.spans))
