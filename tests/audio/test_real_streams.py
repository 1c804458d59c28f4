"""The engine on a real sound server with virtual devices: PipeWire, private to the tests."""

import subprocess
import threading
from pathlib import Path

import numpy as np
import pytest

from desktop.audio.devices.device_watch import list_devices
from desktop.audio.engine_client import (
    QUICK,
    CaptureStarted,
    Check,
    DeviceChanged,
    EngineFailed,
    EngineStats,
    Examined,
    PlaybackFinished,
    PlaybackFlushed,
    PlaybackStarted,
    PortAudioCard,
    ReplayEnded,
    Verdict,
)
from tests.support.audio_server import AudioServer, missing
from tests.support.fake_sound_card import RunningEngine, Samples, loudness, noise, strength_at, tone
from tests.support.waiting import wait_until

pytestmark = pytest.mark.audio_server

CARD = PortAudioCard(microphone="mic", loudspeaker="spk")


def test_a_sound_before_the_microphone_arrives_as_frames(audio_server: AudioServer) -> None:
    with RunningEngine(CARD) as engine:
        engine.client.open()
        engine.wait_for(CaptureStarted)
        audio_server.say(tone(1000, 1500))
        wait_until(lambda: ms_with(1000, engine.captured()) > 1_000)
        engine.client.shut()
        stats = engine.wait_for(EngineStats, lambda _: True)
    assert stats.dropped_blocks == 0
    assert engine.all_of(EngineFailed) == []


def ms_with(hz: float, samples: Samples) -> int:
    """Return for how long this frequency is there, in steps of 50 ms."""
    windows = samples[: len(samples) // 1200 * 1200].reshape(-1, 1200)
    return sum(50 for window in windows if strength_at(window, hz) > 8_000)


def test_a_reply_is_heard_on_the_loudspeaker(audio_server: AudioServer) -> None:
    with RunningEngine(CARD) as engine, audio_server.listen() as listening:
        engine.client.open()
        engine.wait_for(CaptureStarted)
        engine.client.play(1, tone(700, 1000).tobytes())
        assert engine.wait_for(PlaybackFinished) == PlaybackFinished(1, 1000)
        wait_until(lambda: loudness(listening.heard()[-2400:]).max() < 100)
        heard = listening.heard()
    loud = np.flatnonzero(loudness(heard) > 1_000)
    assert 98 <= len(loud) <= 103
    middle = heard[loud[0] * 240 + 2400 :][:19_200]
    # Window by window: on a busy machine the sound server may lose a cycle, which shifts the phase of the rest.
    assert np.median([strength_at(part, 700) for part in middle.reshape(-1, 1200)]) == pytest.approx(10_000, rel=0.05)


def test_a_flush_silences_the_loudspeaker_within_150_ms(audio_server: AudioServer) -> None:
    with RunningEngine(CARD) as engine, audio_server.listen() as listening:
        engine.client.open()
        engine.wait_for(CaptureStarted)
        engine.client.play(1, noise(5000).tobytes())
        engine.wait_for(PlaybackStarted)
        wait_until(lambda: loudness(listening.heard()[-2400:]).mean() > 1_000)
        at = len(listening.heard())
        engine.client.flush(1)
        engine.wait_for(PlaybackFlushed)
        wait_until(lambda: len(listening.heard()) > at + 24 * 400)
        after = loudness(listening.heard()[at:])
    assert np.flatnonzero(after > 100).max(initial=0) * 10 < 150


def test_the_loudspeaker_is_cancelled_from_the_microphone(audio_server: AudioServer) -> None:
    """The microphone hears nothing but the loudspeaker."""
    with RunningEngine(PortAudioCard(microphone="spkmon", loudspeaker="spk")) as engine:
        engine.client.open()
        engine.wait_for(CaptureStarted)
        before = len(engine.captured())
        engine.client.play(1, noise(6000).tobytes())
        engine.wait_for(PlaybackFinished)
        settled = engine.captured()[before + 72_000 : before + 132_000]
    reduction_db = 20 * np.log10(loudness(noise(6000), 100).mean() / max(np.median(loudness(settled, 100)), 1.0))
    assert reduction_db > 18


def test_a_server_that_is_killed_is_told_and_one_that_comes_back_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if reason := missing():
        pytest.skip(f"no private audio server: {reason}")
    server = AudioServer(tmp_path)
    server.start()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    try:
        with RunningEngine(CARD) as engine:
            engine.client.open()
            engine.wait_for(CaptureStarted)
            server.stop()
            restarting = threading.Thread(target=server.start)
            restarting.start()
            engine.wait_for(DeviceChanged)
            restarting.join()
            frames = len(engine.captured())
            wait_until(lambda: len(engine.captured()) > frames + 24_000)
            server.stop()
            assert "press the button again" in engine.wait_for(EngineFailed, limit_s=15).message
    finally:
        server.stop()


def test_the_virtual_devices_are_listed(audio_server: AudioServer) -> None:
    found = {device.id: device for device in list_devices()}
    assert {"mic", "spk", "micfeed"} <= set(found)
    assert [name for name, device in found.items() if device.is_default] == ["mic", "spk"]
    assert [name for name, device in found.items() if device.is_input] == ["mic"]


def test_an_unknown_device_is_replaced_by_the_default(audio_server: AudioServer) -> None:
    with RunningEngine(PortAudioCard(microphone="none such")) as engine:
        engine.client.open()
        assert "“none such” is not connected" in engine.wait_for(DeviceChanged).message
        engine.wait_for_frames(5)


def test_a_recording_is_heard_between_talks_while_no_microphone_is_open(audio_server: AudioServer) -> None:
    listing = ["pactl", "list", "short", "source-outputs"]
    before = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.count("\n")
    with audio_server.listen() as ear, RunningEngine(CARD) as engine:
        engine.client.replay(tone(1000, 600).tobytes())
        wait_until(lambda: ms_with(1000, ear.heard()) >= 300)
        during = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.count("\n")
        engine.wait_for(ReplayEnded)
        heard_ms = ms_with(1000, ear.heard())
    assert 500 <= heard_ms <= 650
    assert during == before + 1  # the ear itself


def test_an_examination_measures_the_virtual_loop(audio_server: AudioServer) -> None:
    """The microphone hears the loudspeaker, and somebody else's hiss on it, which is the room's noise."""
    card = PortAudioCard(microphone="spkmon", loudspeaker="spk")
    hiss = (np.random.default_rng(1).standard_normal(24_000 * 20) * 30).astype(np.int16)
    with audio_server.playing("spk", hiss), RunningEngine(card) as engine:
        engine.client.examine(card, QUICK)
        end = engine.wait_for(Examined, limit_s=25)
    found = {finding.check: finding for finding in end.findings}
    assert end.is_complete
    assert found[Check.MICROPHONE].value.startswith("spkmon, ")
    assert found[Check.PERMISSION].verdict is Verdict.GOOD
    assert float(found[Check.ROOM_NOISE].value.split()[0]) == pytest.approx(-61, abs=2)
    assert 20 < float(found[Check.LOOP_DELAY].value.split()[0]) < 150
    assert {Check.ECHO, Check.CLOCK_DRIFT, Check.DROPOUTS} <= set(found)
    if found[Check.DROPOUTS].verdict is Verdict.GOOD:  # else the machine is too busy for the rest to mean anything
        assert found[Check.ECHO].verdict is Verdict.GOOD
        assert found[Check.CLOCK_DRIFT].verdict is Verdict.GOOD
