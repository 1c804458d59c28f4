"""ArchiveStore: every turn is on disk as soon as it is known, so that a crash loses nothing that was said."""

import logging
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from desktop.archive.grade_rows import GRADE_COLUMNS, UPSERT_GRADE, as_read, from_row, to_row
from desktop.archive.voice import packed, unpacked
from desktop.conversation.catalogue import Favorite
from desktop.conversation.grade import Grade
from desktop.conversation.grading import GradingEvent, with_result
from desktop.conversation.speech_figures import Span
from desktop.conversation.turn import Speaker, Turn, TurnStatus, past_key

_log = logging.getLogger(__name__)
_SCHEMA = Path(__file__).with_name("schema.sql")
_T = TypeVar("_T")

_GRADE_OF_CHAT = f"""
SELECT course_id, sitting, {GRADE_COLUMNS} FROM grade
WHERE (chat_id = ? AND ? != '') OR (grade_id = ? AND ? != '') ORDER BY rowid DESC LIMIT 1
"""

_UPSERT_TURN = """
INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (course_id, sitting, key) DO UPDATE SET
    status = excluded.status, text = excluded.text, item_id = excluded.item_id, message_id = excluded.message_id,
    ended_at = excluded.ended_at, heard_ms = excluded.heard_ms, sound_ms = excluded.sound_ms
"""


