"""Sound files of every kind that tasks bring along, decoded; and those that cannot be."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from desktop.audio.playback import recording as module
from desktop.audio.playback.recording import RecordingUnreadable, decode
from tests.support.fake_sound_card import RATE_HZ, noise, strength_at, tone, write_wav


@pytest.mark.parametrize(
    ("kind", "rate_hz", "channels"),
    [
        (kind, rate_hz, channels)
        for kind in ("WAV", "FLAC", "OGG", "MP3")
        for rate_hz, channels in ((8_000, 1), (16_000, 2), (44_100, 2), (48_000, 1), (96_000, 1))
        if kind != "MP3" or rate_hz <= 48_000
    ],
)
def test_every_kind_becomes_mono_of_the_same_length_and_pitch(
    kind: str, rate_hz: int, channels: int, tmp_path: Path
) -> None:
    sound = np.repeat(tone(440, 3000, rate_hz=rate_hz)[:, None], channels, axis=1)
    path = tmp_path / "recording"
    # As float: libsndfile 1.2.2 spoils int16 stereo when it writes MP3.
    soundfile.write(path, sound / 32768, rate_hz, format=kind)
    recording = decode(str(path))
    # MP3 frames are 26 to 72 ms long, and the file says how much of the last one counts.
    assert recording.duration_s == pytest.approx(3.0, abs=0.08 if kind == "MP3" else 0.001)
    assert strength_at(recording.read(RATE_HZ, RATE_HZ), 440) == pytest.approx(10_000, rel=0.02)
    recording.close()


def test_a_recording_in_our_own_form_is_kept_bit_for_bit_and_read_from_anywhere(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", noise(2000))
    recording = decode(str(tmp_path / "a.wav"))
    assert recording.frames == 48_000
    assert (recording.read(0, 48_000) == noise(2000)).all()
    assert (recording.read(30_001, 77) == noise(2000)[30_001:30_078]).all()
    assert len(recording.read(47_990, 100)) == 10
    assert len(recording.read(50_000, 100)) == 0
    recording.close()


def test_it_does_not_need_the_file_once_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, noise(100))
    recording = decode(str(path))
    path.unlink()
    assert len(recording.read(0, 2400)) == 2400
    recording.close()


@pytest.mark.parametrize(
    "content", [b"", b"no sound at all", b"RIFF\x24\0\0\0WAVEfmt ", bytes(5000), b"\xff\xfb\x90\x00"]
)
def test_what_is_no_sound_is_refused_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(RecordingUnreadable, match=r"\.$"):
        decode(str(path))


def test_an_empty_recording_is_refused(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", noise(0))
    with pytest.raises(RecordingUnreadable, match="no sound"):
        decode(str(tmp_path / "a.wav"))


def test_what_is_too_long_or_of_a_strange_rate_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_S", 1)
    write_wav(tmp_path / "a.wav", noise(1100))
    with pytest.raises(RecordingUnreadable, match="half an hour"):
        decode(str(tmp_path / "a.wav"))
    write_wav(tmp_path / "b.wav", noise(10), rate_hz=1000)
    with pytest.raises(RecordingUnreadable):
        decode(str(tmp_path / "b.wav"))


def test_decoding_ends_when_nobody_wants_it_any_more(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", noise(3000))
    looks = iter((True, False))
    with pytest.raises(RecordingUnreadable):
        decode(str(tmp_path / "a.wav"), lambda: next(looks))


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError("no space")

    monkeypatch.setattr(module.tempfile, "TemporaryFile", full)
    write_wav(tmp_path / "a.wav", noise(10))
    with pytest.raises(RecordingUnreadable, match="room on the disk"):
        decode(str(tmp_path / "a.wav"))
