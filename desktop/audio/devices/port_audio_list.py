"""PortAudio's own list of devices: the one source on Windows and macOS, and on Linux without a sound server.

PortAudio reads the list once, when it starts, and a restart ends every open stream without a word. While streams are
open, a child process of its own therefore reads it (`PortAudioLister`): about 50 ms of work each time it is asked.
QtMultimedia would tell of changes by itself, but costs 417 MB and a Qt event loop in this process.

On Linux PortAudio's ALSA part prints dozens of harmless lines to stderr meanwhile; they are kept away from the learner.
"""

import importlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any

from desktop.audio.child_process import NO_WINDOW, command_line
from desktop.audio.devices.devices import Device
from desktop.audio.pipe import private_stdout, read_message, write_message

FROZEN_ARGUMENT = "--audio-devices"
_PREFERRED_API = "Windows WASAPI"
"""Windows offers each device three or four times; this is the way with the least delay."""
_BLUETOOTH_WORDS = ("bluetooth", "hands-free", "airpods")
_FAREWELL_S = 2.0
_restart = threading.Lock()


def port_audio_devices() -> tuple[Device, ...]:
    """Return the devices present now; empty where there is no sound system. Any thread; takes about 0.1 s.

    Must not be called in a process that has streams open: it restarts PortAudio.
    """
    with _restart, quiet_stderr():
        try:
            sd = refresh()
        except OSError:
            return ()
        try:
            return tuple(device for _, device in indexed_devices(sd))
        except sd.PortAudioError:
            return ()


def indexed_devices(sd: ModuleType) -> list[tuple[int, Device]]:
    """Return PortAudio's index and our description of each device, of the one host API that is used here."""
    apis = sd.query_hostapis()
    preferred = [index for index, api in enumerate(apis) if api["name"] == _PREFERRED_API]
    if preferred:
        api = apis[preferred[0]]
        defaults = (api["default_input_device"], api["default_output_device"])
    else:
        defaults = (sd.default.device[0], sd.default.device[1])
    return [
        (index, _device(index, info, apis[info["hostapi"]]["name"], defaults))
        for index, info in enumerate(sd.query_devices())
        if not preferred or info["hostapi"] == preferred[0]
    ]


def load() -> tuple[ModuleType, bool]:
    """Return the sounddevice module and whether its list was read just now. Raises OSError as `refresh` does."""
    loaded = sys.modules.get("sounddevice")
    return (loaded, False) if loaded is not None else (refresh(), True)


def refresh() -> ModuleType:
    """Return the sounddevice module with its list of devices read anew. Raises OSError where PortAudio does not start.

    Every stream must be closed: PortAudio ends them silently.
    """
    loaded = sys.modules.get("sounddevice")
    with quiet_stderr():
        if loaded is None:
            return _load()
        try:
            loaded._terminate()
            loaded._initialize()
        except loaded.PortAudioError as error:
            raise OSError("PortAudio does not start") from error
    return loaded


class PortAudioLister:
    """Reads the list in a child process, which lives until `close`. Belongs to one thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def read(self) -> tuple[Device, ...]:
        """Return the devices present now; empty where the child does not answer."""
        process = self._process
        if process is None:
            process = self._process = subprocess.Popen(
                command_line(FROZEN_ARGUMENT, __name__),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=NO_WINDOW,
            )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(b"\n")
            process.stdin.flush()
            devices: tuple[Device, ...] = read_message(process.stdout)
        except (OSError, EOFError):
            self.close()
            return ()
        return devices

    def close(self) -> None:
        """End the child; idempotent."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        try:
            process.wait(_FAREWELL_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> None:
    """The child: for each line that is read, write the list. Ends with its input."""
    answers = private_stdout()
    for _ in sys.stdin.buffer:
        write_message(answers, port_audio_devices())


def _load() -> ModuleType:
    try:
        module = importlib.import_module("sounddevice")
    except Exception as error:
        # Importing starts PortAudio, whose error type is known only to the module that failed to load.
        raise OSError("PortAudio is missing or does not start") from error
    return module


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Send what C libraries print to stderr nowhere."""
    if sys.stderr is None:
        # A window on Windows has none, and nothing to keep quiet.
        yield
        return
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _device(index: int, info: dict[str, Any], host_api: str, defaults: tuple[int, int]) -> Device:
    is_input = info["max_input_channels"] > 0
    is_output = info["max_output_channels"] > 0
    name = info["name"]
    # Windows: "Headset (WH-1000 Hands-Free AG Audio)" and "Headphones (WH-1000 Stereo)" are one thing.
    unit = name.partition("(")[2].rstrip(")") or name
    for suffix in (" Hands-Free AG Audio", " Hands-Free", " Stereo"):
        unit = unit.removesuffix(suffix)
    return Device(
        id=f"{host_api}/{name}",
        name=name,
        is_input=is_input,
        is_output=is_output,
        is_default=(is_input and index == defaults[0]) or (is_output and index == defaults[1]),
        host_api=host_api,
        rates=(round(info["default_samplerate"]),),
        bluetooth=any(word in name.lower() for word in _BLUETOOTH_WORDS),
        unit=unit,
    )
