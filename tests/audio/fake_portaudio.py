"""The sounddevice module with devices the test makes up."""

import os
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


class FakePortAudio:
    """Stands in for the module `sounddevice`.

    rates, channels: what the devices open with. own_rate_hz, most_channels: what they say of themselves.
    refusal: what PortAudioError tells of a device that never opens.
    """

    class PortAudioError(Exception):
        pass

    def __init__(
        self,
        rates: tuple[int, ...] = (24_000,),
        channels: tuple[int, ...] = (1,),
        host_api: str = "ALSA",
        microphones: tuple[str, ...] = ("built-in", "headset"),
        loudspeakers: tuple[str, ...] = ("speakers",),
        own_rate_hz: int = 48_000,
        most_channels: int = 2,
        refusal: tuple[object, ...] = (),
    ) -> None:
        self._own_rate_hz = own_rate_hz
        self._refusal = refusal
        self._rates, self._channels, self._host_api = rates, channels, host_api
        self._most_channels = most_channels
        self.connect(microphones, loudspeakers)
        self.environments: list[tuple[str | None, str | None]] = []
        """PULSE_SOURCE and PULSE_SINK at each opening."""
        self.streams: list[FakeStream] = []
        self.restarts = 0
        self.start_fails = False

    def _device(self, name: str, inputs: int, outputs: int) -> dict[str, Any]:
        return {
            "name": name,
            "max_input_channels": inputs,
            "max_output_channels": outputs,
            "default_samplerate": float(self._own_rate_hz),
            "hostapi": 0,
        }

    def connect(self, microphones: tuple[str, ...], loudspeakers: tuple[str, ...]) -> None:
        """Let these devices be there, and no others."""
        self._devices = [self._device(name, self._most_channels, 0) for name in microphones]
        self._devices += [self._device(name, 0, self._most_channels) for name in loudspeakers]
        self.default = SimpleNamespace(device=(0 if microphones else -1, len(microphones) if loudspeakers else -1))

    def _terminate(self) -> None:
        self.restarts += 1

    def _initialize(self) -> None:
        pass

    def query_devices(self, index: int | None = None) -> Any:
        return self._devices if index is None else self._devices[index]

    def query_hostapis(self, index: int | None = None) -> Any:
        first, second = self.default.device
        apis = ({"name": self._host_api, "default_input_device": first, "default_output_device": second},)
        return apis if index is None else apis[index]

    def WasapiSettings(self, auto_convert: bool) -> str:
        return f"auto_convert={auto_convert}"

    def RawInputStream(self, **options: Any) -> "FakeStream":
        return self._open("input", options)

    def RawOutputStream(self, **options: Any) -> "FakeStream":
        return self._open("output", options)

    def _open(self, direction: str, options: dict[str, Any]) -> "FakeStream":
        self.environments.append((os.environ.get("PULSE_SOURCE"), os.environ.get("PULSE_SINK")))
        if self._refusal:
            raise self.PortAudioError(*self._refusal)
        if options["samplerate"] not in self._rates or options["channels"] not in self._channels:
            raise self.PortAudioError("Invalid sample rate", -9997)
        self.streams.append(FakeStream(direction, options, self))
        return self.streams[-1]


class FakeStream:
    latency = 0.02

    def __init__(self, direction: str, options: dict[str, Any], owner: FakePortAudio) -> None:
        self.direction = direction
        self.options = options
        self.callback: Callable[..., None] = options["callback"]
        self.finished: Callable[[], None] = options["finished_callback"]
        self.is_running = self.is_closed = False
        self._owner = owner

    def start(self) -> None:
        if self._owner.start_fails:
            raise self._owner.PortAudioError("Device unavailable")
        self.is_running = True

    def abort(self, ignore_errors: bool) -> None:
        self.is_running = False
        self.finished()

    def close(self, ignore_errors: bool) -> None:
        self.is_closed = True
