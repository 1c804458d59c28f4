"""The real engine, canceller and voice activity in a simulated room, faster than real time: a closed loop.

    replies --> engine --> device --> room --> microphone --> engine --> frames, holds

A hold silences the device, so its echo ends as it would in a real room.
"""

from typing import TypeVar

import numpy as np

from desktop.audio import messages as m
from desktop.audio.cards import Card, PortAudioCard
from desktop.audio.engine import Engine
from desktop.audio.format import BLOCK_S, SAMPLE_RATE_HZ
from tests.audio.fake_streams import FakeStreams
from tests.support.room import Acoustics, Room, Samples

Kind = TypeVar("Kind")


class TalkInARoom:
    """Times are in seconds since open. The learner speaks when told to; the main process flushes what is confirmed."""

    def __init__(self, acoustics: Acoustics, card: Card | None = None, seed: int = 1, *, flushes: bool = True) -> None:
        self.told: list[tuple[float, m.Report]] = []
        self.captured: list[Samples] = []
        """What the microphone captured, before anything was done to it."""
        self.played: list[Samples] = []
        self._room = Room(acoustics, seed)
        self._card = card or PortAudioCard()
        self._streams = FakeStreams(echo=isinstance(self._card, PortAudioCard) and self._card.echo)
        self._engine = Engine(self._tell, lambda _: self._streams, lambda: self.now)
        self._flushes = flushes
        self._learner: Samples = np.zeros(0, np.int16)
        self.now = 0.0
        self._engine.handle(m.Open(self._card))

    def play(self, generation: int, pcm: Samples) -> None:
        """Queue some of a reply."""
        self._engine.handle(m.Play(generation, pcm.tobytes()))

    def say(self, pcm: Samples) -> None:
        """The learner begins to say this now."""
        self._learner = pcm

    def handle(self, command: m.Command) -> None:
        self._engine.handle(command)

    def run(self, seconds: float) -> None:
        """Let time pass."""
        until = self.now + seconds - BLOCK_S / 2
        while self.now < until:
            self.now += BLOCK_S
            played = self._streams.ask()
            captured = self._room.hear(played, self._learner)
            self._learner = self._learner[len(captured) :]
            self._streams.hear(captured)
            self.played.append(played.copy())
            self.captured.append(captured)
            self._engine.step()

    def all_of(self, kind: type[Kind]) -> list[tuple[float, Kind]]:
        """Return the reports of a kind, each with when it came."""
        return [(at, report) for at, report in self.told if isinstance(report, kind)]

    def frames(self, since_s: float = 0.0, until_s: float = 1e9) -> Samples:
        """Return what was sent on as the learner's sound."""
        frames = [frame.pcm for at, frame in self.all_of(m.FrameCaptured) if since_s <= at < until_s]
        return np.frombuffer(b"".join(frames), np.int16)

    def attenuation_db(self, since_s: float, until_s: float) -> float:
        """Return by how much the frames are quieter than the microphone was."""
        raw = np.concatenate(self.captured)[round(since_s * SAMPLE_RATE_HZ) : round(until_s * SAMPLE_RATE_HZ)]
        return _db(raw) - _db(self.frames(since_s, until_s))

    def _tell(self, report: m.Report) -> None:
        self.told.append((self.now, report))
        if isinstance(report, m.LearnerInterrupted) and self._flushes:
            self._engine.handle(m.Flush(report.generation))


def at_level(pcm: Samples, reference: Samples, db: float) -> Samples:
    """Return the sound at so many dB over the level of another (speech: silences count in both)."""
    scaled: Samples = np.clip(pcm * 10 ** ((_db(reference) + db - _db(pcm)) / 20), -32768, 32767).astype(np.int16)
    return scaled


def _db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2) + 1e-3))
