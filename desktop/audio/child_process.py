"""How this program starts another process of itself."""

import subprocess
import sys
from pathlib import Path

NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows only: no console flashes up."""


def command_line(frozen_argument: str, module: str) -> list[str]:
    """Return how to run `module.main()` in a process of its own.

    A frozen program is its own interpreter: when its first argument is `frozen_argument` it must call that function
    before it loads anything else (`desktop.__main__`).
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, frozen_argument]
    root = str(Path(__file__).parents[2])
    code = f"import sys; sys.path.insert(0, {root!r}); from {module} import main; main()"
    return [sys.executable, "-c", code]
