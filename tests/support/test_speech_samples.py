import wave
from pathlib import Path

import numpy as np
import pytest

from tests.support.speech_samples import median_pitch_hz, sentences, speak_wav, word_error_rate


@pytest.mark.parametrize(
    ("said", "heard", "expected"),
    [
        ("I have six teas.", "i have 6 teas", 0.0),
        ("It costs twenty-five dollars.", "It costs 25 dollars!", 0.0),
        ("At nine o'clock", "at 9 o’clock", 0.0),
        ("My favourite colour", "My favorite color", 0.0),
        ("one two three four", "one three four", 0.25),
        ("one two three four", "one two two three four", 0.25),
        ("one two three four", "one two tree four", 0.25),
        ("one two", "", 1.0),
        ("1999", "one thousand nine hundred ninety nine", 0.0),
    ],
)
def test_only_wrong_words_count_as_errors(said: str, heard: str, expected: float) -> None:
    assert word_error_rate(said, heard) == expected


def test_sentences_are_compared_one_by_one() -> None:
    assert word_error_rate(["one two", "three"], ["one", "two three"]) == pytest.approx(2 / 3)


def test_there_are_enough_reference_sentences() -> None:
    assert len(set(sentences())) >= 20


def test_the_pitch_of_a_tone_is_found() -> None:
    tone = (8000 * np.sin(2 * np.pi * 160 * np.arange(24_000) / 24_000)).astype(np.int16)
    assert median_pitch_hz(tone) == pytest.approx(160, rel=0.01)


@pytest.mark.speech
def test_a_spoken_file_has_speech_between_two_silences(tmp_path: Path) -> None:
    pytest.importorskip("hibari")
    path = speak_wav(tmp_path / "hello.wav", "Hello.", lead_s=0.5, tail_s=0.25)
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (24_000, 1, 2)
        pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert np.abs(pcm[:12_000]).max() == np.abs(pcm[-6_000:]).max() == 0
    assert np.abs(pcm).max() > 20_000
