"""In which ways a device can be opened, the best first. Pure.

    offered by a sound server   24 kHz mono: the server converts, better than we do, and mixes
    hardware                    its own rate and channels, converted by us; then what it might take instead

Asking hardware for 24 kHz fails, or lets a driver convert badly. All channels of a microphone are opened, since often
only one of them carries sound.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from desktop.audio.devices.devices import SERVER_API, Device
from desktop.audio.format import SAMPLE_RATE_HZ

Direction = Literal["input", "output"]
MOST_CHANNELS = 8
_USUAL_RATES_HZ = (48_000, 44_100, 96_000, 192_000, 32_000, 24_000, 16_000, 22_050, 88_200, 176_400, 11_025, 8_000)
_SERVER_PCMS = ("pulse", "default", "pipewire")
"""ALSA's names for the way to a server. "default" is one of them wherever a server runs."""


@dataclass(frozen=True, slots=True)
class Way:
    index: int
    """PortAudio's."""
    rate_hz: int
    channels: int
    target: str = ""
    """The server's name of the device, where it is reached through a server."""


def ways(
    direction: Direction,
    device: Device,
    own: Sequence[tuple[int, Device]],
    infos: Sequence[Mapping[str, Any]],
) -> list[Way]:
    """own: PortAudio's devices by index. infos: what PortAudio says of each index."""
    if device.host_api == SERVER_API:
        found = [
            index
            for name in _SERVER_PCMS
            for index, one in own
            if one.name == name and (one.is_input if direction == "input" else one.is_output)
        ]
        return [
            Way(index, rate, channels, device.id)
            for index in found
            for rate, channels in _formats(direction, infos[index], converts=True)
        ]
    return [
        Way(index, rate, channels)
        for index, one in own
        if one.id == device.id
        for rate, channels in _formats(direction, infos[index], converts=goes_through_server(one))
    ]


def goes_through_server(device: Device) -> bool:
    """Whether the system converts and mixes for this device. ALSA names hardware by its card: "HDA: ALC (hw:0,0)"."""
    return device.host_api in (SERVER_API, "PulseAudio") or (device.host_api == "ALSA" and "(hw:" not in device.name)


def _formats(direction: Direction, info: Mapping[str, Any], *, converts: bool) -> Iterator[tuple[int, int]]:
    most = max(1, min(MOST_CHANNELS, info[f"max_{direction}_channels"]))
    own_hz = round(info["default_samplerate"])
    if converts:
        yield from dict.fromkeys(((SAMPLE_RATE_HZ, 1), (own_hz, 1), (own_hz, min(2, most))))
        return
    two = min(2, most)
    counts = dict.fromkeys((most, two, 1) if direction == "input" else (two, most, 1))
    for rate_hz in dict.fromkeys((own_hz, *_USUAL_RATES_HZ)):
        for count in counts:
            yield rate_hz, count
