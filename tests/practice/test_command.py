import argparse
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.practice.command import add_arguments, default_data_dir, run

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "desktop", "practice", "--stub-speech"]


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(arguments)


def test_a_person_is_told_address_and_token_once(tmp_path: Path) -> None:
    service = subprocess.Popen(
        [*COMMAND, "--data", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert service.stdout is not None
        first, second, third = (service.stdout.readline() for _ in range(3))
        assert re.fullmatch(r"The practice service listens at http://127\.0\.0\.1:\d+\n", first)
        assert re.fullmatch(r"Token: [\w-]{40,}\n", second)
        assert "Speech is ready (stub)" in third
        service.send_signal(signal.SIGINT)
        rest, errors = service.communicate(timeout=20)
        assert service.returncode == 0
        assert second.removeprefix("Token: ").strip() not in rest + errors
        assert "Traceback" not in errors
    finally:
        if service.poll() is None:
            service.kill()
            service.communicate()


def test_a_parent_gets_one_json_line_for_each_event(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "--embedded", "--data", str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as service:
        assert service.stdin is not None
        assert service.stdout is not None
        service.stdin.write(b"a-token\n")
        service.stdin.flush()
        events = [json.loads(service.stdout.readline()) for _ in range(2)]
        assert [event["event"] for event in events] == ["listening", "warm"]
        service.stdin.close()
        assert service.wait(20) == 0


def test_without_a_token_from_the_parent_nothing_starts(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "--embedded", "--data", str(tmp_path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "token" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("given", [("--chat-url", "http://127.0.0.1:1/v1"), ("--chat-model", "small")])
def test_half_a_chat_endpoint_is_refused(given: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(parsed(*given)) == 2
    assert "go together" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_said_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = subprocess.run([*COMMAND, "--data", str(tmp_path / "file")], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert "cannot start" in done.stderr
    assert "Traceback" not in done.stderr


def test_conversations_are_kept_where_the_application_keeps_its_data(monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_data_dir() == Path(os.environ["VIVAVOCE_DATA"])
    monkeypatch.delenv("VIVAVOCE_DATA")
    assert default_data_dir().name == "Vivavoce"
