"""What a sound server says of its devices."""

import sys

import pytest

from desktop.audio.devices.devices import SERVER_API, Device
from desktop.audio.devices.pulse_devices import NoSoundServer, PulseServer
from tests.audio.fake_pulse import FakePulse, sink, source


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> FakePulse:
    fake = FakePulse(
        [source("usb", audio_rate="44100"), source("hdmi.monitor", monitor=True)],
        [sink("hdmi", card=2, audio_rate="48000"), sink("auto_null")],
    )
    monkeypatch.setitem(sys.modules, "pulsectl", fake)
    return fake


def test_microphones_and_loudspeakers_are_listed_without_monitors_and_dummies(pulse: FakePulse) -> None:
    assert PulseServer().devices() == (
        Device("usb", "The usb", True, False, True, SERVER_API, (44_100,), unit="card 1"),
        Device("hdmi", "The hdmi", False, True, True, SERVER_API, (48_000,), unit="card 2"),
    )


def test_the_two_sides_of_a_bluetooth_headset_are_known_as_one(pulse: FakePulse) -> None:
    pulse.change(
        [source("bluez_in", device_api="bluez5", api_bluez5_address="AA:BB")],
        [sink("bluez_out", device_bus="bluetooth", device_string="AA:BB"), sink("hdmi")],
    )
    heard, played, other = PulseServer().devices()
    assert (heard.bluetooth, played.bluetooth, other.bluetooth) == (True, True, False)
    assert heard.unit == played.unit == "AA:BB"


def test_a_microphone_that_the_system_mutes_is_known(pulse: FakePulse) -> None:
    pulse.sources[0].mute = 1
    assert PulseServer().devices()[0].muted


def test_a_change_while_the_list_is_read_is_not_missed(pulse: FakePulse) -> None:
    server = PulseServer()
    server.devices()
    with pytest.raises(FakePulse.PulseLoopStop):
        pulse._callback(None)
    server.wait_for_change()


def test_no_server_and_no_library_are_told_apart_from_an_empty_list(
    pulse: FakePulse, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = PulseServer()
    pulse.die()
    with pytest.raises(NoSoundServer):
        server.wait_for_change()
    with pytest.raises(NoSoundServer):
        server.devices()
    with pytest.raises(NoSoundServer):
        PulseServer()
    assert pulse.closed == 1
    monkeypatch.setitem(sys.modules, "pulsectl", None)
    with pytest.raises(NoSoundServer):
        PulseServer()
