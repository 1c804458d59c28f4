import asyncio
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from desktop.practice.recognisers import QueuedRecogniser, RecognitionFailed, Samples, brightened


class GatedEngine:
    """Decodes to the sound's first number, one at a time, each when it is let through."""

    def __init__(self) -> None:
        self.decoded: list[int] = []
        self.began = threading.Semaphore(0)
        self.gate = threading.Semaphore(0)

    def __call__(self, samples: Samples) -> str:
        self.began.release()
        assert self.gate.acquire(timeout=5)
        self.decoded.append(int(samples[0]))
        if samples[0] < 0:
            raise RecognitionFailed("negative sound")
        return str(int(samples[0]))


def sound(number: int) -> Samples:
    return np.full(4, number, np.float32)


@pytest.fixture
def engine() -> GatedEngine:
    return GatedEngine()


@pytest.fixture
def recogniser(engine: GatedEngine) -> Iterator[QueuedRecogniser]:
    recogniser = QueuedRecogniser(engine)
    yield recogniser
    recogniser.close()


async def began(engine: GatedEngine) -> None:
    assert await asyncio.to_thread(engine.began.acquire, timeout=5)


def test_finals_go_before_partials_that_wait(engine: GatedEngine, recogniser: QueuedRecogniser) -> None:
    async def scene() -> None:
        running = asyncio.ensure_future(recogniser.transcribe(sound(1), partial_of="a"))
        await began(engine)
        partial = asyncio.ensure_future(recogniser.transcribe(sound(2), partial_of="b"))
        final = asyncio.ensure_future(recogniser.transcribe(sound(3)))
        await asyncio.sleep(0)
        engine.gate.release(3)
        assert await asyncio.gather(running, partial, final) == ["1", "2", "3"]

    asyncio.run(scene())
    assert engine.decoded == [1, 3, 2]


def test_a_newer_partial_takes_the_place_of_a_waiting_one_of_the_same_session(
    engine: GatedEngine, recogniser: QueuedRecogniser
) -> None:
    async def scene() -> None:
        running = asyncio.ensure_future(recogniser.transcribe(sound(1), partial_of="a"))
        await began(engine)
        older = asyncio.ensure_future(recogniser.transcribe(sound(2), partial_of="a"))
        other = asyncio.ensure_future(recogniser.transcribe(sound(3), partial_of="b"))
        await asyncio.sleep(0)
        newer = asyncio.ensure_future(recogniser.transcribe(sound(4), partial_of="a"))
        await asyncio.sleep(0)
        engine.gate.release(4)
        assert await asyncio.gather(running, other, newer) == ["1", "3", "4"]
        with pytest.raises(asyncio.CancelledError):
            await older

    asyncio.run(scene())
    assert engine.decoded == [1, 3, 4]


def test_every_final_is_decoded(engine: GatedEngine, recogniser: QueuedRecogniser) -> None:
    async def scene() -> list[str]:
        engine.gate.release(5)
        return await asyncio.gather(*(recogniser.transcribe(sound(number)) for number in range(5)))

    assert asyncio.run(scene()) == ["0", "1", "2", "3", "4"]


def test_a_failed_decode_reaches_who_asked_and_the_next_one_works(
    engine: GatedEngine, recogniser: QueuedRecogniser
) -> None:
    async def scene() -> None:
        engine.gate.release(2)
        with pytest.raises(RecognitionFailed, match="negative sound"):
            await recogniser.transcribe(sound(-1))
        assert await recogniser.transcribe(sound(7)) == "7"

    asyncio.run(scene())


def test_who_gives_up_waiting_is_not_decoded(engine: GatedEngine, recogniser: QueuedRecogniser) -> None:
    async def scene() -> None:
        running = asyncio.ensure_future(recogniser.transcribe(sound(1)))
        await began(engine)
        impatient = asyncio.ensure_future(recogniser.transcribe(sound(2)))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.sleep(0)
        engine.gate.release(2)
        assert await running == "1"
        assert await recogniser.transcribe(sound(3)) == "3"

    asyncio.run(scene())
    assert engine.decoded == [1, 3]


def test_brightening_evens_out_the_level_and_leaves_silence_silent() -> None:
    tone = np.sin(np.arange(1600) * 0.3).astype(np.float32)
    assert np.abs(brightened(tone * 0.1)).max() == pytest.approx(0.7, abs=1e-3)
    assert np.allclose(brightened(tone * 0.1), brightened(tone * 0.5), atol=1e-4)
    assert np.abs(brightened(np.zeros(1600, np.float32))).max() == 0
    assert brightened(np.zeros(0, np.float32)).shape == (0,)
    assert np.abs(brightened(tone * 0.001)).max() < 0.05, "noise is not raised to the level of a voice"


def test_brightening_raises_treble_against_bass() -> None:
    times = np.arange(16_000) / 16_000
    bass, treble = np.sin(2 * np.pi * 200 * times), 0.3 * np.sin(2 * np.pi * 6000 * times)
    spectrum = np.abs(np.fft.rfft(brightened((bass + treble).astype(np.float32))))
    assert spectrum[6000] / spectrum[200] == pytest.approx(0.3 * 1.40 / 0.50, rel=0.05)
