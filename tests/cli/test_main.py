import subprocess
import sys

import pytest

from desktop import __version__
from desktop.cli.main import run


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"vivavoce {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--help"])
    told = capsys.readouterr().out
    assert all(command in told for command in ("talk", "check", "demo", "devices", "practice"))


@pytest.mark.parametrize("arguments", [["sing"], ["talk", "--fast", "--realtime"], ["talk", "--mic"]])
def test_a_wrong_call_ends_with_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "desktop", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"vivavoce {__version__}\n"
