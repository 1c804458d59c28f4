"""A sound card made of two WAV files, and what tests need around it: sounds, recordings, loudness, events."""

import threading
import wave
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from desktop.audio.engine_client import EngineClient, EngineEvent, FileCard, FrameCaptured, PortAudioCard
from tests.support.waiting import wait_until

RATE_HZ = 24_000
Samples = npt.NDArray[np.int16]
E = TypeVar("E")


class FakeSoundCard:
    """Two WAV files in a folder: what the microphone will hear and what the loudspeaker played."""

    def __init__(self, folder: Path, microphone: Samples | None = None) -> None:
        self.microphone = folder / "microphone.wav"
        self.loudspeaker = folder / "loudspeaker.wav"
        write_wav(self.microphone, silence(20) if microphone is None else microphone)

    def card(self, pace: float = 1.0, hold: bool = False, barge_in: bool = False) -> FileCard:
        """Most tests' microphones hear noise without end, which would hold every reply."""
        return FileCard(str(self.microphone), str(self.loudspeaker), pace, hold, barge_in)

    def played(self) -> Samples:
        """Return what the loudspeaker played; complete once the engine is closed."""
        return read_wav(self.loudspeaker)


class RunningEngine:
    """A real audio process on a card, with everything it reported; a context manager."""

    def __init__(self, card: FileCard | PortAudioCard) -> None:
        self.events: list[EngineEvent] = []
        self._arrived = threading.Condition()
        self.client = EngineClient(self._post, card)

    def __enter__(self) -> "RunningEngine":
        self.client.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def _post(self, event: EngineEvent) -> None:
        with self._arrived:
            self.events.append(event)
            self._arrived.notify_all()

    def all_of(self, kind: type[E]) -> list[E]:
        with self._arrived:
            return [event for event in self.events if isinstance(event, kind)]

    def captured(self) -> Samples:
        """Return all that was captured up to now."""
        return np.frombuffer(b"".join(frame.pcm for frame in self.all_of(FrameCaptured)), np.int16)

    def wait_for(self, kind: type[E], where: Callable[[E], bool] = lambda _: True, limit_s: float = 10.0) -> E:
        """Return the first event of this kind and property, past or to come."""
        found: list[E] = []
        looked_at = 0

        def is_there() -> bool:
            nonlocal looked_at
            new, looked_at = self.events[looked_at:], len(self.events)
            found.extend(event for event in new if isinstance(event, kind) and where(event))
            return bool(found)

        with self._arrived:
            if not self._arrived.wait_for(is_there, limit_s):
                told = [event for event in self.events if not isinstance(event, FrameCaptured)]
                raise AssertionError(f"no such {kind.__name__} within {limit_s} s; there were {told}")
        return found[0]

    def wait_for_frames(self, count: int, limit_s: float = 10.0) -> None:
        self.wait_for(FrameCaptured, lambda frame: frame.index >= count - 1, limit_s)

    def wait_until_idle(self, limit_s: float = 10.0) -> None:
        wait_until(self.client.playback_idle, limit_s)


def write_wav(path: Path, samples: Samples, rate_hz: int = RATE_HZ) -> None:
    """samples: (frames,) or (frames, channels)."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.ascontiguousarray(samples, np.int16).tobytes())


def read_wav(path: Path) -> Samples:
    """Return a mono 16-bit recording."""
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), np.int16)


def silence(ms: float, rate_hz: int = RATE_HZ) -> Samples:
    return np.zeros(round(ms * rate_hz / 1000), np.int16)


def tone(hz: float, ms: float, amplitude: int = 10_000, rate_hz: int = RATE_HZ) -> Samples:
    times = np.arange(round(ms * rate_hz / 1000)) / rate_hz
    wave_form: npt.NDArray[np.float64] = np.rint(amplitude * np.sin(2 * np.pi * hz * times))
    return wave_form.astype(np.int16)


def noise(ms: float, seed: int = 1, amplitude: int = 8_000) -> Samples:
    """Return samples no two stretches of which are alike, and none of which is 0."""
    values = np.random.default_rng(seed).integers(1, amplitude, round(ms * RATE_HZ / 1000))
    return values.astype(np.int16)


def loudness(samples: Samples, window_ms: float = 10.0) -> npt.NDArray[np.float64]:
    """Return the root mean square of each whole window."""
    size = round(window_ms * RATE_HZ / 1000)
    whole = samples[: len(samples) // size * size].astype(np.float64).reshape(-1, size)
    rms: npt.NDArray[np.float64] = np.sqrt((whole**2).mean(axis=1))
    return rms


def strength_at(samples: Samples, hz: float) -> float:
    """Return the amplitude of one frequency in the samples."""
    times = np.arange(len(samples)) / RATE_HZ
    return float(2 * abs(np.mean(samples * np.exp(-2j * np.pi * hz * times))))


def find(part: Samples, whole: Samples) -> int:
    """Return where `part` begins in `whole`, sample for sample. Raises AssertionError where it is not there."""
    at = whole.tobytes().find(part.tobytes())
    assert at >= 0, "these samples are not there"
    assert at % 2 == 0
    return at // 2
