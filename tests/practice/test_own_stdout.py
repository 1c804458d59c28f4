import io
import subprocess
import sys

import pytest

from desktop.practice.own_stdout import own_stdout

PROGRAM = """
import os
from desktop.practice.own_stdout import own_stdout
print("before")
with own_stdout():
    os.write(1, b"from machine code\\n")
    print("told – ü")
os.write(1, b"and after\\n")
"""


def test_only_what_python_prints_is_told() -> None:
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", PROGRAM], capture_output=True, check=True)

    assert done.stdout.decode().splitlines() == ["before", "told – ü", "and after"]


def test_a_stand_in_for_standard_output_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for stand_in in (io.StringIO(), None):
        monkeypatch.setattr(sys, "stdout", stand_in)
        with own_stdout():
            assert sys.stdout is stand_in
