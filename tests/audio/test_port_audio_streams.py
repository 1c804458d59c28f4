"""The two streams, on a PortAudio that is made up."""

import os
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from desktop.audio import port_audio_streams
from desktop.audio.capture.capture_path import CapturePath
from desktop.audio.cards import PortAudioCard
from desktop.audio.devices.devices import SERVER_API, Choice, Device
from desktop.audio.port_audio_streams import PortAudioStreams, TriedWays
from desktop.audio.samples import samples_from
from desktop.audio.stream_ways import Way
from desktop.audio.streams import AudioDeviceError
from tests.audio.fake_portaudio import FakePortAudio
from tests.support.fake_sound_card import noise, strength_at, tone


def opened(
    monkeypatch: pytest.MonkeyPatch, portaudio: FakePortAudio, card: PortAudioCard | None = None
) -> PortAudioStreams:
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    return PortAudioStreams(card or PortAudioCard())


def test_devices_open_at_24_khz_mono_in_blocks_of_10_ms(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    streams = opened(monkeypatch, portaudio)
    assert [(one.direction, one.options["device"]) for one in portaudio.streams] == [("input", 0), ("output", 2)]
    for one in portaudio.streams:
        wanted = {"samplerate": 24_000, "blocksize": 240, "channels": 1, "dtype": "int16", "latency": "low"}
        assert {name: one.options[name] for name in wanted} == wanted
        assert "extra_settings" not in one.options
    assert (streams.capture_rate_hz, streams.playback_channels, streams.playback_latency_s) == (24_000, 1, 0.02)


def test_a_loudspeaker_alone_holds_more_and_enough_is_ready_to_fill_it(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    streams = opened(monkeypatch, portaudio, PortAudioCard(listens=False, echo=False))
    (output,) = portaudio.streams
    assert output.options["latency"] >= 0.1
    assert streams.playback_lead_s > output.options["latency"]
    assert opened(monkeypatch, FakePortAudio()).playback_lead_s < 0.03


@pytest.mark.parametrize(("channels", "used"), [((1, 2), 1), ((2,), 2)])
def test_a_device_that_refuses_24_khz_opens_at_its_own_rate(
    monkeypatch: pytest.MonkeyPatch, channels: tuple[int, ...], used: int
) -> None:
    streams = opened(monkeypatch, FakePortAudio(rates=(48_000,), channels=channels))
    assert (streams.capture_rate_hz, streams.playback_rate_hz) == (48_000, 48_000)
    assert (streams.capture_channels, streams.playback_channels) == (used, used)


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 44_100, 96_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2, 3, 8])
def test_hardware_runs_at_its_own_rate_and_the_channel_that_carries_sound_is_heard(
    monkeypatch: pytest.MonkeyPatch, rate_hz: int, channels: int
) -> None:
    portaudio = FakePortAudio((rate_hz,), (channels,), "Core Audio", own_rate_hz=rate_hz, most_channels=channels)
    streams = opened(monkeypatch, portaudio)
    assert (streams.capture_rate_hz, streams.capture_channels) == (rate_hz, channels)
    assert (streams.playback_rate_hz, streams.playback_channels) == (rate_hz, channels)
    sound = np.zeros((rate_hz // 2, channels), np.int16)
    sound[:, -1] = tone(700, 500, rate_hz=rate_hz)
    portaudio.streams[0].callback(sound.tobytes(), len(sound), None, None)
    heard = samples_from(b"".join(CapturePath(streams, None).frames()))
    assert strength_at(heard[2_400:], 700) == pytest.approx(10_000, rel=0.02)


def test_hardware_that_does_not_take_its_own_rate_gets_the_next_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = opened(monkeypatch, FakePortAudio((44_100,), (1,), "Core Audio", own_rate_hz=48_000))
    assert (streams.capture_rate_hz, streams.capture_channels, streams.playback_channels) == (44_100, 1, 1)


SERVED = (
    Device("usb-mic", "USB Microphone", True, False, True, SERVER_API, (48_000,)),
    Device("hdmi", "Television", False, True, True, SERVER_API, (48_000,)),
    Device("usb-out", "USB Headphones", False, True, False, SERVER_API, (48_000,)),
)


def test_a_device_of_the_sound_server_is_reached_through_the_plug_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SINK", "hdmi")
    monkeypatch.delenv("PULSE_SOURCE", raising=False)
    portaudio = FakePortAudio(microphones=("hw", "default", "pulse"), loudspeakers=("default", "pulse"))
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    streams = PortAudioStreams(PortAudioCard(loudspeaker="usb-out"), SERVED)
    assert [one.options["device"] for one in portaudio.streams] == [2, 4]
    assert portaudio.environments == [("usb-mic", "hdmi"), (None, "usb-out")]
    assert (os.environ.get("PULSE_SOURCE"), os.environ["PULSE_SINK"]) == (None, "hdmi")
    assert streams.choice == Choice(SERVED[0], SERVED[2])
    assert portaudio.restarts == 0


def test_a_way_to_the_server_that_portaudio_does_not_know_yet_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio(microphones=("hw",), loudspeakers=("hw",))
    monkeypatch.setattr(portaudio, "_initialize", lambda: portaudio.connect(("pulse",), ("pulse",)))
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    streams = PortAudioStreams(PortAudioCard(), SERVED)
    assert portaudio.restarts == 1
    assert streams.choice == Choice(SERVED[0], SERVED[1])
    assert not streams.is_dead


def test_a_refusal_stays_one_when_the_list_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio(microphones=("pulse",), loudspeakers=("hw",))
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    with pytest.raises(AudioDeviceError, match="sound service does not run"):
        PortAudioStreams(PortAudioCard(), SERVED)
    assert portaudio.restarts == 1
    assert len(portaudio.streams) == 2
    assert all(stream.is_closed for stream in portaudio.streams)


def test_a_device_that_portaudio_alone_knows_is_used_when_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio(microphones=("default", "monitor"), loudspeakers=("default",))
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    streams = PortAudioStreams(PortAudioCard(microphone="monitor"), SERVED)
    assert [one.options["device"] for one in portaudio.streams] == [1, 2]
    assert (portaudio.environments[0], streams.note) == ((None, None), "")


def test_a_device_that_opens_and_never_calls_is_opened_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio(rates=(24_000, 48_000), channels=(1, 2))
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    now = 10.0
    monkeypatch.setattr(port_audio_streams, "time", SimpleNamespace(monotonic=lambda: now))
    tried: TriedWays = {}
    streams = PortAudioStreams(PortAudioCard(), tried=tried, probes=True)
    streams.start()
    portaudio.streams[0].callback(bytes(480), 240, None, None)
    now += 0.29
    streams.tick()
    assert not streams.is_dead
    now += 0.02
    streams.tick()
    assert streams.is_dead
    assert tried == {("input", Way(0, 24_000, 1)): True, ("output", Way(2, 24_000, 1)): False}
    again = PortAudioStreams(PortAudioCard(), tried=tried, probes=True)
    assert (again.capture_rate_hz, again.playback_rate_hz) == (24_000, 48_000)


def test_a_bluetooth_device_that_is_still_waking_up_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio(microphones=("AirPods",))
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    now = 10.0
    monkeypatch.setattr(port_audio_streams, "time", SimpleNamespace(monotonic=lambda: now))
    streams = PortAudioStreams(PortAudioCard(), probes=True)
    streams.start()
    now += 1.0
    streams.tick()
    assert not streams.is_dead


def test_a_way_that_has_run_once_may_be_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", FakePortAudio())
    now = 10.0
    monkeypatch.setattr(port_audio_streams, "time", SimpleNamespace(monotonic=lambda: now))
    tried: TriedWays = {("input", Way(0, 24_000, 1)): True, ("output", Way(2, 24_000, 1)): True}
    streams = PortAudioStreams(PortAudioCard(), tried=tried, probes=True)
    streams.start()
    now += 1.0
    streams.tick()
    assert not streams.is_dead
    assert set(tried.values()) == {True}


def test_devices_that_call_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    now = 10.0
    monkeypatch.setattr(port_audio_streams, "time", SimpleNamespace(monotonic=lambda: now))
    streams = PortAudioStreams(PortAudioCard(), probes=True)
    streams.start()
    portaudio.streams[0].callback(bytes(480), 240, None, None)
    portaudio.streams[1].callback(bytearray(480), 240, None, None)
    now += 1.0
    streams.tick()
    assert not streams.is_dead


def test_windows_is_asked_to_convert_the_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio((48_000,), (2,), host_api="Windows WASAPI")
    opened(monkeypatch, portaudio)
    assert {one.options["extra_settings"] for one in portaudio.streams} == {"auto_convert=True"}


def test_a_named_device_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    streams = opened(monkeypatch, portaudio, PortAudioCard(microphone="headset", loudspeaker="speakers"))
    assert [one.options["device"] for one in portaudio.streams] == [1, 2]
    assert streams.note == ""


def test_a_named_device_that_is_not_there_is_replaced_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    streams = opened(monkeypatch, portaudio, PortAudioCard(microphone="gone"))
    assert portaudio.streams[0].options["device"] == 0
    assert streams.note == "“gone” is not connected; “built-in” is used instead."


@pytest.mark.parametrize(
    ("portaudio", "words"),
    [
        (FakePortAudio(microphones=()), "No microphone was found"),
        (FakePortAudio(loudspeakers=()), "No loudspeaker was found"),
        (FakePortAudio(rates=()), "offers no rate"),
        (FakePortAudio(refusal=("Device unavailable", -9985)), "Another program holds the microphone"),
        (FakePortAudio(refusal=("Illegal combination", -9993)), "sound service does not run"),
        (FakePortAudio(host_api="Core Audio", refusal=("Invalid device", -9996)), "not connected any more"),
        (FakePortAudio(refusal=("Unanticipated", -9999, (8, -13, "denied"))), "privacy settings"),
        (None, "PortAudio is missing"),
    ],
)
def test_what_cannot_be_opened_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, portaudio: FakePortAudio | None, words: str
) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    with pytest.raises(AudioDeviceError, match=words):
        PortAudioStreams(PortAudioCard())
    if portaudio is not None:
        assert all(stream.is_closed for stream in portaudio.streams)


def test_a_device_that_does_not_start_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    streams = opened(monkeypatch, portaudio)
    portaudio.start_fails = True
    with pytest.raises(AudioDeviceError, match="The loudspeaker could not be opened"):
        streams.start()
    with pytest.raises(AudioDeviceError, match="The microphone could not be opened"):
        opened(monkeypatch, portaudio)
    assert portaudio.streams[-1].is_closed


def test_the_microphone_runs_before_the_loudspeaker(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    streams = opened(monkeypatch, portaudio)
    assert [one.is_running for one in portaudio.streams] == [True, False]
    streams.start()
    assert [one.is_running for one in portaudio.streams] == [True, True]


def test_callbacks_copy_and_count(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    streams = opened(monkeypatch, portaudio)
    streams.start()
    microphone, loudspeaker = portaudio.streams
    microphone.callback(noise(10).tobytes(), 240, None, None)
    assert streams.capture.read() == noise(10).tobytes()

    streams.playback.write(noise(5).tobytes())
    out = bytearray(b"\x7f" * 480)
    loudspeaker.callback(out, 240, None, None)
    assert samples_from(bytes(out)).tolist() == noise(5).tolist() + [0] * 120
    assert (streams.asked_frames, streams.starvations) == (240, 1)
    assert streams.played is not None
    assert streams.played.read() == bytes(out)


def test_a_full_ring_loses_and_counts_instead_of_blocking(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    streams = opened(monkeypatch, portaudio)
    for _ in range(101):
        portaudio.streams[0].callback(bytes(480), 240, None, None)
    assert streams.dropped_frames == 240


def test_gaps_between_blocks_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    streams = opened(monkeypatch, portaudio)
    times = iter((1.0, 1.01, 1.06, 1.07))
    monkeypatch.setattr(port_audio_streams, "time", SimpleNamespace(monotonic=lambda: next(times)))
    for _ in range(4):
        portaudio.streams[0].callback(bytes(480), 240, None, None)
    assert streams.callback_gaps == 1


def test_without_echo_cancellation_no_copy_of_the_sound_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened(monkeypatch, FakePortAudio(), PortAudioCard(echo=False)).played is None


def test_a_stream_that_ends_by_itself_is_dead_and_one_that_is_closed_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    streams = opened(monkeypatch, portaudio)
    before = streams.is_dead
    portaudio.streams[0].finished()
    assert (before, streams.is_dead) == (False, True)
    streams = opened(monkeypatch, portaudio)
    streams.close()
    streams.close()
    assert not streams.is_dead
    assert all(stream.is_closed for stream in portaudio.streams[2:])
