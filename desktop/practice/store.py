"""Conversations, favorites and grades, kept in one SQLite file in the user's data folder.

    conversation(course_id) 1 --- n exchange(id = the assistant's message id)
                            1 --- n grade(chat_id)

Every method runs on one worker thread; awaiting callers are on the service's loop.
"""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

FILE_NAME = "practice.sqlite"
SCHEMA_VERSION = 1
LONGEST_DIALOGUE = 1000
"""Exchanges read at once."""
MOST_GRADES = 500
"""The oldest are forgotten."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversation (
    course_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    assistant_id TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS exchange (
    id TEXT PRIMARY KEY,
    course_id INTEGER NOT NULL REFERENCES conversation(course_id),
    created REAL NOT NULL,
    learner_text TEXT NOT NULL,
    reply_text TEXT NOT NULL,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    heard_ms INTEGER,
    interrupted INTEGER NOT NULL DEFAULT 0,
    favorite INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS exchange_by_course ON exchange(course_id, created);
CREATE INDEX IF NOT EXISTS exchange_by_favorite ON exchange(created) WHERE favorite;
CREATE TABLE IF NOT EXISTS grade (
    chat_id TEXT PRIMARY KEY,
    course_id INTEGER NOT NULL,
    grade_id TEXT NOT NULL,
    entries TEXT NOT NULL
);
"""

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the learner said ("" for an opening line) and what was answered. `created`: seconds since the epoch."""

    id: str
    course_id: int
    created: float
    learner_text: str
    reply_text: str
    duration_ms: int = 0
    """From the end of the learner's words to the end of the reply's making."""
    heard_ms: int | None = None
    """How much of the reply's sound was played before it was silenced; None: all of it, or there was none."""
    interrupted: bool = False
    favorite: bool = False
    course_name: str = ""


@dataclass(frozen=True, slots=True)
class StoredConversation:
    course_id: int
    name: str
    assistant_id: str
    exchange_count: int = 0
    last_at: float = 0.0


@dataclass(frozen=True, slots=True)
class KeptGrade:
    """The grade of one chat. `entries`: JSON."""

    chat_id: str
    course_id: int
    grade_id: str
    entries: str


