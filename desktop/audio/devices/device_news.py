"""What the learner is told of the devices of one talk. Pure."""

import sys
from collections.abc import Iterator, Sequence

from desktop.audio.cards import PortAudioCard
from desktop.audio.devices.devices import Choice, Device, bluetooth_advice, change_note
from desktop.audio.messages import BluetoothAdvised, DeviceChanged, MicrophoneHeard, MicrophoneSilent
from desktop.audio.refusals import Cause, silence_sentence

SILENCE_LIMIT_S = 3.0
News = DeviceChanged | BluetoothAdvised | MicrophoneSilent | MicrophoneHeard
_BACK = "The sound device stopped and was opened again."


class DeviceNews:
    """Lives as long as the talk, whatever devices it goes through."""

    def __init__(self, card: PortAudioCard) -> None:
        self._card = card
        self._choice = Choice()
        self._has_run = self._is_silent = self._has_advised = self._was_asked = False

    def use(self, card: PortAudioCard) -> None:
        """The learner has chosen otherwise, and needs not be told what follows from that."""
        self._card = card
        self._was_asked = True

    def opened(self, choice: Choice, note: str) -> Iterator[News]:
        """The first devices of the talk are open. note: of a stand-in."""
        self._choice = choice
        if note:
            yield DeviceChanged(note)
        yield from self._advise(choice)

    def runs(self, choice: Choice, note: str, devices: Sequence[Device], *, again: bool) -> Iterator[News]:
        """Both devices move. again: for the first time since they were opened anew.

        Of devices that had to be opened twice before they ever ran nothing is told.
        """
        if again:
            changed = change_note(self._card, self._choice, choice, devices)
            if self._was_asked:
                changed = ""
            elif not (changed or note) and self._has_run:
                changed = _BACK
            if sentence := changed or note:
                yield DeviceChanged(sentence)
            self._choice = choice
            self._was_asked = False
            yield from self._advise(choice)
        self._has_run = True

    def hears(self, silent_s: float, devices: Sequence[Device], *, muted: bool) -> Iterator[News]:
        """silent_s: for how long the microphone has given nothing but zeros. muted: by the learner, in this window."""
        if self._is_silent and silent_s == 0.0:
            self._is_silent = False
            yield MicrophoneHeard()
        elif not self._is_silent and not muted and silent_s >= SILENCE_LIMIT_S:
            self._is_silent = True
            microphone = self._choice.microphone
            name = microphone.name if microphone else ""
            present = next((one for one in devices if microphone and one.id == microphone.id), microphone)
            cause = Cause.UNKNOWN
            if present is not None and present.muted:
                cause = Cause.MUTED
            elif sys.platform == "darwin":
                # macOS gives zeros, not an error, to a program that is not allowed to listen.
                cause = Cause.NOT_ALLOWED
            yield MicrophoneSilent(silence_sentence(name, cause), name, cause)

    def _advise(self, choice: Choice) -> Iterator[BluetoothAdvised]:
        advice = bluetooth_advice(choice)
        if advice and not self._has_advised:
            self._has_advised = True
            yield BluetoothAdvised(advice)
