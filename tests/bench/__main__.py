"""Run the benches and print one table: python -m tests.bench [name ...]

Every tests/bench/bench_NAME.py has measure() -> list[tuple[str, float, str]]: what was measured, the number, its unit.
The table also goes to build/bench.md. A bench that raises is reported in its place; the exit code is then 1.
"""

import importlib
import platform
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

Row = tuple[str, float, str]
Measure = Callable[[], Iterable[Row]]

FOLDER = Path(__file__).parent
OUTPUT = FOLDER.parents[1] / "build" / "bench.md"
HEAD = "| bench | what | value | unit |\n|---|---|---:|---|\n"


def names_in(folder: Path) -> list[str]:
    """Every bench there is, in alphabetical order."""
    return sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))


def run(benches: dict[str, Callable[[], Measure]]) -> tuple[str, int]:
    """Measure each and return the Markdown rows and how many benches failed; each value loads one bench."""
    rows, failed = [], 0
    for name, load in benches.items():
        print(f"bench: {name}", file=sys.stderr, flush=True)
        begun = time.perf_counter()
        try:
            measured = list(load()())
        except Exception as error:  # noqa: BLE001  (a bench may fail in any way, the others still count)
            traceback.print_exc()
            rows.append(f"| {name} | **failed**: {_cell(f'{type(error).__name__}: {error}')} | | |\n")
            failed += 1
            continue
        rows += [f"| {name} | {_cell(what)} | {_number(value)} | {_cell(unit)} |\n" for what, value, unit in measured]
        rows.append(f"| {name} | the bench itself | {time.perf_counter() - begun:.1f} | s |\n")
    return "".join(rows), failed


def main(arguments: list[str]) -> int:
    """Run the named benches, or all."""
    known = names_in(FOLDER)
    unknown = sorted(set(arguments) - set(known))
    if unknown:
        print(f"there is no bench named {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    rows, failed = run({name: lambda name=name: _load(name) for name in arguments or known})
    report = f"Python {platform.python_version()}, {platform.platform()}\n\n{HEAD}{rows}"
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(report, encoding="utf-8")
    print(report, end="")
    return 1 if failed else 0


def _load(name: str) -> Measure:
    measure: Measure = importlib.import_module(f"tests.bench.bench_{name}").measure
    return measure


def _number(value: float) -> str:
    """Four significant digits, thousands in full."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
