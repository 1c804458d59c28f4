from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.archive.store import ArchiveStore
from desktop.conversation.catalogue import Favorite
from desktop.conversation.turn import Speaker, Turn, TurnStatus


def said(key: str, text: str, at: float = 1.0, status: TurnStatus = TurnStatus.FINAL) -> Turn:
    return Turn(key, Speaker.LEARNER, at, text, status)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArchiveStore]:
    store = ArchiveStore(tmp_path / "archive.sqlite")
    store.open().result(5)
    yield store
    store.close()


def test_turns_come_back_in_the_order_they_were_said(store: ArchiveStore) -> None:
    store.begin(7, "Cafe order", "cafe", 1.0)
    store.record(7, 1000, [said("b", "second", 2.0), said("a", "first", 1.0)])
    assert [turn.text for turn in store.turns(7).result(5)] == ["first", "second"]


def test_a_turn_is_replaced_as_its_text_grows(store: ArchiveStore) -> None:
    store.record(7, 1000, [said("a", "I would", status=TurnStatus.LIVE)])
    store.record(7, 1000, [said("a", "I would like tea")])
    (turn,) = store.turns(7).result(5)
    assert (turn.text, turn.status) == ("I would like tea", TurnStatus.FINAL)


def test_two_sittings_of_one_conversation_keep_both_their_turns(store: ArchiveStore) -> None:
    store.record(7, 1000, [said("learner-1", "hello", 1.0)])
    store.record(7, 2000, [said("learner-1", "hello again", 2.0)])
    turns = store.turns(7).result(5)
    assert [turn.text for turn in turns] == ["hello", "hello again"]
    assert len({turn.key for turn in turns}) == 2


def test_what_was_said_before_a_crash_is_there_afterwards(tmp_path: Path) -> None:
    store = ArchiveStore(tmp_path / "archive.sqlite")
    store.open().result(5)
    store.record(7, 1000, [said("a", "half a sen", status=TurnStatus.LIVE), said("b", "", 2.0, TurnStatus.LIVE)])
    store.turns(7).result(5)  # written: nothing is closed, as in a crash
    after = ArchiveStore(tmp_path / "archive.sqlite")
    after.open().result(5)
    half, empty = after.turns(7).result(5)
    assert (half.text, half.status) == ("half a sen", TurnStatus.FINAL)
    assert empty.status is TurnStatus.NO_TEXT
    after.close()
    store.close()


def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    path.write_bytes(b"this is no database" * 100)
    store = ArchiveStore(path)
    store.open().result(5)
    store.record(7, 1, [said("a", "hello")])
    assert len(store.turns(7).result(5)) == 1
    assert path.with_suffix(".broken").exists()
    store.close()


def test_a_star_kept_here_is_listed_until_it_is_dropped(store: ArchiveStore) -> None:
    store.keep_star(Favorite("x", 5.0, 7, "Cafe", "hello", "hi"))
    (star,) = store.stars().result(5)
    assert star.on_this_computer
    assert star.assistant_text == "hi"
    store.drop_star("x")
    assert store.stars().result(5) == ()


def test_the_voice_of_every_sitting_comes_back_as_it_was_last_kept(store: ArchiveStore) -> None:
    store.keep_voice(7, 2000, [(2.5, 3.25)])
    store.keep_voice(7, 1000, [(1.5, 1.75)])
    store.keep_voice(7, 2000, [(2.5, 3.25), (4.0, 4.5)])
    store.keep_voice(8, 1000, [(1.0, 9.0)])
    assert store.voice(7).result(5) == ((1.5, 1.75), (2.5, 3.25), (4.0, 4.5))
    assert store.voice(9).result(5) == ()
