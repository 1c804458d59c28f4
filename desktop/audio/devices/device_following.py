"""Whether the devices that are open are still the ones a card means. Pure; the clock is an argument."""

from collections import deque
from collections.abc import Sequence

from desktop.audio.cards import PortAudioCard
from desktop.audio.devices.devices import SERVER_API, Choice, Device, choose

SETTLE_S = 0.2
"""Plugging in makes several lists in a row; a Bluetooth headset comes and goes while it connects."""
REST_S = 0.5
"""From one change to the next, however often the devices change meanwhile."""
STORM_CHANGES, STORM_S = 6, 5.0
"""More changes in less time come from a device that flaps: it is left alone for as long again."""


class DeviceFollower:
    """Belongs to the worker."""

    def __init__(self) -> None:
        self.devices: tuple[Device, ...] = ()
        self._look_at: float | None = None
        self._rest_until = 0.0
        self._changes: deque[float] = deque(maxlen=STORM_CHANGES)

    def devices_changed(self, devices: tuple[Device, ...], now: float) -> None:
        """now: seconds, monotonic."""
        self.devices = devices
        if self._look_at is None:
            self._look_at = max(now + SETTLE_S, self._rest_until)

    def wants_others(self, card: PortAudioCard, opened: Choice, now: float) -> bool:
        """Return whether other devices than those opened are to be used from now on; once for each change."""
        if self._look_at is None or now < self._look_at:
            return False
        self._look_at = None
        wanted = _wanted(card, opened, self.devices)
        differs = any(
            new is not None and old is not None and new.id != old.id
            for new, old in ((wanted.microphone, opened.microphone), (wanted.loudspeaker, opened.loudspeaker))
        )
        if differs:
            self._changes.append(now)
            storms = len(self._changes) == STORM_CHANGES and now - self._changes[0] < STORM_S
            self._rest_until = now + (STORM_S if storms else REST_S)
        return differs


def _wanted(card: PortAudioCard, opened: Choice, devices: Sequence[Device]) -> Choice:
    """What PortAudio lists and is open counts as present: ALSA leaves a device out while somebody holds it.

    Should it be gone after all, its stream stops, which the engine notices by itself.
    """
    listed = {one.id for one in devices}
    held = [
        one
        for one in (opened.microphone, opened.loudspeaker)
        if one is not None and one.host_api != SERVER_API and one.id not in listed
    ]
    if any(one.host_api == SERVER_API for one in devices):
        return choose(card, devices, also=held)
    return choose(card, [*held, *devices])
