"""Child processes of a bench: told what to do by JSON lines, answering with JSON lines on one clock (monotonic).

A child's own module calls `told` to answer and `commands` to read; the bench holds a `Child`.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[3]
Line = dict[str, Any]


def tell(told: str, **more: object) -> None:
    """In a child: answer the bench; any thread."""
    sys.stdout.write(json.dumps({"told": told, **more}) + "\n")
    sys.stdout.flush()


def commands() -> Iterator[Line]:
    """In a child: yield what the bench asks for, until it goes away."""
    for line in sys.stdin:
        yield json.loads(line)


class Child:
    """A running child; a context manager that ends it. python: another interpreter than this one."""

    def __init__(
        self, module: str, *arguments: str, environment: Mapping[str, str] | None = None, python: str = sys.executable
    ) -> None:
        self._module = module
        self.lines: list[Line] = []
        self._arrived = threading.Condition()
        self._ended = False
        self._process = subprocess.Popen(
            [python, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | dict(environment or {}),
        )
        self._reader = threading.Thread(target=self._read, name=f"read {module}")
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
            self._process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._reader.join(10)

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, do: str, **more: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self._process.stdin.flush()

    def mark(self) -> int:
        """Return the place after all that was told by now, for `wait_for`."""
        with self._arrived:
            return len(self.lines)

    def wait_for(
        self, told: str, since: int = 0, where: Callable[[Line], bool] = lambda _: True, limit_s: float = 20.0
    ) -> Line:
        """Return the first such line from place `since` on. Raises RuntimeError when it does not come."""
        found: list[Line] = []

        def is_there() -> bool:
            found.extend(line for line in self.lines[since:] if line["told"] == told and where(line))
            return bool(found) or self._ended

        with self._arrived:
            if not self._arrived.wait_for(is_there, limit_s) or not found:
                raise RuntimeError(f"{self._module} did not tell {told!r}; it told {self.lines[-5:]}")
        return found[0]

    def all_of(self, told: str, since: int = 0) -> list[Line]:
        with self._arrived:
            return [line for line in self.lines[since:] if line["told"] == told]

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for text in stream:
                line = json.loads(text)
                with self._arrived:
                    self.lines.append(line)
                    self._arrived.notify_all()
        with self._arrived:
            self._ended = True
            self._arrived.notify_all()
