"""The sounds an examination plays and the arithmetic that finds them again. Pure; all sound is 24 kHz mono."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop.audio.format import BLOCK_FRAMES, FRAME_SAMPLES, SAMPLE_RATE_HZ
from desktop.audio.samples import Int16Block, to_float, to_int16

Float64Array = npt.NDArray[np.float64]

SILENCE_DBFS = -100.0
CHIRP_S = 0.15
_CHIRP_HZ = (300.0, 6000.0)
_CHIRP_PEAK = 0.35
_STANDS_OUT = 10.0
"""Times the median of the correlation. In noise the highest of 14,000 places comes to 7."""
_DIRECT_PATH = 0.7
"""A reflection can be louder than the direct way, but seldom by more than this."""
_SPEECH_PEAK = 0.4
_WINDOW_S = 0.5
_SLIP_S = 0.005
"""A server that is late leaves out or repeats a cycle, 10 ms or so; blocks that are merely late even out."""
_CLIPPED = 32_700
_CLIPPED_RUN = 3


def chirp() -> Int16Block:
    """Return 150 ms from 300 to 6000 Hz: any small loudspeaker plays it, and its place is told to a sample."""
    times = np.arange(round(CHIRP_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    low, high = _CHIRP_HZ
    phase = 2 * np.pi * (low * times + (high - low) * times**2 / (2 * CHIRP_S))
    ramp = np.minimum(1.0, np.minimum(times, CHIRP_S - times) / 0.01)
    return to_int16((_CHIRP_PEAK * ramp * np.sin(phase)).astype(np.float32))


def speech_like(seconds: float, seed: int = 1) -> Int16Block:
    """Return sound with a voice's pitch, formants, syllables and hisses: what a canceller is made for."""
    rng = np.random.default_rng(seed)
    length = round(seconds * SAMPLE_RATE_HZ)
    spoken = np.zeros(length)
    start = 0
    while start < length:
        size = int(rng.uniform(0.12, 0.3) * SAMPLE_RATE_HZ)
        syllable = _syllable(rng, size)[: length - start]
        spoken[start : start + len(syllable)] = syllable
        start += size + int(rng.uniform(0.0, 0.08) * SAMPLE_RATE_HZ)
    return to_int16((spoken * (_SPEECH_PEAK / max(1e-9, np.abs(spoken).max()))).astype(np.float32))


def _syllable(rng: np.random.Generator, size: int) -> Float64Array:
    times = np.arange(size) / SAMPLE_RATE_HZ
    pitch_hz = rng.uniform(100, 160)
    glide = pitch_hz * (times + rng.uniform(-0.4, 0.4) * times**2)
    formants_hz = rng.uniform((300, 900, 2200), (800, 2000, 3200))
    vowel = np.zeros(size)
    for number in range(1, int(4000 / pitch_hz)):
        gain = sum(1 / (1 + ((number * pitch_hz - hz) / 120) ** 2) for hz in formants_hz)
        vowel += gain * np.sin(2 * np.pi * number * glide)
    hiss = np.diff(rng.standard_normal(size + 1)) * np.exp(-times / 0.03) * rng.uniform(0.0, 1.0)
    return (vowel + hiss) * np.sin(np.pi * np.arange(size) / size) ** 0.7


def level_dbfs(samples: Int16Block) -> float:
    """Return the root mean square against full scale."""
    return _dbfs(float(np.mean(to_float(samples).astype(np.float64) ** 2))) if len(samples) else SILENCE_DBFS


def peak_dbfs(samples: Int16Block) -> float:
    return _dbfs(float(np.abs(to_float(samples)).max()) ** 2) if len(samples) else SILENCE_DBFS


def spoken_dbfs(samples: Int16Block) -> float:
    """Return how loud the loud tenth of the 20 ms frames is: speech, without the pauses in it."""
    powers = _frame_powers(samples, FRAME_SAMPLES)
    return _dbfs(float(np.percentile(powers, 90))) if len(powers) else SILENCE_DBFS


def quiet_dbfs(samples: Int16Block) -> float:
    """Return how loud the room is: the median 20 ms frame, so that one cough does not count."""
    powers = _frame_powers(samples, FRAME_SAMPLES)
    return _dbfs(float(np.median(powers))) if len(powers) else SILENCE_DBFS


def clips(samples: Int16Block) -> bool:
    """Whether the wave is cut off: three samples running at the end of the scale."""
    over = (np.abs(samples.astype(np.int32)) >= _CLIPPED).astype(np.int8)
    return bool(len(over) >= _CLIPPED_RUN and np.convolve(over, np.ones(_CLIPPED_RUN, np.int8)).max() >= _CLIPPED_RUN)


