"""How much is gathered before a reply starts follows how late chunks come."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.audio.format import SAMPLE_RATE_HZ, frames_from_ms
from desktop.audio.playback.cushion import CUSHION_LEAST_MS, CUSHION_LIMIT_MS, START_CUSHION_MS, Cushion, Pace

TEN_SECONDS = 10 * SAMPLE_RATE_HZ


def ms(frames: int) -> int:
    return frames // 24


def test_an_underrun_makes_it_grow_by_5_ms_or_to_what_came_late_and_20_ms() -> None:
    cushion = Cushion()
    cushion.ran_dry(frames_from_ms(10))
    assert ms(cushion.frames) == START_CUSHION_MS + 5
    cushion.ran_dry(frames_from_ms(100))
    assert ms(cushion.frames) == 120
    cushion.ran_dry(frames_from_ms(2000))
    assert ms(cushion.frames) == CUSHION_LIMIT_MS


def test_every_10_s_of_calm_take_5_ms_off() -> None:
    cushion = Cushion()
    cushion.played(TEN_SECONDS - 1)
    assert ms(cushion.frames) == START_CUSHION_MS
    cushion.played(1)
    assert ms(cushion.frames) == START_CUSHION_MS - 5
    for _ in range(20):
        cushion.played(TEN_SECONDS)
    assert ms(cushion.frames) == CUSHION_LEAST_MS


def test_a_chunk_that_used_up_half_of_it_ends_the_calm() -> None:
    cushion = Cushion()
    cushion.played(TEN_SECONDS - 1)
    cushion.arrived(cushion.frames // 2)
    cushion.played(1)
    assert ms(cushion.frames) == START_CUSHION_MS - 5
    cushion.played(TEN_SECONDS - 1)
    cushion.arrived(cushion.frames // 2 + 1)
    cushion.played(TEN_SECONDS - 1)
    assert ms(cushion.frames) == START_CUSHION_MS - 5


@given(st.lists(st.one_of(st.integers(-9000, -1), st.integers(0, 9000)), max_size=50))
def test_it_stays_within_its_limits(steps: list[int]) -> None:
    cushion = Cushion()
    for step in steps:
        if step < 0:
            cushion.played(-100 * step)
        else:
            cushion.ran_dry(step)
        assert CUSHION_LEAST_MS <= ms(cushion.frames) <= CUSHION_LIMIT_MS


def test_a_chunk_is_late_by_how_long_playback_would_have_stood_still() -> None:
    pace = Pace(1, 1000, 1000)
    for now, late in ((1000, 0), (1240, 0), (1480, 0), (2000, 280), (2000, 40), (2000, 0)):
        assert pace.late(now) == late
        pace.note(240, now)


def test_sound_that_comes_faster_than_it_is_spoken_is_no_steady_pace() -> None:
    burst, steady = Pace(1, 0, 0), Pace(2, 0, 0)
    for count in range(5):
        burst.note(480, 100 * count)
        steady.note(480, 480 * count)
    assert not burst.is_steady
    assert steady.is_steady
