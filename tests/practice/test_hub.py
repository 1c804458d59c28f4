"""Sessions that are left, forgotten and too many, on a clock of the test's own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.practice import hub as hub_module
from desktop.practice.chat_partner import ChatPartner
from desktop.practice.hub import FORGOTTEN_AFTER_S, Hub, TooManySessions
from desktop.practice.options import ChatEndpoint, ServiceOptions
from desktop.practice.review.reviewer import Reviewer
from desktop.practice.scenarios import load_common, load_scenarios, load_scenes
from desktop.practice.session import Course, Session
from desktop.practice.store import Store
from desktop.practice.voice_session import SILENT_LIMIT_S
from desktop.practice.warm_up import WarmUp
from tests.practice.talking import FakeSpeech

CAFE = next(iter(load_scenarios()))


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Rig:
    def __init__(self, hub: Hub, clock: Clock, sent: list[tuple[str, str]]) -> None:
        self.hub = hub
        self.clock = clock
        self.sent = sent

    def open(self, sid: str = "a") -> Session:
        return self.hub.create(sid, Course(1, "Monday", continued=False), CAFE, opening=False)


@asynccontextmanager
async def rig(folder: Path, **options: Any) -> AsyncIterator[Rig]:
    clock, sent = Clock(), list[tuple[str, str]]()
    store = await Store.open(folder)
    warm_up = WarmUp(FakeSpeech().load)
    warm_up.begin()
    reviewer = Reviewer()

    async def emit(name: str, _payload: dict[str, Any], sid: str) -> None:
        sent.append((name, sid))

    given = replace(ServiceOptions(folder, "token"), **options)
    hub = Hub(
        given,
        load_scenarios(),
        load_scenes(),
        load_common(),
        store,
        warm_up,
        reviewer,
        emit,
        cut=lambda sid: sent.append(("cut", sid)),
        clock=clock,
    )
    try:
        yield Rig(hub, clock, sent)
    finally:
        await hub.close()
        await warm_up.close()
        reviewer.close()
        await store.close()


def test_a_session_is_forgotten_ten_minutes_after_the_last_socket_left(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as made:
            session = made.open()
            session.join("a")
            made.clock.now += 5000
            await made.hub.sweep()
            assert made.hub.by_chat(session.chat_id) is session
            made.hub.forget_socket("a")
            made.clock.now += FORGOTTEN_AFTER_S - 1
            await made.hub.sweep()
            assert made.hub.by_chat(session.chat_id) is session
            made.clock.now += 2
            await made.hub.sweep()
            assert made.hub.by_chat(session.chat_id) is None
            assert made.hub.count == 0

    asyncio.run(scenario())


def test_a_voice_session_without_a_frame_for_five_minutes_is_closed_in_silence(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as made:
            session = made.open()
            session.join("a")
            session.start_voice()
            while not session._ear.on:
                await asyncio.sleep(0)
            await made.hub.sweep()
            assert session._ear.on
            made.clock.now += SILENT_LIMIT_S + 1
            made.sent.clear()
            await made.hub.sweep()
            assert not session._ear.on
            assert made.sent == []

    asyncio.run(scenario())


def test_there_is_a_limit_to_open_sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "MOST_SESSIONS", 2)

    async def scenario() -> None:
        async with rig(tmp_path) as made:
            made.open()
            session = made.open()
            with pytest.raises(TooManySessions, match="full"):
                made.open()
            await made.hub.drop(session.chat_id)
            made.open()

    asyncio.run(scenario())


def test_sessions_are_found_by_chat_attempt_and_socket(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as made:
            session, other = made.open("a"), made.open("b")
            assert made.hub.by_attempt(session.attempt_id) is session
            assert made.hub.by_attempt("unknown") is None
            assert made.hub.of_socket("b") == [other]
            other.join("a")
            assert made.hub.of_socket("a") == [session, other]

    asyncio.run(scenario())


def test_the_opener_hears_of_the_attempt_and_then_the_room_does(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as made:
            session = made.open("a")
            session.open()
            while len(made.sent) < 2:
                await asyncio.sleep(0)
            assert made.sent == [("attempt_started", "a"), ("attempt_chat_started", "a")]
            session.join("b")
            while len(made.sent) < 3:
                await asyncio.sleep(0)
            assert made.sent[2] == ("attempt_joined", "b")

    asyncio.run(scenario())


def test_under_bad_manners_every_second_session_has_its_first_voice_start_ignored(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path / "good") as made:
            assert not made.hub.ignores_voice_start(made.open())
        async with rig(tmp_path / "bad", quirks=True) as made:
            assert not made.hub.ignores_voice_start(made.open())
            session = made.open()
            assert made.hub.ignores_voice_start(session)
            assert not made.hub.ignores_voice_start(session)
            assert not made.hub.ignores_voice_start(made.open())

    asyncio.run(scenario())


def test_an_endpoint_makes_the_partner_a_model(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path, chat=ChatEndpoint("http://127.0.0.1:9/v1", "small")) as made:
            assert isinstance(made.hub.new_partner(load_scenarios()[CAFE]), ChatPartner)

    asyncio.run(scenario())


def test_an_ended_session_is_remembered_for_ten_minutes_and_is_not_open(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as made:
            session = made.open()
            session.join("a")
            await session.end(grade=False)
            assert made.hub.count == 0
            assert made.hub.by_chat(session.chat_id) is None
            assert made.hub.by_attempt(session.attempt_id) is None
            assert made.hub.of_socket("a") == []
            made.clock.now += FORGOTTEN_AFTER_S - 1
            await made.hub.sweep()
            assert made.hub.remembered(session.chat_id) is session
            made.clock.now += 2
            await made.hub.sweep()
            assert made.hub.remembered(session.chat_id) is None

    asyncio.run(scenario())


def test_of_many_ended_sessions_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "MOST_REMEMBERED", 2)

    async def scenario() -> None:
        async with rig(tmp_path) as made:
            sessions = [made.open() for _ in range(4)]
            for session in sessions[:3]:
                await session.end(grade=False)
            await made.hub.forget_oldest()
            kept = [made.hub.remembered(session.chat_id) is not None for session in sessions]
            assert kept == [False, True, True, True]

    asyncio.run(scenario())