def find_chirp(heard: Int16Block, wanted: Int16Block) -> int | None:
    """Return where `wanted` begins in `heard`, None where it does not stand out from what else is there."""
    places = len(heard) - len(wanted) + 1
    if places < 1:
        return None
    size = 1 << (len(heard) + len(wanted)).bit_length()
    spectrum = np.fft.rfft(to_float(heard), size) * np.conj(np.fft.rfft(to_float(wanted), size))
    likeness = np.abs(np.fft.irfft(spectrum, size)[:places])
    highest = float(likeness.max())
    if highest < 1e-6 or highest < _STANDS_OUT * float(np.median(likeness)):
        return None
    first = int(np.argmax(likeness >= _DIRECT_PATH * highest))
    # The beginning of that peak is not its top.
    return first + int(np.argmax(likeness[first : first + SAMPLE_RATE_HZ // 1000]))


@dataclass(frozen=True, slots=True)
class Attenuation:
    """What the canceller took away, in dB."""

    db: float
    """Echo against what was left; at the least so much where nothing was left but the room's noise."""
    is_at_least: bool


def attenuation(raw: Int16Block, clean: Int16Block, noise_dbfs: float) -> Attenuation | None:
    """Return how much of the echo is gone; None where the microphone had no echo.

    raw, clean: the same moments before and after the canceller, while the loudspeaker plays. noise_dbfs: of the room.
    """
    noise = _power(noise_dbfs)
    loud = _frame_powers(raw, BLOCK_FRAMES)
    left = _frame_powers(clean, BLOCK_FRAMES)[: len(loud)]
    # Only where there is something to cancel: a pause between syllables would count as bad work.
    where = loud[: len(left)] > 4 * noise + _power(SILENCE_DBFS)
    if where.sum() < 20:
        return None
    before = float(loud[: len(left)][where].mean()) - noise
    after = float(left[where].mean())
    floor = max(noise, _power(SILENCE_DBFS))
    is_at_least = after < 2 * floor
    return Attenuation(_dbfs(before) - _dbfs(max(after - noise, floor)), is_at_least)


@dataclass(slots=True)
class DeviceClock:
    """How many frames a device had come to at which moments; the line through them is its clock."""

    rate_hz: int
    times_s: list[float]
    frames: list[int]

    @classmethod
    def at(cls, rate_hz: int) -> "DeviceClock":
        return cls(rate_hz, [], [])

    def mark(self, now_s: float, frames: int) -> None:
        """Note a position; call often, only changes are kept."""
        if not self.frames or frames != self.frames[-1]:
            self.times_s.append(now_s)
            self.frames.append(frames)

    @property
    def span_s(self) -> float:
        return self.times_s[-1] - self.times_s[0] if self.times_s else 0.0

    def s_per_frame(self) -> float:
        """Return the slope of the line; where the device slipped a new line with the same slope begins."""
        return self._fit()[0] if self.frames else 1 / self.rate_hz

    def time_of(self, frame: float) -> float:
        """Return when the device came to this frame."""
        if not self.frames:
            return frame / self.rate_hz
        slope, stretch, frames, times = self._fit()
        at = stretch[min(len(stretch) - 1, int(np.searchsorted(self.frames, frame)))]
        return float(times[at] + slope * (frame - frames[at]))

    def _fit(self) -> tuple[float, npt.NDArray[np.int64], Float64Array, Float64Array]:
        """Return the slope, the stretch each mark belongs to, and the middle frame and time of each stretch."""
        frames, times = np.array(self.frames, np.float64), np.array(self.times_s, np.float64)
        window = ((times - times[:1]) / _WINDOW_S).astype(np.int64)
        stretch_of, is_torn = _stretches(times - frames / self.rate_hz, window)
        stretch = stretch_of[window]
        # What lies in a window that a slip runs through belongs to neither side.
        weight = np.where(is_torn[window], 1e-9, 1.0)
        size = np.maximum(1e-12, np.bincount(stretch, weight))
        middle_frame = np.bincount(stretch, weight * frames) / size
        middle_time = np.bincount(stretch, weight * times) / size
        away = frames - middle_frame[stretch]
        spread = float((weight * away**2).sum())
        slope = float((weight * away * (times - middle_time[stretch])).sum()) / spread if spread else 1 / self.rate_hz
        return slope, stretch, middle_frame, middle_time

    def lag_ms(self) -> float:
        """Return how much less the device has handled than the time between the first and last mark asked for."""
        if not self.frames:
            return 0.0
        return 1000 * (self.span_s - (self.frames[-1] - self.frames[0]) / self.rate_hz)


def _stretches(
    late_s: Float64Array, window: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return for each window the stretch it belongs to, and whether a slip runs through it.

    late_s: of each mark, against the nominal rate. window: of each mark, ascending.
    """
    filled = np.unique(window)
    late = np.interp(np.arange(window.max(initial=-1) + 1), filled, [np.median(late_s[window == at]) for at in filled])
    steps = np.diff(late)
    # A clock that is wrong by much moves on by as much in every window.
    slips = np.abs(steps - np.median(steps)) > _SLIP_S if len(steps) else np.zeros(0, np.bool_)
    stretch = np.concatenate(([0], np.cumsum(slips))).astype(np.int64)
    is_torn = np.concatenate((slips, [False])) | np.concatenate(([False], slips))
    return stretch, is_torn


def drift_ppm(capture: DeviceClock, playback: DeviceClock) -> float:
    """Return how much faster the microphone's clock runs than the loudspeaker's."""
    return (playback.rate_hz * playback.s_per_frame() / (capture.rate_hz * capture.s_per_frame()) - 1) * 1e6


def _frame_powers(samples: Int16Block, size: int) -> Float64Array:
    whole = samples[: len(samples) // size * size]
    powers: Float64Array = (to_float(whole).astype(np.float64).reshape(-1, size) ** 2).mean(axis=1)
    return powers


def _dbfs(power: float) -> float:
    return max(SILENCE_DBFS, 10 * float(np.log10(max(power, 1e-12))))


def _power(dbfs: float) -> float:
    return float(10 ** (dbfs / 10))
