"""From recordings to moments: when a sound began or ended, on the clock of the machine."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE_HZ = 24_000
Samples = npt.NDArray[np.int16]
Times = npt.NDArray[np.float64]
_AROUND = 50
"""Callbacks before and after that say together when a sample was taken: each by itself is up to 8 ms off."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What the probe heard of one source. first, came, taken: of each callback, see probe.py."""

    pcm: Samples
    first: npt.NDArray[np.int64]
    came: Times
    taken: Times

    @classmethod
    def load(cls, folder: Path, source: str) -> "Recording":
        with np.load(folder / f"{source}.npz") as file:
            return cls(file["pcm"], file["first"], file["came"], file["taken"])

    def delivered(self, sample: int) -> float:
        """Return when the probe's callback had this sample."""
        return float(self.came[self._block(sample)])

    def moment(self, sample: int) -> float:
        """Return when the device took this sample, as it says itself; the median of what it says of the neighbours."""
        block = self._block(sample)
        near = slice(max(0, block - _AROUND), block + _AROUND)
        return float(np.median(self.taken[near] - self.first[near] / RATE_HZ)) + sample / RATE_HZ

    def sample_at(self, moment: float) -> int:
        """Return the sample that was taken at this moment."""
        block = int(np.clip(np.searchsorted(self.taken, moment), 0, len(self.taken) - 1))
        return int((moment - self.moment(int(self.first[block]))) * RATE_HZ) + int(self.first[block])

    def part(self, begin: float, end: float) -> tuple[int, Samples]:
        """Return what was taken between two moments, and the number of its first sample."""
        first = max(0, self.sample_at(begin))
        return first, self.pcm[first : max(first, self.sample_at(end))]

    def _block(self, sample: int) -> int:
        return int(np.searchsorted(self.first, sample, side="right")) - 1


def onsets(pcm: Samples, threshold: int = 1500, quiet_ms: float = 40) -> list[int]:
    """Return where sound begins: the first loud sample after at least `quiet_ms` without one."""
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > threshold)
    if not len(loud):
        return []
    starts = np.flatnonzero(np.diff(loud) > quiet_ms * RATE_HZ / 1000) + 1
    return [int(loud[0]), *(int(loud[start]) for start in starts)]


def level(pcm: Samples, window_ms: float = 2) -> npt.NDArray[np.float64]:
    """Return the root mean square of each whole window."""
    size = round(window_ms * RATE_HZ / 1000)
    windows = pcm[: len(pcm) // size * size].astype(np.float64).reshape(-1, size)
    rms: npt.NDArray[np.float64] = np.sqrt((windows**2).mean(axis=1))
    return rms


def fall(pcm: Samples, below: float, window_ms: float = 2, lasting_ms: float = 60) -> int | None:
    """Return after how many samples the sound has fallen below `below` (root mean square) and stays there."""
    quiet = level(pcm, window_ms) < below
    need = round(lasting_ms / window_ms)
    run = 0
    for index, is_quiet in enumerate(quiet):
        run = run + 1 if is_quiet else 0
        if run == need:
            return round((index - need + 1) * window_ms * RATE_HZ / 1000)
    return None


@dataclass(frozen=True, slots=True)
class Breaks:
    """What disturbs a sound that should be steady. clicks: steps between samples far above any of the sound itself."""

    gaps: int
    silent_ms: float
    clicks: int


def breaks(pcm: Samples, largest_step: int) -> Breaks:
    """Look for silence and clicks between the first and the last loud sample. largest_step: of the sound itself."""
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > 1500)
    if not len(loud):
        return Breaks(0, 0.0, 0)
    inner = pcm[loud[0] : loud[-1] + 1]
    rms = level(inner, 5)
    quiet = rms < 0.1 * np.median(rms)
    begins = np.flatnonzero(quiet[1:] & ~quiet[:-1])
    steps = np.flatnonzero(np.abs(np.diff(inner.astype(np.int32))) > 2 * largest_step)
    clicks = 0 if not len(steps) else 1 + int((np.diff(steps) > RATE_HZ // 200).sum())
    return Breaks(len(begins), 5.0 * float(quiet.sum()), clicks)
