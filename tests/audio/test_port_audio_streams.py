"""The two streams, on a PortAudio that is made up."""

import sys
from types import SimpleNamespace

import pytest

from desktop.audio import port_audio_streams
from desktop.audio.cards import PortAudioCard
from desktop.audio.port_audio_streams import PortAudioStreams
from desktop.audio.samples import samples_from
from desktop.audio.streams import AudioDeviceError
from tests.audio.fake_portaudio import FakePortAudio
from tests.support.fake_sound_card import noise


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


@pytest.mark.parametrize(("channels", "used"), [((1, 2), 1), ((2,), 2)])
def test_a_device_that_refuses_24_khz_opens_at_its_own_rate(
    monkeypatch: pytest.MonkeyPatch, channels: tuple[int, ...], used: int
) -> None:
    streams = opened(monkeypatch, FakePortAudio(rates=(48_000,), channels=channels))
    assert (streams.capture_rate_hz, streams.playback_rate_hz) == (48_000, 48_000)
    assert (streams.capture_channels, streams.playback_channels) == (used, used)


def test_windows_is_asked_to_convert_the_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio(host_api="Windows WASAPI")
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
        (FakePortAudio(rates=()), "The microphone could not be opened"),
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
    with pytest.raises(AudioDeviceError, match=r"The microphone could not be opened.*privacy settings"):
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
