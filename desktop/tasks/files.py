"""Reads tasks from files and folders. What cannot be read becomes a sentence, never an exception.

A file holds a bit, {"bit": {...}} around one, a free text task, or a list of them, as exported books of bits do.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop import RESOURCES
from desktop.backends.paper import Paper, paper_of
from desktop.protocol.errors import WireFormatError

BUILT_IN = RESOURCES / "tasks"
LARGEST_FILE_BYTES = 900_000
MOST_FILES, MOST_TASKS, MOST_FAULTS = 500, 1_000, 20
MOST_BYTES = 20_000_000
"""Of all files together: their content stays in memory, several times as large as on disk."""
DEEPEST_FOLDER, MOST_ENTRIES = 4, 20_000
"""How far a folder is searched: somebody may open a whole disk."""


class _Unreadable(Exception):
    """The text ends a sentence and says why."""


class _Full(Exception):
    pass


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """root: the folder whose files the task may use."""

    paper: Paper
    root: Path


@dataclass(frozen=True, slots=True)
class Reading:
    papers: tuple[FiledPaper, ...]
    faults: tuple[str, ...]


def read_tasks(paths: tuple[str, ...], built_in: Path = BUILT_IN) -> Reading:
    """Return the built-in tasks and those of the files and folders named; blocks, for a worker thread."""
    reader = _Reader()
    if built_in.is_dir():
        reader.read_folder(built_in, "builtin", "")
    for path in paths:
        named = Path(os.path.abspath(path))
        if os.path.isfile(named):  # unlike Path.is_file it does not raise for a folder that may not be looked into
            reader.read_file(named, named.parent, _plain(named), named.parent.name)
        elif os.path.isdir(named):
            reader.read_folder(named, _plain(named), named.name or str(named))
        else:
            reader.faults.append(f"{named} is no longer there. Open it where it is now, or forget it.")
    return reader.reading()


class _Reader:
    """Gathers what is read, within the limits on all of it together."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._papers: dict[str, FiledPaper] = {}
        self._left_bytes = MOST_BYTES
        self._is_full = False

    def reading(self) -> Reading:
        faults = [_plain(one) for one in self.faults]
        if len(faults) > MOST_FAULTS:
            more = len(faults) - MOST_FAULTS
            faults[MOST_FAULTS:] = [f"{more} more were left out. Open a folder that holds tasks only."]
        return Reading(tuple(self._papers.values()), tuple(faults))

    def read_folder(self, folder: Path, prefix: str, label: str) -> None:
        for count, path in enumerate(_json_files(folder, self.faults)):
            if count >= MOST_FILES:
                self.faults.append(f"{folder.name} holds more than {MOST_FILES} files; the rest was left out.")
                return
            self.read_file(path, folder, f"{prefix}/{_plain(path.relative_to(folder))}", label)
            if self._is_full:
                return

    def read_file(self, path: Path, root: Path, key: str, label: str) -> None:
        """Take the tasks of a file; of those that cannot be used the first is told."""
        try:
            content, size_bytes = _content(path, self._left_bytes)
            wires = _bits(content)
        except _Full:
            self._fill()
            return
        except _Unreadable as reason:
            self.faults.append(f"{path.name} was left out: {reason}. Mend it or take it away.")
            return
        self._left_bytes -= size_bytes
        stem = _plain(path.stem).replace("-", " ").replace("_", " ")
        refused: list[str] = []
        for number, wire in enumerate(wires):
            name = stem if len(wires) == 1 else f"{stem} {number + 1}"
            try:
                paper = paper_of(wire, f"{key}#{number}" if number else key, name, _plain(label))
            except WireFormatError as error:
                refused.append(str(error))
                continue
            if len(self._papers) >= MOST_TASKS:
                self._fill()
                return
            self._papers.setdefault(paper.task.key, FiledPaper(paper, root))
        if refused:
            what = "It" if len(wires) == 1 else f"{len(refused)} of its {len(wires)} tasks"
            self.faults.append(f"{path.name}: {what} cannot be used ({refused[0]}). Mend it or take it away.")

    def _fill(self) -> None:
        if not self._is_full:
            self._is_full = True
            text = f"Not all tasks are shown: there are more than {MOST_TASKS}, or they are too large. Forget a folder."
            self.faults.append(text)


def _json_files(folder: Path, faults: list[str]) -> Iterator[Path]:
    seen = 0

    def unreadable(error: OSError) -> None:
        name = Path(error.filename or folder).name
        faults.append(f"{name} cannot be opened: {error.strerror or 'unreadable'}. Allow it or open another folder.")

    for here, folders, files in os.walk(folder, onerror=unreadable):
        depth = len(Path(here).relative_to(folder).parts)
        folders[:] = sorted(one for one in folders if not one.startswith(".")) if depth < DEEPEST_FOLDER else []
        seen += len(folders) + len(files)
        if seen > MOST_ENTRIES:
            faults.append(f"{folder.name} is too large to be searched. Open the folder that holds the tasks.")
            return
        yield from (Path(here, name) for name in sorted(files) if name.lower().endswith(".json"))


def _content(path: Path, left_bytes: int) -> tuple[Any, int]:
    """Return what a file holds and how many bytes that took."""
    if not os.path.isfile(path):  # a pipe would be waited for
        raise _Unreadable("it is no file")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise _Unreadable(f"it cannot be opened ({error.strerror or 'unreadable'})") from None
    if len(content) > LARGEST_FILE_BYTES:
        raise _Unreadable("it is larger than 900 kB")
    if len(content) > left_bytes:
        raise _Full
    try:
        return json.loads(content.decode("utf-8-sig")), len(content)
    except (ValueError, RecursionError):
        raise _Unreadable("it is not JSON in UTF-8") from None


def _plain(path: Path | str) -> str:
    """Return a path as text that every view and file takes, whatever bytes it is made of."""
    return str(path).replace(os.sep, "/").encode("utf-8", "backslashreplace").decode()


def _bits(content: Any) -> list[dict[str, Any]]:
    listed = content if isinstance(content, list) else [content]
    bits = []
    for one in listed:
        wire = one.get("bit", one) if isinstance(one, dict) else one
        if isinstance(wire, dict) and ("type" in wire or "taskType" in wire):
            bits.append(wire)
    if not bits:
        raise _Unreadable("it holds no task")
    return bits
