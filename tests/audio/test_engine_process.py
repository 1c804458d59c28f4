"""The audio process by itself: what goes in and comes out of its pipes."""

import queue
import subprocess
import threading
import time
from pathlib import Path

import pytest

from desktop.audio import messages as m
from desktop.audio.cards import FileCard, PortAudioCard
from desktop.audio.engine import Engine
from desktop.audio.engine_client import command_line
from desktop.audio.engine_process import run_engine
from desktop.audio.pipe import read_message, write_message
from tests.audio.fake_streams import FakeStreams


def test_a_machine_without_sound_gets_a_sentence_and_no_crash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "asoundrc").write_text('pcm.default { type pulse server "unix:/nonexistent" }\n')
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asoundrc"))
    with subprocess.Popen(command_line(), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        write_message(process.stdin, m.Prepare(PortAudioCard()))
        write_message(process.stdin, m.Open(PortAudioCard()))
        reports = [read_message(process.stdout)]
        while not isinstance(reports[-1], m.EngineFailed):
            reports.append(read_message(process.stdout))
        assert reports[-1].message.endswith("again.")
        process.stdin.close()
        assert process.wait(10) == 0


def test_the_end_of_the_input_ends_the_process() -> None:
    with subprocess.Popen(command_line(), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


def test_a_defect_ends_the_process_and_is_logged() -> None:
    with subprocess.Popen(
        command_line(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        write_message(process.stdin, "no command")
        assert process.wait(10) == 1
        assert b"The engine failed." in process.stderr.read()


def test_commands_do_not_keep_the_steps_waiting() -> None:
    inbox: queue.SimpleQueue[m.Command | None] = queue.SimpleQueue()
    streams = FakeStreams()
    streams.step_s = 0.001
    ticks: list[float] = []
    streams.tick = lambda: ticks.append(time.monotonic())  # type: ignore[method-assign]
    engine = Engine(lambda _: None, lambda _: streams)
    worker = threading.Thread(target=run_engine, args=(engine, inbox))
    worker.start()
    inbox.put(m.Open(FileCard("", "")))
    for _ in range(3000):
        inbox.put(m.Play(1, bytes(96)))
    inbox.put(None)
    worker.join(20)
    assert not worker.is_alive()
    assert len(ticks) > 3
    assert streams.is_closed
