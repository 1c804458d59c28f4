"""The devices of a PulseAudio or PipeWire server, which tells of every change by itself.

Needs libpulse, which comes with the ALSA plugin that PortAudio reaches the server by.
"""

import importlib
from typing import Any

from desktop.audio.devices.devices import SERVER_API, Device

_CLIENT_NAME = "vivavoce-devices"
_NO_INDEX = 0xFFFFFFFF
_DUMMY_SINK = "auto_null"
"""What the server plays into where there is no loudspeaker."""


class NoSoundServer(Exception):
    """There is no server, it went away, or libpulse is missing."""


class PulseServer:
    """One connection. Belongs to one thread, but for `stop_waiting`."""

    def __init__(self) -> None:
        """Connect. Raises NoSoundServer."""
        try:
            self._pulsectl: Any = importlib.import_module("pulsectl")
        except (ImportError, OSError) as error:
            raise NoSoundServer from error
        self._changed = False
        self._stopped = False
        self._pulse = self._pulsectl.Pulse(_CLIENT_NAME, connect=False)
        try:
            # Never starts a server; no time limit, since pulsectl would wait for all of it.
            self._pulse.connect(autospawn=False)
            self._pulse.event_mask_set("sink", "source", "server")
            self._pulse.event_callback_set(self._note_change)
        except self._errors() as error:
            self._pulse.close()
            raise NoSoundServer from error

    def devices(self) -> tuple[Device, ...]:
        """Return microphones, then loudspeakers, present now. Raises NoSoundServer."""
        self._changed = False
        try:
            server = self._pulse.server_info()
            sources, sinks = self._pulse.source_list(), self._pulse.sink_list()
        except self._errors() as error:
            raise NoSoundServer from error
        microphones = [_device(one, server.default_source_name, is_input=True) for one in sources if _is_source(one)]
        loudspeakers = [
            _device(one, server.default_sink_name, is_input=False) for one in sinks if one.name != _DUMMY_SINK
        ]
        return (*microphones, *loudspeakers)

    def wait_for_change(self) -> None:
        """Return when something has changed since the last `devices`, or after `stop_waiting`. Raises NoSoundServer."""
        if self._changed or self._stopped:
            return
        try:
            self._pulse.event_listen()
        except self._errors() as error:
            raise NoSoundServer from error

    def stop_waiting(self) -> None:
        """Let `wait_for_change` return, now or when it is called; any thread. To be repeated until it has."""
        self._stopped = True
        self._pulse.event_listen_stop()

    def close(self) -> None:
        self._pulse.close()

    def _note_change(self, _event: Any) -> None:
        # Some come while the lists are read, where PulseLoopStop is lost.
        self._changed = True
        raise self._pulsectl.PulseLoopStop

    def _errors(self) -> tuple[type[Exception], ...]:
        return self._pulsectl.PulseError, self._pulsectl.PulseDisconnected, self._pulsectl._pulsectl.pa.CallError


def _is_source(source: Any) -> bool:
    """Whether it is a microphone and not what a loudspeaker plays."""
    return source.monitor_of_sink in (None, _NO_INDEX) and source.proplist.get("device.class") != "monitor"


def _device(info: Any, default: str, *, is_input: bool) -> Device:
    # Not info.sample_spec: it points into memory that libpulse has taken back.
    properties: dict[str, str] = info.proplist
    rate = properties.get("audio.rate", "")
    bluetooth = properties.get("device.bus") == "bluetooth" or properties.get("device.api") == "bluez5"
    unit = properties.get("api.bluez5.address") or (properties.get("device.string", "") if bluetooth else "")
    return Device(
        id=info.name,
        name=info.description or info.name,
        is_input=is_input,
        is_output=not is_input,
        is_default=info.name == default,
        host_api=SERVER_API,
        rates=(int(rate),) if rate.isdecimal() else (),
        bluetooth=bluetooth,
        unit=unit or (f"card {info.card}" if info.card not in (None, _NO_INDEX) else ""),
        muted=bool(info.mute),
    )
