"""What a learner waits for, through `vivavoce talk`: the whole stack, real speech, files as sound card, real time.

Each sentence is a conversation of its own. Onset and end of speech are known from the synthesised file.
"""

import statistics
import tempfile
import wave
from pathlib import Path

import numpy as np

from tests.support.speech_samples import SAMPLE_RATE_HZ, has_espeak, sentences, speak, word_error_rate, write_wav
from tests.support.talk_command import talk

LEAD_S = 0.5
LOUD = 327
"""-40 dBFS, root mean square of 20 ms."""
SENTENCES = 6


def measure() -> list[tuple[str, float, str]]:
    """Return the rows for practice mode and for --quirks, and the turns that noise and silence made."""
    rows: list[tuple[str, float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for mode, manners in (("practice", ()), ("--quirks", ("--quirks",))):
            rows += _spoken(Path(folder), mode, manners)
            rows.append((f"{mode}: turns made by 6 s of silence and noise", _noise(Path(folder), manners), "turns"))
    return rows


def _spoken(folder: Path, mode: str, manners: tuple[str, ...]) -> list[tuple[str, float, str]]:
    voices = ("learner", "en-us") if has_espeak() else ("learner",)
    partial, answer, said, heard = [], [], [], []
    for number, text in enumerate(sentences()[:SENTENCES]):
        sound = speak(text, voices[number % len(voices)], lead_s=LEAD_S)
        loud = _loud(sound)
        onset_s, end_s = loud[0] * 0.02, (loud[-1] + 1) * 0.02
        out = folder / "out.wav"
        run = talk("--mic", write_wav(folder / "mic.wav", sound), "--speaker", out, "--assistant", "cafe", *manners)
        if run.status:
            raise RuntimeError(run.errors)
        said.append(text)
        heard.append(" ".join(line["content"] for line in run.all("user_complete")))
        partial.append(run.first("user_delta")["t"] - onset_s)
        with wave.open(str(out), "rb") as file:
            played = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        after = _loud(played) * 0.02
        answer.append(float(after[after > end_s][0]) - end_s)
    return [
        (f"{mode}: word error rate, {SENTENCES} sentences", 100 * word_error_rate(said, heard), "%"),
        (f"{mode}: first partial after the onset of speech, median", statistics.median(partial), "s"),
        (f"{mode}: the same, worst", max(partial), "s"),
        (f"{mode}: reply audible after the end of speech, median", statistics.median(answer), "s"),
        (f"{mode}: the same, worst", max(answer), "s"),
    ]


def _noise(folder: Path, manners: tuple[str, ...]) -> float:
    noise = np.random.default_rng(7).standard_normal(3 * SAMPLE_RATE_HZ) * 300
    sound = np.concatenate((np.zeros(3 * SAMPLE_RATE_HZ), noise)).astype(np.int16)
    run = talk("--mic", write_wav(folder / "noise.wav", sound), *manners)
    return float(len(run.all("user_complete")))


def _loud(sound: "np.ndarray[tuple[int], np.dtype[np.int16]]") -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Return the numbers of the 20 ms windows louder than -40 dBFS."""
    frames = sound[: len(sound) // 480 * 480].reshape(-1, 480).astype(np.float64)
    return np.flatnonzero(np.sqrt((frames**2).mean(axis=1)) > LOUD)
