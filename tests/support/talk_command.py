"""Runs `vivavoce talk` as a person would: a process of its own, told by its lines."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIMIT_S = 90


@dataclass(frozen=True)
class Talk:
    """How a run went."""

    status: int
    lines: tuple[dict[str, Any], ...]
    errors: str

    def all(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == event]

    def first(self, event: str) -> dict[str, Any]:
        found = self.all(event)
        assert found, f"no {event} in {[line['event'] for line in self.lines]}; {self.errors}"
        return found[0]


def talk(*arguments: str | Path, as_json: bool = True) -> Talk:
    """Run the command; its lines are parsed when `as_json`. The grade is waited for only where that is asked for."""
    command = [sys.executable, "-m", "desktop", "talk", "--grade-wait", "0", *map(str, arguments)]
    done = subprocess.run(
        [*command, "--json"] if as_json else command, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    lines = tuple(json.loads(line) for line in done.stdout.splitlines()) if as_json else ()
    return Talk(done.returncode, lines, done.stderr)
