"""A sound device, and which one is meant by a card. Pure; importing this loads no library."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.audio.cards import PortAudioCard

SERVER_API = "sound server"
"""`Device.host_api` of what a PulseAudio or PipeWire server offers."""


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
    """The rate it runs at by itself, where that is known. Which others it takes only opening it would tell."""
    bluetooth: bool = False
    unit: str = ""
    """The same for the microphone and the loudspeaker of one headset; empty where that is not known."""
    muted: bool = False
    """Switched off in the system's own settings."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The two devices a card means; None where there is nothing to choose from."""

    microphone: Device | None = None
    loudspeaker: Device | None = None

    @property
    def wakes_slowly(self) -> bool:
        """Whether one of them is a Bluetooth device, which needs up to 2 s before its first sample."""
        return any(one is not None and one.bluetooth for one in (self.microphone, self.loudspeaker))


def choose(card: PortAudioCard, devices: Sequence[Device], also: Sequence[Device] = ()) -> Choice:
    """Return the devices this card means among those that are there, stand-ins for those that are not.

    also: further devices, for a card that names one of them.
    """
    return Choice(
        _choose(
            card.microphone,
            card.microphone_name,
            [one for one in devices if one.is_input],
            [one for one in also if one.is_input],
        ),
        _choose(
            card.loudspeaker,
            card.loudspeaker_name,
            [one for one in devices if one.is_output],
            [one for one in also if one.is_output],
        ),
    )


def _choose(device_id: str, name: str, usable: Sequence[Device], also: Sequence[Device]) -> Device | None:
    """Return the device with this id, else of this name, else the system's default, else the first."""
    pinned = find_pinned(device_id, name, usable) or find_pinned(device_id, name, also) if device_id else None
    return pinned or next((one for one in usable if one.is_default), usable[0] if usable else None)


def find_pinned(device_id: str, name: str, usable: Sequence[Device]) -> Device | None:
    """Return the device that was chosen as this id and name; the id of a device can change with its socket."""
    for meant in (
        lambda one: one.id == device_id,
        lambda one: bool(name) and one.name == name,
        lambda one: one.name == device_id,
    ):
        if found := next(filter(meant, usable), None):
            return found
    return None


def stand_in_note(card: PortAudioCard, choice: Choice) -> str:
    """Return a sentence about each device that had to be replaced by another, for a card that was just opened."""
    notes = []
    for device_id, name, used in _sides(card, choice):
        if device_id and used is not None and find_pinned(device_id, name, [used]) is None:
            notes.append(f"“{name or device_id}” is not connected; “{used.name}” is used instead.")
    return " ".join(dict.fromkeys(notes))


def change_note(card: PortAudioCard, before: Choice, after: Choice, devices: Sequence[Device]) -> str:
    """Return a sentence about each side on which the sound goes on through another device; empty where none does."""
    present = {one.id for one in devices}
    notes = []
    for (device_id, name, new), (_, _, old) in zip(_sides(card, after), _sides(card, before), strict=True):
        # A Bluetooth headset has another id for telephone quality, and is the same thing all the same.
        if new is None or old is None or new.id == old.id or new.name == old.name:
            continue
        if old.id not in present:
            notes.append(f"“{old.name}” is gone; “{new.name}” is used.")
        elif device_id and find_pinned(device_id, name, [new]):
            notes.append(f"“{new.name}” is back and is used again.")
        else:
            notes.append(f"“{new.name}” is the system's choice now and is used.")
    return " ".join(dict.fromkeys(notes))


def _sides(card: PortAudioCard, choice: Choice) -> tuple[tuple[str, str, Device | None], ...]:
    return (
        (card.microphone, card.microphone_name, choice.microphone),
        (card.loudspeaker, card.loudspeaker_name, choice.loudspeaker),
    )


def bluetooth_advice(choice: Choice) -> str:
    """Return what to do about a Bluetooth headset that is both microphone and loudspeaker; empty where none is.

    With its microphone open a headset falls to telephone quality in both directions.
    """
    heard, played = choice.microphone, choice.loudspeaker
    if heard is None or played is None or not (heard.bluetooth and played.bluetooth) or heard.unit != played.unit:
        return ""
    return (
        f"“{played.name}” sounds like a telephone while its microphone is on. "
        "Use the built-in microphone and keep the headset for sound."
    )