class Store:
    """What the service remembers. Made by `Store.open`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="practice-store")
        self._connection: sqlite3.Connection
        """Set by `open`."""
        self.notice = ""
        """A sentence for the user when the file was damaged and a new one was begun; else empty."""

    @classmethod
    async def open(cls, folder: Path) -> "Store":
        """Open or make the file in `folder`; a damaged one is moved aside. Raises OSError where none can be made."""
        store = cls(folder / FILE_NAME)
        store._connection = await store._run(store._connect)
        return store

    async def close(self) -> None:
        await self._run(self._connection.close)
        self._worker.shutdown()

    async def begin_conversation(self, course_id: int, name: str, assistant_id: str) -> StoredConversation:
        """Return the conversation of this id as it now is, made if it was not there; it keeps its first name."""
        return await self._run(lambda: self._begin(course_id, name, assistant_id))

    async def find_conversation(self, course_id: int) -> StoredConversation | None:
        return await self._run(lambda: self._find(course_id))

    async def add_exchange(self, exchange: Exchange) -> None:
        """Keep an exchange; one of the same id is replaced but stays a favorite."""
        await self._run(lambda: self._add(exchange))

    async def note_interruption(self, exchange_id: str, heard_ms: int) -> None:
        """Note that a reply, kept as complete, was silenced while it was played."""
        await self._run(lambda: self._connection.execute(
            "UPDATE exchange SET interrupted = 1, heard_ms = ? WHERE id = ?", (heard_ms, exchange_id)))  # fmt: skip

    async def conversations(self) -> tuple[StoredConversation, ...]:
        """Return the conversations in which the learner said something, newest first."""
        return await self._run(self._conversations)

    async def dialogue(self, course_id: int, limit: int = LONGEST_DIALOGUE) -> tuple[Exchange, ...]:
        """Return the last `limit` exchanges of a conversation, oldest first."""
        return await self._run(lambda: self._select(
            "WHERE e.course_id = ? ORDER BY e.created DESC, e.rowid DESC LIMIT ?", course_id, limit)[::-1])  # fmt: skip

    async def favorites(self) -> tuple[Exchange, ...]:
        """Return the starred exchanges, oldest first."""
        return await self._run(lambda: self._select("WHERE e.favorite ORDER BY e.created, e.rowid"))

    async def set_favorite(self, exchange_id: str, favorite: bool) -> bool:
        """Star an exchange or take the star away; return whether there is such an exchange."""
        return await self._run(lambda: self._set_favorite(exchange_id, favorite))

    async def keep_grade(self, grade: KeptGrade) -> None:
        """Keep the grade of a chat in place of an older one."""
        await self._run(lambda: self._keep_grade(grade))

    async def find_grade(self, chat_id: str) -> KeptGrade | None:
        return await self._run(lambda: self._find_grade(chat_id))

    # -- on the worker -----------------------------------------------------------------------------------------

    async def _run(self, work: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._prepare()
        except sqlite3.DatabaseError:
            aside = self._path.with_name(f"{self._path.name}.damaged-{time.time_ns() // 1_000_000}")
            self._path.rename(aside)
            for leftover in ("-wal", "-shm"):
                self._path.with_name(self._path.name + leftover).unlink(missing_ok=True)
            self.notice = (
                "The file of practice conversations was damaged. A new one was begun; "
                f"the old one was kept beside it as {aside.name}."
            )
            _log.warning("%s", self.notice)
            return self._prepare()

    def _prepare(self) -> sqlite3.Connection:
        """Raises sqlite3.DatabaseError for a file that is no sound database of ours."""
        connection = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("the check found damage")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version not in (0, SCHEMA_VERSION):
                raise sqlite3.DatabaseError(f"version {version} is unknown")
            connection.executescript(_SCHEMA)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _begin(self, course_id: int, name: str, assistant_id: str) -> StoredConversation:
        self._connection.execute(
            "INSERT INTO conversation VALUES (?, ?, ?)"
            " ON CONFLICT (course_id) DO UPDATE SET assistant_id = excluded.assistant_id",
            (course_id, name, assistant_id),
        )
        found = self._find(course_id)
        if found is None:
            raise RuntimeError("a conversation that was just inserted is not there")
        return found

    def _find(self, course_id: int) -> StoredConversation | None:
        row = self._connection.execute(
            f"{_CONVERSATIONS} WHERE c.course_id = ? GROUP BY c.course_id", (course_id,)
        ).fetchone()
        return StoredConversation(*row) if row else None

    def _conversations(self) -> tuple[StoredConversation, ...]:
        rows = self._connection.execute(
            f"{_CONVERSATIONS} GROUP BY c.course_id HAVING max(e.learner_text) <> ''"
            " ORDER BY last_at DESC, c.course_id DESC"
        )
        return tuple(StoredConversation(*row) for row in rows)

    def _add(self, exchange: Exchange) -> None:
        self._connection.execute(
            "INSERT INTO exchange"
            " (id, course_id, created, learner_text, reply_text, duration_ms, heard_ms, interrupted)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET reply_text = excluded.reply_text,"
            " duration_ms = excluded.duration_ms, heard_ms = excluded.heard_ms, interrupted = excluded.interrupted",
            (
                exchange.id,
                exchange.course_id,
                exchange.created,
                exchange.learner_text,
                exchange.reply_text,
                exchange.duration_ms,
                exchange.heard_ms,
                exchange.interrupted,
            ),
        )

    def _keep_grade(self, grade: KeptGrade) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO grade VALUES (?, ?, ?, ?)",
            (grade.chat_id, grade.course_id, grade.grade_id, grade.entries),
        )
        self._connection.execute("DELETE FROM grade WHERE rowid <= (SELECT max(rowid) FROM grade) - ?", (MOST_GRADES,))

    def _find_grade(self, chat_id: str) -> KeptGrade | None:
        row = self._connection.execute(
            "SELECT chat_id, course_id, grade_id, entries FROM grade WHERE chat_id = ?", (chat_id,)
        ).fetchone()
        return KeptGrade(*row) if row else None

    def _set_favorite(self, exchange_id: str, favorite: bool) -> bool:
        done = self._connection.execute("UPDATE exchange SET favorite = ? WHERE id = ?", (favorite, exchange_id))
        return done.rowcount > 0

    def _select(self, condition: str, *values: object) -> tuple[Exchange, ...]:
        rows = self._connection.execute(f"{_EXCHANGES} {condition}", values)
        return tuple(_exchange(*row) for row in rows)


def _exchange(*row: Any) -> Exchange:
    """Return the exchange of a row of `_EXCHANGES`; SQLite knows no booleans."""
    kept = Exchange(*row)
    return replace(kept, interrupted=bool(kept.interrupted), favorite=bool(kept.favorite))


_CONVERSATIONS = (
    "SELECT c.course_id, c.name, c.assistant_id, count(e.id), coalesce(max(e.created), 0) AS last_at"
    " FROM conversation c LEFT JOIN exchange e USING (course_id)"
)
_EXCHANGES = (
    "SELECT e.id, e.course_id, e.created, e.learner_text, e.reply_text, e.duration_ms, e.heard_ms, e.interrupted,"
    " e.favorite, c.name FROM exchange e JOIN conversation c USING (course_id)"
)
