"""Conversions of samples."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.audio.samples import samples_from, to_float, to_int16

samples = st.lists(st.integers(-32768, 32767), max_size=100).map(lambda values: np.array(values, np.int16))


@given(samples)
def test_floats_turn_back_into_the_same_samples(values: np.ndarray) -> None:
    assert to_int16(to_float(values)).tolist() == values.tolist()


@given(samples)
def test_bytes_turn_back_into_the_same_samples(values: np.ndarray) -> None:
    assert samples_from(values.astype("<i2").tobytes()).tolist() == values.tolist()


def test_what_is_too_loud_is_clipped() -> None:
    assert to_int16(np.array([2.0, -2.0], np.float32)).tolist() == [32767, -32768]
