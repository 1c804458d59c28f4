"""The pulsectl module with a server the test makes up."""

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


def source(name: str, *, monitor: bool = False, card: int = 1, **properties: str) -> SimpleNamespace:
    """A microphone, or what a loudspeaker plays. Properties: "_" stands for "."."""
    return SimpleNamespace(
        name=name,
        description=f"The {name}",
        proplist={key.replace("_", "."): value for key, value in properties.items()},
        card=card,
        mute=0,
        monitor_of_sink=7 if monitor else 0xFFFFFFFF,
    )


sink = source


class FakePulse:
    """Stands in for the module `pulsectl`, its one connection and the server behind it."""

    class PulseError(Exception):
        pass

    class PulseDisconnected(Exception):
        pass

    class PulseLoopStop(Exception):
        pass

    class CallError(Exception):
        pass

    def __init__(self, sources: list[SimpleNamespace], sinks: list[SimpleNamespace]) -> None:
        self.sources, self.sinks = sources, sinks
        self.runs = True
        self.connections = self.closed = 0
        self._pulsectl = SimpleNamespace(pa=SimpleNamespace(CallError=self.CallError))
        self._happened = threading.Semaphore(0)
        self._callback: Callable[[object], None] = lambda _: None

    # -- the test's side ------------------------------------------------------------------------------------

    def change(self, sources: list[SimpleNamespace], sinks: list[SimpleNamespace]) -> None:
        self.sources, self.sinks = sources, sinks
        self._happened.release()

    def die(self) -> None:
        self.runs = False
        self._happened.release()

    # -- pulsectl's -----------------------------------------------------------------------------------------

    def Pulse(self, name: str, connect: bool) -> "FakePulse":
        assert not connect
        return self

    def connect(self, autospawn: bool) -> None:
        assert not autospawn
        self.connections += 1
        if not self.runs:
            raise self.PulseError("Failed to connect to pulseaudio server")

    def event_mask_set(self, *masks: str) -> None:
        assert set(masks) == {"sink", "source", "server"}

    def event_callback_set(self, callback: Callable[[object], None]) -> None:
        self._callback = callback

    def server_info(self) -> SimpleNamespace:
        if not self.runs:
            raise self.CallError("no connection")
        return SimpleNamespace(default_source_name="usb", default_sink_name="hdmi")

    def source_list(self) -> list[SimpleNamespace]:
        return self.sources

    def sink_list(self) -> list[SimpleNamespace]:
        return self.sinks

    def event_listen(self) -> None:
        self._happened.acquire()
        if not self.runs:
            raise self.PulseDisconnected
        try:
            self._callback(None)
        except self.PulseLoopStop:
            return

    def event_listen_stop(self) -> None:
        self._happened.release()

    def close(self) -> None:
        self.closed += 1

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"pulsectl has {name}, and the fake has not")
