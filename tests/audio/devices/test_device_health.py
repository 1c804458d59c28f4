"""Whether the devices of a talk run, and until when to try."""

import pytest

from desktop.audio.cards import PortAudioCard
from desktop.audio.devices.device_following import DeviceFollower
from desktop.audio.devices.device_health import REOPEN_LIMIT_S, STALL_LIMIT_S, WAKE_LIMIT_S, DeviceHealth
from desktop.audio.devices.devices import Choice, Device
from desktop.audio.messages import DeviceChanged
from desktop.audio.refusals import Cause
from desktop.audio.streams import AudioDeviceError
from tests.audio.fake_streams import FakeStreams
from tests.support.fake_sound_card import noise


def health_at(now: float) -> tuple[DeviceHealth, FakeStreams]:
    health, streams = DeviceHealth(PortAudioCard(), DeviceFollower()), FakeStreams()
    assert list(health.started(streams, now)) == []
    return health, streams


def move(health: DeviceHealth, streams: FakeStreams, now: float) -> list[object]:
    streams.hear(noise(10))
    streams.ask()
    return list(health.look(streams, now))


@pytest.mark.parametrize("side", ["microphone", "loudspeaker", "both"])
def test_devices_are_lost_when_either_side_stands_still(side: str) -> None:
    health, streams = health_at(10.0)
    move(health, streams, 10.0)
    if side == "loudspeaker":
        streams.hear(noise(10))
    elif side == "microphone":
        streams.ask()
    list(health.look(streams, 10.0 + STALL_LIMIT_S))
    assert not health.is_lost
    list(health.look(streams, 10.01 + STALL_LIMIT_S))
    assert health.is_lost
    assert health.given_up(10.0 + REOPEN_LIMIT_S) is None


def test_a_bluetooth_device_has_time_to_wake_and_then_none() -> None:
    health, streams = DeviceHealth(PortAudioCard(), DeviceFollower()), FakeStreams()
    streams.choice = Choice(Device("in", "Set", True, False, True, "api", (), bluetooth=True))
    list(health.started(streams, 10.0))
    list(health.look(streams, 9.9 + WAKE_LIMIT_S))
    assert not health.is_lost
    move(health, streams, 10.0 + WAKE_LIMIT_S)
    list(health.look(streams, 10.1 + WAKE_LIMIT_S + STALL_LIMIT_S))
    assert health.is_lost


def test_devices_that_move_again_are_told_and_hoped_for_anew() -> None:
    health, streams = health_at(10.0)
    move(health, streams, 10.0)
    streams.is_dead = True
    list(health.look(streams, 10.1))
    again = FakeStreams()
    assert list(health.started(again, 11.0)) == []
    assert not health.is_lost
    assert move(health, again, 11.1) == [DeviceChanged("The sound device stopped and was opened again.")]
    assert health.given_up(99.0) is None


@pytest.mark.parametrize(
    ("ran", "refusal", "cause"),
    [
        (True, None, Cause.GONE),
        (False, None, Cause.STILL),
        (True, AudioDeviceError("Another program holds it.", Cause.BUSY), Cause.BUSY),
        (True, AudioDeviceError("No microphone was found.", Cause.GONE), Cause.GONE),
        (False, AudioDeviceError("It could not be opened."), Cause.GONE),
    ],
)
def test_they_are_given_up_after_five_seconds_for_a_cause(
    ran: bool, refusal: AudioDeviceError | None, cause: Cause
) -> None:
    health, streams = health_at(10.0)
    if ran:
        move(health, streams, 10.0)
    streams.is_dead = True
    list(health.look(streams, 10.0))
    if refusal:
        health.refused(refusal)
    assert health.given_up(9.9 + REOPEN_LIMIT_S) is None
    why = health.given_up(10.0 + REOPEN_LIMIT_S)
    assert why is not None
    assert why.cause is cause
    assert str(why).endswith((".", "again."))
