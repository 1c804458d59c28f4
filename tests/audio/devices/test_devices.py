"""Which device is meant."""

import pytest

from desktop.audio.cards import PortAudioCard
from desktop.audio.devices.devices import Choice, Device, bluetooth_advice, change_note, choose, stand_in_note


def device(name: str, *, default: bool = False, speaks: bool = False, **more: object) -> Device:
    return Device(f"id {name}", name, not speaks, speaks, default, "ALSA", (48_000,), **more)  # type: ignore[arg-type]


BUILT_IN, HEADSET = device("Built-in"), device("Headset", default=True)
SPEAKERS, HEADPHONES = device("Speakers", default=True, speaks=True), device("Headphones", speaks=True)
ALL = (BUILT_IN, HEADSET, SPEAKERS, HEADPHONES)


@pytest.mark.parametrize(
    ("card", "devices", "meant"),
    [
        (PortAudioCard(), ALL, (HEADSET, SPEAKERS)),
        (PortAudioCard(), (BUILT_IN, HEADPHONES), (BUILT_IN, HEADPHONES)),
        (PortAudioCard(microphone="id Built-in"), ALL, (BUILT_IN, SPEAKERS)),
        (PortAudioCard(microphone="old id", microphone_name="Built-in"), ALL, (BUILT_IN, SPEAKERS)),
        (PortAudioCard(microphone="Built-in"), ALL, (BUILT_IN, SPEAKERS)),
        (PortAudioCard(loudspeaker="id Headphones"), ALL, (HEADSET, HEADPHONES)),
        (PortAudioCard(loudspeaker="gone"), ALL, (HEADSET, SPEAKERS)),
        (PortAudioCard(loudspeaker="id Built-in"), ALL, (HEADSET, SPEAKERS)),
        (PortAudioCard(microphone_name="Built-in"), ALL, (HEADSET, SPEAKERS)),
        (PortAudioCard(), (), (None, None)),
    ],
)
def test_the_pinned_device_is_meant_then_the_default_then_any(
    card: PortAudioCard, devices: tuple[Device, ...], meant: tuple[Device | None, Device | None]
) -> None:
    assert choose(card, devices) == Choice(*meant)


def test_what_is_listed_elsewhere_is_taken_only_when_it_is_named() -> None:
    assert choose(PortAudioCard(), (HEADSET,), also=(BUILT_IN, SPEAKERS)) == Choice(HEADSET, None)
    assert choose(PortAudioCard(microphone="Built-in"), (HEADSET,), also=(BUILT_IN,)).microphone == BUILT_IN


def test_a_stand_in_is_told_and_the_device_itself_is_not() -> None:
    card = PortAudioCard("id Gone", "id Headphones", "Gone", "Headphones")
    assert stand_in_note(card, choose(card, ALL)) == "“Gone” is not connected; “Headset” is used instead."
    assert stand_in_note(PortAudioCard(), choose(PortAudioCard(), ALL)) == ""


PINNED = PortAudioCard(microphone="id Headset", microphone_name="Headset")


@pytest.mark.parametrize(
    ("card", "before", "after", "devices", "note"),
    [
        (PINNED, HEADSET, BUILT_IN, (BUILT_IN,), "“Headset” is gone; “Built-in” is used."),
        (PINNED, BUILT_IN, HEADSET, ALL, "“Headset” is back and is used again."),
        (PortAudioCard(), BUILT_IN, HEADSET, ALL, "“Headset” is the system's choice now and is used."),
        (PINNED, HEADSET, HEADSET, ALL, ""),
        (PINNED, HEADSET, Device("as a telephone", "Headset", True, False, False, "ALSA", ()), (), ""),
    ],
)
def test_a_change_of_device_is_told_with_its_cause(
    card: PortAudioCard, before: Device, after: Device, devices: tuple[Device, ...], note: str
) -> None:
    assert change_note(card, Choice(before, SPEAKERS), Choice(after, SPEAKERS), devices) == note


def test_a_headset_that_goes_with_both_its_sides_is_told_once() -> None:
    both = Choice(device("Set"), device("Set", speaks=True))
    inside = Choice(device("Built-in"), device("Built-in", speaks=True))
    assert change_note(PortAudioCard(), both, inside, ()) == "“Set” is gone; “Built-in” is used."


def test_a_bluetooth_headset_that_is_both_is_advised_against() -> None:
    heard = device("Set", bluetooth=True, unit="AA:BB")
    played = device("Set", speaks=True, bluetooth=True, unit="AA:BB")
    assert bluetooth_advice(Choice(heard, played)).endswith(
        "Use the built-in microphone and keep the headset for sound."
    )
    assert bluetooth_advice(Choice(BUILT_IN, played)) == ""
    assert bluetooth_advice(Choice(heard, device("Box", speaks=True, bluetooth=True, unit="CC:DD"))) == ""
    assert bluetooth_advice(Choice(None, played)) == ""
