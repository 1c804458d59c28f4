"""In which ways a device is opened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.audio.devices.devices import SERVER_API, Device
from desktop.audio.stream_ways import MOST_CHANNELS, Direction, Way, ways

SERVED = Device("usb", "USB", True, False, True, SERVER_API, ())


def portaudio_device(name: str, api: str = "ALSA") -> Device:
    return Device(f"{api}/{name}", name, True, True, False, api, (48_000,))


def info(rate_hz: int = 48_000, channels: int = 2) -> dict[str, object]:
    return {"max_input_channels": channels, "max_output_channels": channels, "default_samplerate": float(rate_hz)}


def test_the_sound_server_is_asked_for_24_khz_mono_first_and_by_every_name_it_has() -> None:
    own = [(0, portaudio_device("hw (hw:0,0)")), (1, portaudio_device("default")), (2, portaudio_device("pulse"))]
    found = ways("input", SERVED, own, [info()] * 3)
    assert found[0] == Way(2, 24_000, 1, "usb")
    assert [way.index for way in found] == [2, 2, 2, 1, 1, 1]
    assert {way.target for way in found} == {"usb"}


def test_without_a_way_to_the_server_there_is_none() -> None:
    assert ways("input", SERVED, [(0, portaudio_device("hw (hw:0,0)"))], [info()]) == []


@pytest.mark.parametrize(("direction", "channels"), [("input", [4, 2, 1]), ("output", [2, 4, 1])])
def test_hardware_is_asked_for_its_own_rate_first(direction: Direction, channels: list[int]) -> None:
    one = portaudio_device("HDA Intel (hw:0,0)")
    found = ways(direction, one, [(0, one)], [info(44_100, 4)])
    assert found[:3] == [Way(0, 44_100, count) for count in channels]
    assert {way.rate_hz for way in found} >= {8_000, 48_000, 192_000}


@given(st.integers(8_000, 192_000), st.integers(1, 64), st.sampled_from(["input", "output"]))
def test_every_way_is_within_what_the_device_has_and_none_is_tried_twice(
    rate_hz: int, channels: int, direction: Direction
) -> None:
    one = portaudio_device("device", "Core Audio")
    found = ways(direction, one, [(0, one)], [info(rate_hz, channels)])
    assert found[0].rate_hz == rate_hz
    assert len(found) == len(set(found))
    assert all(1 <= way.channels <= min(channels, MOST_CHANNELS) for way in found)
