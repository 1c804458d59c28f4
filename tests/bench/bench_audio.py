"""What the sound engine costs and how late it is."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from desktop.audio import messages as m
from desktop.audio.capture.echo_canceller import load_echo_canceller
from desktop.audio.cards import PortAudioCard
from desktop.audio.engine import Engine
from desktop.audio.engine_client import CaptureStarted, EngineStats, FrameCaptured, PlaybackFlushed, PlaybackStarted
from desktop.audio.format import BLOCK_FRAMES
from desktop.audio.playback.jitter_buffer import JitterBuffer
from desktop.audio.resampler import Resampler
from desktop.audio.ring_buffer import RingBuffer
from tests.audio.fake_streams import FakeStreams
from tests.support.audio_server import AudioServer, Listening, missing
from tests.support.fake_sound_card import RunningEngine, loudness, noise, tone
from tests.support.waiting import wait_until

Row = tuple[str, float, str]
ECHO_FREE = PortAudioCard(microphone="mic", loudspeaker="spk", echo=False)


def measure() -> list[Row]:
    """Measure the parts, then the whole on a private sound server where there can be one."""
    rows = list(_parts())
    if missing():
        return rows
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder)) as server:
        rows += _loop(server)
        rows += _flush(server)
        rows += _start_up()
    return rows


def _parts() -> Iterator[Row]:
    ring, block, out = RingBuffer(24_000), noise(10).tobytes(), memoryview(bytearray(480))

    def through_the_ring() -> None:
        ring.write(block)
        ring.read_into(out)

    yield "ring: 10 ms in and out", _us(through_the_ring), "us"

    jitter, chunk = JitterBuffer(), noise(20)
    for _ in range(10):
        jitter.push(1, chunk)

    def through_the_jitter_buffer() -> None:
        jitter.push(1, chunk)
        jitter.pull(BLOCK_FRAMES)
        jitter.pull(BLOCK_FRAMES)

    yield "jitter buffer: 20 ms pushed, two pulls", _us(through_the_jitter_buffer), "us"

    down = Resampler(48_000, 24_000)
    at_48 = noise(20)
    yield "resampler: 10 ms from 48 to 24 kHz", _us(lambda: down.convert(at_48)), "us"

    canceller = load_echo_canceller(40)
    if canceller is not None:
        far, near = noise(10), noise(10, seed=2)

        def cancel() -> None:
            canceller.hear_far_end(far)
            canceller.clean(near)

        yield "echo canceller: 10 ms", _us(cancel), "us"
    yield "worker step: 10 ms both ways, no echo canceller", _us(_worker_step()), "us"


def _worker_step() -> Callable[[], None]:
    streams = FakeStreams()
    now = 0.0
    engine = Engine(lambda _: None, lambda _: streams, lambda: now)
    engine.handle(m.Open(PortAudioCard(echo=False)))
    engine.handle(m.Play(1, noise(60_000).tobytes()))
    block = noise(10)

    def step() -> None:
        nonlocal now
        now += 0.01
        streams.hear(block)
        streams.ask()
        engine.step()

    return step


def _us(work: Callable[[], object], times: int = 2000) -> float:
    """Return the median time of one call."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return median(took) * 1e6


@contextmanager
def _server(folder: Path) -> Iterator[AudioServer]:
    server = AudioServer(folder)
    server.start()
    before = dict(os.environ)
    os.environ.update(server.environment)
    try:
        yield server
    finally:
        os.environ.clear()
        os.environ.update(before)
        server.stop()


def _loop(server: AudioServer) -> Iterator[Row]:
    """From `play` to the same sound back as a captured frame: the loudspeaker's monitor serves as the microphone."""
    late_ms: list[float] = []
    card = PortAudioCard(microphone="spkmon", loudspeaker="spk", echo=False)
    with RunningEngine(card) as engine:
        engine.client.open()
        engine.wait_for(CaptureStarted)
        for generation in range(1, 16):
            arrived = len(engine.all_of(FrameCaptured))
            began = time.monotonic()
            engine.client.play(generation, tone(1000, 100).tobytes())
            wait_until(partial(_is_loud, engine, arrived))
            late_ms.append((time.monotonic() - began) * 1000)
            wait_until(lambda: loudness(engine.captured()[-2400:]).max() < 10)
        engine.client.shut()
        stats = engine.wait_for(EngineStats, lambda _: True)
    yield "play() to the captured frame that holds it, p50", median(late_ms), "ms"
    yield "the same, max", max(late_ms), "ms"
    yield "device found too little, times", float(stats.starvations), ""


def _is_loud(engine: RunningEngine, since_frame: int) -> bool:
    frames = engine.all_of(FrameCaptured)[since_frame:]
    heard = np.frombuffer(b"".join(frame.pcm for frame in frames), np.int16)
    return bool(loudness(heard).max(initial=0) > 1_000)


def _flush(server: AudioServer) -> Iterator[Row]:
    """From `flush` to the last loud 5 ms recorded, the recorder's own delay included."""
    took_ms: list[float] = []
    with RunningEngine(ECHO_FREE) as engine, server.listen() as listening:
        engine.client.open()
        for generation in range(1, 11):
            engine.client.play(generation, noise(3000).tobytes())
            _wait_for_reply(engine, PlaybackStarted, generation)
            wait_until(lambda: loudness(listening.heard()[-1200:]).mean() > 1_000)
            at = len(listening.heard())
            engine.client.flush(generation)
            _wait_for_reply(engine, PlaybackFlushed, generation)
            wait_until(partial(_has_grown, listening, at + 24 * 250))
            loud = np.flatnonzero(loudness(listening.heard()[at:], 5) > 100)
            took_ms.append((loud.max(initial=-1) + 1) * 5)
    yield "flush() to silence on the loudspeaker, p50", median(took_ms), "ms"
    yield "the same, max", max(took_ms), "ms"


def _wait_for_reply(
    engine: RunningEngine, kind: type[PlaybackStarted] | type[PlaybackFlushed], generation: int
) -> None:
    engine.wait_for(kind, lambda event: event.generation == generation)


def _has_grown(listening: Listening, beyond: int) -> bool:
    return len(listening.heard()) > beyond


def _start_up() -> Iterator[Row]:
    took_ms: list[float] = []
    for _ in range(3):
        with RunningEngine(PortAudioCard(microphone="mic", loudspeaker="spk")) as engine:
            engine.client.play(1, b"")
            wait_until(engine.client.playback_idle)  # the process has loaded what it needs
            began = time.monotonic()
            engine.client.open()
            engine.wait_for(FrameCaptured)
            took_ms.append((time.monotonic() - began) * 1000)
    yield "open() to the first captured frame", median(took_ms), "ms"
