"""Take a machine from a fresh clone to the window, a test run or a checked tree, and say what is being done.

    python packaging/bootstrap.py setup|run|demo|test|check|bench|pictures [arguments for that program]

Three steps, each skipped when there is nothing to do, so that a second start takes seconds:

    system packages   Debian, Ubuntu: apt-get, as root or through sudo; other Linux: what is missing is named
    environment       .venv at the root; a half-made one is made anew
    Python packages   pip install -e .[extras], again when pyproject.toml, Python or the clone's place changes

Standard library only, and nothing newer than Python 3.7 above the check of the version.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

OLDEST_PYTHON = (3, 11)
if sys.version_info < OLDEST_PYTHON:
    sys.exit(
        f"Vivavoce needs Python 3.11 or newer, and this is Python {platform.python_version()}. "
        "Install a newer one and start this with it, for example: python3.11 packaging/bootstrap.py run"
    )

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "vivavoce-stamp.json"

# Debian package -> what proves it on a Linux without dpkg: a shared library, a program, or nothing.
SYSTEM_PACKAGES: dict[str, dict[str, str]] = {
    "window": {
        "libegl1": "libEGL.so.1",
        "libgl1": "libGL.so.1",
        "libfontconfig1": "libfontconfig.so.1",
        "libdbus-1-3": "libdbus-1.so.3",
        "libglib2.0-0": "libglib-2.0.so.0",
        "libxkbcommon0": "libxkbcommon.so.0",
        "libxcb-cursor0": "libxcb-cursor.so.0",
        "libxcb-icccm4": "libxcb-icccm.so.4",
        "libxcb-keysyms1": "libxcb-keysyms.so.1",
        "libxcb-shape0": "libxcb-shape.so.0",
        "libxcb-xkb1": "libxcb-xkb.so.1",
        "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
        "fonts-dejavu-core": "",
        "fonts-noto-color-emoji": "",
    },
    "sound": {
        "libportaudio2": "libportaudio.so.2",
        "libasound2-plugins": "",
    },
    "tests": {
        "pipewire": "pipewire",
        "pipewire-pulse": "pipewire-pulse",
        "wireplumber": "wireplumber",
        "dbus-daemon": "dbus-run-session",
        "pulseaudio-utils": "pactl",
        "espeak-ng": "espeak-ng",
        "xvfb": "Xvfb",
        "xauth": "xauth",
    },
}


@dataclass(frozen=True)
class Command:
    """One word of this program: what it needs, and the arguments of the environment's Python that do it."""

    says: str
    for_tests: bool
    python: tuple[str, ...] = ()
    offscreen: bool = False


COMMANDS: dict[str, Command] = {
    "setup": Command("prepares system packages, .venv and every Python package", True),
    "run": Command("opens the window; without a display, runs the demonstration", False),
    "demo": Command("runs the demonstration", False, ("-m", "desktop", "demo"), offscreen=True),
    "test": Command("runs the tests", True, ("-m", "tests"), offscreen=True),
    "check": Command("runs ruff, mypy and the import contracts", True),
    "bench": Command("measures", True, ("-m", "tests.bench"), offscreen=True),
    "pictures": Command("makes the pictures of the window", True, ("-m", "tests.pictures"), offscreen=True),
}

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    ("import contracts", ("-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo")),
)


class Stop(Exception):
    """The machine cannot go on; the message tells the person in front of it what to do."""


class Shell:
    """What this program asks of the machine; the tests put a scripted one in its place."""

    def say(self, line: str) -> None:
        print(f"vivavoce: {line}", flush=True)

    def which(self, program: str) -> bool:
        return shutil.which(program) is not None

    def is_root(self) -> bool:
        return hasattr(os, "geteuid") and os.geteuid() == 0

    def loads(self, library: str) -> bool:
        """Whether the dynamic linker finds this shared library."""
        try:
            ctypes.CDLL(library)
        except OSError:
            return False
        return True

    def output(self, command: list[str]) -> tuple[int, str]:
        """Exit code and standard output; (127, "") when the program cannot be started."""
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError:
            return 127, ""
        return done.returncode, done.stdout

    def run(self, command: list[str], *, quiet: bool = False) -> int:
        """Run to the end and return the exit code; quiet hides standard output, never the errors."""
        try:
            return subprocess.run(
                command, cwd=ROOT, stdout=subprocess.DEVNULL if quiet else None, check=False
            ).returncode
        except OSError as failure:
            self.say(f"{command[0]} could not be started: {failure}")
            return 127

    def become(self, command: list[str], variables: dict[str, str]) -> int:
        """Hand this process, its signals and its exit code over to the command."""
        environment = {**os.environ, **variables}
        os.chdir(ROOT)
        if os.name != "nt":  # exec on Windows returns to the prompt before the program has ended
            os.execve(command[0], command, environment)
        return subprocess.run(command, env=environment, check=False).returncode


