"""Plays sound to a Listener as a service would receive it and collects what it hears."""

import asyncio
import time
from dataclasses import dataclass, field

from desktop.practice.listen import Heard, Listener, SpeechEnded, SpeechStarted, Transcribed
from desktop.practice.speech import Speech
from tests.support.speech_samples import SAMPLE_RATE_HZ, Pcm

FRAME_SAMPLES = 480
TRAILING_SILENCE_S = 1.2


@dataclass(slots=True)
class Hearing:
    """What was heard, each with the seconds since the first sample."""

    events: list[tuple[float, Heard]] = field(default_factory=list)

    @property
    def started(self) -> list[float]:
        return [t for t, heard in self.events if isinstance(heard, SpeechStarted)]

    @property
    def partials(self) -> list[tuple[float, str]]:
        return [(t, heard.text) for t, heard in self.events if isinstance(heard, Transcribed)]

    @property
    def finals(self) -> list[tuple[float, str]]:
        return [(t, heard.text) for t, heard in self.events if isinstance(heard, SpeechEnded)]

    @property
    def text(self) -> str:
        return " ".join(text for _, text in self.finals if text)


async def listen_to(speech: Speech, pcm: Pcm, pause_s: float = 0.8, realtime: bool = False) -> Hearing:
    """Feed the sound and 1.2 s of silence in frames of 20 ms, at their pace or as fast as they are taken."""
    hearing = Hearing()
    begun = time.perf_counter()

    def on_heard(heard: Heard) -> None:
        hearing.events.append((time.perf_counter() - begun, heard))

    listener = Listener(speech.recogniser, speech.new_voice_activity(), on_heard, pause_s)
    wire = pcm.astype("<i2").tobytes() + bytes(int(TRAILING_SILENCE_S * SAMPLE_RATE_HZ) * 2)
    for number, start in enumerate(range(0, len(wire), FRAME_SAMPLES * 2), 1):
        listener.feed(wire[start : start + FRAME_SAMPLES * 2])
        late_s = begun + number * FRAME_SAMPLES / SAMPLE_RATE_HZ - time.perf_counter()
        await asyncio.sleep(max(late_s, 0.0) if realtime else 0.0)
    await listener.close()
    return hearing
