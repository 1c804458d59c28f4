"""Whether the devices of one talk run and are the right ones. Pure: `now` is an argument, in monotonic seconds.

running --they stop, or others are meant--> lost --opened anew--> opened --both move--> running
                                              |                      |
                                              +--------- 5 s --------+--> given up
"""

from collections.abc import Iterator

from desktop.audio.cards import PortAudioCard
from desktop.audio.devices.device_following import DeviceFollower
from desktop.audio.devices.device_news import DeviceNews, News
from desktop.audio.refusals import Cause
from desktop.audio.streams import AudioDeviceError, Streams

STALL_LIMIT_S = 0.5
WAKE_LIMIT_S = 2.5
"""Before the first sample of a Bluetooth device."""
REOPEN_LIMIT_S = 5.0

_GONE = "The microphone or loudspeaker went away and did not come back. Connect it and press the button again."
_STILL = (
    "The microphone or loudspeaker opens but does not run. Choose another device in the settings and press the button "
    "again."
)


class DeviceHealth:
    """Belongs to the worker; lives as long as the talk, whatever devices it goes through."""

    def __init__(self, card: PortAudioCard, follower: DeviceFollower) -> None:
        self._card = card
        self._follower = follower
        self._news = DeviceNews(card)
        self._positions = (0, 0)
        self._moved_at = 0.0
        self._reopen_until: float | None = None
        self._refusal: AudioDeviceError | None = None
        self._has_run = self._has_new_card = False
        self.is_lost = False
        """Whether the streams are to be closed and opened anew."""

    def use(self, card: PortAudioCard) -> None:
        """The learner has chosen otherwise: the streams are lost."""
        self._card = card
        self._has_new_card = True
        self._news.use(card)

    def started(self, streams: Streams, now: float) -> Iterator[News]:
        """These streams are open."""
        self._positions = (0, 0)
        self._moved_at = now + WAKE_LIMIT_S - STALL_LIMIT_S if streams.choice.wakes_slowly else now
        self._refusal = None
        self.is_lost = self._has_new_card = False
        if self._reopen_until is None:
            yield from self._news.opened(streams.choice, streams.note)

    def look(self, streams: Streams, now: float) -> Iterator[News]:
        """See what the devices have done since the last look; then `is_lost` tells whether to go on with them."""
        captured, asked = streams.capture.write_position, streams.asked_frames
        if captured != self._positions[0] and asked != self._positions[1]:
            self._positions = (captured, asked)
            self._moved_at = now
            self._has_run = True
            again, self._reopen_until = self._reopen_until is not None, None
            yield from self._news.runs(streams.choice, streams.note, self._follower.devices, again=again)
        if streams.is_dead or now - self._moved_at > STALL_LIMIT_S:
            self.is_lost = True
            # A device that opens again but stays still has not come back: its time goes on running.
            self._reopen_until = self._reopen_until or now + REOPEN_LIMIT_S
        elif self._has_new_card or self._follower.wants_others(self._card, streams.choice, now):
            self.is_lost = True
            self._reopen_until = now + REOPEN_LIMIT_S

    def hears(self, silent_s: float, *, muted: bool) -> Iterator[News]:
        """As `DeviceNews.hears`."""
        return self._news.hears(silent_s, self._follower.devices, muted=muted)

    def refused(self, error: AudioDeviceError) -> None:
        """An attempt to open the devices anew failed. What refuses now may be there at the next attempt."""
        self._refusal = error

    def given_up(self, now: float) -> AudioDeviceError | None:
        """Return why there will be no sound any more, or None while there is hope."""
        if self._reopen_until is None or now < self._reopen_until:
            return None
        if self._refusal is not None and self._refusal.cause not in (Cause.GONE, Cause.UNKNOWN):
            return self._refusal
        if self._refusal is None and not self._has_run:
            return AudioDeviceError(_STILL, Cause.STILL)
        return AudioDeviceError(_GONE, Cause.GONE)
