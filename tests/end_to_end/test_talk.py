"""`vivavoce talk` through the whole stack: real speech, the practice service, the audio process, files as sound card.

How fast things happen is measured by `make bench`; here only their order and their content are checked.
"""

import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.support.socket_server import SocketServer
from tests.support.speech_samples import SAMPLE_RATE_HZ, Pcm, speak, word_error_rate, write_wav
from tests.support.talk_command import talk

pytestmark = pytest.mark.speech

TEA = "Good morning, I would like a cup of tea, please."
LARGE = "A large one, please."
BOTH_MODES = pytest.mark.parametrize("manners", [(), ("--quirks",)], ids=["plain", "quirks"])


def read(path: Path) -> Pcm:
    with wave.open(str(path), "rb") as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (SAMPLE_RATE_HZ, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def silence(seconds: float) -> Pcm:
    return np.zeros(int(seconds * SAMPLE_RATE_HZ), np.int16)


def loud_s(pcm: Pcm) -> Sequence[float]:
    """The seconds at which a 20 ms window of the sound is louder than -40 dBFS."""
    frames = pcm[: len(pcm) // 480 * 480].reshape(-1, 480).astype(np.float64)
    return np.flatnonzero(np.sqrt((frames**2).mean(axis=1)) > 327) * 0.02


@BOTH_MODES
def test_a_spoken_turn_is_written_answered_and_heard(tmp_path: Path, manners: tuple[str, ...]) -> None:
    microphone = write_wav(tmp_path / "mic.wav", speak(TEA, lead_s=0.4, tail_s=0.3))
    run = talk(
        "--mic", microphone, "--speaker", tmp_path / "out.wav", "--assistant", "cafe", "--grade-wait", "20", *manners
    )
    assert run.status == 0, run.errors
    names = [line["event"] for line in run.lines]
    order = [
        "connected",
        "audio_ready",
        "user_start",
        "user_delta",
        "user_complete",
        "assistant_start",
        "grade",
        "graded",
    ]
    assert [names.index(name) for name in order] == sorted(names.index(name) for name in order)
    assert names[-1] == "ended"
    scored = [line["criterion"] for line in run.all("grade") if line["kind"] == "feedbacks"]
    assert scored == ["Task", "Grammar", "Vocabulary", "Fluency", "Interaction"]
    assert "error" not in names
    assert word_error_rate(TEA, run.first("user_complete")["content"]) <= 0.12
    reply = run.all("assistant_complete")[-1]["content"]
    assert len(reply.split()) >= 2
    assert run.all("assistant_text")[-1]["content"] == reply
    # What the lines say was played is what the loudspeaker's file holds, at that moment.
    heard = loud_s(read(tmp_path / "out.wav"))
    assert len(heard) * 0.02 > 0.15 * len(reply.split())
    assert run.first("assistant_audio_first")["t"] == pytest.approx(heard[0], abs=0.1)
    assert run.first("assistant_audio_first")["t"] > run.first("user_complete")["t"] - 0.05
    # How the learner spoke is what the microphone's file holds.
    (figures,), spoken = run.all("figures"), loud_s(read(microphone))
    assert figures["speaking_s"] == pytest.approx(spoken[-1] - spoken[0], abs=0.2)
    assert figures["words"] == len(run.first("user_complete")["content"].split())


@BOTH_MODES
def test_speaking_over_the_reply_silences_it(tmp_path: Path, manners: tuple[str, ...]) -> None:
    """The second sentence falls into the first reply, wherever that begins."""
    first = talk(
        "--mic", write_wav(tmp_path / "one.wav", speak(TEA, lead_s=0.4)), "--speaker", tmp_path / "one-out.wav",
        "--assistant", "cafe", *manners,
    )  # fmt: skip
    gap = first.first("assistant_audio_first")["t"] + 0.4 - len(read(tmp_path / "one.wav")) / SAMPLE_RATE_HZ
    over = np.concatenate((speak(TEA, lead_s=0.4), silence(gap), speak("Wait, I would like coffee instead, please.")))
    run = talk(
        "--mic", write_wav(tmp_path / "two.wav", over), "--speaker", tmp_path / "two-out.wav",
        "--assistant", "cafe", *manners,
    )  # fmt: skip
    assert run.status == 0, run.errors
    assert len(run.all("user_complete")) == 2, run.lines
    flushed = run.first("flushed")
    heard = loud_s(read(tmp_path / "two-out.wav"))
    again = run.all("assistant_audio_first")[-1]["t"]
    assert again > flushed["t"]
    # Between the flush and the next reply the loudspeaker is quiet; one block may be on its way.
    assert not [at for at in heard if flushed["t"] + 0.15 < at < again - 0.1]


@BOTH_MODES
def test_silence_and_noise_make_no_turn(tmp_path: Path, manners: tuple[str, ...]) -> None:
    noise = (np.random.default_rng(7).standard_normal(4 * SAMPLE_RATE_HZ) * 300).astype(np.int16)
    microphone = write_wav(tmp_path / "noise.wav", np.concatenate((silence(1), noise)))
    run = talk("--mic", microphone, "--speaker", tmp_path / "out.wav", "--fast", *manners)
    assert run.status == 0, run.errors
    assert run.all("user_complete") == []
    assert run.all("user_delta") == []
    assert not len(loud_s(read(tmp_path / "out.wav")))


def test_the_opening_is_heard_before_the_learner_speaks(tmp_path: Path) -> None:
    microphone = write_wav(tmp_path / "mic.wav", speak(TEA, lead_s=0.2))
    run = talk("--mic", microphone, "--speaker", tmp_path / "out.wav", "--assistant", "cafe", "--opening")
    assert run.status == 0, run.errors
    assert len(run.all("assistant_complete")) == 2
    names = [line["event"] for line in run.lines]
    assert names.index("assistant_complete") < names.index("user_start")


def test_a_file_of_another_rate_and_two_channels_is_taken_and_its_end_is_the_release_of_the_key(tmp_path: Path) -> None:
    import soundfile

    speech = speak(TEA, lead_s=0.2).astype(np.float32) / 32768
    soundfile.write(tmp_path / "mic.wav", np.stack((speech, speech), axis=1).repeat(2, axis=0), 48_000)
    run = talk("--mic", tmp_path / "mic.wav", "--assistant", "cafe", "--fast", "--mode", "hold")
    assert run.status == 0, run.errors
    names = [line["event"] for line in run.lines]
    assert names.index("released") < names.index("user_complete") < names.index("assistant_start")
    assert word_error_rate(TEA, run.first("user_complete")["content"]) <= 0.12


def test_without_json_it_reads_as_a_transcript(tmp_path: Path) -> None:
    microphone = write_wav(tmp_path / "mic.wav", speak(TEA, lead_s=0.2))
    run = talk("--mic", microphone, "--assistant", "cafe", "--fast", as_json=False)
    assert (run.status, run.errors) == (0, "")


def test_what_cannot_begin_is_told_in_a_sentence(tmp_path: Path) -> None:
    good = write_wav(tmp_path / "mic.wav", silence(0.2))
    text = tmp_path / "text.wav"
    text.write_text("not sound")
    empty = write_wav(tmp_path / "empty.wav", silence(0))
    for arguments in (
        ("--mic", text),
        ("--mic", tmp_path / "missing.wav"),
        ("--mic", empty),
        ("--mic", good, "--speaker", tmp_path / "no" / "folder.wav"),
        ("--mic", good, "--url", "http://127.0.0.1:9", "--token", "t"),
        ("--mic", good, "--url", "no address at all"),
        ("--speaker", tmp_path / "out.wav"),
        ("--mode", "hold"),
        ("--mic", good, "--assistant", "nobody of this name"),
    ):
        run = talk(*arguments)
        assert run.status == 2, (arguments, run)
        assert run.errors.strip().endswith("."), run.errors
        assert "Traceback" not in run.errors
        assert len(run.errors.splitlines()) == 1, run.errors


def test_a_refused_token_is_told_in_a_sentence(tmp_path: Path) -> None:
    good = write_wav(tmp_path / "mic.wav", silence(0.2))
    server = SocketServer().start()
    try:
        run = talk("--mic", good, "--url", server.url, "--token", "wrong")
    finally:
        server.stop()
    assert run.status == 2
    assert run.errors == "The service refused the sign-in. Check the account or the token.\n"
    assert run.lines == ()
