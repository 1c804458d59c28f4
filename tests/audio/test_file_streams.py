"""A sound card made of two files."""

from pathlib import Path

import numpy as np
import pytest

from desktop.audio.cards import FileCard
from desktop.audio.file_streams import FileStreams
from desktop.audio.samples import samples_from
from desktop.audio.streams import AudioDeviceError
from tests.support.fake_sound_card import FakeSoundCard, noise, read_wav, strength_at, tone, write_wav


def run(streams: FileStreams, ms: int) -> np.ndarray:
    captured = b""
    for _ in range(ms // 10):
        streams.tick()
        captured += streams.capture.read()
    return samples_from(captured)


def test_the_file_is_captured_bit_for_bit_and_then_silence(tmp_path: Path) -> None:
    streams = FileStreams(FakeSoundCard(tmp_path, noise(105)).card())
    captured = run(streams, 200)
    streams.close()
    assert streams.microphone_frames == 2520
    assert captured[:2520].tolist() == noise(105).tolist()
    assert not captured[2520:].any()
    assert len(captured) == 4800


def test_what_is_played_is_recorded_on_the_microphones_clock(tmp_path: Path) -> None:
    card = FakeSoundCard(tmp_path)
    streams = FileStreams(card.card())
    run(streams, 50)
    streams.playback.write(noise(30).tobytes())
    run(streams, 50)
    streams.close()
    streams.close()
    assert card.played().tolist() == [0] * 1200 + noise(30).tolist() + [0] * 480


def test_a_held_microphone_gives_nothing_while_the_loudspeaker_plays_unrecorded(tmp_path: Path) -> None:
    card = FakeSoundCard(tmp_path, noise(20))
    streams = FileStreams(card.card(hold=True))
    streams.playback.write(noise(20, seed=2).tobytes())
    assert len(run(streams, 100)) == 0
    assert streams.playback.unread == 0
    streams.release()
    assert run(streams, 20).tolist() == noise(20).tolist()
    streams.close()
    assert len(card.played()) == 480


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 48_000])
def test_any_rate_and_number_of_channels_is_read(tmp_path: Path, rate_hz: int) -> None:
    path = tmp_path / "stereo.wav"
    sound = tone(500, 1000, rate_hz=rate_hz)
    write_wav(path, np.column_stack((sound, sound)), rate_hz)
    streams = FileStreams(FileCard(str(path), str(tmp_path / "out.wav")))
    captured = run(streams, 1000)
    streams.close()
    assert strength_at(captured[2400:-2400], 500) == pytest.approx(10_000, rel=0.01)


def test_pace_shortens_the_wait_between_steps_only(tmp_path: Path) -> None:
    streams = FileStreams(FakeSoundCard(tmp_path, noise(20)).card(pace=4))
    assert streams.step_s == pytest.approx(0.0025)
    assert run(streams, 20).tolist() == noise(20).tolist()
    streams.close()


@pytest.mark.parametrize("content", [None, b"this is no sound"])
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "bad.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AudioDeviceError, match="Choose a WAV file that exists"):
        FileStreams(FileCard(str(path), str(tmp_path / "out.wav")))


def test_a_recording_that_cannot_be_created_is_told_in_a_sentence(tmp_path: Path) -> None:
    card = FakeSoundCard(tmp_path)
    with pytest.raises(AudioDeviceError, match="could not be created"):
        FileStreams(FileCard(str(card.microphone), str(tmp_path / "no" / "such" / "folder.wav")))


def test_what_is_fed_is_heard_after_the_file_or_at_once(tmp_path: Path) -> None:
    streams = FileStreams(FakeSoundCard(tmp_path, noise(25)).card())
    run(streams, 10)
    streams.feed(noise(15, seed=2).tobytes())
    assert run(streams, 50)[:720].tolist() == noise(25)[240:].tolist() + noise(15, seed=2).tolist()
    streams.feed(noise(10, seed=3).tobytes())
    assert run(streams, 20).tolist() == noise(10, seed=3).tolist() + [0] * 240
    streams.close()


def test_without_a_file_the_microphone_is_silent_until_it_is_fed(tmp_path: Path) -> None:
    streams = FileStreams(FileCard("", str(tmp_path / "out.wav")))
    assert not run(streams, 20).any()
    streams.feed(noise(10).tobytes())
    assert run(streams, 10).tolist() == noise(10).tolist()
    streams.close()


def test_the_recording_can_be_read_before_anything_was_played(tmp_path: Path) -> None:
    card = FakeSoundCard(tmp_path)
    FileStreams(card.card()).close()
    assert len(read_wav(card.loudspeaker)) == 0
