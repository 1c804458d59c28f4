"""The sound devices of this machine, as PortAudio names them. Importing this opens nothing.

PortAudio reads the list once, when it starts, so `refresh` restarts it. On Linux its ALSA part prints dozens of
harmless lines to stderr meanwhile; they are kept away from the learner.
"""

import importlib
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

_restart = threading.Lock()


@dataclass(frozen=True, slots=True)
class Device:
    id: str
    """Stable: the same device has it again when it is plugged in again."""
    name: str
    """What the system calls it, for people."""
    is_input: bool
    is_output: bool
    is_default: bool
    """The system's default microphone or loudspeaker."""
    host_api: str
    rates: tuple[int, ...]
    """The rate it runs at by itself. Which others it takes only opening it would tell, and light its lamp."""
    bluetooth: bool = False


def list_devices() -> tuple[Device, ...]:
    """Return the devices present now; empty where there is no sound system. Any thread; takes about 0.1 s.

    Must not be called in a process that has streams open: it restarts PortAudio.
    """
    with _restart, quiet_stderr():
        try:
            sd = refresh()
        except OSError:
            return ()
        try:
            apis = sd.query_hostapis()
            return tuple(_device(sd, index, info, apis) for index, info in enumerate(sd.query_devices()))
        except sd.PortAudioError:
            return ()


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


def _device(sd: ModuleType, index: int, info: dict[str, Any], apis: tuple[dict[str, Any], ...]) -> Device:
    is_input = info["max_input_channels"] > 0
    is_output = info["max_output_channels"] > 0
    defaults = sd.default.device
    host_api = apis[info["hostapi"]]["name"]
    return Device(
        id=f"{host_api}/{info['name']}",
        name=info["name"],
        is_input=is_input,
        is_output=is_output,
        is_default=(is_input and index == defaults[0]) or (is_output and index == defaults[1]),
        host_api=host_api,
        rates=(round(info["default_samplerate"]),),
    )
