"""The tests: python -m tests [arguments for pytest]

Without arguments all of them, in two runs: first those that compute, on two processes side by side; then, alone, those
that play and listen in real time, because others beside them would make their sound late.
"""

import subprocess
import sys

RUNS = (("-n", "2", "-m", "not real_time"), ("-m", "real_time"))


def main(arguments: list[str]) -> int:
    """Return pytest's exit code, the first that is not 0."""
    runs = (tuple(arguments),) if arguments else RUNS
    codes = [subprocess.run([sys.executable, "-m", "pytest", *run], check=False).returncode for run in runs]
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
