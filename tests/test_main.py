"""`python -m tests`: every test is in exactly one of its runs."""

import subprocess
import sys

import pytest

from tests import __main__ as tests_main


def test_arguments_go_to_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], check: bool) -> subprocess.CompletedProcess[str]:
        asked.append(command[3:])
        return subprocess.CompletedProcess(command, 5)

    monkeypatch.setattr(subprocess, "run", run)
    assert tests_main.main(["-k", "turn"]) == 5
    assert asked == [["-k", "turn"]]


def test_a_failure_of_either_run_is_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter([1, 0])
    monkeypatch.setattr(subprocess, "run", lambda command, check: subprocess.CompletedProcess(command, next(codes)))
    assert tests_main.main([]) == 1


def test_no_test_is_left_out_and_none_is_run_twice() -> None:
    first, second = (run[run.index("-m") + 1] for run in tests_main.RUNS)
    assert first == f"not {second}"


def test_tests_with_sound_in_them_run_in_real_time() -> None:
    listing = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-m",
        "not real_time",
        "tests/audio/test_ring_buffer.py",
    ]
    done = subprocess.run(listing, check=False, capture_output=True, text=True)
    assert "deselected" in done.stdout
