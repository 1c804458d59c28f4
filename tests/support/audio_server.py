"""A private PipeWire server with virtual devices, as a fixture for tests with the marker `audio_server`.

Import the fixtures in a conftest.py: `audio_server` sets the environment for one test, so that every process started in
it finds the virtual devices and nothing else.
"""

import ctypes.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
import pytest

from tests.support.fake_sound_card import RATE_HZ, Samples
from tests.support.waiting import wait_until

_SCRIPT = Path(__file__).with_name("audio_server.sh")
_PROGRAMS = ("pipewire", "wireplumber", "pipewire-pulse", "dbus-run-session", "pactl", "pacat", "parec")
_FORMAT = [f"--rate={RATE_HZ}", "--channels=1", "--format=s16le", "--raw"]


def missing() -> str:
    """Return why there can be no audio server here, empty where there can."""
    absent = [name for name in _PROGRAMS if shutil.which(name) is None]
    if absent:
        return f"not installed: {', '.join(absent)}"
    return "" if ctypes.util.find_library("portaudio") else "PortAudio is not installed"


@dataclass
class AudioServer:
    """A running server. `environment` is what a client needs."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        done = subprocess.run(
            ["bash", str(_SCRIPT), "start", str(self.folder)], check=False, capture_output=True, text=True, timeout=60
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        self.environment = dict(line.split("=", 1) for line in done.stdout.splitlines())

    def stop(self) -> None:
        subprocess.run(["bash", str(_SCRIPT), "stop", str(self.folder)], check=True, capture_output=True, timeout=60)

    def say(self, samples: Samples) -> None:
        """Play samples (24 kHz) into the virtual microphone; returns when they have been played."""
        subprocess.run(
            ["pacat", "--playback", "--device=micfeed", *_FORMAT],
            input=samples.tobytes(),
            env=os.environ | self.environment,
            check=True,
            timeout=60,
        )

    @contextmanager
    def playing(self, device: str, samples: Samples) -> Iterator[None]:
        """Play samples (24 kHz) on a virtual device meanwhile."""
        with tempfile.TemporaryFile() as file:
            file.write(samples.tobytes())
            file.seek(0)
            player = subprocess.Popen(
                ["pacat", "--playback", f"--device={device}", *_FORMAT],
                stdin=file,
                env=os.environ | self.environment,
            )
            try:
                yield
            finally:
                player.terminate()
                player.wait(10)

    def listen(self) -> "Listening":
        """Record what the virtual loudspeaker plays from now on."""
        return Listening(self)


class Listening:
    """A recording of the virtual loudspeaker; a context manager that begins once sound arrives."""

    def __init__(self, server: AudioServer) -> None:
        self._server = server
        self._path = server.folder / f"heard-{time.monotonic_ns()}.raw"
        self._file: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Listening":
        self._file = self._path.open("wb")
        self._process = subprocess.Popen(
            ["parec", "--device=spk.monitor", "--latency-msec=10", *_FORMAT],
            stdout=self._file,
            env=os.environ | self._server.environment,
        )
        wait_until(lambda: len(self.heard()))
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        assert self._file is not None
        self._process.terminate()
        self._process.wait(10)
        self._file.close()

    def heard(self) -> Samples:
        """Return what was recorded up to now."""
        data = self._path.read_bytes()
        return np.frombuffer(data[: len(data) // 2 * 2], np.int16)


@pytest.fixture(scope="session")
def audio_server_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AudioServer]:
    """One server for the whole run."""
    if reason := missing():
        pytest.skip(f"no private audio server: {reason}")
    server = AudioServer(tmp_path_factory.mktemp("audio"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def audio_server(audio_server_process: AudioServer, monkeypatch: pytest.MonkeyPatch) -> AudioServer:
    """The server, with this test's environment set so that programs it starts use it."""
    for name, value in audio_server_process.environment.items():
        monkeypatch.setenv(name, value)
    return audio_server_process
