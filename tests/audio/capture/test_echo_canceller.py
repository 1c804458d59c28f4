"""The loudspeaker is taken out of the microphone's sound."""

import builtins
import logging
from typing import Any

import numpy as np
import pytest

from desktop.audio.capture.echo_canceller import load_echo_canceller
from desktop.audio.format import BLOCK_FRAMES
from desktop.audio.samples import Int16Block
from tests.support.fake_sound_card import loudness, noise, silence, strength_at, tone


def test_an_echo_is_at_least_18_db_quieter_after_three_seconds() -> None:
    pytest.importorskip("livekit.rtc", reason="the echo canceller is not installed here")
    canceller = load_echo_canceller(40)
    assert canceller is not None
    far = noise(5000)
    echo = np.concatenate((silence(60), far // 2))[: len(far)].astype(np.int16)
    cleaned = []
    for at in range(0, len(far), BLOCK_FRAMES):
        canceller.hear_far_end(far[at : at + BLOCK_FRAMES])
        cleaned.append(canceller.clean(echo[at : at + BLOCK_FRAMES]))
    after, before = np.concatenate(cleaned)[3 * 24_000 :], echo[3 * 24_000 :]
    reduction_db = 20 * np.log10(loudness(before, 2000).mean() / max(loudness(after, 2000).mean(), 1e-3))
    assert reduction_db > 18


def test_without_the_library_there_is_no_canceller_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    original = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("livekit"):
            raise ImportError("no livekit")
        return original(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with caplog.at_level(logging.WARNING):
        assert load_echo_canceller(0) is None
    assert "No echo cancellation" in caplog.text


def test_nothing_asked_for_needs_no_canceller() -> None:
    assert load_echo_canceller(0, echo=False) is None


def cleaned(sound: Int16Block, **modules: bool) -> Int16Block:
    pytest.importorskip("livekit.rtc", reason="the echo canceller is not installed here")
    canceller = load_echo_canceller(0, **modules)
    assert canceller is not None
    return np.concatenate([canceller.clean(sound[at : at + BLOCK_FRAMES]) for at in range(0, len(sound), BLOCK_FRAMES)])


def test_the_high_pass_takes_rumble_and_leaves_a_voice() -> None:
    after = cleaned(tone(40, 1000) + tone(500, 1000), echo=False, high_pass=True)[12_000:]
    assert strength_at(after, 40) < 2_000
    assert strength_at(after, 500) > 8_000
    before = cleaned(tone(40, 1000), echo=False, gain_control=True)[12_000:]
    assert strength_at(before, 40) > 8_000


def test_noise_suppression_takes_what_is_steady() -> None:
    hiss = noise(3000, amplitude=1000) - 500
    after = cleaned(hiss, echo=False, noise_suppression=True)[48_000:]
    assert loudness(after, 1000).mean() < loudness(hiss, 1000).mean() / 3


def test_gain_control_raises_a_quiet_voice() -> None:
    quiet = (tone(300, 3000, amplitude=300) * (np.arange(72_000) // 6000 % 2)).astype(np.int16)
    after = cleaned(quiet, echo=False, gain_control=True)[48_000:]
    assert loudness(after, 1000).mean() > 1.3 * loudness(quiet, 1000).mean()
