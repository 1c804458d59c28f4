"""`vivavoce check`, with a service in this process and once as a command of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.main import run
from desktop.conversation.feedback import CheckResult, CheckState, Feedback, TextSpan, Verdict
from desktop.tasks import checking
from desktop.tasks.checking import Task
from tests.support.seeds import sample

BITS = sample("bit")
REMARKS = (
    Feedback("Say “went”.", Verdict.WRONG, "Tenses", (TextSpan(9, 11, "🎈x"), TextSpan(3, 5, "go"))),
    Feedback("Well done.", Verdict.CORRECT),
)


def bit_file(folder: Path, name: str = "essay", **changes: Any) -> str:
    path = folder / "task.json"
    path.write_text(json.dumps({**BITS[f"{name}_request"], **changes}), encoding="utf-8")
    return str(path)


@pytest.fixture
def result(monkeypatch: pytest.MonkeyPatch) -> list[CheckResult]:
    """What the service will say; the first of the list."""
    results = [CheckResult(CheckState.REMARKS, REMARKS)]

    async def checked(_task: Task, *_where: str, **_how: bool) -> CheckResult:
        return results[0]

    monkeypatch.setattr("desktop.cli.check.check_at", checked)
    monkeypatch.setattr("desktop.cli.check.check_here", checked)
    return results


def test_json_has_the_state_and_the_remarks_in_the_order_received(
    tmp_path: Path, result: list[CheckResult], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", bit_file(tmp_path), "--json"]) == 0

    told = capsys.readouterr()
    assert told.err == ""
    assert json.loads(told.out) == {
        "state": "remarks",
        "feedback": [
            {
                "verdict": "WRONG",
                "message": "Say “went”.",
                "topic": "Tenses",
                "spans": [{"start": 9, "end": 11, "content": "🎈x"}, {"start": 3, "end": 5, "content": "go"}],
            },
            {"verdict": "CORRECT", "message": "Well done.", "topic": "", "spans": []},
        ],
    }


def test_a_person_reads_verdict_words_and_message(
    tmp_path: Path, result: list[CheckResult], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", bit_file(tmp_path), "--url", "http://127.0.0.1:1"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "WRONG    Tenses: “🎈x” (9 to 11), “go” (3 to 5)",
        "         Say “went”.",
        "CORRECT  The whole answer",
        "         Well done.",
    ]


def test_no_remarks_is_a_success(tmp_path: Path, result: list[CheckResult], capsys: pytest.CaptureFixture[str]) -> None:
    result[0] = CheckResult(CheckState.NO_REMARKS)

    assert run(["check", bit_file(tmp_path)]) == 0
    assert capsys.readouterr().out == "No remarks.\n"


@pytest.mark.parametrize("state", [CheckState.NOT_CHECKED, CheckState.FAILED])
def test_what_was_not_checked_ends_with_2_and_a_sentence(
    tmp_path: Path, result: list[CheckResult], capsys: pytest.CaptureFixture[str], state: CheckState
) -> None:
    result[0] = CheckResult(state, note="It did not work. Try again.")

    assert run(["check", bit_file(tmp_path)]) == 2
    assert capsys.readouterr() == ("", "It did not work. Try again.\n")
    assert run(["check", bit_file(tmp_path), "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == {"state": state.value, "feedback": []}


@pytest.mark.parametrize(
    ("content", "says"), [(None, "cannot be read"), ("{", "not JSON"), ('{"type": "sketch"}', "sketch")]
)
def test_a_file_that_is_no_task_ends_with_2_and_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, says: str
) -> None:
    path = tmp_path / "broken.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    assert run(["check", str(path), "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert told.err.count("\n") == 1


def test_a_folder_cannot_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path)]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_nobody_at_the_address_ends_with_2_and_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", bit_file(tmp_path), "--url", "http://127.0.0.1:1", "--token", "t"]) == 2
    assert "not checked" in capsys.readouterr().err


def test_the_command_starts_the_practice_service_by_itself_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = bit_file(tmp_path, "cloze")
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "check", path, "--json"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["state"] == "remarks"
    assert [one["verdict"] for one in told["feedback"]] == ["WRONG", "CORRECT"]
    assert [one["spans"][0] for one in told["feedback"]] == [
        {"start": 14, "end": 18, "content": "goed"},
        {"start": 33, "end": 36, "content": "met"},
    ]


def test_a_practice_service_that_cannot_start_is_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class NoService:
        @staticmethod
        async def start(*_args: object, **_options: object) -> None:
            raise checking.PracticeUnavailable("The practice service cannot be started.")

    monkeypatch.setattr(checking, "PracticeService", NoService)

    assert run(["check", bit_file(tmp_path)]) == 2
    assert "cannot be started" in capsys.readouterr().err