class ArchiveStore:
    """A SQLite file with one worker thread.

    Every method may be called from any one thread, returns at once, and is carried out in the order of the calls.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._link: sqlite3.Connection | None = None
        self.results_dropped = 0

    def open(self) -> "Future[None]":
        """Open the file. One that is not a database is set aside as `.broken` and a new one is begun."""
        return self._worker.submit(self._open)

    def begin(self, course_id: int, name: str, assistant_id: str, started_at: float) -> None:
        """Note that a conversation was opened, or continued."""
        self._write(
            lambda link: link.execute(
                "INSERT OR IGNORE INTO conversation VALUES (?, ?, ?, ?)", (course_id, name, assistant_id, started_at)
            )
        )

    def record(self, course_id: int, sitting: int, turns: Iterable[Turn]) -> None:
        """Store these turns as they are now, replacing what was known of them."""
        rows = [_row(course_id, sitting, turn) for turn in turns]
        if rows:
            self._write(lambda link: link.executemany(_UPSERT_TURN, rows))

    def turns(self, course_id: int) -> "Future[tuple[Turn, ...]]":
        """Return what was said in a conversation, oldest first; keys are unique over all its sittings."""

        def read(link: sqlite3.Connection) -> tuple[Turn, ...]:
            rows = link.execute("SELECT * FROM turn WHERE course_id = ? ORDER BY started_at", (course_id,))
            return tuple(_turn(row) for row in rows)

        return self._read(read)

    def keep_voice(self, course_id: int, sitting: int, spans: Iterable[Span]) -> None:
        """Store when the microphone heard somebody, replacing what was known of this sitting."""
        row = (course_id, sitting, packed(spans, sitting))
        self._write(lambda link: link.execute("INSERT OR REPLACE INTO voice VALUES (?, ?, ?)", row))

    def voice(self, course_id: int) -> "Future[tuple[Span, ...]]":
        """Return when the microphone heard somebody in a conversation, over all its sittings."""

        def read(link: sqlite3.Connection) -> tuple[Span, ...]:
            rows = link.execute("SELECT sitting, spans FROM voice WHERE course_id = ? ORDER BY sitting", (course_id,))
            return tuple(span for sitting, spans in rows for span in unpacked(spans, sitting))

        return self._read(read)

    def keep_grades(self, course_id: int, sitting: int, grades: Iterable[Grade]) -> None:
        """Store these grades as they are now, replacing what was known of them."""
        rows = [to_row(course_id, sitting, grade) for grade in grades]
        self._write(lambda link: link.executemany(UPSERT_GRADE, rows))

    def file_result(self, event: GradingEvent) -> None:
        """Add a result to the grade of the past talk it is about. One of a chat that is unknown here is dropped."""

        def add(link: sqlite3.Connection) -> None:
            known = link.execute(_GRADE_OF_CHAT, (event.chat_id, event.chat_id, event.grade_id, event.grade_id))
            row = known.fetchone()
            if row is None:
                self.results_dropped += 1
                _log.info("a result of a chat that is unknown here was dropped (%d so far)", self.results_dropped)
                return
            course_id, sitting, *columns = row
            link.execute(UPSERT_GRADE, to_row(course_id, sitting, with_result(from_row(tuple(columns)), event)))

        self._write(add)

    def grades(self, course_id: int) -> "Future[tuple[Grade, ...]]":
        """Return the grades of a conversation in the order of its chats; what was still awaited counts as given up."""

        def read(link: sqlite3.Connection) -> tuple[Grade, ...]:
            rows = link.execute(
                f"SELECT {GRADE_COLUMNS} FROM grade WHERE course_id = ? ORDER BY sitting, rowid",
                (course_id,),
            )
            return tuple(as_read(from_row(row)) for row in rows)

        return self._read(read)

    def correct(self, course_id: int, turn_key: str, text: str) -> None:
        """Note what the learner really said in a turn, by its key in `turns`; "" takes that back."""
        if text:
            row = (course_id, turn_key, text)
            self._write(lambda link: link.execute("INSERT OR REPLACE INTO correction VALUES (?, ?, ?)", row))
        else:
            key = (course_id, turn_key)
            self._write(lambda link: link.execute("DELETE FROM correction WHERE course_id = ? AND turn_key = ?", key))

    def corrections(self, course_id: int) -> "Future[dict[str, str]]":
        """Return key of a turn -> what the learner really said in it."""

        def read(link: sqlite3.Connection) -> dict[str, str]:
            return dict(link.execute("SELECT turn_key, text FROM correction WHERE course_id = ?", (course_id,)))

        return self._read(read)

    def keep_star(self, favorite: Favorite) -> None:
        """Keep a star here because the service cannot."""
        self._write(
            lambda link: link.execute(
                "INSERT OR REPLACE INTO star VALUES (?, ?, ?, ?, ?, ?)",
                (
                    favorite.id,
                    favorite.course_id,
                    favorite.course_name,
                    favorite.created_at,
                    favorite.learner_text,
                    favorite.assistant_text,
                ),
            )
        )

    def drop_star(self, exchange_id: str) -> None:
        self._write(lambda link: link.execute("DELETE FROM star WHERE exchange_id = ?", (exchange_id,)))

    def stars(self) -> "Future[tuple[Favorite, ...]]":
        """Return the stars kept on this computer, newest first."""

        def read(link: sqlite3.Connection) -> tuple[Favorite, ...]:
            rows = link.execute(
                "SELECT exchange_id, created_at, course_id, course_name, learner_text, assistant_text"
                " FROM star ORDER BY created_at DESC"
            )
            return tuple(
                Favorite(exchange_id, at, course_id, course_name, said, answered, on_this_computer=True)
                for exchange_id, at, course_id, course_name, said, answered in rows
            )

        return self._read(read)

    def close(self) -> None:
        """Carry out what was asked for, then close. Blocks until the worker is done."""
        self._worker.submit(self._close)
        self._worker.shutdown(wait=True)

    # -- on the worker -------------------------------------------------------------------------------------

    def _open(self) -> None:
        try:
            self._link = _connect(self._path)
        except sqlite3.DatabaseError:
            _log.warning("the archive is damaged; it is set aside and a new one is begun")
            self._path.replace(self._path.with_suffix(".broken"))
            self._link = _connect(self._path)

    def _close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None

    def _write(self, action: Callable[[sqlite3.Connection], object]) -> None:
        def run() -> None:
            if self._link is None:
                return
            with self._link:
                action(self._link)

        self._worker.submit(run).add_done_callback(_report)

    def _read(self, action: Callable[[sqlite3.Connection], _T]) -> "Future[_T]":
        def run() -> _T:
            if self._link is None:
                raise sqlite3.ProgrammingError("the archive is closed")
            return action(self._link)

        return self._worker.submit(run)


def _report(done: "Future[None]") -> None:
    error = done.exception()
    if error is not None:
        _log.error("the archive could not be written: %s", error)


def _connect(path: Path) -> sqlite3.Connection:
    link = sqlite3.connect(path, check_same_thread=False)
    try:
        link.execute("PRAGMA journal_mode = WAL")
        link.execute("PRAGMA synchronous = NORMAL")
        link.executescript(_SCHEMA.read_text(encoding="utf-8"))
    except sqlite3.DatabaseError:
        link.close()
        raise
    return link


def _row(course_id: int, sitting: int, turn: Turn) -> tuple[object, ...]:
    return (
        course_id,
        sitting,
        turn.key,
        turn.speaker.value,
        turn.status.value,
        turn.text,
        turn.typed,
        turn.item_id,
        turn.message_id,
        turn.generation,
        turn.started_at,
        turn.ended_at,
        turn.heard_ms,
        turn.sound_ms,
    )


def _turn(row: tuple[object, ...]) -> Turn:
    _, sitting, key, speaker, status, text, typed, item_id, message_id, generation, started, ended, heard, sound = row
    turn = Turn(
        key=past_key(sitting, key),  # type: ignore[arg-type]
        speaker=Speaker(speaker),
        started_at=started,  # type: ignore[arg-type]  # the columns' types stand in schema.sql
        text=text,  # type: ignore[arg-type]
        status=TurnStatus(status),
        typed=bool(typed),
        item_id=item_id,  # type: ignore[arg-type]
        message_id=message_id,  # type: ignore[arg-type]
        generation=generation,  # type: ignore[arg-type]
        ended_at=ended,  # type: ignore[arg-type]
        heard_ms=heard,  # type: ignore[arg-type]
        sound_ms=sound,  # type: ignore[arg-type]
    )
    if turn.status is TurnStatus.LIVE:  # the program ended while it was being said
        return replace(turn, status=TurnStatus.FINAL if turn.text else TurnStatus.NO_TEXT)
    return turn
