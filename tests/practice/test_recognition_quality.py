"""How well a learner is understood, and that noise is not. Speech is synthesised when the test runs."""

import asyncio
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from desktop.practice.speech import Speech, load_speech
from tests.support.listening import Hearing, listen_to
from tests.support.speech_samples import (
    SAMPLE_RATE_HZ,
    Pcm,
    has_espeak,
    sentences,
    speak,
    word_error_rate,
)

pytestmark = [pytest.mark.speech, pytest.mark.timeout(300)]

LIMIT = 0.12
FORMANT_LIMIT = 0.20
"""espeak-ng's buzz is not clear speech: 11 to 17 % were measured. A rise over this is our doing."""


@pytest.fixture(scope="module")
def speech() -> Iterator[Speech]:
    pytest.importorskip("moonshine_voice")
    loaded = load_speech()
    yield loaded
    loaded.close()


def hear_all(speech: Speech, texts: list[str], voice: str) -> tuple[float, list[Hearing]]:
    async def hear() -> list[Hearing]:
        return [await listen_to(speech, speak(text, voice)) for text in texts]

    hearings = asyncio.run(hear())
    return word_error_rate(texts, [hearing.text for hearing in hearings]), hearings


@pytest.mark.parametrize("voice", ["learner", "partner"])
def test_clear_speech_is_understood_and_every_sentence_is_one_turn(speech: Speech, voice: str) -> None:
    error_rate, hearings = hear_all(speech, sentences(), voice)
    assert len(hearings) >= 20
    assert error_rate <= LIMIT
    assert [len(hearing.finals) for hearing in hearings] == [1] * len(hearings)
    assert all(hearing.partials for hearing in hearings)


@pytest.mark.skipif(not has_espeak(), reason="espeak-ng is not installed")
def test_even_a_robot_is_mostly_understood(speech: Speech) -> None:
    error_rate, _ = hear_all(speech, sentences()[::2], "en-us")
    assert error_rate <= FORMANT_LIMIT


def noise(kind: str, seconds: float = 6.0) -> npt.NDArray[np.float64]:
    """Mono at 24 kHz, -1 to 1."""
    random, count = np.random.default_rng(5), int(seconds * SAMPLE_RATE_HZ)
    times = np.arange(count) / SAMPLE_RATE_HZ
    white = random.normal(size=count)
    if kind == "pink":
        spectrum = np.fft.rfft(white) / np.sqrt(np.maximum(np.arange(count // 2 + 1), 1.0))
        pink = np.fft.irfft(spectrum, count)
        return 0.5 * pink / np.abs(pink).max()
    if kind == "clicks":
        clicks = (random.random(count) < 5 / SAMPLE_RATE_HZ).astype(np.float64)
        return 0.8 * np.convolve(clicks, np.exp(-np.arange(200) / 30))[:count]
    if kind == "knocks":
        knock = np.exp(-np.arange(2400) / 400) * np.sin(2 * np.pi * 120 * times[:2400])
        return 0.8 * np.convolve((random.random(count) < 2 / SAMPLE_RATE_HZ).astype(np.float64), knock)[:count]
    return {
        "silence": np.zeros(count),
        "white, loud": 0.1 * white,
        "white, soft": 0.01 * white,
        "breathing": 0.05 * white * (1 + np.sin(2 * np.pi * 0.4 * times)),
        "hum": 0.2 * sum((np.sin(2 * np.pi * 50 * k * times) / k for k in (1, 2, 3, 5, 7)), np.zeros(count)),
        "tone of 200 Hz": 0.5 * np.sin(2 * np.pi * 200 * times),
        "tone of 1 kHz": 0.5 * np.sin(2 * np.pi * 1000 * times),
        "dialling": 0.3 * (np.sin(2 * np.pi * 770 * times) + np.sin(2 * np.pi * 1336 * times)) * (times % 0.5 < 0.2),
        "sweep": 0.4 * np.sin(2 * np.pi * (100 * times + 250 * times**2)),
    }[kind]


@pytest.mark.parametrize(
    "kind",
    [
        *("silence", "white, loud", "white, soft", "pink", "breathing", "hum", "clicks", "knocks"),
        *("tone of 200 Hz", "tone of 1 kHz", "dialling", "sweep"),
    ],
)
def test_noise_starts_no_turn(speech: Speech, kind: str) -> None:
    pcm: Pcm = (np.clip(noise(kind), -1, 1) * 32767).astype(np.int16)
    assert asyncio.run(listen_to(speech, pcm)).events == []


@pytest.mark.parametrize("text", ["No.", "Yes.", "Okay."])
def test_a_single_word_is_a_turn(speech: Speech, text: str) -> None:
    assert asyncio.run(listen_to(speech, speak(text))).finals[0][1].rstrip(".,") == text.rstrip(".")


def test_a_quiet_voice_is_understood_like_a_loud_one(speech: Speech) -> None:
    text = "I have a reservation for two nights."
    assert word_error_rate(text, asyncio.run(listen_to(speech, speak(text, "partner", peak=0.03))).text) == 0


def test_a_thoughtful_learner_is_not_cut_off(speech: Speech) -> None:
    """1 s of silence after "I want to" is within the turn, after a finished sentence it is not."""
    unfinished = np.concatenate((speak("I want to", tail_s=0.6), speak("book a room.")))
    finished = np.concatenate((speak("I want a room.", tail_s=0.6), speak("For two nights.")))
    assert len(asyncio.run(listen_to(speech, unfinished)).finals) == 1
    assert len(asyncio.run(listen_to(speech, finished)).finals) == 2
