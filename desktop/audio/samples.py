"""Samples as numpy arrays, and their conversions."""

import numpy as np
import numpy.typing as npt

Int16Block = npt.NDArray[np.int16]
"""int16 mono samples, shape (frames,), at 24 kHz unless said otherwise."""
Float32Block = npt.NDArray[np.float32]

_FULL_SCALE = 32768.0


def to_float(samples: Int16Block) -> Float32Block:
    """Return samples scaled to -1 ... 1."""
    return samples.astype(np.float32) / np.float32(_FULL_SCALE)


def to_int16(samples: Float32Block) -> Int16Block:
    """Return samples of -1 ... 1 as int16, rounded; what is louder is clipped."""
    scaled: Float32Block = np.clip(np.rint(samples * np.float32(_FULL_SCALE)), -32768, 32767)
    return scaled.astype(np.int16)


def samples_from(pcm: bytes) -> Int16Block:
    """View little-endian int16 bytes of even length as samples; no copy, not writable."""
    return np.frombuffer(pcm, np.int16)
