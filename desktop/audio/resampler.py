"""Streaming sample rate conversion.

libsamplerate's sinc_fastest holds 0.8 ms back and answers every block; soxr's streaming returns nothing for three
10 ms blocks and then 35 ms at once.
"""

import samplerate

from desktop.audio.samples import Int16Block, to_float, to_int16


class Resampler:
    """Converts one continuous mono stream; equal rates pass through untouched, bit for bit."""

    def __init__(self, from_rate_hz: int, to_rate_hz: int) -> None:
        self._ratio = to_rate_hz / from_rate_hz
        self._converter = samplerate.Resampler("sinc_fastest", channels=1) if from_rate_hz != to_rate_hz else None

    def convert(self, block: Int16Block) -> Int16Block:
        """Return what is ready after this block: about len(block) * ratio samples."""
        if self._converter is None:
            return block
        return to_int16(self._converter.process(to_float(block), self._ratio, end_of_input=False))

    def reset(self) -> None:
        """Forget what is held back: the next block starts a new sound."""
        if self._converter is not None:
            self._converter.reset()


def convert_whole(samples: Int16Block, from_rate_hz: int, to_rate_hz: int) -> Int16Block:
    """Return a whole recording at another rate."""
    if from_rate_hz == to_rate_hz:
        return samples
    return to_int16(samplerate.resample(to_float(samples), to_rate_hz / from_rate_hz, "sinc_best"))
