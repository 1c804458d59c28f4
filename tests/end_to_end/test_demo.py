"""`vivavoce demo`: three turns, one interruption, and what it leaves behind."""

import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from desktop.demo import SCRIPT
from tests.support.speech_samples import median_pitch_hz, word_error_rate

pytestmark = [pytest.mark.speech, pytest.mark.timeout(200)]


def test_it_leaves_a_transcript_both_voices_and_pictures(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "desktop", "demo", "--out", str(tmp_path / "demo")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = (tmp_path / "demo" / "transcript.txt").read_text("utf-8").splitlines()
    learner = [line.partition("Learner: ")[2] for line in lines if "Learner:" in line]
    assert word_error_rate([line.text for line in SCRIPT], learner) <= 0.12
    assert sum("Partner:" in line for line in lines) == 4
    assert sum(line.endswith("[interrupted]") for line in lines) == 1
    with wave.open(str(tmp_path / "demo" / "conversation.wav"), "rb") as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 24_000)
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    # Nobody takes one voice for the other.
    left, right = (median_pitch_hz(sound[:, side]) for side in (0, 1))
    assert left < 0.9 * right
    pictures = sorted((tmp_path / "demo").glob("*.png"))
    assert len(pictures) >= 5
    assert all(picture.stat().st_size > 20_000 for picture in pictures)
