import asyncio
import sqlite3
from pathlib import Path

import pytest

from desktop.practice import store as store_module
from desktop.practice.store import FILE_NAME, Exchange, KeptGrade, Store


def exchange(name: str, course_id: int = 1, created: float = 100.0, learner_text: str = "Hello") -> Exchange:
    return Exchange(name, course_id, created, learner_text, f"reply to {name}")


def test_exchanges_come_back_in_order_and_survive_a_restart(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = await Store.open(tmp_path)
        await store.begin_conversation(1, "Monday", "cafe")
        for number in range(3):
            await store.add_exchange(exchange(f"e{number}", created=100.0 + number))
        await store.close()
        store = await Store.open(tmp_path)
        assert [each.id for each in await store.dialogue(1)] == ["e0", "e1", "e2"]
        assert [each.id for each in await store.dialogue(1, limit=2)] == ["e1", "e2"]
        assert (await store.dialogue(1))[0].course_name == "Monday"
        assert await store.dialogue(2) == ()
        await store.close()

    asyncio.run(scenario())


def test_conversations_are_listed_newest_first_when_the_learner_spoke(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = await Store.open(tmp_path)
        for course_id, at in ((1, 300.0), (2, 500.0), (3, 400.0), (4, 600.0)):
            await store.begin_conversation(course_id, f"talk {course_id}", "cafe")
            await store.add_exchange(exchange(f"o{course_id}", course_id, at, learner_text=""))
            if course_id != 4:
                await store.add_exchange(exchange(f"e{course_id}", course_id, at + 1))
        listed = await store.conversations()
        assert [each.course_id for each in listed] == [2, 3, 1]
        assert (listed[0].exchange_count, listed[0].last_at) == (2, 501.0)
        await store.close()

    asyncio.run(scenario())


def test_a_conversation_keeps_its_first_name(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = await Store.open(tmp_path)
        await store.begin_conversation(1, "Monday", "cafe")
        again = await store.begin_conversation(1, "Tuesday", "hotel")
        assert (again.name, again.assistant_id) == ("Monday", "hotel")
        await store.close()

    asyncio.run(scenario())


def test_a_star_stays_when_the_exchange_is_written_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = await Store.open(tmp_path)
        await store.begin_conversation(1, "Monday", "cafe")
        await store.add_exchange(exchange("e"))
        assert await store.set_favorite("e", True)
        assert not await store.set_favorite("unknown", True)
        await store.add_exchange(Exchange("e", 1, 100.0, "Hello", "longer reply", 20, 300, True))
        (kept,) = await store.favorites()
        assert (kept.reply_text, kept.interrupted, kept.heard_ms, kept.favorite) == ("longer reply", True, 300, True)
        await store.set_favorite("e", False)
        assert await store.favorites() == ()
        await store.close()

    asyncio.run(scenario())


def test_an_interruption_is_noted_afterwards(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = await Store.open(tmp_path)
        await store.begin_conversation(1, "Monday", "cafe")
        await store.add_exchange(exchange("e"))
        await store.note_interruption("e", 1200)
        (kept,) = await store.dialogue(1)
        assert (kept.interrupted, kept.heard_ms) == (True, 1200)
        await store.close()

    asyncio.run(scenario())


@pytest.mark.parametrize("content", [b"this is no database at all, however long it may be" * 40, bytes(8192)])
def test_a_damaged_file_is_moved_aside_and_said_so(tmp_path: Path, content: bytes) -> None:
    async def scenario() -> str:
        (tmp_path / FILE_NAME).write_bytes(content)
        store = await Store.open(tmp_path)
        notice = store.notice
        await store.begin_conversation(1, "Monday", "cafe")
        await store.close()
        return notice

    notice = asyncio.run(scenario())
    (aside,) = tmp_path.glob(f"{FILE_NAME}.damaged-*")
    assert aside.read_bytes() == content
    assert aside.name in notice


def test_damage_inside_the_file_is_found(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = await Store.open(tmp_path)
        await store.begin_conversation(1, "Monday", "cafe")
        for number in range(200):
            await store.add_exchange(exchange(f"e{number}" * 20))
        await store.close()
        path = tmp_path / FILE_NAME
        sound = path.read_bytes()
        path.write_bytes(sound[:4096] + b"\xff" * 4096 + sound[8192:])
        store = await Store.open(tmp_path)
        assert store.notice
        assert await store.conversations() == ()
        await store.close()

    asyncio.run(scenario())


def test_a_file_of_a_newer_version_is_kept_aside_untouched(tmp_path: Path) -> None:
    async def scenario() -> None:
        connection = sqlite3.connect(tmp_path / FILE_NAME)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        store = await Store.open(tmp_path)
        assert "damaged" in store.notice
        await store.close()

    asyncio.run(scenario())


def test_a_sound_file_gives_no_notice(tmp_path: Path) -> None:
    async def scenario() -> None:
        store = await Store.open(tmp_path / "new" / "folder")
        assert store.notice == ""
        await store.close()

    asyncio.run(scenario())


def test_the_grade_of_a_chat_is_kept_once_and_the_oldest_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "MOST_GRADES", 3)

    async def scenario() -> None:
        store = await Store.open(tmp_path)
        for number in range(5):
            await store.keep_grade(KeptGrade(f"chat {number}", 1, f"grade {number}", "[]"))
        assert await store.find_grade("chat 1") is None
        again = KeptGrade("chat 2", 1, "another", '[["feedbacks", {}]]')
        await store.keep_grade(again)
        await store.close()
        store = await Store.open(tmp_path)
        assert await store.find_grade("chat 2") == again
        assert await store.find_grade("chat 4") is not None
        await store.close()

    asyncio.run(scenario())
