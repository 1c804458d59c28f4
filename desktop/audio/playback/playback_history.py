"""The newest blocks on their way to the device, kept until it has them, so that they can be taken back.

---- given to the device ----|---- in its ring ----|   what was pulled of the jitter buffer
                                   |-faded-|-taken-|   after a cut: both go back to their replies
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.audio.playback.jitter_buffer import Run
from desktop.audio.samples import Int16Block


@dataclass(slots=True)
class _Entry:
    block: Int16Block
    runs: tuple[Run, ...]
    frames: int
    """Of the block, those that were not taken back."""


class PlaybackHistory:
    """Belongs to the worker. All frames are 24 kHz."""

    def __init__(self) -> None:
        self._entries: deque[_Entry] = deque()
        self._frames = 0

    def add(self, block: Int16Block, runs: tuple[Run, ...]) -> None:
        """Remember a block that is written for the device now."""
        self._entries.append(_Entry(block, runs, len(block)))
        self._frames += len(block)

    def limit(self, frames: int) -> None:
        """Forget what is older than the newest `frames`."""
        while self._entries and self._frames - self._entries[0].frames >= frames:
            self._frames -= self._entries.popleft().frames

    def newest(self, frames: int) -> Iterator[tuple[int, Int16Block]]:
        """Yield the replies' samples among the newest `frames`, in order, each with its generation."""
        start = self._frames - frames
        at = 0
        for entry in self._entries:
            for run in entry.runs:
                skipped = max(0, start - (at + run.offset))
                if skipped < run.frames:
                    yield run.generation, entry.block[run.offset + skipped : run.offset + run.frames]
            at += entry.frames

    def take_back(self, frames: int, faded: int) -> Sequence[tuple[int, Int16Block]]:
        """Forget the newest `frames`; return what was of replies in these and in the `faded` ones before them.

        The faded frames stay, but no longer as samples of a reply: these will be played once more.
        """
        returned = tuple(self.newest(frames + faded))
        while self._entries and frames > 0:
            entry = self._entries[-1]
            dropped = min(frames, entry.frames)
            entry.frames -= dropped
            self._frames -= dropped
            frames -= dropped
            if not entry.frames:
                self._entries.pop()
        at = self._frames
        for entry in reversed(self._entries):
            at -= entry.frames
            entry.runs = tuple(_before(self._frames - faded - at, entry.runs))
        return returned


def _before(offset: int, runs: Sequence[Run]) -> Iterator[Run]:
    for run in runs:
        if run.offset < offset:
            yield Run(run.generation, run.offset, min(run.frames, offset - run.offset))
