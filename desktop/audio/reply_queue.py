"""The sound of one reply that waits to be played."""

from collections import deque

import numpy as np

from desktop.audio.samples import Int16Block


class ReplyQueue:
    """First in, first out, in samples; what was taken can be given back."""

    def __init__(self, generation: int, since: int) -> None:
        """since: when it began to wait, in frames of the jitter buffer's time."""
        self.generation = generation
        self.since = since
        self.frames = 0
        self._chunks: deque[Int16Block] = deque()

    @property
    def first_sample(self) -> int:
        """Raises IndexError where nothing waits."""
        return int(self._chunks[0][0])

    def push(self, chunk: Int16Block) -> None:
        self._chunks.append(chunk)
        self.frames += len(chunk)

    def give_back(self, samples: Int16Block) -> None:
        """Put samples before all that wait."""
        self._chunks.appendleft(samples)
        self.frames += len(samples)

    def peek(self, frames: int) -> Int16Block:
        """Return the first samples that wait, at most `frames`, and leave them here."""
        found: list[Int16Block] = []
        for chunk in self._chunks:
            found.append(chunk[:frames])
            frames -= len(found[-1])
            if not frames:
                break
        return np.concatenate(found)

    def take(self, out: Int16Block) -> int:
        """Move samples to the beginning of `out` and return how many."""
        taken = 0
        while self._chunks and taken < len(out):
            chunk = self._chunks[0]
            count = min(len(chunk), len(out) - taken)
            out[taken : taken + count] = chunk[:count]
            taken += count
            if count == len(chunk):
                self._chunks.popleft()
            else:
                self._chunks[0] = chunk[count:]
        self.frames -= taken
        return taken

    def drop_oldest(self, frames: int) -> int:
        """Drop at most `frames` samples, not beyond the first chunk, and return how many."""
        chunk = self._chunks.popleft()
        if len(chunk) > frames:
            self._chunks.appendleft(chunk[frames:])
        dropped = min(frames, len(chunk))
        self.frames -= dropped
        return dropped
