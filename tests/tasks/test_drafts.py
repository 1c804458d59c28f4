import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.conversation.feedback import CheckResult, CheckState, Feedback, Points, TextSpan, Verdict
from desktop.conversation.task import Answer
from desktop.tasks import drafts as drafts_module
from desktop.tasks.drafts import Draft, Drafts
from tests.support.waiting import until

ROOT = Path(__file__).resolve().parents[2]
RESULT = CheckResult(
    CheckState.REMARKS,
    (Feedback("Say “went”.", Verdict.WRONG, "Tenses", (TextSpan(2, 4, "go", "{0}"),), points=Points(1, 2)),),
)
BUSY_S = 0.5
"""What a busy machine may add to a second."""
Scene = Callable[[Drafts], Awaitable[None]]


def in_drafts(folder: Path, scene: Scene, told: list[str] | None = None) -> None:
    """Play a scene with the drafts of a folder, and close them."""

    async def run() -> None:
        drafts = Drafts(folder, (told if told is not None else []).append)
        try:
            await scene(drafts)
        finally:
            await drafts.close()

    asyncio.run(run())


def on_disk(folder: Path, *keys: str) -> list[Draft]:
    found: list[Draft] = []

    async def scene(drafts: Drafts) -> None:
        await drafts.load(keys)
        found.extend(drafts.get(key) for key in keys)

    in_drafts(folder, scene)
    return found


def put(folder: Path, *drafts: Draft, told: list[str] | None = None) -> None:
    async def scene(kept: Drafts) -> None:
        for draft in drafts:
            kept.put(draft)
            assert kept.get(draft.key) == draft, "at once"

    in_drafts(folder, scene, told)


def test_what_was_put_is_there_at_the_next_start(tmp_path: Path) -> None:
    essay = Draft("/tasks/ä.json#2", Answer("Hi 👩‍🏫\n", {}, 12.5), "essay-1", RESULT, "Hi")
    gaps = Draft("b", Answer("", {"{0}": "went", "{1}": ""}))
    endless = Draft("d", Answer("x", {}, float("inf")))
    put(tmp_path / "new", essay, gaps, endless)

    assert on_disk(tmp_path / "new", "/tasks/ä.json#2", "b", "c") == [essay, gaps, Draft("c")]
    assert on_disk(tmp_path / "new", "d") == [Draft("d", Answer("x"))]


def test_the_last_of_many_changes_is_kept(tmp_path: Path) -> None:
    put(tmp_path, *(Draft("a", Answer("x" * length)) for length in range(50)))
    assert on_disk(tmp_path, "a") == [Draft("a", Answer("x" * 49))]


def test_a_draft_that_holds_nothing_any_more_leaves_the_disk(tmp_path: Path) -> None:
    put(tmp_path, Draft("a", Answer("private")))
    assert len(list(tmp_path.iterdir())) == 1
    put(tmp_path, Draft("a"), Draft("b", Answer("x")), Draft("b"))
    assert list(tmp_path.iterdir()) == []


def test_it_is_on_disk_within_a_second_without_being_closed(tmp_path: Path) -> None:
    async def scene(drafts: Drafts) -> None:
        begun = time.monotonic()
        drafts.put(Draft("a", Answer("one")))
        await until(lambda: list(tmp_path.glob("*.json")))
        assert time.monotonic() - begun < 1 + BUSY_S

    in_drafts(tmp_path, scene)


def test_what_is_newer_here_is_not_overwritten_by_what_is_read(tmp_path: Path) -> None:
    put(tmp_path, Draft("a", Answer("old")))

    async def scene(drafts: Drafts) -> None:
        loading = asyncio.create_task(drafts.load(["a"]))
        await asyncio.sleep(0)
        drafts.put(Draft("a", Answer("new")))
        await loading
        assert drafts.get("a").answer.text == "new"

    in_drafts(tmp_path, scene)


def test_a_full_disk_is_told_once_and_tried_again_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.tasks.drafts.PAUSE_S", 0.02)
    monkeypatch.setattr("desktop.tasks.drafts.RETRY_S", 0.05)
    tries: list[int] = []
    write = drafts_module._write
    monkeypatch.setattr(drafts_module, "_write", lambda *of: (tries.append(1), write(*of)))
    told: list[str] = []
    blocked = tmp_path / "drafts"
    blocked.write_text("a file where the folder should be")

    async def scene(drafts: Drafts) -> None:
        drafts.put(Draft("a", Answer("one")))
        await until(lambda: len(tries) > 2)
        assert len(told) == 1
        blocked.unlink()
        await until(lambda: drafts._writer is None)
        assert len(list(blocked.glob("*.json"))) == 1

    in_drafts(blocked, scene, told)
    assert len(told) == 1
    assert told[0].endswith("Make room on the disk.")


def test_a_damaged_draft_and_one_of_another_task_are_not_taken(tmp_path: Path) -> None:
    put(tmp_path, Draft("a", Answer("x")), Draft("b", Answer("y")))
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes().replace(b'"a"', b'"c"') if b'"a"' in path.read_bytes() else b"{")
    assert on_disk(tmp_path, "a", "b") == [Draft("a"), Draft("b")]


def test_where_nothing_can_be_written_the_end_is_not_held_up(tmp_path: Path) -> None:
    told: list[str] = []
    (tmp_path / "drafts").write_text("a file where the folder should be")
    put(tmp_path / "drafts", Draft("a", Answer("x", {}, float("inf"))), told=told)
    assert len(told) == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=20), st.dictionaries(st.text(st.characters(), max_size=4), st.text()))
def test_any_text_can_be_kept(tmp_path: Path, text: str, blanks: dict[str, str]) -> None:
    put(tmp_path, Draft("key", Answer(text, blanks)))

    (kept,) = on_disk(tmp_path, "key")
    assert kept.answer.text == text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


WRITER = """
import asyncio, sys
from pathlib import Path
from desktop.conversation.task import Answer
from desktop.tasks.drafts import Draft, Drafts

async def write():
    drafts = Drafts(Path(sys.argv[1]), print)
    for count in range(1_000_000):
        drafts.put(Draft("essay", Answer(f"{count} " + "x" * 20_000)))
        print(count, flush=True)
        await asyncio.sleep(0.02)

asyncio.run(write())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_a_killed_program_loses_at_most_the_last_second(tmp_path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    written: list[tuple[float, int]] = []
    with writer.stdout as lines:
        begun = 0.0
        for line in lines:
            now = time.monotonic()
            begun = begun or now
            written.append((now, int(line)))
            if now - begun > 1.7:
                os.kill(writer.pid, signal.SIGKILL)
                break
    writer.wait()

    (draft,) = on_disk(tmp_path, "essay")
    kept = int(draft.answer.text.partition(" ")[0])
    assert len(draft.answer.text) > 20_000, "whole"
    lost_s = written[-1][0] - next(when for when, count in written if count == kept)
    assert lost_s <= 1 + BUSY_S
