"""The sound of one reply that waits to be played, in memory at both ends and on disk in between.

take <-- [1 s or more in memory] <-- [pieces of 1 s, spilled] <-- [the newest, in memory] <-- push
"""

from collections import deque
from typing import Protocol

import numpy as np

from desktop.audio.format import SAMPLE_RATE_HZ
from desktop.audio.samples import Int16Block

PIECE_FRAMES = SAMPLE_RATE_HZ
"""1 s: as much as is spilled and fetched at once."""


class Spill(Protocol):
    """Where sound waits that has no room in memory."""

    def put(self, samples: Int16Block) -> int | None:
        """Keep at most PIECE_FRAMES and return their place; None where there is no room."""

    def get(self, place: int) -> Int16Block:
        """Return what is kept there and free the place."""

    def free(self, place: int) -> None:
        """Forget what is kept there."""


class NoSpill:
    """Implements `Spill` where there is no disk."""

    def put(self, samples: Int16Block) -> int | None:
        return None

    def get(self, place: int) -> Int16Block:
        raise LookupError(place)

    def free(self, place: int) -> None:
        raise LookupError(place)


class ReplyQueue:
    """First in, first out, in samples; what was taken can be given back."""

    def __init__(self, generation: int, since: int, spill: Spill) -> None:
        """since: when it began to wait, in frames of the jitter buffer's time."""
        self.generation = generation
        self.since = since
        self.frames = 0
        self._store = spill
        self._first: deque[Int16Block] = deque()
        self._first_frames = 0
        self._spilled: deque[tuple[int, int]] = deque()
        """(place, frames)"""
        self._spilled_frames = 0
        self._newest: deque[Int16Block] = deque()
        """Used from the first spill on."""

    @property
    def in_memory(self) -> int:
        """Frames that wait in memory."""
        return self.frames - self._spilled_frames

    @property
    def first_sample(self) -> int:
        """Raises IndexError where nothing waits."""
        return int(self._first[0][0])

    def push(self, chunk: Int16Block) -> None:
        self.frames += len(chunk)
        if self._spilled or self._newest:
            self._newest.append(chunk)
        else:
            self._append_first(chunk)

    def give_back(self, samples: Int16Block) -> None:
        """Put samples before all that wait."""
        self.frames += len(samples)
        self._first.appendleft(samples)
        self._first_frames += len(samples)

    def peek(self, frames: int) -> Int16Block:
        """Return the first samples that wait, at most `frames` of the first second, and leave them here."""
        found: list[Int16Block] = []
        for chunk in self._first:
            found.append(chunk[:frames])
            frames -= len(found[-1])
            if not frames:
                break
        return np.concatenate(found)

    def take(self, out: Int16Block) -> int:
        """Move samples to the beginning of `out` and return how many."""
        taken = 0
        while self._first and taken < len(out):
            chunk = self._first[0]
            count = min(len(chunk), len(out) - taken)
            out[taken : taken + count] = chunk[:count]
            taken += count
            self.frames -= count
            self._first_frames -= count
            if count < len(chunk):
                self._first[0] = chunk[count:]
            else:
                self._first.popleft()
                self._fetch()
        return taken

    def spill(self) -> bool:
        """Move about a second of sound out of memory; False where that is not possible."""
        if self.in_memory < 3 * PIECE_FRAMES:
            return False
        while not self._spilled and self._first_frames - len(self._first[-1]) >= PIECE_FRAMES:
            chunk = self._first.pop()
            self._first_frames -= len(chunk)
            self._newest.appendleft(chunk)
        pieces = [self._newest.popleft()]
        while self._newest and sum(map(len, pieces)) + len(self._newest[0]) <= PIECE_FRAMES:
            pieces.append(self._newest.popleft())
        samples = np.concatenate(pieces)
        place = self._store.put(samples)
        if place is None:
            self._newest.extendleft(reversed(pieces))
            return False
        self._spilled.append((place, len(samples)))
        self._spilled_frames += len(samples)
        return True

    def drop(self) -> None:
        """Give up all that waits."""
        while self._spilled:
            self._store.free(self._spilled.popleft()[0])
        self._first.clear()
        self._newest.clear()
        self.frames = self._first_frames = self._spilled_frames = 0

    def _fetch(self) -> None:
        """Have a second ready, where there is so much."""
        while self._first_frames < PIECE_FRAMES and (self._spilled or self._newest):
            if self._spilled:
                place, frames = self._spilled.popleft()
                self._spilled_frames -= frames
                self._append_first(self._store.get(place))
            else:
                self._append_first(self._newest.popleft())

    def _append_first(self, chunk: Int16Block) -> None:
        self._first.append(chunk)
        self._first_frames += len(chunk)
