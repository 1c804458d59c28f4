"""What sound devices there are, told whenever it changes: the one seam over two sources.

    Linux with a sound server   the server says when something changes; nothing is polled
    everything else             PortAudio's list, read in a child process: once, then every 3 s while it is needed

The second cannot be told of anything, so "needed" is while a talk runs or the devices are being shown.
"""

import sys
import threading
from collections.abc import Callable

from desktop.audio.devices.devices import Device
from desktop.audio.devices.port_audio_list import PortAudioLister, port_audio_devices
from desktop.audio.devices.pulse_devices import NoSoundServer, PulseServer

POLL_S = 3.0
_COALESCE_S = 0.03
"""Plugging one thing in makes a handful of events."""
_RECONNECT_S = 0.25
_RECONNECTS = 20
"""5 s: a server that is restarted is soon back."""
_FIRST_LOOK_S = 0.5
_FAREWELL_S = 3.0


class DeviceWatch:
    """A thread that watches. changed: called on it with the first list and with every other one that differs."""

    def __init__(
        self, changed: Callable[[tuple[Device, ...]], None], *, server: bool = sys.platform.startswith("linux")
    ) -> None:
        self._changed = changed
        self._uses_server = server
        self._lister = PortAudioLister()
        self._server: PulseServer | None = None
        self._wake = threading.Condition()
        self._needed = self._closing = False
        self._thread: threading.Thread | None = None
        self._looked = threading.Event()
        self.known: tuple[Device, ...] | None = None
        """The newest list; None until there is one. Any thread may read it."""

    def start(self) -> None:
        """Begin; idempotent. Returns at once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="audio-devices", daemon=True)
            self._thread.start()

    def first_look(self) -> tuple[Device, ...]:
        """Return what a server offers, or what is known; waits for the server's first answer, 0.5 s at most.

        Empty where there is no server yet: PortAudio reads its own list when it opens a device.
        """
        self.start()
        self._looked.wait(_FIRST_LOOK_S)
        return self.known or ()

    def need(self, needed: bool) -> None:
        """Say whether changes matter now; any thread."""
        with self._wake:
            self._needed = needed
            self._wake.notify()

    def close(self) -> None:
        """End the thread and what it started; waits up to 3 s."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        if self._thread is None:
            return
        for _ in range(round(_FAREWELL_S / 0.02)):
            if server := self._server:
                server.stop_waiting()
            self._thread.join(0.02)
            if not self._thread.is_alive():
                return

    # -- the thread ---------------------------------------------------------------------------------------------

    def _run(self) -> None:
        reconnects = 0
        while not self._closing:
            if self._uses_server and self._follow_server():
                # What it offered stays known: when it is back it will most likely offer that again.
                reconnects = _RECONNECTS
                continue
            self._looked.set()
            if reconnects:
                reconnects -= 1
                self._pause(_RECONNECT_S)
            elif self.known is None or self._needed:
                self._tell(self._lister.read())
                self._pause(POLL_S)
            else:
                self._lister.close()
                self._pause(None)
        self._lister.close()

    def _follow_server(self) -> bool:
        """Tell what a server says until it goes away; False where there is none."""
        try:
            server = PulseServer()
        except NoSoundServer:
            return False
        self._lister.close()
        self._server = server
        try:
            while not self._closing:
                self._tell(server.devices())
                server.wait_for_change()
                self._pause(_COALESCE_S)
        except NoSoundServer:
            return True
        finally:
            self._server = None
            server.close()
        return True

    def _tell(self, devices: tuple[Device, ...]) -> None:
        if devices != self.known:
            self.known = devices
            self._changed(devices)
        self._looked.set()

    def _pause(self, seconds: float | None) -> None:
        with self._wake:
            if not self._closing:
                self._wake.wait(seconds)


def list_devices(*, server: bool = sys.platform.startswith("linux")) -> tuple[Device, ...]:
    """Return the devices present now, from the same two sources; empty where there is no sound system.

    Must not be called in a process that has streams open. Takes 0.1 s.
    """
    connection: PulseServer | None = None
    try:
        if server:
            connection = PulseServer()
            return connection.devices()
    except NoSoundServer:
        pass
    finally:
        if connection is not None:
            connection.close()
    return port_audio_devices()
