"""Frames and milliseconds."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.audio.format import BLOCK_FRAMES, FRAME_BYTES, FRAME_SAMPLES, SILENT_FRAME, frames_from_ms, ms_from_frames


@given(st.integers(0, 10**7))
def test_milliseconds_turn_back_into_the_same_frames(frames: int) -> None:
    assert frames_from_ms(ms_from_frames(frames)) == frames


def test_a_frame_is_two_blocks_and_960_bytes() -> None:
    assert FRAME_SAMPLES == 2 * BLOCK_FRAMES
    assert FRAME_BYTES == len(SILENT_FRAME) == 960
