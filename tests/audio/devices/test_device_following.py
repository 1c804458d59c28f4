"""When a talk goes over to other devices."""

from desktop.audio.cards import PortAudioCard
from desktop.audio.devices.device_following import REST_S, SETTLE_S, STORM_CHANGES, DeviceFollower
from desktop.audio.devices.devices import SERVER_API, Choice, Device

CARD = PortAudioCard()


def device(name: str, *, default: bool = False, speaks: bool = False, api: str = SERVER_API) -> Device:
    return Device(name, name, not speaks, speaks, default, api, ())


def test_a_new_default_is_followed_after_a_moment_and_once() -> None:
    old, new, speakers = device("old"), device("new", default=True), device("speakers", speaks=True)
    follower = DeviceFollower()
    opened = Choice(old, speakers)
    assert not follower.wants_others(CARD, opened, 10.0)
    follower.devices_changed((old, new, speakers), 10.0)
    assert not follower.wants_others(CARD, opened, 10.0 + SETTLE_S / 2)
    assert follower.wants_others(CARD, opened, 10.0 + SETTLE_S)
    assert not follower.wants_others(CARD, opened, 11.0)


def test_a_pinned_device_is_not_left_for_a_new_default() -> None:
    mine, other = device("mine"), device("other", default=True)
    follower = DeviceFollower()
    follower.devices_changed((mine, other), 10.0)
    assert not follower.wants_others(PortAudioCard(microphone="mine"), Choice(mine, None), 11.0)


def changes_while_it_flaps(seconds: float, every_s: float) -> int:
    """Return how often a talk goes over while its device comes and goes."""
    mine, other = device("mine"), device("other", default=True)
    card = PortAudioCard(microphone="mine")
    follower = DeviceFollower()
    opened, changes, flaps = Choice(mine, None), 0, 0
    for step in range(round(seconds * 100)):
        now = 10.0 + step / 100
        if step / 100 >= flaps * every_s:
            flaps += 1
            follower.devices_changed((other,) if flaps % 2 else (mine, other), now)
        if follower.wants_others(card, opened, now):
            changes += 1
            opened = Choice(mine if opened.microphone is other else other, None)
    return changes


def test_a_device_that_flaps_causes_no_storm() -> None:
    assert changes_while_it_flaps(20, every_s=0.07) <= 3 * STORM_CHANGES
    assert changes_while_it_flaps(4, every_s=0.03) <= 4 / REST_S


def test_a_device_that_is_plugged_by_hand_is_followed_each_time() -> None:
    assert changes_while_it_flaps(20, every_s=1.25) == 16


def test_hardware_that_is_open_counts_as_present_though_the_list_leaves_it_out() -> None:
    held, other = device("hw:0", default=True, api="ALSA"), device("hw:1", default=True, api="ALSA")
    follower = DeviceFollower()
    follower.devices_changed((other,), 10.0)
    assert not follower.wants_others(CARD, Choice(held, None), 11.0)


def test_a_list_without_any_device_changes_nothing() -> None:
    follower = DeviceFollower()
    follower.devices_changed((), 10.0)
    assert not follower.wants_others(CARD, Choice(device("mine"), device("speakers", speaks=True)), 11.0)
