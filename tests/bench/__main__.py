"""Run the benches and print one table: python -m tests.bench [name ...]

Every tests/bench/bench_NAME.py has measure() -> Iterable[Row | tuple[what, value, unit]], see rows.py. The table goes
to build/bench.md, the rows to build/bench.json. A bench that raises is reported in its place; the exit code is then 1.
A target that is missed is shown and is no error.
"""

import importlib
import json
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench.rows import Measured, Row, as_json, as_row, table

Measure = Callable[[], Iterable[Measured]]

FOLDER = Path(__file__).parent
OUTPUT = FOLDER.parents[1] / "build"


def names_in(folder: Path) -> list[str]:
    """Every bench there is, in alphabetical order."""
    return sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))


def run(benches: dict[str, Callable[[], Measure]]) -> tuple[list[Row], int]:
    """Measure each and return all rows and how many benches failed; each value loads one bench."""
    rows: list[Row] = []
    failed = 0
    for name, load in benches.items():
        print(f"bench: {name}", file=sys.stderr, flush=True)
        begun = time.perf_counter()
        try:
            for measured in load()():
                rows.append(as_row(name, measured))
        except Exception as error:  # noqa: BLE001  (a bench may fail in any way, the others still count)
            traceback.print_exc()
            rows.append(as_row(name, Row(f"FAILED: {type(error).__name__}: {error}", "", None)))
            failed += 1
        rows.append(Row(f"{name}: the bench itself", "s", time.perf_counter() - begun))
    return rows, failed


def main(arguments: list[str], output: Path = OUTPUT) -> int:
    """Run the named benches, or all."""
    known = names_in(FOLDER)
    unknown = sorted(set(arguments) - set(known))
    if unknown:
        print(f"there is no bench named {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    before = _load_of_the_machine()
    rows, failed = run({name: lambda name=name: _load(name) for name in arguments or known})
    report = (
        f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} processors, "
        f"load{before} before and{_load_of_the_machine()} after\n\n{table(rows)}"
    )
    output.mkdir(exist_ok=True)
    (output / "bench.md").write_text(report, encoding="utf-8")
    (output / "bench.json").write_text(json.dumps(as_json(rows), indent=1, ensure_ascii=False), encoding="utf-8")
    print(report, end="")
    return 1 if failed else 0


def _load(name: str) -> Measure:
    measure: Measure = importlib.import_module(f"tests.bench.bench_{name}").measure
    return measure


def _load_of_the_machine() -> str:
    """How many processes wanted a processor in the last minute: what else ran makes every number worse."""
    return f" {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else " unknown"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
