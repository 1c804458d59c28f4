"""Arrival order and pace -> steady playback. Pure: no clock, no thread; time is counted in frames pulled.

Replies are numbered (generations) and played in that order:

    push(2, ...)  push(3, ...)           pull(240) every 10 ms of the device
         |             |                      ^
         +--> reply 2: [chunk chunk] ----> head, after the cushion
              reply 3: [chunk]             waits for its turn

Samples of replies are never changed. Sound is put in between them, and belongs to no reply:

    before the first sample, after the last   a ramp of 5 ms, where the sound would jump
    while little is queued and more is late   whole pitch periods once more: slower, down to half (`concealment`)
    when nothing is left and more is late     80 ms that fade; sound that comes within them goes on without a gap

What was pulled and not played can be given back (`take_back`), and the head can be held: until `resume` or its
`flush` nothing is given out, and then it goes on at the very sample.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop.audio.format import SAMPLE_RATE_HZ, frames_from_ms
from desktop.audio.playback.concealment import COMING_FRAMES, Concealment
from desktop.audio.playback.cushion import Cushion, Pace
from desktop.audio.playback.ramps import NOTHING, lead_in, ramp
from desktop.audio.playback.reply_queue import PIECE_FRAMES, NoSpill, ReplyQueue, Spill
from desktop.audio.samples import Int16Block

MEMORY_S = 30
MEMORY_LIMIT_S = 600
UNDERRUN_WINDOW_MS = 500
"""Silence after which more of the same reply is a new sentence, not a sound that came too late."""
STALL_LIMIT_MS = 300
"""Nothing for so long: the reply is over, or longer interrupted than can be bridged."""
_PATIENCE_FRAMES = frames_from_ms(120)
"""A reply that is shorter than the cushion starts after this: until then it may be the beginning of a longer one."""
_LOW_FRAMES = frames_from_ms(40)
_VERY_LOW_FRAMES = frames_from_ms(20)
_OVERDUE_FRAMES = frames_from_ms(10)
_PIECE_FRAMES = frames_from_ms(5)


@dataclass(frozen=True, slots=True)
class Run:
    """Where in a pulled block samples of a reply lie."""

    generation: int
    offset: int
    frames: int


@dataclass(frozen=True, slots=True)
class _Drained:
    """A reply whose queue is empty; more of it may come."""

    generation: int
    at: int
    bridged: int
    """For so many frames from then on there is no gap."""


class JitterBuffer:
    """Holds 30 s in memory and the rest wherever `spill` keeps it.

    Where that has no room, memory holds `memory_limit_frames`; the newest samples beyond are dropped and counted.
    """

    def __init__(self, spill: Spill | None = None, memory_limit_frames: int = MEMORY_LIMIT_S * SAMPLE_RATE_HZ) -> None:
        self._spill = spill or NoSpill()
        self._memory_limit = memory_limit_frames
        self._replies: deque[ReplyQueue] = deque()
        self._now = 0
        self._cushion = Cushion()
        self._pace = Pace(-1, 0, 0)
        self._begun = False
        """The head reply is past its cushion and being given out."""
        self._interrupted = False
        """The head is begun, and a ramp must lead to its next sample."""
        self._drained: _Drained | None = None
        self._rejoining: int | None = None
        """A drained reply that came back in time: it needs no new cushion."""
        self._bridge: Int16Block = NOTHING
        """What is given out before any more of a reply."""
        self._last_sample = 0
        self._concealment = Concealment()
        self._newest_begun = -1
        self._flushed_through = -1
        self.held: int | None = None
        """The reply that waits for `resume` or `flush`; newer ones wait behind it."""
        self.underruns = 0
        self.dropped_frames = 0
        """Frames dropped for lack of room; those of silenced or outdated replies are not counted."""

    @property
    def cushion_frames(self) -> int:
        return self._cushion.frames

    @property
    def queued_frames(self) -> int:
        return sum(reply.frames for reply in self._replies)

    @property
    def is_empty(self) -> bool:
        return not self.queued_frames and not len(self._bridge)

    @property
    def head(self) -> int | None:
        """The reply of which samples are pulled next."""
        return next((reply.generation for reply in self._replies if reply.frames), None)

    @property
    def sounding(self) -> int | None:
        """The reply that has begun and not ended, or still fades."""
        if self._begun:
            return self._replies[0].generation
        return self._drained.generation if self._drained and len(self._bridge) else None

    @property
    def is_ready(self) -> bool:
        """Whether the next sample pulled is of a reply, or leads to one."""
        if self.held is not None or not self._replies:
            return False
        head = self._replies[0]
        return head.frames > 0 and (self._begun or self._has_cushion(head, self._now))

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
            self._note_arrival(generation, len(chunk))
            self._store(self._reply(generation), chunk)
        return True

    def pull(self, frames: int) -> tuple[Int16Block, tuple[Run, ...]]:
        """Return exactly `frames` samples, silence where there is nothing to play, and where replies lie in them."""
        out = np.zeros(frames, np.int16)
        runs: list[Run] = []
        at = 0
        while at < frames and self.held is None:
            head = self._replies[0] if self._replies else None
            if head and head.generation == self._rejoining:
                self._begin(head)
            elif len(self._bridge):
                count = min(len(self._bridge), frames - at)
                out[at : at + count] = self._bridge[:count]
                self._bridge = self._bridge[count:]
                at += count
                self._last_sample = int(out[at - 1])
            elif head is None:
                break
            elif not self._begun:
                if not self._has_cushion(head, self._now + at):
                    break
                self._begin(head)
            elif not head.frames:
                self._end_head(self._now + at)
            elif self._interrupted:
                self._interrupted = False
                self._bridge = ramp(self._last_sample, head.first_sample)
            elif self._is_short(head):
                self._bridge = self._concealment.slow(head.peek(COMING_FRAMES))
            else:
                piece = _PIECE_FRAMES if head.frames < 2 * _LOW_FRAMES else frames
                count = head.take(out[at : at + piece])
                runs.append(Run(head.generation, at, count))
                self._concealment.played(out[at : at + count])
                self._cushion.played(count)
                at += count
                self._last_sample = int(out[at - 1])
        self._now += frames
        return out, tuple(runs)

    def take_back(self, pulled: Sequence[tuple[int, Int16Block]], frames: int) -> None:
        """Return samples to the beginning of their replies: they were pulled last and will not be played.

        What was played before them has been faded out. pulled: (generation, samples) in the order they were pulled.
        frames: how many pulled frames, of replies or not, will not be played; the time turns back by these.
        """
        self._now -= frames
        for generation, samples in reversed(pulled):
            if generation > self._flushed_through and len(samples):
                self._reply(generation).give_back(samples)
                self._begun = True
                self._newest_begun = generation
                self._drained = None
        self._bridge = NOTHING
        self._concealment.forget()
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
        sounding = self.sounding
        while self._replies and self._replies[0].generation <= generation:
            self._replies.popleft().drop()
        if sounding is not None and sounding <= generation:
            self._begun = self._interrupted = False
            self._bridge = ramp(self._last_sample, 0)

    def _reply(self, generation: int) -> ReplyQueue:
        for index, reply in enumerate(self._replies):
            if reply.generation == generation:
                return reply
            if reply.generation > generation:
                self._replies.insert(index, ReplyQueue(generation, self._now, self._spill))
                return self._replies[index]
        self._replies.append(ReplyQueue(generation, self._now, self._spill))
        return self._replies[-1]

    def _note_arrival(self, generation: int, frames: int) -> None:
        pace, drained = self._pace, self._drained
        if drained and drained.generation == generation:
            self._drained = None
            gap = self._now - drained.at
            if gap <= drained.bridged:
                self._rejoining = generation
            else:
                if gap <= frames_from_ms(UNDERRUN_WINDOW_MS):
                    self.underruns += 1
                    self._cushion.ran_dry(pace.late(self._now) if pace.generation == generation else 0)
                pace = Pace(generation, self._now, self._now)
        elif pace.generation != generation:
            pace = Pace(generation, self._now, self._now)
        self._pace = pace
        self._cushion.arrived(pace.late(self._now))
        pace.note(frames, self._now)

    def _has_cushion(self, head: ReplyQueue, now: int) -> bool:
        waited = now - head.since
        return head.frames >= self._cushion.frames or waited >= max(_PATIENCE_FRAMES, self._cushion.frames)

    def _begin(self, head: ReplyQueue) -> None:
        self._begun = True
        self._newest_begun = head.generation
        self._rejoining = None
        self._bridge = lead_in(self._bridge, head.first_sample)

    def _end_head(self, now: int) -> None:
        head = self._replies.popleft()
        self._bridge, bridged = self._concealment.stop(), 0
        if self._expects_more(head):
            self._bridge, bridged = self._concealment.end()
        self._drained = _Drained(head.generation, now, bridged)
        self._concealment.forget()
        self._begun = self._interrupted = False

    def _expects_more(self, head: ReplyQueue) -> bool:
        """Whether more of the head may be late, and not rather be over."""
        pace = self._pace
        # A chunk of a newer reply has a pace of its own: then this one is complete.
        return pace.generation == head.generation and self._now - pace.last_at <= frames_from_ms(STALL_LIMIT_MS)

    def _is_short(self, head: ReplyQueue) -> bool:
        """Whether to slow down now: too little is queued and more is late."""
        pace = self._pace
        return (
            COMING_FRAMES <= head.frames < _LOW_FRAMES
            and self._expects_more(head)
            and pace.is_steady
            and (head.frames < _VERY_LOW_FRAMES or self._now - pace.last_at >= pace.last_frames + _OVERDUE_FRAMES)
            and self._concealment.can_slow
        )

    def _store(self, reply: ReplyQueue, chunk: Int16Block) -> None:
        for at in range(0, len(chunk), PIECE_FRAMES):
            # A part of a large chunk is copied: as a view it would keep all of it in memory.
            piece = chunk[at : at + PIECE_FRAMES].copy() if len(chunk) > PIECE_FRAMES else chunk
            in_memory = sum(reply.in_memory for reply in self._replies)
            room = max(0, self._memory_limit - in_memory)
            self.dropped_frames += max(0, len(piece) - room)
            reply.push(piece[:room])
            if in_memory > MEMORY_S * SAMPLE_RATE_HZ:
                any(reply.spill() for reply in reversed(self._replies))
