import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

PROGRAM = Path(__file__).resolve().parents[1] / "packaging" / "bootstrap.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


bootstrap = load()

EVERYTHING = [package for purpose in bootstrap.SYSTEM_PACKAGES.values() for package in purpose]


@dataclass
class ScriptedShell:
    """A machine in a few words: what is installed, who one is, and which commands fail."""

    programs: set[str] = field(default_factory=lambda: {"apt-get", "dpkg-query"})
    installed: set[str] = field(default_factory=set)
    libraries: set[str] = field(default_factory=set)
    root: bool = True
    environment_works: list[bool] = field(default_factory=lambda: [True])
    failing: tuple[str, ...] = ()
    said: list[str] = field(default_factory=list)
    ran: list[list[str]] = field(default_factory=list)
    became: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)

    def say(self, line: str) -> None:
        self.said.append(line)

    def which(self, program: str) -> bool:
        return program in self.programs

    def is_root(self) -> bool:
        return self.root

    def loads(self, library: str) -> bool:
        return library in self.libraries

    def output(self, command: list[str]) -> tuple[int, str]:
        if command[0] == "dpkg-query":
            return 1, "".join(f"installed {package}\n" for package in self.installed)
        works = self.environment_works.pop(0) if len(self.environment_works) > 1 else self.environment_works[0]
        return (0, "3.11.2\n") if works else (1, "")

    def run(self, command: list[str], *, quiet: bool = False) -> int:
        self.ran.append(command)
        return 1 if any(word in command for word in self.failing) else 0

    def become(self, command: list[str], variables: dict[str, str]) -> int:
        self.became, self.variables = command, variables
        return 0

    def commands_with(self, word: str) -> list[list[str]]:
        return [command for command in self.ran if word in command]


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with nothing in it but a pyproject.toml, on a Linux that can show a window."""
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(bootstrap.platform, "system", lambda: "Linux")
    monkeypatch.setattr(bootstrap.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(bootstrap.platform, "libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return tmp_path


# --- system packages


def test_only_what_dpkg_does_not_call_installed_is_missing() -> None:
    listing = "installed libegl1\nconfig-files libgl1\nnot-installed xvfb\n"
    assert bootstrap.missing_packages(["libegl1", "libgl1", "xvfb", "xauth"], listing) == ["libgl1", "xvfb", "xauth"]


def test_a_library_renamed_by_the_64_bit_time_change_counts_as_installed() -> None:
    assert bootstrap.missing_packages(["libglib2.0-0"], "installed libglib2.0-0t64\n") == []


def test_the_window_needs_no_test_tools() -> None:
    assert "xvfb" not in bootstrap.wanted_packages(for_tests=False)
    assert set(bootstrap.wanted_packages(for_tests=True)) == set(EVERYTHING)


def test_nothing_is_installed_where_nothing_is_missing() -> None:
    shell = ScriptedShell(installed=set(EVERYTHING))
    bootstrap.install_system_packages(shell, for_tests=True)
    assert shell.ran == []
    assert shell.said == []


def test_root_installs_exactly_what_is_missing() -> None:
    shell = ScriptedShell(installed=set(EVERYTHING) - {"xauth", "xvfb"})
    bootstrap.install_system_packages(shell, for_tests=True)
    update, install = shell.ran
    assert update[-1] == "update"
    assert install[:3] == ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    assert install[install.index("install") + 1 :] == ["xvfb", "xauth"]


def test_a_user_with_sudo_installs_through_it() -> None:
    shell = ScriptedShell(root=False, programs={"apt-get", "dpkg-query", "sudo"})
    bootstrap.install_system_packages(shell, for_tests=False)
    assert {command[0] for command in shell.ran} == {"sudo"}


def test_a_user_without_sudo_is_told_the_command() -> None:
    shell = ScriptedShell(root=False, installed=set(EVERYTHING) - {"libegl1"})
    with pytest.raises(bootstrap.Stop, match="apt-get install --no-install-recommends libegl1"):
        bootstrap.install_system_packages(shell, for_tests=False)
    assert shell.ran == []


def test_python_without_ensurepip_gets_the_package_of_its_own_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    shell = ScriptedShell(installed=set(EVERYTHING))
    bootstrap.install_system_packages(shell, for_tests=True)
    assert shell.ran[-1][-1] == f"python3.{sys.version_info[1]}-venv"


def test_when_apt_fails_the_way_out_is_named() -> None:
    shell = ScriptedShell(failing=("install",))
    with pytest.raises(bootstrap.Stop, match="online"):
        bootstrap.install_system_packages(shell, for_tests=False)


def test_another_linux_is_told_which_libraries_and_programs_it_lacks_and_goes_on() -> None:
    proofs = {proof for purpose in bootstrap.SYSTEM_PACKAGES.values() for proof in purpose.values()}
    shell = ScriptedShell(programs=proofs - {"pactl"}, libraries=proofs - {"libxcb-cursor.so.0"})
    bootstrap.install_system_packages(shell, for_tests=True)
    assert shell.ran == []
    (line,) = shell.said
    assert "libxcb-cursor.so.0 (Debian: libxcb-cursor0), pactl (Debian: pulseaudio-utils)" in line
    assert "libEGL" not in line


# --- the environment and its packages


@pytest.mark.parametrize(
    ("system", "machine", "mac_version", "glibc", "extra"),
    [
        ("Linux", "x86_64", "", "2.36", "practice"),
        ("Linux", "aarch64", "", "2.34", "practice"),
        ("Linux", "x86_64", "", "2.31", "whisper"),
        ("Linux", "x86_64", "", "", "whisper"),
        ("Darwin", "arm64", "15.1", "", "practice"),
        ("Darwin", "arm64", "14.7.1", "", "whisper"),
        ("Darwin", "x86_64", "15.1", "", "whisper"),
        ("Windows", "AMD64", "", "", "practice"),
        ("Windows", "ARM64", "", "", "whisper"),
    ],
)
def test_the_speech_packages_are_those_with_wheels(
    system: str, machine: str, mac_version: str, glibc: str, extra: str
) -> None:
    assert bootstrap.speech_extra(system, machine, mac_version, glibc) == extra


def test_the_digest_follows_the_dependencies_the_python_and_the_place() -> None:
    digests = {
        bootstrap.digest(b"a", "3.11.2", "/one"),
        bootstrap.digest(b"b", "3.11.2", "/one"),
        bootstrap.digest(b"a", "3.12.0", "/one"),
        bootstrap.digest(b"a", "3.11.2", "/two"),
    }
    assert len(digests) == 4
    assert bootstrap.digest(b"a", "3.11.2", "/one") in digests


def test_a_stamp_covers_the_same_or_fewer_extras() -> None:
    stamp = json.dumps({"digest": "d", "extras": ["dev", "practice"]})
    assert bootstrap.stamp_covers(stamp, "d", {"practice"})
    assert bootstrap.stamp_covers(stamp, "d", {"practice", "dev"})
    assert not bootstrap.stamp_covers(stamp, "d", {"whisper"})
    assert not bootstrap.stamp_covers(stamp, "e", {"practice"})


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"digest": "d"}', '{"digest": "d", "extras": 3}'])
def test_a_damaged_stamp_covers_nothing(text: str) -> None:
    assert not bootstrap.stamp_covers(text, "d", set())


def test_a_whole_environment_is_kept(clone: Path) -> None:
    shell = ScriptedShell()
    assert bootstrap.prepare_environment(shell) == "3.11.2"
    assert shell.ran == []


def test_a_half_made_environment_is_made_anew_by_the_python_outside_it(clone: Path) -> None:
    shell = ScriptedShell(environment_works=[False, True])
    assert bootstrap.prepare_environment(shell) == "3.11.2"
    (command,) = shell.ran
    assert command[1:] == ["-m", "venv", "--clear", str(clone / ".venv")]
    assert Path(command[0]) == Path(sys._base_executable)  # type: ignore[attr-defined]
    assert shell.said == ["making .venv anew, it is incomplete"]


def test_a_python_that_makes_no_environment_ends_with_a_sentence(clone: Path) -> None:
    with pytest.raises(bootstrap.Stop, match="ensurepip"):
        bootstrap.prepare_environment(ScriptedShell(environment_works=[False], failing=("venv",)))


def test_packages_are_installed_once(clone: Path) -> None:
    first, second = ScriptedShell(), ScriptedShell()
    bootstrap.install_python_packages(first, "3.11.2", for_tests=True)
    assert first.ran[0][-2:] == ["--editable", ".[dev,practice]"]
    bootstrap.install_python_packages(second, "3.11.2", for_tests=True)
    bootstrap.install_python_packages(second, "3.11.2", for_tests=False)
    assert second.ran == []


def test_packages_are_installed_again_when_the_project_changes(clone: Path) -> None:
    bootstrap.install_python_packages(ScriptedShell(), "3.11.2", for_tests=False)
    (clone / "pyproject.toml").write_text("[project]\nname = 'other'\n", encoding="utf-8")
    shell = ScriptedShell()
    bootstrap.install_python_packages(shell, "3.11.2", for_tests=False)
    assert len(shell.commands_with("install")) == 1


def test_a_failed_installation_leaves_no_stamp_and_says_what_to_do(clone: Path) -> None:
    with pytest.raises(bootstrap.Stop, match="offline"):
        bootstrap.install_python_packages(ScriptedShell(failing=("install",)), "3.11.2", for_tests=False)
    shell = ScriptedShell()
    bootstrap.install_python_packages(shell, "3.11.2", for_tests=False)
    assert len(shell.commands_with("install")) == 1


# --- the commands


def obey(shell: ScriptedShell, *arguments: str) -> int:
    shell.installed = set(EVERYTHING)
    return int(bootstrap.main(list(arguments), shell))


def test_run_opens_the_window_where_there_is_a_display(clone: Path) -> None:
    shell = ScriptedShell()
    assert obey(shell, "run", "--flag") == 0
    assert [Path(shell.became[0]).stem, *shell.became[1:]] == ["vivavoce", "--flag"]
    assert shell.variables == {}
    assert shell.commands_with("install")[0][-1] == ".[practice]"


def test_run_shows_the_demonstration_where_there_is_none_and_says_so(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    shell = ScriptedShell()
    assert obey(shell, "run") == 0
    assert shell.became[1:] == ["-m", "desktop", "demo"]
    assert any("no display" in line for line in shell.said)


@pytest.mark.parametrize(
    ("system", "variables", "shown"),
    [
        ("Linux", {}, False),
        ("Linux", {"DISPLAY": ""}, False),
        ("Linux", {"DISPLAY": ":0"}, True),
        ("Linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("Windows", {}, True),
        ("Darwin", {}, True),
    ],
)
def test_a_display_is_where_somebody_can_see_a_window(system: str, variables: dict[str, str], shown: bool) -> None:
    assert bootstrap.has_display(system, variables) is shown


def test_the_tests_run_offscreen_with_the_arguments_given(clone: Path) -> None:
    shell = ScriptedShell()
    obey(shell, "test", "-k", "turn")
    assert shell.became[1:] == ["-m", "tests", "-k", "turn"]
    assert shell.variables == {"QT_QPA_PLATFORM": "offscreen"}
    assert shell.commands_with("install")[0][-1] == ".[dev,practice]"


def test_every_check_is_run_and_reported_though_one_fails(clone: Path) -> None:
    shell = ScriptedShell(failing=("mypy",))
    assert obey(shell, "check") == 1
    assert [line for line in shell.said if line.startswith("check: ")] == [
        "check: ruff check",
        "check: ruff format",
        "check: mypy",
        "check: import contracts",
        "check: failed: mypy",
    ]


def test_setup_only_prepares(clone: Path) -> None:
    shell = ScriptedShell()
    assert obey(shell, "setup") == 0
    assert shell.became == []
    assert shell.said[-1].startswith("ready: ")


@pytest.mark.parametrize(("arguments", "status"), [((), 2), (("fly",), 2), (("--help",), 0)])
def test_without_a_known_command_the_commands_are_listed(
    arguments: tuple[str, ...], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.main(list(arguments), ScriptedShell()) == status
    shown = capsys.readouterr().out
    assert all(name in shown for name in bootstrap.COMMANDS)


def test_a_reason_to_stop_is_a_sentence_and_not_a_traceback(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["run"], ScriptedShell(root=False)) == 1
    assert capsys.readouterr().err.startswith("vivavoce: only root can install")


def test_an_older_python_is_told_what_is_needed() -> None:
    pretend = (
        "import runpy, sys; sys.version_info = (3, 10, 12, 'final', 0); sys.argv = ['bootstrap.py', 'run'];"
        f"runpy.run_path({str(PROGRAM)!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Vivavoce needs Python 3.11 or newer")
    assert "Traceback" not in done.stderr


def test_every_target_of_the_makefile_is_a_command() -> None:
    makefile = (PROGRAM.parents[1] / "Makefile").read_text(encoding="utf-8")
    (phony,) = [line for line in makefile.splitlines() if line.startswith(".PHONY:")]
    assert set(phony.split()[1:]) == set(bootstrap.COMMANDS)
    assert all(f"$(BOOTSTRAP) {name}" in makefile for name in bootstrap.COMMANDS)
