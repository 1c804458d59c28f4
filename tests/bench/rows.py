"""What a bench returns: one row a figure, and how rows become a table and a file.

A row's `target` is for its p50, its `limit` for its p95; of every figure that has one, less is better.
"""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. A plain value is its own p50; None where a column does not apply."""

    name: str
    unit: str
    p50: float | None
    p95: float | None = None
    p99: float | None = None
    target: float | None = None
    limit: float | None = None

    @property
    def missed(self) -> bool:
        """Whether a target or a limit is not kept, because the number is too high or there is none."""
        return any(
            bound is not None and not (value is not None and value <= bound)
            for value, bound in ((self.p50, self.target), (self.p95, self.limit))
        )


Measured = Row | tuple[str, float, str]
"""The short form is (what, value, unit)."""


def spread(
    name: str, values: Iterable[float], unit: str = "ms", target: float | None = None, limit: float | None = None
) -> Row:
    """Return the row of a figure that was taken many times. Raises ValueError where it was never taken."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError(f"{name}: nothing was measured")
    p50, p95, p99 = (_percentile(ordered, share) for share in (0.5, 0.95, 0.99))
    return Row(f"{name} ({len(ordered)})", unit, p50, p95, p99, target, limit)


def as_row(bench: str, measured: Measured) -> Row:
    """Return what a bench gave, under the bench's name and with nothing a JSON file cannot hold."""
    row = measured if isinstance(measured, Row) else Row(measured[0], measured[2], float(measured[1]))
    p50, p95, p99 = (value if value is not None and math.isfinite(value) else None for value in _values(row))
    return replace(row, name=f"{bench}: {' '.join(row.name.split())}", p50=p50, p95=p95, p99=p99)


def table(rows: Iterable[Row]) -> str:
    """Return the rows as Markdown."""
    return "| what | p50 | p95 | p99 | unit | target p50 / p95 | |\n|---|---:|---:|---:|---|---|---|\n" + "".join(
        f"| {_cell(row.name)} | {' | '.join(_number(value) for value in _values(row))} | {_cell(row.unit)} "
        f"| {_bounds(row)} | {_verdict(row)} |\n"
        for row in rows
    )


def as_json(rows: Iterable[Row]) -> list[dict[str, str | float | None]]:
    return [asdict(row) for row in rows]


def _values(row: Row) -> tuple[float | None, float | None, float | None]:
    return row.p50, row.p95, row.p99


def _percentile(ordered: list[float], share: float) -> float:
    """Nearest rank: always a value that was measured."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _bounds(row: Row) -> str:
    if row.limit is None:
        return _number(row.target)
    return f"{_number(row.target)} / {_number(row.limit)}"


def _verdict(row: Row) -> str:
    if row.target is None and row.limit is None:
        return ""
    return "**missed**" if row.missed else "reached"


def _number(value: float | None) -> str:
    """Four significant digits, thousands in full."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
