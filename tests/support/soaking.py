"""Hours of conversation in minutes: the engine with real buffers, a device that is the test, a clock that is a number.

One exchange is 12 s: the learner speaks or not, a reply comes (at once, as it is spoken, or with stalls), now and then
it is silenced before its end and late chunks of it still come.
"""

import heapq
import random
from itertools import count

import numpy as np

from desktop.audio import messages as m
from desktop.audio.cards import PortAudioCard
from desktop.audio.engine import Engine
from desktop.audio.format import BLOCK_FRAMES, BLOCK_S, SAMPLE_RATE_HZ
from desktop.sound.talk_sounds import TalkSounds
from tests.audio.fake_streams import FakeStreams
from tests.support.fake_sound_card import noise, tone

CHUNK_BYTES, CHUNK_S = 960, 0.02
_ROOM = noise(1000, amplitude=40)
_VOICE = (noise(3000, seed=2, amplitude=9000).astype(np.int32) - 4500).astype(np.int16)
_REPLY = tone(220, 6000).tobytes()


class Soak:
    """A conversation without end. blocks: of 10 ms, how many the device handles between two steps of the engine."""

    def __init__(self, blocks: int = 8, echo: bool = False) -> None:
        self._blocks = blocks
        self._streams = FakeStreams(echo=echo)
        self._streams.playback_lead_s = (blocks + 2) * BLOCK_S
        self.now = 0.0
        self._chance = random.Random(8)
        self._order = count()
        self._due: list[tuple[float, int, m.Command]] = []
        self._kept = TalkSounds[int]()
        self._began: dict[int, float] = {}
        self._given: dict[int, float] = {}
        self._generation = 0
        self._stats: m.EngineStats | None = None
        self._engine = Engine(self._take, lambda _: self._streams, lambda: self.now)
        card = PortAudioCard(echo=echo, high_pass=echo)
        self._engine.handle(m.Prepare(card))
        self._engine.handle(m.Open(card))

    def close(self) -> None:
        self._engine.shut()
        self._kept.close()

    @property
    def step_ms(self) -> float:
        return 1000 * self._blocks * BLOCK_S

    def exchange(self) -> tuple[str, float | None]:
        """Talk for 12 s; return how the reply came and how late it began in ms, None where it was silenced before."""
        self._generation += 1
        number, begin = self._generation, self.now
        manner = self._schedule_reply(number, begin + 3.0)
        while self.now < begin + 12.0:
            # Every third time: to look for speech costs more than all the rest.
            speaks = number % 3 == 0 and self.now < begin + 0.6
            self._pass(_VOICE if speaks else _ROOM)
        given, began = self._given.pop(number, None), self._began.pop(number, None)
        return manner, None if given is None or began is None else round(1000 * (began - given))

    def kept_ms(self) -> dict[str, float]:
        """Return how much sound waits in each place, at this moment, and what is counted."""
        assert self._stats is not None
        return {
            "capture": 1000 * self._streams.capture.unread / SAMPLE_RATE_HZ,
            "playback": 1000 * self._streams.playback.unread / SAMPLE_RATE_HZ,
            "queued": 1000 * self._engine._playback.jitter.queued_frames / SAMPLE_RATE_HZ,
            "cushion": self._stats.cushion_ms,
            "dropped": self._stats.dropped_blocks,
        }

    def _schedule_reply(self, number: int, at: float) -> str:
        manner = self._chance.choice(("at once", "as spoken", "with stalls"))
        last = at
        for index in range(len(_REPLY) // CHUNK_BYTES):
            spoken = at + index * CHUNK_S
            if manner == "at once":
                due = at + index * 0.001
            elif manner == "as spoken":
                due = max(last, spoken + self._chance.uniform(0, 0.04))
            else:
                due = max(last, spoken + (0.3 if index % 100 < 15 and index > 15 else 0.0))
            last = due
            self._plan(due, m.Play(number, _REPLY[index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES]))
        if self._chance.random() < 0.4:
            self._plan(at + self._chance.uniform(0.05, 5.0), m.Flush(number))
        return manner

    def _plan(self, at: float, command: m.Command) -> None:
        heapq.heappush(self._due, (at, next(self._order), command))

    def _pass(self, heard: "np.ndarray[tuple[int], np.dtype[np.int16]]") -> None:
        frames = self._blocks * BLOCK_FRAMES
        at = round(self.now * SAMPLE_RATE_HZ) % (len(heard) - frames)
        self._streams.hear(heard[at : at + frames])
        self._streams.ask(frames)
        self.now += self._blocks * BLOCK_S
        while self._due and self._due[0][0] <= self.now:
            command = heapq.heappop(self._due)[2]
            if isinstance(command, m.Play):
                self._kept.add(command.generation, command.pcm)
                self._given.setdefault(command.generation, self.now)
            self._engine.handle(command)
        self._engine.step()

    def _take(self, report: m.Report) -> None:
        if isinstance(report, m.PlaybackStarted):
            self._began.setdefault(report.generation, self.now)
        elif isinstance(report, m.EngineStats):
            self._stats = report