# --- system packages ------------------------------------------------------------------------------


def wanted_packages(for_tests: bool) -> dict[str, str]:
    """Debian package -> proof, for the window and sound, or for everything."""
    purposes = ("window", "sound", "tests") if for_tests else ("window", "sound")
    return {package: proof for purpose in purposes for package, proof in SYSTEM_PACKAGES[purpose].items()}


def missing_packages(wanted: list[str], listing: str) -> list[str]:
    """Which of `wanted` are not installed, by dpkg-query's lines "status package".

    Since the 64-bit time change (Debian 13, Ubuntu 24.04) some libraries are named NAMEt64.
    """
    installed = set()
    for line in listing.splitlines():
        status, _, package = line.partition(" ")
        if status == "installed":
            installed.add(package.removesuffix("t64"))
    return [package for package in wanted if package not in installed]


def apt_prefix(is_root: bool, has_sudo: bool) -> list[str] | None:
    """What to put before apt-get to be allowed to install; None when there is no way."""
    if is_root:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    return ["sudo", "env", "DEBIAN_FRONTEND=noninteractive"] if has_sudo else None


def install_system_packages(shell: Shell, for_tests: bool) -> None:
    """Bring in what the Python packages cannot bring; on another Linux, name what is missing and go on.

    Raises Stop when packages are missing and cannot be installed.
    """
    wanted = wanted_packages(for_tests)
    if not (shell.which("apt-get") and shell.which("dpkg-query")):
        absent = [
            f"{proof} (Debian: {package})"
            for package, proof in wanted.items()
            if proof and not (shell.loads(proof) if ".so." in proof else shell.which(proof))
        ]
        if absent:
            shell.say("please install these with your system's package manager: " + ", ".join(absent))
        return
    packages = list(wanted)
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        packages.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    either = [name for package in packages for name in (package, f"{package}t64")]
    _, listing = shell.output(["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *either])
    missing = missing_packages(packages, listing)
    if not missing:
        return
    by_hand = "apt-get install --no-install-recommends " + " ".join(missing)
    prefix = apt_prefix(shell.is_root(), shell.which("sudo"))
    if prefix is None:
        raise Stop(f"only root can install the system packages that are missing. As root, run:\n    {by_hand}")
    shell.say("installing system packages: " + " ".join(missing))
    shell.run([*prefix, "apt-get", "-qq", "update"], quiet=True)
    options = ["-qq", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]  # containers may have no pty
    install = [*prefix, "apt-get", *options, "install", *missing]
    if shell.run(install, quiet=True) != 0:
        raise Stop(
            "apt-get could not install the system packages (its words are above). When this machine is "
            f"online and you may install software, run this command again, or as root:\n    {by_hand}"
        )


# --- the environment and its Python packages ------------------------------------------------------


def environment_program(name: str) -> Path:
    """A program inside .venv, on any system."""
    return ENVIRONMENT / "Scripts" / f"{name}.exe" if os.name == "nt" else ENVIRONMENT / "bin" / name


def speech_extra(system: str, machine: str, mac_version: str, glibc: str) -> str:
    """Which extra holds speech packages with wheels for this machine: "practice", else "whisper".

    The arguments are those of platform.system(), machine(), mac_ver()[0] and libc_ver() ("" where unknown).
    """

    def at_least(version: str, lowest: tuple[int, int]) -> bool:
        numbers = [int(part) for part in version.split(".")[:2] if part.isdigit()]
        return tuple(numbers) >= lowest

    arm = machine.lower() in ("arm64", "aarch64")
    if system == "Darwin":
        has_wheels = arm and at_least(mac_version, (15, 0))
    elif system == "Windows":
        has_wheels = not arm
    else:
        has_wheels = at_least(glibc, (2, 34))
    return "practice" if has_wheels else "whisper"


def digest(pyproject: bytes, python_version: str, root: str) -> str:
    """One word that changes when the packages have to be installed anew."""
    return hashlib.sha256(b"\0".join([pyproject, python_version.encode(), root.encode()])).hexdigest()


def stamp_covers(stamp: str, fingerprint: str, extras: set[str]) -> bool:
    """Whether the text a finished installation left behind stands for this fingerprint and these extras."""
    try:
        left = json.loads(stamp)
        return left["digest"] == fingerprint and extras <= set(left["extras"])
    except (ValueError, KeyError, TypeError):
        return False


def prepare_environment(shell: Shell) -> str:
    """Make .venv where it is missing or half-made and return its Python's version.

    Raises Stop when Python cannot make one.
    """
    python = str(environment_program("python"))
    probe = [python, "-c", "import sys, pip; print('%d.%d.%d' % sys.version_info[:3])"]
    code, version = shell.output(probe)
    if code != 0:
        shell.say("making .venv anew, it is incomplete" if ENVIRONMENT.exists() else "making .venv")
        maker = getattr(sys, "_base_executable", sys.executable)  # never the .venv that is being cleared
        if shell.run([maker, "-m", "venv", "--clear", str(ENVIRONMENT)]) == 0:
            code, version = shell.output(probe)
        if code != 0:
            raise Stop(
                "Python could not make an environment in .venv (its words are above). Install Python's venv "
                "and ensurepip, see that this folder can be written to, and run this command again."
            )
    return version.strip()


def install_python_packages(shell: Shell, python_version: str, for_tests: bool) -> None:
    """Install Vivavoce itself (editable) with what it needs, unless the stamp says that it is there.

    Raises Stop when pip fails.
    """
    mac_version, glibc = platform.mac_ver()[0], platform.libc_ver()[1]
    extras = {speech_extra(platform.system(), platform.machine(), mac_version, glibc)}
    if for_tests:
        extras.add("dev")
    fingerprint = digest((ROOT / "pyproject.toml").read_bytes(), python_version, str(ROOT))
    if STAMP.exists() and stamp_covers(STAMP.read_text(encoding="utf-8"), fingerprint, extras):
        return
    STAMP.unlink(missing_ok=True)
    names = ",".join(sorted(extras))
    shell.say(f"installing the Python packages ({names}), some hundred megabytes: this takes minutes")
    pip = [str(environment_program("python")), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    if shell.run([*pip, "install", "--editable", f".[{names}]"]) != 0:
        raise Stop(
            "the Python packages could not be installed (pip's words are above). If this machine is offline, "
            "connect it and run this command again: it goes on where it stopped."
        )
    STAMP.write_text(json.dumps({"digest": fingerprint, "extras": sorted(extras)}), encoding="utf-8")


# --- the commands ---------------------------------------------------------------------------------


def has_display(system: str, variables: dict[str, str]) -> bool:
    """Whether a window can be shown to somebody here."""
    return system in ("Windows", "Darwin") or bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def run_checks(shell: Shell) -> int:
    """Run every check, report each, and return 1 when one of them failed."""
    failed = []
    for name, arguments in CHECKS:
        shell.say(f"check: {name}")
        if shell.run([str(environment_program("python")), *arguments]) != 0:
            failed.append(name)
    shell.say("check: failed: " + ", ".join(failed) if failed else "check: all passed")
    return 1 if failed else 0


def obey(shell: Shell, name: str, arguments: list[str]) -> int:
    """Prepare the machine for one command and carry it out; the exit code is the command's own."""
    command = COMMANDS[name]
    if platform.system() == "Linux":
        install_system_packages(shell, command.for_tests)
    install_python_packages(shell, prepare_environment(shell), command.for_tests)
    python = str(environment_program("python"))
    if name == "setup":
        shell.say(f"ready: {python}")
        return 0
    if name == "check":
        return run_checks(shell)
    if name == "run":
        if has_display(platform.system(), dict(os.environ)):
            shell.say("opening the window")
            return shell.become([str(environment_program("vivavoce")), *arguments], {})
        shell.say("there is no display here, so the demonstration runs instead of the window")
        command = COMMANDS["demo"]
    return shell.become(
        [python, *command.python, *arguments], {"QT_QPA_PLATFORM": "offscreen"} if command.offscreen else {}
    )


def main(arguments: list[str], shell: Shell) -> int:
    """The program; returns its exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        print("usage: python packaging/bootstrap.py COMMAND [arguments]\n")
        for name, command in COMMANDS.items():
            print(f"  {name:10}{command.says}")
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    try:
        return obey(shell, arguments[0], arguments[1:])
    except Stop as reason:
        print(f"vivavoce: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("vivavoce: stopped; run the command again to go on.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Shell()))
