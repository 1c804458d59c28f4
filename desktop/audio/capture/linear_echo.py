"""An estimate of the echo that leaves the learner's voice whole, at 8 kHz: beside the canceller, which cuts it.

WebRTC's canceller suppresses what its filter leaves, and the learner with it while both speak: it is 270 ms late to let
an interruption through. A linear filter takes only what is the loudspeaker's. It takes less of it (10 dB after 3 s of
far-end sound, 25 dB after 8 s; with clocks 100 ppm apart 15 dB), which is enough to hear by that somebody speaks.

The filter is a partitioned frequency-domain Kalman filter: each coefficient has an uncertainty, so that no step size is
to be chosen and the learner's voice does not spoil it.

    echo = sum over partitions of  X[t - p] * W[p]          X: spectrum of two played blocks, W: the filter
    gain = P / (sum of |X|^2 P / 2 + noise)                 P: uncertainty of W, noise: spectrum of what is left
"""

import numpy as np
import numpy.typing as npt

from desktop.audio.capture.low_rate import LOW_BLOCK_FRAMES
from desktop.audio.samples import Float32Block

PARTITIONS = 45
"""10 ms each: an echo that is over by 450 ms is followed."""

_FORGETTING = 0.998
_FIRST_UNCERTAINTY = 0.003
_NOISE_SMOOTHING = 0.8
_LEAST_NOISE = 1e-6
_CONSTRAINED_EACH_TIME = 3
_UNCERTAIN_EVERY = 4
_TAIL_EVERY = 16
_STORED = 8 * PARTITIONS
_FADED = 1e-9

_Spectra = npt.NDArray[np.complex64]


class LinearEcho:
    """Blocks are 10 ms (80 samples) of -1 ... 1, far and near of the same moment."""

    def __init__(self) -> None:
        self.silent_blocks = PARTITIONS
        """For how many blocks nothing has been played."""
        self.tail_blocks = PARTITIONS
        """For how many blocks an echo goes on after the last sound of the far end: 99 % of its energy."""
        self._forget()

    def _forget(self) -> None:
        """Know nothing of the room, and of what was played."""
        bins = LOW_BLOCK_FRAMES + 1
        self._filter: _Spectra = np.zeros((PARTITIONS, bins), np.complex64)
        # Newest first, written from the end to the beginning: the newest partitions are one view, nothing is moved.
        self._stored: _Spectra = np.zeros((_STORED, bins), np.complex64)
        self._stored_power = np.zeros((_STORED, bins), np.float32)
        self._newest = _STORED - PARTITIONS
        self._uncertainty = np.full((PARTITIONS, bins), _FIRST_UNCERTAINTY, np.float32)
        self._noise = np.zeros(bins, np.float32)
        self._two_blocks = np.zeros(2 * LOW_BLOCK_FRAMES, np.float32)
        self._padded = np.zeros(2 * LOW_BLOCK_FRAMES, np.float32)
        self._turn = 0

    def without_echo(self, far: Float32Block, near: Float32Block) -> Float32Block:
        """Return what is in `near` beside the echo."""
        self.silent_blocks = 0 if far.any() else self.silent_blocks + 1
        if self.silent_blocks > PARTITIONS:
            return near
        self._shift(far)
        window = slice(self._newest, self._newest + PARTITIONS)
        heard, power = self._stored[window], self._stored_power[window]
        echo = np.fft.irfft((heard * self._filter).sum(axis=0))[LOW_BLOCK_FRAMES:]
        left: Float32Block = (near - echo).astype(np.float32)
        if not float(left @ left) <= len(left):  # no number any more, or louder than full scale: it has lost its way
            self._forget()
            return near
        self._learn(heard, power, left)
        return left

    def _shift(self, far: Float32Block) -> None:
        self._two_blocks[:LOW_BLOCK_FRAMES] = self._two_blocks[LOW_BLOCK_FRAMES:]
        self._two_blocks[LOW_BLOCK_FRAMES:] = far
        if self._newest == 0:
            self._newest = _STORED - PARTITIONS + 1
            self._stored[self._newest :] = self._stored[: PARTITIONS - 1]
            self._stored_power[self._newest :] = self._stored_power[: PARTITIONS - 1]
        self._newest -= 1
        spectrum = np.fft.rfft(self._two_blocks)
        self._stored[self._newest] = spectrum
        self._stored_power[self._newest] = _power(spectrum)

    def _learn(self, heard: _Spectra, power: npt.NDArray[np.float32], left: Float32Block) -> None:
        self._padded[LOW_BLOCK_FRAMES:] = left
        error = np.fft.rfft(self._padded).astype(np.complex64)
        self._noise += (1 - _NOISE_SMOOTHING) * (_power(error) - self._noise)
        unsure = (power * self._uncertainty).sum(axis=0)
        gain = self._uncertainty / (0.5 * unsure + self._noise + _LEAST_NOISE)
        step = np.conjugate(heard)
        step *= error
        step *= gain
        self._filter += step
        gain *= power
        gain *= -0.5
        gain += 1
        self._uncertainty *= gain
        self._turn += 1
        if self._turn % _UNCERTAIN_EVERY == 0:
            kept = _FORGETTING ** (2 * _UNCERTAIN_EVERY)
            self._uncertainty *= kept
            self._uncertainty += (1 - kept) * _power(self._filter)
        self._constrain()
        if self._turn % _TAIL_EVERY == 0:
            self._measure_tail()

    def _constrain(self) -> None:
        """Keep each partition to its own 10 ms; a few each time, for that is half of the work."""
        step = PARTITIONS // _CONSTRAINED_EACH_TIME
        chosen = slice(self._turn % step, None, step)
        response = np.fft.irfft(self._filter[chosen], axis=1)
        response[:, LOW_BLOCK_FRAMES:] = 0
        self._filter[chosen] = np.fft.rfft(response, axis=1)

    def _measure_tail(self) -> None:
        energy = np.cumsum(_power(self._filter).sum(axis=1))
        if energy[-1] >= _FADED:
            self.tail_blocks = int(np.searchsorted(energy, 0.99 * energy[-1])) + 1


def _power(spectrum: npt.NDArray[np.complexfloating]) -> npt.NDArray[np.float32]:
    power: npt.NDArray[np.float32] = np.square(spectrum.real) + np.square(spectrum.imag)
    return power
