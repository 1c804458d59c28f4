"""How long a talk is without its device: from the change to sound on the next one, through a real sound server.

Through a private PipeWire, whose virtual devices are plugged in and out while a reply plays.
"""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.audio.engine_client import CaptureStarted, DeviceChanged, PortAudioCard
from tests.bench.rows import Row, spread
from tests.support.audio_server import AudioServer, missing
from tests.support.fake_sound_card import RunningEngine, tone
from tests.support.waiting import wait_until

ROUNDS = 8
LIMIT_MS = 1000.0
CALM_S = 1.0
"""Between two changes, as between two grips of a hand."""


def measure() -> Iterator[Row]:
    if reason := missing():
        yield Row(f"no private sound server: {reason}", "", None)
        return
    with tempfile.TemporaryDirectory() as folder:
        server = AudioServer(Path(folder))
        server.start()
        before = dict(os.environ)
        os.environ.update(server.environment)
        try:
            yield from _loudspeaker()
            yield from _default()
        finally:
            os.environ.clear()
            os.environ.update(before)
            server.stop()


def _loudspeaker() -> Iterator[Row]:
    with _Headset() as headset, _talk(PortAudioCard(loudspeaker="headset")) as talk:
        gone, back = [], []
        for _ in range(ROUNDS):
            gone.append(_until_moved(talk, headset.out))
            back.append(_until_moved(talk, headset.plug))
    yield spread("pinned loudspeaker pulled out -> sound on the next", gone, limit=LIMIT_MS)
    yield spread("pinned loudspeaker plugged in again -> sound on it", back, limit=LIMIT_MS)


def _default() -> Iterator[Row]:
    with _Headset(), _talk(PortAudioCard()) as talk:
        taken = [
            _until_moved(talk, lambda name=name: _pactl("set-default-sink", name))
            for _ in range(ROUNDS // 2)
            for name in ("headset", "spk")
        ]
    yield spread("the system's choice changed -> sound on it", taken, limit=LIMIT_MS)


class _Headset:
    """A loudspeaker that is plugged in; a context manager."""

    def __enter__(self) -> "_Headset":
        self.plug()
        return self

    def __exit__(self, *_: object) -> None:
        self.out()

    def plug(self) -> None:
        self._module = _pactl("load-module", "module-null-sink", "sink_name=headset", "channels=1")

    def out(self) -> None:
        _pactl("unload-module", self._module)


@contextmanager
def _talk(card: PortAudioCard) -> Iterator[RunningEngine]:
    with RunningEngine(card) as talk:
        talk.client.open()
        talk.wait_for(CaptureStarted)
        talk.client.play(1, tone(500, 60_000).tobytes())
        _be_calm()
        yield talk


def _until_moved(talk: RunningEngine, change: Callable[[], object]) -> float:
    """Return how many ms after the change the notice came, which comes when both devices run."""
    told = len(talk.all_of(DeviceChanged))
    begun = time.monotonic()
    change()
    wait_until(lambda: len(talk.all_of(DeviceChanged)) > told)
    took_ms = (time.monotonic() - begun) * 1000
    _be_calm()
    return took_ms


def _be_calm() -> None:
    threading.Event().wait(CALM_S)


def _pactl(*arguments: str) -> str:
    return subprocess.run(["pactl", *arguments], check=True, capture_output=True, text=True, timeout=20).stdout.strip()
