"""Which reply the loudspeaker has come to, and how far into it.

All positions are 24 kHz frames since the engine was opened:

    ---- reply 1 ----|--silence--|------ reply 2 ------|   what was written for the device
                                     ^ heard    ^ handed          ^ written
                                     |-latency--|
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from desktop.audio.format import frames_from_ms, ms_from_frames
from desktop.audio.messages import PlaybackFinished, PlaybackProgressed, PlaybackStarted
from desktop.audio.playback.jitter_buffer import Run

PROGRESS_EVERY_FRAMES = frames_from_ms(100)


@dataclass(slots=True)
class _Reply:
    spans: deque[tuple[int, int]] = field(default_factory=deque)
    """(first, end) positions not yet heard."""
    heard: int = 0
    told: int = 0
    started: bool = False


class PlaybackPosition:
    """Told what is written and how far the device is; tells what the learner has heard."""

    def __init__(self) -> None:
        self.written = 0
        self._replies: dict[int, _Reply] = {}

    @property
    def is_quiet(self) -> bool:
        """Whether everything written of any reply has been heard."""
        return not any(reply.spans for reply in self._replies.values())

    def wrote(self, frames: int, runs: Iterable[Run] = ()) -> None:
        """Count a block written for the device."""
        for run in runs:
            reply = self._replies.setdefault(run.generation, _Reply())
            first = self.written + run.offset
            reply.spans.append((first, first + run.frames))
        self.written += frames

    def took_back(self, frames: int, faded: int = 0) -> None:
        """Uncount the last frames: they were withdrawn before the device had them.

        faded: of the frames before these, how many will be written once more; they do not count as heard now.
        """
        self.written -= frames
        end = self.written - faded
        for reply in self._replies.values():
            reply.spans = deque((a, min(b, end)) for a, b in reply.spans if a < end)

    def is_ahead(self, handed: int, generation: int | None = None) -> bool:
        """Whether the device has still to come to samples of any reply, or of this one and older ones."""
        return any(
            reply.spans and reply.spans[-1][1] > handed
            for number, reply in self._replies.items()
            if generation is None or number <= generation
        )

    def heard_ms(self, generation: int, handed: int, latency: int) -> int:
        """Return how much of a reply has been heard; 0 of one that is not followed."""
        reply = self._replies.get(generation)
        if reply is None:
            return 0
        self._hear(reply, handed - latency)
        return heard_ms(reply.heard)

    def advance(
        self, handed: int, latency: int, inserted: int, is_queued: Callable[[int], bool]
    ) -> Iterator[PlaybackStarted | PlaybackProgressed | PlaybackFinished]:
        """Yield what happened up to now.

        handed: position the device has come to. latency: frames between device and ear.
        inserted: how much later than `handed` the capture clock is. is_queued: whether more of a reply waits.
        """
        for generation, reply in tuple(self._replies.items()):
            if not reply.started and reply.spans and handed > reply.spans[0][0]:
                reply.started = True
                yield PlaybackStarted(generation, max(0, reply.spans[0][0] + inserted))
            was_playing = bool(reply.spans)
            self._hear(reply, handed - latency)
            finished = was_playing and not reply.spans and not is_queued(generation)
            if finished:
                reply.told = reply.heard
                yield PlaybackFinished(generation, heard_ms(reply.heard))
            elif reply.heard - reply.told >= PROGRESS_EVERY_FRAMES:
                reply.told = reply.heard
                yield PlaybackProgressed(generation, heard_ms(reply.heard))
        self._forget_old(is_queued)

    def forget(
        self, generation: int, handed: int, latency: int, is_queued: Callable[[int], bool] = lambda _: False
    ) -> dict[int, int]:
        """Stop following this reply and all older ones; return what was heard of those not yet finished, in ms."""
        silenced: dict[int, int] = {}
        for number in sorted(n for n in self._replies if n <= generation):
            reply = self._replies.pop(number)
            if reply.spans or is_queued(number):
                self._hear(reply, handed - latency)
                silenced[number] = heard_ms(reply.heard)
        return silenced

    def _hear(self, reply: _Reply, position: int) -> None:
        while reply.spans and reply.spans[0][0] < position:
            first, end = reply.spans.popleft()
            reply.heard += min(end, position) - first
            if end > position:
                reply.spans.appendleft((position, end))

    def _forget_old(self, is_queued: Callable[[int], bool]) -> None:
        newest = max(self._replies, default=None)
        for generation, reply in tuple(self._replies.items()):
            if not reply.spans and generation != newest and not is_queued(generation):
                del self._replies[generation]


def heard_ms(frames: int) -> int:
    return round(ms_from_frames(frames))
