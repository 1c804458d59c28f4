"""Ways from one sample value to another."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.audio.playback.ramps import FADE_FRAMES, lead_in, ramp
from tests.support.fake_sound_card import tone


@given(st.integers(-32_768, 32_767), st.integers(-32_768, 32_767))
def test_a_ramp_has_no_corner(start: int, end: int) -> None:
    way = np.concatenate(([start], ramp(start, end), [end])).astype(int)
    assert abs(np.diff(way)).max() <= abs(end - start) * np.pi / 2 / (FADE_FRAMES - 1) + 1
    assert (way >= min(start, end)).all()
    assert (way <= max(start, end)).all()


def test_sound_that_comes_back_leads_from_what_would_have_followed() -> None:
    fading = tone(200, 60)
    way = lead_in(fading[100:], 3000)
    whole = np.concatenate((fading[:100], way, [3000])).astype(int)
    assert abs(np.diff(whole)).max() <= abs(np.diff(fading.astype(int))).max() + 120
    assert len(way) == FADE_FRAMES
