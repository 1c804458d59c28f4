"""The same delays on the fake sound card, two files on one clock: exact to a sample, and no device in them.

A click fed to the microphone and a command sent with it reach the worker together; the files tell how far apart they
sound.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from desktop.audio.engine_client import CaptureStarted, FileCard, FrameCaptured
from tests.bench.engine.delays import steady
from tests.bench.engine.recording import RATE_HZ, Samples, fall, onsets
from tests.bench.rows import Row, spread
from tests.support.fake_sound_card import FakeSoundCard, RunningEngine, tone

PLAYED, SILENCED, SPOKEN = 15, 15, 10
CLICK = tone(1000, 5, 12_000)


def fake_card_rows(folder: Path, speech: Samples | None) -> Iterator[Row]:
    yield from _played_and_silenced(folder)
    if speech is not None:
        yield from _ducked(folder, speech)


def _played_and_silenced(folder: Path) -> Iterator[Row]:
    fake = FakeSoundCard(folder)
    chance = random.Random(5)
    card = replace(fake.card(), microphone="", barge_in=False)
    fed_at: list[float] = []
    with _timed(card) as (engine, came):
        for number in range(PLAYED):
            fed_at.append(time.monotonic())
            engine.client.feed(CLICK.tobytes())
            engine.client.play(1 + number, steady(0.2, number).tobytes())
            time.sleep(0.45 + chance.uniform(0, 0.02))
        for number in range(PLAYED, PLAYED + SILENCED):
            engine.client.play(1 + number, steady(2.0, number).tobytes())
            time.sleep(0.25 + chance.uniform(0, 0.02))
            engine.client.feed(CLICK.tobytes())
            engine.client.flush(1 + number)
            time.sleep(0.25)
        heard = engine.captured()
    clicks, played = onsets(heard), fake.played()
    late_ms = [1000 * (came[click // 480] - at) for click, at in zip(clicks, fed_at, strict=False)]
    yield spread("fake card: microphone to the main process", late_ms, target=25, limit=40)
    begun = [_ms(onsets(played[click : click + RATE_HZ // 3])) for click in clicks[:PLAYED]]
    yield spread("fake card: play() to the loudspeaker", [ms for ms in begun if ms is not None], target=60, limit=100)
    quiet = 0.05 * 9000 / np.sqrt(2)
    silent = [fall(played[click : click + RATE_HZ // 3], quiet, 1) for click in clicks[PLAYED:]]
    silent_ms = [1000 * each / RATE_HZ for each in silent if each is not None]
    yield spread("fake card: flush() to silence", silent_ms, target=30, limit=50)


def _ducked(folder: Path, speech: Samples) -> Iterator[Row]:
    fake = FakeSoundCard(folder)
    card = replace(fake.card(barge_in=True), microphone="")
    with _timed(card) as (engine, _):
        for number in range(SPOKEN):
            engine.client.play(1 + number, steady(3.0, number).tobytes())
            time.sleep(0.4)
            engine.client.feed(speech.tobytes())
            time.sleep(len(speech) / RATE_HZ + 0.2)
            engine.client.flush(1 + number)
            time.sleep(0.3)
        heard = engine.captured()
    mouths, played = onsets(heard, 327, 400), fake.played()
    ducked = [fall(played[mouth : mouth + RATE_HZ // 2], 0.25 * 9000 / np.sqrt(2)) for mouth in mouths]
    late_ms = [1000 * each / RATE_HZ for each in ducked if each is not None]
    if late_ms:
        yield spread("fake card: mouth to duck", late_ms, target=90, limit=150)
    yield Row(f"fake card: not lowered within 500 ms, of {SPOKEN}", "times", SPOKEN - len(late_ms), target=0)


class _timed:
    """A running engine on an open card, and when each frame was here."""

    def __init__(self, card: FileCard) -> None:
        self._engine = RunningEngine(card)
        self._came: list[float] = []
        post = self._engine.client._post

        def note(event: object) -> None:
            if isinstance(event, FrameCaptured):
                self._came.append(time.monotonic())
            post(event)  # type: ignore[arg-type]

        self._engine.client._post = note  # type: ignore[method-assign]

    def __enter__(self) -> tuple[RunningEngine, list[float]]:
        self._engine.__enter__()
        self._engine.client.open()
        self._engine.wait_for(CaptureStarted)
        return self._engine, self._came

    def __exit__(self, *_: object) -> None:
        self._engine.__exit__()


def _ms(found: list[int]) -> float | None:
    return 1000 * found[0] / RATE_HZ if found else None
