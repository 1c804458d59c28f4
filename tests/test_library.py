import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.archive.store import ArchiveStore
from desktop.backends.contract import BackendError
from desktop.conversation.catalogue import Assistant, Favorite, PastConversation
from desktop.conversation.grade import Grade, GradeStatus
from desktop.conversation.state import ConversationState
from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.library import Library

SAID = Turn("learner-1", Speaker.LEARNER, 1.0, "Tea, please.", TurnStatus.FINAL)
ANSWERED = Turn("assistant-2", Speaker.ASSISTANT, 2.0, "Here you are.", TurnStatus.FINAL, message_id="m1")
TALK = ConversationState(course_id=7, course_name="Cafe order", turns=(SAID, ANSWERED))


class ListsBackend:
    """A service with three lists; `keeps_stars` tells whether it can keep a star."""

    def __init__(self) -> None:
        self.keeps_stars = True
        self.down = False
        self.stars: list[Favorite] = []

    async def assistants(self) -> tuple[Assistant, ...]:
        if self.down:
            raise BackendError("The service cannot be reached just now.")
        return (Assistant("a", "Cafe order"),)

    async def conversations(self) -> tuple[PastConversation, ...]:
        return (PastConversation(7, "Cafe order"),)

    async def favorites(self) -> tuple[Favorite, ...]:
        return tuple(self.stars)

    async def set_favorite(self, exchange_id: str, favorite: bool) -> None:
        if not self.keeps_stars:
            raise BackendError("Unknown command.")
        self.stars = [Favorite(exchange_id, 5.0)] if favorite else []

    async def dialogue(self, course_id: int) -> tuple[Turn, ...]:
        return (replace(SAID, key="x1-in"), ANSWERED)


Scene = Callable[[Library, ListsBackend, ArchiveStore, list[int]], Awaitable[None]]


@pytest.fixture
def play(tmp_path: Path) -> Callable[[Scene], None]:
    def play(scene: Scene) -> None:
        async def run() -> None:
            archive = ArchiveStore(tmp_path / "archive.sqlite")
            archive.open().result(5)
            changes: list[int] = []
            try:
                await scene(Library(archive, lambda: changes.append(1)), ListsBackend(), archive, changes)
            finally:
                archive.close()

        asyncio.run(run())

    return play


def test_a_corrected_turn_reads_as_corrected_and_keeps_what_was_heard(play: Callable[[Scene], None]) -> None:
    async def scene(library: Library, backend: ListsBackend, archive: ArchiveStore, changes: list[int]) -> None:
        archive.record(7, 1000, TALK.turns)
        shown = await library.turns_of(None, 7)
        shown = library.correct(shown, 7, "1000-learner-1", " Tea for two. ")
        assert [(turn.text, turn.wording) for turn in shown] == [
            ("Tea, please.", "Tea for two."),
            ("Here you are.", "Here you are."),
        ]
        assert await library.turns_of(None, 7) == shown
        library.correct(shown, 7, "1000-learner-1", "Tea, please.")
        assert [turn.corrected for turn in await library.turns_of(None, 7)] == ["", ""]
        library.correct(shown, 7, "1000-learner-1", "")
        assert archive.corrections(7).result(5) == {}

    play(scene)


def test_a_turn_that_only_the_service_has_can_be_corrected_too(play: Callable[[Scene], None]) -> None:
    async def scene(library: Library, backend: ListsBackend, archive: ArchiveStore, changes: list[int]) -> None:
        library.correct((), 8, "x1-in", "Coffee.")
        turns = await library.turns_of(backend, 8)  # type: ignore[arg-type]
        assert [turn.wording for turn in turns] == ["Coffee.", "Here you are."]

    play(scene)


def test_a_turn_of_the_talk_under_way_is_known_by_both_its_keys() -> None:
    library = Library(ArchiveStore(Path("nowhere")), lambda: None)
    talk = replace(TALK, started_at=1.0)
    assert library.live_key(talk, 7, "learner-1") == library.live_key(talk, 7, "1000-learner-1") == "learner-1"
    for other in ((8, "learner-1"), (7, "999-learner-1"), (7, "learner-9")):
        assert library.live_key(talk, *other) == ""


