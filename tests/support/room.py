"""A simulated room: what the microphone captures while the loudspeaker plays and the learner talks. No real time.

    loudspeaker --> its clock --> delay --> reverberation --> level --+
                                                                      +--> microphone
    learner ----------------------------------------- noise floor ----+

The two devices have clocks of their own: for 240 samples played the microphone captures 240 and a little more or less.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import samplerate

from desktop.audio.format import SAMPLE_RATE_HZ

Samples = npt.NDArray[np.int16]
_DIRECT_SHARE = 0.7
"""Of the echo's energy, how much comes the straight way: the loudspeaker stands beside the microphone."""


@dataclass(frozen=True, slots=True)
class Acoustics:
    """level_db: the echo's energy at the microphone against what is played. noise_db: full scale = 0.

    delay_ms includes what the devices hold. drift_ppm: how much faster the microphone's clock runs.
    """

    delay_ms: float = 60.0
    level_db: float = -10.0
    reverberation_s: float = 0.25
    """Until it has decayed by 60 dB."""
    drift_ppm: float = 0.0
    noise_db: float = -75.0


class Room:
    """Streaming; the same sound comes out for the same seed."""

    def __init__(self, acoustics: Acoustics, seed: int = 1) -> None:
        self._random = np.random.default_rng(seed)
        self._noise = 32768 * 10 ** (acoustics.noise_db / 20)
        self._response = _response(acoustics, self._random)
        self._history = np.zeros(len(self._response) - 1)
        self._drift = None
        if acoustics.drift_ppm:
            self._drift = samplerate.Resampler("sinc_fastest", channels=1)
            self._ratio = 1 + acoustics.drift_ppm * 1e-6
        self._spectrum = np.zeros(0, np.complex128)

    def hear(self, played: Samples, learner: Samples | None = None) -> Samples:
        """Return what the microphone captures meanwhile: about as many samples as were played.

        learner: what the learner says now; shorter or longer than the result does not matter, it is cut or filled up.
        """
        echo = self._echo(self._on_the_microphones_clock(played))
        sound = echo + self._random.normal(0.0, self._noise, len(echo))
        if learner is not None:
            said = learner[: len(sound)]
            sound[: len(said)] += said
        captured: Samples = np.clip(np.rint(sound), -32768, 32767).astype(np.int16)
        return captured

    def _on_the_microphones_clock(self, played: Samples) -> npt.NDArray[np.float64]:
        if self._drift is None:
            return played.astype(np.float64)
        scaled = played.astype(np.float32) / np.float32(32768)
        moved: npt.NDArray[np.float64] = 32768.0 * self._drift.process(scaled, self._ratio)
        return moved

    def _echo(self, far: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        recent = np.concatenate((self._history, far))
        self._history = recent[len(far) :]
        size = 1 << (len(recent) + len(self._response) - 2).bit_length()
        if len(self._spectrum) != size // 2 + 1:
            self._spectrum = np.fft.rfft(self._response, size)
        first = len(self._response) - 1
        echo: npt.NDArray[np.float64] = np.fft.irfft(np.fft.rfft(recent, size) * self._spectrum, size)
        return echo[first : first + len(far)]


def _response(acoustics: Acoustics, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Return delay, straight way and an exponential tail of noise; its energy is the level's."""
    delay = round(acoustics.delay_ms * SAMPLE_RATE_HZ / 1000)
    tail = max(2, round(acoustics.reverberation_s * SAMPLE_RATE_HZ))
    shape = random.normal(0.0, 1.0, tail) * 10 ** (-3 * np.arange(tail) / tail)
    shape[0] = 0.0
    shape *= np.sqrt((1 - _DIRECT_SHARE) / np.sum(shape**2))
    shape[0] = np.sqrt(_DIRECT_SHARE)
    return np.concatenate((np.zeros(delay), shape * 10 ** (acoustics.level_db / 20)))
