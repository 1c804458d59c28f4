"""What the engine takes of the machine, and how soon it is there."""

import time
from collections.abc import Iterator

from desktop.audio.engine_client import FrameCaptured, PortAudioCard
from tests.bench.engine import stage as st
from tests.bench.engine.delays import steady
from tests.bench.engine.processes import processor_s, resident_mb
from tests.bench.rows import Row, spread
from tests.support.fake_sound_card import RunningEngine, noise
from tests.support.waiting import wait_until

MEASURED_S = 10.0
TALKING_PERCENT, IDLE_PERCENT = 5.0, 0.5
START_MS, RESTART_MS = 400.0, 1000.0


def while_idle(stage: st.Stage) -> Iterator[Row]:
    """After a conversation: nothing is open, nothing is played."""
    yield from _taken(stage, "idle", IDLE_PERCENT)


def while_talking(stage: st.Stage, name: str) -> Iterator[Row]:
    """The partner speaks all the time, as it is spoken, while the microphone hears a room."""
    stage.feed_microphone(stage.sound("room", noise(1000 * (MEASURED_S + 2), amplitude=60)))
    stage.reply(stage.sound("talk", steady(MEASURED_S + 2, 7)), pace=1.0)
    time.sleep(1.0)
    yield from _taken(stage, name, TALKING_PERCENT)


def _taken(stage: st.Stage, name: str, target: float) -> Iterator[Row]:
    since = stage.app.mark()
    stage.app.ask("engine")
    pids = {"the audio process": stage.app.wait_for("engine", since)["pid"], "the main process": stage.app.pid}
    before = {pid: processor_s(pid) for pid in pids.values()}
    begun = time.monotonic()
    time.sleep(MEASURED_S)
    wall_s = time.monotonic() - begun
    taken = {what: 100 * (processor_s(pid) - before[pid]) / wall_s for what, pid in pids.items()}
    yield Row(f"{name}: processor, both processes", "% of a core", sum(taken.values()), target=target)
    for what, percent in taken.items():
        yield Row(f"{name}: processor, {what}", "% of a core", percent)
        yield Row(f"{name}: resident memory, {what}", "MB", resident_mb(pids[what]))


def restart(stage: st.Stage) -> Iterator[Row]:
    """Kill the audio process in a conversation; until the microphone is heard again."""
    after_ms = []
    for _ in range(3):  # the fourth death within a minute ends the sound
        since = stage.app.mark()
        stage.app.ask("kill")
        after_ms.append(stage.app.wait_for("captured", since, limit_s=10)["after_ms"])
        stage.app.wait_for("stats", stage.app.mark())
    yield spread("restart of a killed audio process until the microphone is heard", after_ms, target=RESTART_MS)


def start() -> Iterator[Row]:
    """From nothing to an audio process that has loaded what it needs and answers, and to the first captured frame."""
    answered_ms, heard_ms = [], []
    for _ in range(5):
        begun = time.monotonic()
        with RunningEngine(PortAudioCard(microphone="mic", loudspeaker="spk")) as engine:
            engine.client.play(1, b"")
            wait_until(engine.client.playback_idle)
            answered_ms.append(1000 * (time.monotonic() - begun))
            begun = time.monotonic()
            engine.client.open()
            engine.wait_for(FrameCaptured)
            heard_ms.append(1000 * (time.monotonic() - begun))
    yield spread("start of the audio process until it answers, everything loaded", answered_ms, target=START_MS)
    yield spread("open() to the first captured frame", heard_ms)
