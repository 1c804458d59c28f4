"""The whole engine through its real process, on files."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from desktop.audio.engine_client import (
    FROZEN_ARGUMENT,
    QUICK,
    CaptureStarted,
    Check,
    EngineClient,
    EngineDied,
    EngineFailed,
    EngineStats,
    ExaminationProgressed,
    Examined,
    FileCard,
    FrameCaptured,
    MicrophoneEnded,
    PlaybackFinished,
    PlaybackFlushed,
    PlaybackStarted,
    Step,
    command_line,
)
from tests.support.fake_sound_card import FakeSoundCard, RunningEngine, find, noise, silence, tone
from tests.support.leaks import child_processes
from tests.support.waiting import wait_until


@pytest.fixture
def card(tmp_path: Path) -> FakeSoundCard:
    return FakeSoundCard(tmp_path, noise(1000))


def test_what_the_microphone_hears_arrives_bit_for_bit(card: FakeSoundCard) -> None:
    with RunningEngine(card.card(pace=4)) as engine:
        engine.client.open()
        engine.wait_for(MicrophoneEnded)
        engine.wait_for_frames(60)
        assert isinstance(engine.events[0], CaptureStarted)
        assert [frame.index for frame in engine.all_of(FrameCaptured)][:60] == list(range(60))
        assert engine.captured()[:24_000].tolist() == noise(1000).tolist()
        assert not engine.captured()[24_000:].any()


def test_a_reply_is_played_sample_for_sample_where_its_start_was_reported(card: FakeSoundCard) -> None:
    reply = noise(400, seed=9)
    with RunningEngine(card.card(pace=4)) as engine:
        engine.client.open()
        engine.wait_for_frames(10)
        for at in range(0, len(reply), 700):
            engine.client.play(1, reply[at : at + 700].tobytes())
        assert not engine.client.playback_idle()
        finished = engine.wait_for(PlaybackFinished)
        engine.wait_until_idle()
        engine.client.shut()
    assert finished == PlaybackFinished(1, 400)
    (started,) = engine.all_of(PlaybackStarted)
    assert find(reply, card.played()) == started.at_frame
    assert engine.all_of(EngineStats)[-1].underruns == 0


def test_after_a_flush_less_than_60_ms_of_the_old_reply_is_left(card: FakeSoundCard) -> None:
    old, new = noise(3000, seed=2), noise(300, seed=3)
    with RunningEngine(card.card()) as engine:
        engine.client.open()
        engine.client.play(1, old.tobytes())
        engine.wait_for(PlaybackStarted)
        captured_at_flush = len(engine.captured())
        engine.client.flush(1)
        engine.client.play(1, old.tobytes())
        engine.client.play(2, new.tobytes())
        assert engine.wait_for(PlaybackFlushed).generation == 1
        engine.wait_for(PlaybackFinished, lambda event: event.generation == 2)
        engine.client.shut()
    played = card.played()
    new_at = find(new, played)
    heard = np.flatnonzero(played[: new_at - 120])
    assert heard[-1] - captured_at_flush < 60 * 24
    assert not played[new_at + len(new) + 120 :].any()


def test_mute_sends_zeros_at_the_same_pace(card: FakeSoundCard) -> None:
    with RunningEngine(card.card()) as engine:
        engine.client.mute(True)
        began = time.monotonic()
        engine.client.open()
        engine.wait_for_frames(20)
        took_s = time.monotonic() - began
        assert not engine.captured().any()
        assert engine.client.levels() == (0.0, 0.0)
        engine.client.mute(False)
        wait_until(lambda: engine.captured()[-480:].any())
    assert took_s >= 0.38


def test_levels_show_both_sides(card: FakeSoundCard) -> None:
    with RunningEngine(card.card()) as engine:
        assert engine.client.levels() == (0.0, 0.0)
        engine.client.open()
        engine.client.play(1, tone(440, 500, amplitude=16_384).tobytes())
        wait_until(lambda: engine.client.levels()[1] > 0.4)
        assert 0.1 < engine.client.levels()[0] < 0.5
        engine.client.shut()
        wait_until(lambda: engine.client.levels() == (0.0, 0.0))


def test_a_held_microphone_begins_when_released(card: FakeSoundCard) -> None:
    with RunningEngine(card.card(pace=4, hold=True)) as engine:
        engine.client.open()
        # With its quiet end, which nothing is made up to follow.
        engine.client.play(1, noise(200, seed=3).tobytes() + silence(100).tobytes())
        engine.wait_for(PlaybackFinished)
        assert engine.all_of(FrameCaptured) == []
        engine.client.release()
        engine.wait_for_frames(5)
        assert engine.captured()[:2400].tolist() == noise(1000)[:2400].tolist()
        engine.client.shut()
    assert not card.played().any()


def test_a_microphone_without_a_file_hears_what_it_is_fed(tmp_path: Path) -> None:
    with RunningEngine(FileCard("", str(tmp_path / "out.wav"), pace=4)) as engine:
        engine.client.open()
        engine.wait_for_frames(3)
        engine.client.feed(noise(100).tobytes())
        wait_until(lambda: np.count_nonzero(engine.captured()) >= 2400)
        assert find(noise(100), engine.captured()) % 240 == 0


def test_a_pace_of_two_is_twice_real_time(card: FakeSoundCard) -> None:
    with RunningEngine(card.card(pace=2)) as engine:
        engine.client.open()
        engine.wait_for_frames(1)
        began = time.monotonic()
        engine.wait_for_frames(151)
        took_s = time.monotonic() - began
    assert 1.4 < took_s < 2.5  # 1.5 s, plus what a busy machine takes to wake a process up


def test_a_card_for_the_next_open_is_taken_then(card: FakeSoundCard, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = FakeSoundCard(tmp_path / "other", noise(500, seed=7))
    with RunningEngine(card.card(pace=4)) as engine:
        engine.client.open()
        engine.wait_for_frames(5)
        engine.client.use(other.card(pace=4))
        engine.client.shut()
        engine.wait_for(EngineStats)
        engine.events.clear()
        engine.client.open()
        engine.wait_for_frames(5)
        assert engine.captured()[:2400].tolist() == noise(500, seed=7)[:2400].tolist()


def test_relative_paths_mean_the_callers_folder(
    card: FakeSoundCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RunningEngine(FileCard("microphone.wav", "relative.wav", 4)) as engine:
        monkeypatch.chdir(tmp_path)
        engine.client.open()
        engine.wait_for_frames(5)
    assert (tmp_path / "relative.wav").exists()


def test_a_bad_file_is_told_and_the_engine_goes_on(card: FakeSoundCard, tmp_path: Path) -> None:
    with RunningEngine(FileCard(str(tmp_path / "none.wav"), str(tmp_path / "out.wav"))) as engine:
        engine.client.open()
        assert "Choose a WAV file" in engine.wait_for(EngineFailed).message
        engine.client.use(card.card(pace=4))
        engine.client.open()
        engine.wait_for_frames(3)


def test_half_a_sample_is_refused(card: FakeSoundCard) -> None:
    with RunningEngine(card.card()) as engine, pytest.raises(ValueError, match="whole samples"):
        engine.client.play(1, b"abc")


def test_an_engine_that_dies_is_told_and_starts_again_at_the_next_open(card: FakeSoundCard) -> None:
    with RunningEngine(card.card(pace=4)) as engine:
        engine.client.open()
        engine.client.play(1, silence(500).tobytes())
        engine.wait_for_frames(3)
        (child,) = [pid for pid, command in child_processes().items() if "engine_process" in command]
        os.kill(child, signal.SIGKILL)
        engine.wait_for(EngineDied)
        assert engine.client.playback_idle()
        engine.events.clear()
        engine.client.open()
        engine.wait_for_frames(3)


def test_close_ends_the_process_and_can_be_called_twice(card: FakeSoundCard) -> None:
    engine = RunningEngine(card.card())
    engine.client.close()
    engine.client.start()
    engine.client.open()
    engine.wait_for_frames(1)
    engine.client.close()
    engine.client.close()
    assert [command for command in child_processes().values() if "engine_process" in command] == []
    assert engine.all_of(EngineFailed) == []
    assert len(card.played()) > 0


def test_commands_before_start_are_harmless(card: FakeSoundCard) -> None:
    client = EngineClient(lambda _: None, card.card())
    client.play(1, silence(20).tobytes())
    assert client.playback_idle()
    client.flush(1)
    client.shut()
    client.release()
    client.close()
    assert client.levels() == (0.0, 0.0)


def test_the_engine_dies_with_a_parent_that_is_killed(card: FakeSoundCard, tmp_path: Path) -> None:
    """The parent gets no chance to say anything; its recording is still complete."""
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time\n"
            "from desktop.audio.engine_client import *\n"
            "told = lambda event: isinstance(event, FrameCaptured) and event.index == 10 and print('10', flush=True)\n"
            "client = EngineClient(told, FileCard(sys.argv[1], sys.argv[2]))\n"
            "client.open()\n"
            "print(client._process.pid, flush=True)\n"
            "time.sleep(60)\n",
            str(card.microphone),
            str(card.loudspeaker),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
        assert parent.stdout.readline() == "10\n"
        assert is_running(child)
        parent.kill()
        parent.wait()
    wait_until(lambda: not is_running(child), limit_s=5)
    assert len(card.played()) >= 10 * 480


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/vivavoce/vivavoce")
    assert command_line() == ["/opt/vivavoce/vivavoce", FROZEN_ARGUMENT]


def test_the_client_loads_no_sound_library() -> None:
    code = (
        "import sys; import desktop.audio.engine_client;"
        "print({'numpy', 'sounddevice', 'samplerate', 'livekit', 'soundfile'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


def test_an_examination_reports_from_its_process_and_can_be_stopped(card: FakeSoundCard) -> None:
    with RunningEngine(card.card()) as engine:
        engine.client.examine(card.card(), QUICK)
        engine.wait_for(ExaminationProgressed, lambda it: it.step is Step.ROOM and it.fraction > 0)
        engine.client.stop_examination()
        end = engine.wait_for(Examined)
    assert not end.is_complete
    assert [finding.check for finding in end.findings] == [Check.SOUND_SYSTEM, Check.MICROPHONE, Check.LOUDSPEAKER]
