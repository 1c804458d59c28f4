import asyncio
from pathlib import Path

import pytest

from desktop.practice.courses import UnknownAssistant
from desktop.protocol.pria import SelectedCourse
from tests.practice.talking import running_service


def test_a_conversation_is_found_again_or_begun(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server:
            courses = server._pria._courses
            cafe, hotel = (list(server._hub.scenarios)[at] for at in (0, 2))
            new = await courses.resolve("", None)
            assert new.course_id > 1_600_000_000_000
            assert new.assistant_id == cafe
            named = await courses.resolve(hotel, SelectedCourse(course_id=5, course_name=" Monday "))
            assert (named.course_id, named.name, named.assistant_id) == (5, "Monday", hotel)
            assert await courses.resolve(cafe, SelectedCourse(course_id=5, course_name="Tuesday")) == named
            unassigned = await courses.resolve("", SelectedCourse(course_id=0))
            assert unassigned.course_id == 0
            first, second = [(await courses.resolve("", SelectedCourse(course_id=-1))).course_id for _ in range(2)]
            assert first != second

    asyncio.run(scenario())


def test_a_partner_that_is_gone_is_replaced_when_its_conversation_is_continued(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server:
            cafe = next(iter(server._hub.scenarios))
            await server._store.begin_conversation(5, "Monday", "of an older version")
            found = await server._pria._courses.resolve("", SelectedCourse(course_id=5))
            assert (found.name, found.assistant_id) == ("Monday", cafe)

    asyncio.run(scenario())


def test_an_unknown_partner_is_refused(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server:
            with pytest.raises(UnknownAssistant):
                await server._pria._courses.resolve("nobody", None)

    asyncio.run(scenario())
