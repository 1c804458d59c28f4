from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.bench.__main__ import Row, main, names_in, run


def two_numbers() -> Iterable[Row]:
    return [("decode | user_delta", 12.3456, "us"), ("memory", 450_000.0, "KB")]


def broken() -> Iterable[Row]:
    raise RuntimeError("no\nsound")


def test_each_measurement_is_a_row() -> None:
    rows, failed = run({"wire": lambda: two_numbers})
    assert failed == 0
    assert "| wire | decode \\| user_delta | 12.35 | us |\n" in rows
    assert "| wire | memory | 450,000 | KB |\n" in rows


def test_a_bench_that_raises_is_reported_and_hides_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    rows, failed = run({"sound": lambda: broken, "wire": lambda: two_numbers})
    assert failed == 1
    assert "| sound | **failed**: RuntimeError: no sound | | |\n" in rows
    assert "| wire | memory |" in rows
    assert "Traceback" in capsys.readouterr().err


def test_benches_are_found_by_their_file_name(tmp_path: Path) -> None:
    for name in ("bench_wire.py", "bench_audio.py", "test_wire.py"):
        (tmp_path / name).touch()
    assert names_in(tmp_path) == ["audio", "wire"]


def test_an_unknown_name_is_answered_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "there is no bench named nonsense" in capsys.readouterr().err
