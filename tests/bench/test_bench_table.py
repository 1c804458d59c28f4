import json
import math
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.bench.__main__ import main, names_in, run
from tests.bench.rows import Measured, Row, as_json, as_row, spread, table


def two_numbers() -> Iterable[Measured]:
    return [("decode | user_delta", 12.3456, "us"), ("memory", 450_000.0, "KB")]


def broken() -> Iterable[Measured]:
    yield ("frames", 7.0, "")
    raise RuntimeError("no\nsound")


def test_each_measurement_is_a_row() -> None:
    rows, failed = run({"wire": lambda: two_numbers})
    assert failed == 0
    assert "| wire: decode \\| user_delta | 12.35 |  |  | us |  |  |\n" in table(rows)
    assert "| wire: memory | 450,000 |  |  | KB |  |  |\n" in table(rows)


def test_a_bench_that_raises_is_reported_keeps_its_rows_and_hides_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    rows, failed = run({"sound": lambda: broken, "wire": lambda: two_numbers})
    assert failed == 1
    assert [row.name for row in rows if row.unit != "s"] == [
        "sound: frames",
        "sound: FAILED: RuntimeError: no sound",
        "wire: decode | user_delta",
        "wire: memory",
    ]
    assert "Traceback" in capsys.readouterr().err


def test_a_figure_taken_many_times_shows_its_middle_and_its_upper_end() -> None:
    row = spread("late", [float(ms) for ms in range(1, 101)], target=50, limit=94)
    assert (row.name, row.p50, row.p95, row.p99) == ("late (100)", 50, 95, 99)
    assert "| late (100) | 50 | 95 | 99 | ms | 50 / 94 | **missed** |\n" in table([row])


def test_a_figure_that_was_never_taken_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        spread("late", [])


@pytest.mark.parametrize(
    ("row", "missed"),
    [
        (Row("a", "ms", 25, 40, None, 25, 40), False),
        (Row("a", "ms", 25.1, 40, None, 25, 40), True),
        (Row("a", "ms", 25, 40.1, None, 25, 40), True),
        (Row("a", "ms", None, None, None, 25, 40), True),
        (Row("a", "ms", 1e9), False),
        (Row("underruns", "", 0, target=0), False),
        (Row("underruns", "", 1, target=0), True),
    ],
)
def test_a_target_is_missed_when_the_number_is_above_it_or_absent(row: Row, missed: bool) -> None:
    assert row.missed is missed
    assert ("**missed**" in table([row])) is missed


def test_what_is_no_number_becomes_null() -> None:
    rows = as_json([as_row("sound", ("peak", math.nan, "dB"))])
    assert rows == [
        {"name": "sound: peak", "unit": "dB", "p50": None, "p95": None, "p99": None, "target": None, "limit": None}
    ]


def test_the_same_run_writes_the_table_and_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.bench.__main__._load", lambda name: two_numbers)
    assert main(["protocol"], tmp_path) == 0
    assert (tmp_path / "bench.md").read_text(encoding="utf-8") == capsys.readouterr().out
    written = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert written[1] == as_json([Row("protocol: memory", "KB", 450_000.0)])[0]


def test_benches_are_found_by_their_file_name(tmp_path: Path) -> None:
    for name in ("bench_wire.py", "bench_audio.py", "test_wire.py"):
        (tmp_path / name).touch()
    assert names_in(tmp_path) == ["audio", "wire"]


def test_an_unknown_name_is_answered_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "there is no bench named nonsense" in capsys.readouterr().err