def test_grades_of_the_talk_under_way_stand_as_they_are_there(play: Callable[[Scene], None]) -> None:
    async def scene(library: Library, backend: ListsBackend, archive: ArchiveStore, changes: list[int]) -> None:
        awaited = Grade("chat-2", GradeStatus.AWAITED)
        graded = Grade("chat-1", GradeStatus.GRADED)
        archive.keep_grades(7, 1000, [graded])
        archive.keep_grades(7, 2000, [awaited])
        assert await library.grades_of(replace(TALK, grades=(awaited,)), 7) == (graded, awaited)
        assert [grade.status for grade in await library.grades_of(replace(TALK, course_id=8), 7)] == [
            GradeStatus.GRADED,
            GradeStatus.FAILED,
        ]

    play(scene)


def test_the_lists_are_read_and_a_change_is_told_once(play: Callable[[Scene], None]) -> None:
    async def scene(library: Library, backend: ListsBackend, archive: ArchiveStore, changes: list[int]) -> None:
        await library.refresh(backend)  # type: ignore[arg-type]
        await library.refresh(backend)  # type: ignore[arg-type]
        assert [one.name for one in library.catalogue.assistants] == ["Cafe order"]
        assert len(changes) == 1

    play(scene)


def test_lists_that_cannot_be_read_stay_as_they_were(play: Callable[[Scene], None]) -> None:
    async def scene(library: Library, backend: ListsBackend, archive: ArchiveStore, changes: list[int]) -> None:
        await library.refresh(backend)  # type: ignore[arg-type]
        before = library.catalogue
        backend.down = True
        with pytest.raises(BackendError):
            await library.refresh(backend)  # type: ignore[arg-type]
        assert library.catalogue is before

    play(scene)


def test_a_star_shows_at_once_and_is_kept_by_the_service(play: Callable[[Scene], None]) -> None:
    async def scene(library: Library, backend: ListsBackend, archive: ArchiveStore, changes: list[int]) -> None:
        await library.set_favorite(backend, TALK, "m1", True)  # type: ignore[arg-type]
        assert library.catalogue.favorite_ids == {"m1"}
        await library.refresh(backend)  # type: ignore[arg-type]
        (star,) = library.catalogue.favorites
        assert not star.on_this_computer
        assert archive.stars().result(5) == ()

    play(scene)


def test_a_star_the_service_cannot_keep_stays_on_this_computer(play: Callable[[Scene], None]) -> None:
    async def scene(library: Library, backend: ListsBackend, archive: ArchiveStore, changes: list[int]) -> None:
        backend.keeps_stars = False
        await library.set_favorite(backend, TALK, "m1", True)  # type: ignore[arg-type]
        await library.refresh(backend)  # type: ignore[arg-type]
        (star,) = library.catalogue.favorites
        assert star.on_this_computer
        assert (star.learner_text, star.assistant_text) == ("Tea, please.", "Here you are.")
        assert (star.course_id, star.course_name) == (7, "Cafe order")
        await library.set_favorite(backend, TALK, "m1", False)  # type: ignore[arg-type]
        await library.refresh(backend)  # type: ignore[arg-type]
        assert library.catalogue.favorites == ()

    play(scene)


def test_a_past_talk_comes_from_our_own_record_else_from_the_service(play: Callable[[Scene], None]) -> None:
    async def scene(library: Library, backend: ListsBackend, archive: ArchiveStore, changes: list[int]) -> None:
        archive.record(7, 1000, TALK.turns)
        assert [turn.text for turn in await library.turns_of(None, 7)] == ["Tea, please.", "Here you are."]
        assert await library.turns_of(backend, 8) == (replace(SAID, key="x1-in"), ANSWERED)  # type: ignore[arg-type]

    play(scene)
