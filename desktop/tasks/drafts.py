"""Answers in the making, on disk within a second of each change, so that a crash loses no more than that.

One file a task, replaced whole. Everything but the writing happens on the main loop.
"""

import asyncio
import contextlib
import hashlib
import logging
import math
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from desktop.conversation.feedback import CheckResult
from desktop.conversation.task import Answer

PAUSE_S = 0.5
"""Changes are gathered for this long. With what the writing takes, a crash loses less than a second."""
RETRY_S = 5.0
"""After a failure: a full disk, or a file that another program holds for a moment (Windows)."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """feedback_id: what the services know the task by; "" before its first check.

    result: what the last check that came back said, and checked_text the text it was about.
    """

    key: str
    answer: Answer = field(default_factory=Answer)
    feedback_id: str = ""
    result: CheckResult | None = None
    checked_text: str = ""


class Drafts:
    """tell: called with a sentence when writing fails, once until it works again."""

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self._folder = folder
        self._tell = tell
        self._drafts: dict[str, Draft] = {}
        self._known: set[str] = set()
        """Keys whose file was looked for, or which are newer here than on disk."""
        self._dirty: set[str] = set()
        self._writer: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()
        self._failed = False

    async def load(self, keys: Iterable[str]) -> None:
        """Read the drafts of these tasks, where there are any and they are not known yet."""
        wanted = [key for key in keys if key not in self._known]
        found = await asyncio.to_thread(_read, self._folder, wanted)
        for key in wanted:
            if key not in self._known:
                self._known.add(key)
                if key in found:
                    self._drafts[key] = found[key]

    def get(self, key: str) -> Draft:
        return self._drafts.get(key) or Draft(key)

    def put(self, draft: Draft) -> None:
        """Keep it: here at once, on disk soon. One that holds nothing is taken from the disk."""
        if self._drafts.get(draft.key) == draft:
            return
        self._known.add(draft.key)
        self._drafts[draft.key] = draft
        self._dirty.add(draft.key)
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._write_soon(), name="write drafts")

    async def close(self) -> None:
        """Write what is not on disk yet; nothing may be put afterwards."""
        self._closing.set()
        if self._writer is not None:
            await self._writer
        if self._dirty:
            await self._write()

    async def _write_soon(self) -> None:
        try:
            pause_s = PAUSE_S
            while self._dirty:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause_s):
                        await self._closing.wait()
                pause_s = PAUSE_S if await self._write() else RETRY_S
                if self._closing.is_set():
                    return
        finally:
            self._writer = None

    async def _write(self) -> bool:
        """Write what has changed; False where that failed."""
        dirty, self._dirty = self._dirty, set()
        try:
            await asyncio.to_thread(_write, self._folder, [self.get(key) for key in dirty])
        except OSError as error:
            self._dirty |= dirty
            _log.warning("drafts could not be written (%s)", type(error).__name__)
            if not self._failed:
                self._failed = True
                self._tell("Your answer cannot be saved on this computer just now. Make room on the disk.")
            return False
        self._failed = False
        return True


# -- on a worker ---------------------------------------------------------------------------------------------------

_format: TypeAdapter[Draft] = TypeAdapter(Draft)


def _path(folder: Path, key: str) -> Path:
    # Keys are paths of any length and any characters.
    return folder / f"{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.json"


def _read(folder: Path, keys: Iterable[str]) -> dict[str, Draft]:
    found = {}
    for key in keys:
        path = _path(folder, key)
        try:
            draft = _format.validate_json(path.read_bytes())
        except FileNotFoundError:
            continue
        except (OSError, ValidationError) as error:
            _log.warning("a draft could not be read (%s)", type(error).__name__)
            continue
        if draft.key == key:
            found[key] = draft
    return found


def _write(folder: Path, drafts: Iterable[Draft]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for draft in drafts:
        path = _path(folder, draft.key)
        if draft == Draft(draft.key):
            path.unlink(missing_ok=True)
            continue
        fresh = path.with_suffix(".new")
        with fresh.open("wb") as file:
            file.write(_format.dump_json(_whole(draft)))
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)


def _whole(draft: Draft) -> Draft:
    """Return the draft without what no file takes, such as halves of surrogate pairs."""
    blanks = {_text(name): _text(given) for name, given in draft.answer.blanks.items()}
    seconds = draft.answer.seconds_on_task
    seconds = seconds if math.isfinite(seconds) else 0.0  # JSON knows no others
    answer = Answer(_text(draft.answer.text), blanks, seconds)
    return replace(draft, key=_text(draft.key), answer=answer, checked_text=_text(draft.checked_text))


def _text(text: str) -> str:
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
