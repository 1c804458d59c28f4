"""The list of devices and its changes, from either source."""

import io
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from desktop.audio.devices import device_watch, port_audio_list
from desktop.audio.devices.device_watch import DeviceWatch, list_devices
from desktop.audio.devices.devices import Device
from desktop.audio.pipe import read_message
from tests.audio.fake_portaudio import FakePortAudio
from tests.audio.fake_pulse import FakePulse, sink, source
from tests.support.waiting import wait_until

Lists = list[tuple[Device, ...]]


def ids(devices: tuple[Device, ...]) -> list[str]:
    return [one.id for one in devices]


class ScriptedLister:
    """Stands in for the child process: each reading finds one device more."""

    def __init__(self) -> None:
        self.readings = self.closed = 0

    def read(self) -> tuple[Device, ...]:
        self.readings += 1
        return tuple(Device(f"{n}", f"{n}", True, False, False, "ALSA", ()) for n in range(self.readings))

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> FakePulse:
    fake = FakePulse([source("usb")], [sink("hdmi")])
    monkeypatch.setitem(sys.modules, "pulsectl", fake)
    return fake


@pytest.fixture
def lister(monkeypatch: pytest.MonkeyPatch) -> ScriptedLister:
    scripted = ScriptedLister()
    monkeypatch.setattr(device_watch, "PortAudioLister", lambda: scripted)
    monkeypatch.setattr(device_watch, "POLL_S", 0.001)
    monkeypatch.setattr(device_watch, "_RECONNECT_S", 0.001)
    return scripted


@pytest.fixture
def told() -> Lists:
    return []


@pytest.fixture
def server_watch(pulse: FakePulse, lister: ScriptedLister, told: Lists) -> Iterator[DeviceWatch]:
    watch = DeviceWatch(told.append, server=True)
    yield watch
    watch.close()


@pytest.fixture
def polling_watch(lister: ScriptedLister, told: Lists) -> Iterator[DeviceWatch]:
    watch = DeviceWatch(told.append, server=False)
    yield watch
    watch.close()


def test_a_server_tells_of_each_change_once(server_watch: DeviceWatch, pulse: FakePulse, told: Lists) -> None:
    assert ids(server_watch.first_look()) == ["usb", "hdmi"]
    pulse.change(pulse.sources, pulse.sinks)
    pulse.change([source("usb"), source("headset")], pulse.sinks)
    wait_until(lambda: len(told) == 2)
    assert [ids(one) for one in told] == [["usb", "hdmi"], ["usb", "headset", "hdmi"]]
    assert server_watch.known == told[-1]


def test_a_server_that_comes_back_is_followed_again(
    server_watch: DeviceWatch, pulse: FakePulse, told: Lists, lister: ScriptedLister
) -> None:
    server_watch.first_look()
    pulse.die()
    wait_until(lambda: pulse.connections >= 3)
    assert server_watch.known == told[0]
    pulse.sources = [source("headset")]
    pulse.runs = True
    wait_until(lambda: len(told) == 2)
    assert ids(told[1]) == ["headset", "hdmi"]
    assert lister.readings == 0


def test_without_a_server_portaudio_is_asked_once(
    server_watch: DeviceWatch, pulse: FakePulse, lister: ScriptedLister, told: Lists
) -> None:
    pulse.runs = False
    server_watch.first_look()
    wait_until(lambda: lister.closed)
    assert (lister.readings, len(told)) == (1, 1)


def test_portaudio_is_asked_again_only_while_it_matters(
    polling_watch: DeviceWatch, lister: ScriptedLister, told: Lists
) -> None:
    polling_watch.start()
    wait_until(lambda: lister.closed)
    assert lister.readings == 1
    polling_watch.need(True)
    wait_until(lambda: lister.readings >= 4)
    polling_watch.need(False)
    closed = lister.closed
    wait_until(lambda: lister.closed > closed)
    assert [len(one) for one in told] == list(range(1, lister.readings + 1))


def test_closing_ends_the_thread_at_once(pulse: FakePulse, lister: ScriptedLister) -> None:
    watch = DeviceWatch(lambda _: None, server=True)
    watch.first_look()
    begun = time.monotonic()
    watch.close()
    assert time.monotonic() - begun < 1.0
    assert (pulse.closed, lister.closed) == (1, 2)


def test_the_list_for_the_command_line_has_the_same_sources(pulse: FakePulse, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids(list_devices(server=True)) == ["usb", "hdmi"]
    assert pulse.closed == 1
    monkeypatch.setitem(sys.modules, "sounddevice", FakePortAudio())
    pulse.runs = False
    assert ids(list_devices(server=True)) == ["ALSA/built-in", "ALSA/headset", "ALSA/speakers"]
    assert ids(list_devices(server=False)) == ["ALSA/built-in", "ALSA/headset", "ALSA/speakers"]


def test_a_child_process_reads_portaudio_s_list_until_it_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    lister = port_audio_list.PortAudioLister()
    first, second = lister.read(), lister.read()
    assert first == second == port_audio_list.port_audio_devices()
    lister.close()
    lister.close()


def test_a_packaged_program_lists_its_devices_for_its_own_audio_process() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "desktop", port_audio_list.FROZEN_ARGUMENT], input=b"\n", capture_output=True, check=True
    )
    assert read_message(io.BytesIO(asked.stdout)) == port_audio_list.port_audio_devices()


def test_a_child_process_that_dies_is_an_empty_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port_audio_list, "command_line", lambda *_: [sys.executable, "-c", ""])
    assert port_audio_list.PortAudioLister().read() == ()
