"""Speech for tests, synthesised when it is needed: WAV files and wire sound of a known text."""

import io
import re
import shutil
import subprocess
import wave
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import samplerate

from desktop.practice.speak import SpokenVoice, learner_voice, load_hibari
from desktop.practice.wording import words

SAMPLE_RATE_HZ = 24_000
Pcm = npt.NDArray[np.int16]
SENTENCES = Path(__file__).parent / "samples" / "sentences.txt"

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPELLINGS = {"favourite": "favorite", "centre": "center", "colour": "color", "theatre": "theater"}


def sentences() -> list[str]:
    """The reference sentences, one a line."""
    return [line for line in SENTENCES.read_text("utf-8").splitlines() if line.strip()]


def has_espeak() -> bool:
    return shutil.which("espeak-ng") is not None


def speak(text: str, voice: str = "learner", lead_s: float = 0.3, tail_s: float = 0.0, peak: float = 0.7) -> Pcm:
    """Return int16 mono 24 kHz speech between two silences.

    voice: "learner", "partner" or a voice of espeak-ng ("en-us", "en-gb+f4").
    """
    spoken = _espeak(text, voice) if voice not in ("learner", "partner") else _hibari(text, voice)
    spoken = spoken / max(float(np.abs(spoken).max()), 1e-6) * peak * 32767.0
    lead, tail = np.zeros(int(lead_s * SAMPLE_RATE_HZ)), np.zeros(int(tail_s * SAMPLE_RATE_HZ))
    return np.concatenate((lead, spoken, tail)).astype(np.int16)


def speak_wav(
    path: Path, text: str, voice: str = "learner", lead_s: float = 0.3, tail_s: float = 0.5, peak: float = 0.7
) -> Path:
    """Write `speak(...)` as a 24 kHz mono 16-bit WAV file and return its path."""
    return write_wav(path, speak(text, voice, lead_s, tail_s, peak))


def write_wav(path: Path, pcm: Pcm) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(pcm.astype("<i2").tobytes())
    return path


def median_pitch_hz(pcm: Pcm) -> float:
    """Return the median fundamental frequency of the voiced 40 ms frames, by autocorrelation, 60 to 400 Hz."""
    length, shortest, longest = 960, SAMPLE_RATE_HZ // 400, SAMPLE_RATE_HZ // 60
    pitches = []
    for start in range(0, len(pcm) - 2 * length, length):
        frame = pcm[start : start + 2 * length].astype(np.float64)
        frame -= frame.mean()
        energy = float(frame @ frame)
        if energy / len(frame) < 500.0**2:
            continue
        correlation = np.correlate(frame, frame, "full")[len(frame) - 1 :]
        lag = shortest + int(np.argmax(correlation[shortest:longest]))
        if correlation[lag] > 0.5 * energy:
            pitches.append(SAMPLE_RATE_HZ / lag)
    return float(np.median(pitches))


def word_error_rate(reference: str | Sequence[str], hypothesis: str | Sequence[str]) -> float:
    """Return (substitutions + deletions + insertions) / words of the reference.

    Case, punctuation and the spelling of numbers and of o'clock times do not count. Sequences are taken sentence
    by sentence, so that one sentence's words cannot stand for another's.
    """
    if isinstance(reference, str):
        reference = [reference]
    if isinstance(hypothesis, str):
        hypothesis = [hypothesis]
    pairs = [(_normal(r), _normal(h)) for r, h in zip(reference, hypothesis, strict=True)]
    return sum(_distance(r, h) for r, h in pairs) / max(sum(len(r) for r, _ in pairs), 1)


def _normal(text: str) -> list[str]:
    text = re.sub(r"(\d)[:.](\d)", r"\1 \2", text.replace("’", "'").replace("%", " percent"))
    text = re.sub(r"\b([ap])\.\s*m\.?", r"\1m", text, flags=re.IGNORECASE)
    normal: list[str] = []
    for word in words(text.replace("-", " ").replace("$", " dollars ")):
        normal += _spelled(int(word)) if word.isdecimal() else [_SPELLINGS.get(word, word.replace("'", ""))]
    return normal


def _spelled(number: int) -> list[str]:
    if number < 20:
        return [_UNITS[number]]
    if number < 100:
        return [_TENS[number // 10 - 2], *(_spelled(number % 10) if number % 10 else [])]
    if number < 1000:
        return [_UNITS[number // 100], "hundred", *(_spelled(number % 100) if number % 100 else [])]
    return [*_spelled(number // 1000), "thousand", *(_spelled(number % 1000) if number % 1000 else [])]


def _distance(reference: list[str], hypothesis: list[str]) -> int:
    row = list(range(len(hypothesis) + 1))
    for i, expected in enumerate(reference, 1):
        diagonal, row[0] = row[0], i
        for j, heard in enumerate(hypothesis, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (expected != heard))
    return row[-1]


@cache
def _voices() -> dict[str, SpokenVoice]:
    partner = load_hibari()
    return {"partner": partner, "learner": learner_voice(partner)}


@cache
def _hibari(text: str, voice: str) -> npt.NDArray[np.float64]:
    return np.frombuffer(_voices()[voice].render(text), "<i2").astype(np.float64)


@cache
def _espeak(text: str, voice: str) -> npt.NDArray[np.float64]:
    command = ["espeak-ng", "-v", voice, "-s", "150", "--stdout", "--", text]
    sound = subprocess.run(command, check=True, capture_output=True).stdout
    # espeak-ng does not know the length when it writes the header: soundfile and wave read up to it, we read on.
    header = io.BytesIO(sound[:44])
    with wave.open(header) as file:
        rate_hz = file.getframerate()
    samples = np.frombuffer(sound[44:], "<i2").astype(np.float32) / 32768.0
    return samplerate.resample(samples, SAMPLE_RATE_HZ / rate_hz, "sinc_best").astype(np.float64)
