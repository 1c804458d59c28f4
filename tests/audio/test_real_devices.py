"""Devices that come and go under a talk, on a real sound server with virtual devices."""

import itertools
import subprocess
from collections.abc import Iterator

import pytest

from desktop.audio.engine_client import CaptureStarted, DeviceChanged, DevicesChanged, EngineFailed, PortAudioCard
from tests.support.audio_server import AudioServer
from tests.support.fake_sound_card import RunningEngine, tone
from tests.support.waiting import wait_until

pytestmark = pytest.mark.audio_server


def pactl(*arguments: str) -> str:
    return subprocess.run(["pactl", *arguments], check=True, capture_output=True, text=True, timeout=20).stdout.strip()


class Plugs:
    """Virtual devices that are plugged in and out."""

    def __init__(self) -> None:
        self._modules: dict[str, str] = {}

    def loudspeaker(self, name: str) -> None:
        called = f"sink_properties=device.description={name}"
        self._modules[name] = pactl("load-module", "module-null-sink", f"sink_name={name}", "channels=1", called)

    def microphone(self, name: str) -> None:
        self._modules[name] = pactl(
            "load-module", "module-remap-source", "master=micfeed.monitor", f"source_name={name}", "channels=1"
        )

    def out(self, name: str) -> None:
        pactl("unload-module", self._modules.pop(name))

    def all_out(self) -> None:
        for name in tuple(self._modules):
            self.out(name)


@pytest.fixture
def plugs(audio_server: AudioServer) -> Iterator[Plugs]:
    made = Plugs()
    yield made
    made.all_out()
    pactl("set-default-sink", "spk")
    pactl("set-default-source", "mic")


def changed(engine: RunningEngine, count: int) -> DeviceChanged:
    """Return the notice of this number."""
    counted = itertools.count(1)
    return engine.wait_for(DeviceChanged, lambda _: next(counted) == count)


def sink_in_use() -> str:
    """Return the name of the loudspeaker that this program's reply is played on."""
    sinks = dict(line.split("\t")[:2] for line in pactl("list", "short", "sinks").splitlines())
    playing = [line.split("\t") for line in pactl("list", "short", "sink-inputs").splitlines()]
    return sinks.get(playing[0][1], "") if playing else ""


def test_a_talk_goes_on_when_its_headset_is_pulled_out_and_comes_back_to_it(plugs: Plugs) -> None:
    plugs.loudspeaker("headset")
    plugs.microphone("headmic")
    with RunningEngine(PortAudioCard(microphone="headmic", loudspeaker="headset")) as engine:
        engine.client.open()
        engine.wait_for(CaptureStarted)
        assert engine.all_of(DeviceChanged) == []
        engine.client.play(1, tone(700, 20_000).tobytes())
        wait_until(lambda: sink_in_use() == "headset")

        plugs.out("headset")
        assert changed(engine, 1).message == "“headset” is gone; “spk Audio/Sink sink” is used."
        assert sink_in_use() == "spk"

        plugs.loudspeaker("headset")
        assert changed(engine, 2).message == "“headset” is back and is used again."
        assert sink_in_use() == "headset"

        plugs.out("headmic")
        assert "“Remapped micfeed.monitor source” is used" in changed(engine, 3).message
        frames = len(engine.captured())
        wait_until(lambda: len(engine.captured()) > frames + 4_800)
        assert not engine.client.playback_idle()
        assert engine.all_of(EngineFailed) == []


def test_a_talk_without_a_pinned_device_follows_the_system_s_default(plugs: Plugs) -> None:
    with RunningEngine(PortAudioCard()) as engine:
        engine.client.open()
        engine.wait_for(CaptureStarted)
        plugs.loudspeaker("headset")
        engine.wait_for(DevicesChanged, lambda event: any(one.id == "headset" for one in event.devices))
        pactl("set-default-sink", "headset")
        assert changed(engine, 1).message == "“headset” is the system's choice now and is used."
        assert sink_in_use() == "headset"
        plugs.out("headset")
        assert changed(engine, 2).message == "“headset” is gone; “spk Audio/Sink sink” is used."


def test_the_list_follows_what_is_plugged_while_nothing_is_open(plugs: Plugs) -> None:
    with RunningEngine(PortAudioCard()) as engine:
        engine.wait_for(DevicesChanged, lambda event: {one.id for one in event.devices} == {"mic", "spk", "micfeed"})
        plugs.microphone("headmic")
        engine.wait_for(DevicesChanged, lambda event: any(one.id == "headmic" for one in event.devices))
        plugs.out("headmic")
        wait_until(lambda: all(one.id != "headmic" for one in engine.all_of(DevicesChanged)[-1].devices))
