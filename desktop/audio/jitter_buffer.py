"""Arrival order and pace -> steady playback. Pure: no clock, no thread; time is counted in frames pulled.

Replies are numbered (generations) and played in that order:

    push(2, ...)  push(3, ...)           pull(240) every 10 ms of the device
         |             |                      ^
         +--> reply 2: [chunk chunk] ----> head, after the cushion
              reply 3: [chunk]             waits for its turn

Samples of replies are never changed. Where the sound would jump, a ramp is put in before the first or after the last
sample; only `flush` cuts a sound off, and then the ramp starts at the last sample given.

What was pulled and not played can be given back (`take_back`), and the head can be held: until `resume` or its
`flush` nothing is given out, and then it goes on at the very sample.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from desktop.audio.format import SAMPLE_RATE_HZ, frames_from_ms
from desktop.audio.samples import Int16Block

START_CUSHION_MS = 60
CUSHION_STEP_MS = 5
CUSHION_LIMIT_MS = 250
FADE_FRAMES = frames_from_ms(5)
CAPACITY_S = 120
UNDERRUN_WINDOW_MS = 500
"""Silence after which more of the same reply is a new sentence, not a sound that came too late."""

_NOTHING: Int16Block = np.empty(0, np.int16)


@dataclass(frozen=True, slots=True)
class Run:
    """Where in a pulled block samples of a reply lie."""

    generation: int
    offset: int
    frames: int


@dataclass(slots=True)
class _Reply:
    generation: int
    chunks: deque[Int16Block] = field(default_factory=deque)
    frames: int = 0
    waited: int = 0

    @property
    def first_sample(self) -> int:
        return int(self.chunks[0][0])

    def take(self, out: Int16Block) -> int:
        """Move samples to the beginning of `out` and return how many."""
        taken = 0
        while self.chunks and taken < len(out):
            chunk = self.chunks[0]
            count = min(len(chunk), len(out) - taken)
            out[taken : taken + count] = chunk[:count]
            taken += count
            if count == len(chunk):
                self.chunks.popleft()
            else:
                self.chunks[0] = chunk[count:]
        self.frames -= taken
        return taken

    def give_back(self, samples: Int16Block) -> None:
        """Put samples that were taken before all that are here."""
        self.chunks.appendleft(samples)
        self.frames += len(samples)

    def drop_oldest(self, frames: int) -> int:
        """Drop at most `frames` samples, not beyond the first chunk, and return how many."""
        chunk = self.chunks.popleft()
        if len(chunk) > frames:
            self.chunks.appendleft(chunk[frames:])
        dropped = min(frames, len(chunk))
        self.frames -= dropped
        return dropped


class JitterBuffer:
    """Holds at most `capacity_frames`; beyond that the oldest samples are dropped and counted."""

    def __init__(self, capacity_frames: int = CAPACITY_S * SAMPLE_RATE_HZ) -> None:
        self._capacity = capacity_frames
        self._replies: deque[_Reply] = deque()
        self._begun = False
        """The head reply is past its cushion and being given out."""
        self._ramp: Int16Block = _NOTHING
        self._last_sample = 0
        self._interrupted = False
        """The head is begun, and a ramp must lead to its next sample."""
        self._newest_begun = -1
        self._flushed_through = -1
        self._drained_generation: int | None = None
        self._since_drained = 0
        self.held: int | None = None
        """The reply that waits for `resume` or `flush`; newer ones wait behind it."""
        self.cushion_frames = frames_from_ms(START_CUSHION_MS)
        self.underruns = 0
        self.dropped_frames = 0
        """Frames dropped for lack of room; those of silenced or outdated replies are not counted."""

    @property
    def queued_frames(self) -> int:
        return sum(reply.frames for reply in self._replies)

    @property
    def is_empty(self) -> bool:
        return not self.queued_frames and not len(self._ramp)

    @property
    def head(self) -> int | None:
        """The reply of which samples are pulled next."""
        return next((reply.generation for reply in self._replies if reply.frames), None)

    @property
    def playing(self) -> int | None:
        """The reply that has begun and not ended."""
        return self._replies[0].generation if self._begun else None

    def queues(self, generation: int) -> bool:
        """Whether samples of this reply are still to be pulled."""
        return any(reply.frames and reply.generation == generation for reply in self._replies)

    def generations_through(self, generation: int) -> tuple[int, ...]:
        """Return the replies up to this one of which samples are still to be pulled."""
        return tuple(reply.generation for reply in self._replies if reply.frames and reply.generation <= generation)

    def push(self, generation: int, chunk: Int16Block) -> bool:
        """Queue a chunk. Returns False where it was dropped: silenced, or a newer reply is already being played."""
        if generation <= self._flushed_through or generation < self._newest_begun:
            return False
        if len(chunk):
            if generation == self._drained_generation and not self.queues(generation):
                self._note_underrun()
            reply = self._reply(generation)
            reply.chunks.append(chunk)
            reply.frames += len(chunk)
            self._make_room()
        return True

    def pull(self, frames: int) -> tuple[Int16Block, tuple[Run, ...]]:
        """Return exactly `frames` samples, silence where there is nothing to play, and where replies lie in them."""
        out = np.zeros(frames, np.int16)
        runs: list[Run] = []
        at = 0
        while at < frames and self.held is None:
            if len(self._ramp):
                count = min(len(self._ramp), frames - at)
                out[at : at + count] = self._ramp[:count]
                self._ramp = self._ramp[count:]
                at += count
                continue
            if not self._replies:
                break
            head = self._replies[0]
            if self._begun and not head.frames:
                self._end_head()
            elif self._interrupted:
                self._interrupted = False
                self._ramp = _ramp(self._last_sample, head.first_sample)
            elif self._begun:
                count = head.take(out[at:])
                runs.append(Run(head.generation, at, count))
                at += count
                self._last_sample = int(out[at - 1])
            elif head.frames >= self.cushion_frames or head.waited >= self.cushion_frames:
                self._begin(head)
            else:
                head.waited += frames - at
                break
        self._since_drained += frames - at
        return out, tuple(runs)

    def take_back(self, pulled: Sequence[tuple[int, Int16Block]]) -> None:
        """Return samples to the beginning of their replies: they were pulled last and will not be played.

        What was played before them has been faded out. pulled: (generation, samples) in the order they were pulled.
        """
        for generation, samples in reversed(pulled):
            if generation > self._flushed_through and len(samples):
                self._reply(generation).give_back(samples)
                self._begun = True
                self._newest_begun = generation
                self._drained_generation = None
        self._ramp = _NOTHING
        self._last_sample = 0
        self._interrupted = self._begun

    def hold(self) -> None:
        """Give out only silence until `resume`; nothing where nothing is queued."""
        self.held = self.head

    def resume(self) -> None:
        """Go on with what was held."""
        self.held = None

    def flush(self, generation: int) -> None:
        """Forget this reply and every older one, now and for all that may still arrive of them."""
        self._flushed_through = max(self._flushed_through, generation)
        if self.held is not None and self.held <= generation:
            self.held = None
        was_playing = self.playing is not None and self.playing <= generation
        while self._replies and self._replies[0].generation <= generation:
            self._replies.popleft()
        if was_playing:
            self._begun = self._interrupted = False
            self._ramp = _ramp(self._last_sample, 0)
            self._last_sample = 0

    def _reply(self, generation: int) -> _Reply:
        for index, reply in enumerate(self._replies):
            if reply.generation == generation:
                return reply
            if reply.generation > generation:
                self._replies.insert(index, _Reply(generation))
                return self._replies[index]
        self._replies.append(_Reply(generation))
        return self._replies[-1]

    def _begin(self, head: _Reply) -> None:
        self._begun = True
        self._newest_begun = head.generation
        self._ramp = _ramp(0, head.first_sample)

    def _end_head(self) -> None:
        self._drained_generation = self._replies.popleft().generation
        self._since_drained = 0
        self._begun = self._interrupted = False
        self._ramp = _ramp(self._last_sample, 0)
        self._last_sample = 0

    def _note_underrun(self) -> None:
        self._drained_generation = None
        if self._since_drained <= frames_from_ms(UNDERRUN_WINDOW_MS):
            self.underruns += 1
            wider = self.cushion_frames + frames_from_ms(CUSHION_STEP_MS)
            self.cushion_frames = min(wider, frames_from_ms(CUSHION_LIMIT_MS))

    def _make_room(self) -> None:
        excess = self.queued_frames - self._capacity
        while excess > 0:
            oldest = next(reply for reply in self._replies if reply.frames)
            dropped = oldest.drop_oldest(excess)
            excess -= dropped
            self.dropped_frames += dropped
            if not oldest.frames and not (self._begun and oldest is self._replies[0]):
                self._replies.remove(oldest)


def _ramp(start: int, end: int) -> Int16Block:
    """Return 5 ms that lead from one sample value to another; nothing where they are equal."""
    if start == end:
        return _NOTHING
    # A raised cosine has no corner at either end, so it is not heard as a click.
    shape = (1 - np.cos(np.linspace(0, np.pi, FADE_FRAMES))) / 2
    return np.rint(start + (end - start) * shape).astype(np.int16)
