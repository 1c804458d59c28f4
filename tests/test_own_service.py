"""With a practice service played by a script; with the real one in test_app.py and cli/test_check.py."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import own_service
from desktop.network.socket_connection import Address
from desktop.own_service import OwnService
from desktop.practice.launch import PracticeService, PracticeUnavailable


class Played:
    """A service that listens, and hears until `silent` says otherwise."""

    def __init__(self, number: int, options: tuple[str, ...]) -> None:
        self.url, self.token, self.options = f"http://127.0.0.1:{number}", "token", options
        self.running, self.stopped, self.notice, self.silent = True, False, "", ""

    async def warm(self) -> str:
        if self.silent:
            raise PracticeUnavailable(self.silent)
        return "moonshine"

    def stop(self) -> None:
        self.running, self.stopped = False, True


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Played]:
    """Every service that was started, oldest first."""
    services: list[Played] = []

    async def start(_folder: Path, quirks: bool = False, extra_args: tuple[str, ...] = ()) -> Played:
        services.append(Played(len(services) + 1, extra_args))
        services[-1].silent = "No microphone package." if "--deaf" in extra_args else ""
        await asyncio.sleep(0)
        return services[-1]

    monkeypatch.setattr(PracticeService, "start", start)
    monkeypatch.setattr(own_service, "LOOK_S", 0.001)
    return services


def play(scene: Callable[[OwnService, list[Any]], Awaitable[None]], other: Address | None = None, *args: str) -> None:
    async def run() -> None:
        told: list[Any] = []
        service = OwnService(Path(), other, args, False, lambda: told.append(service.speech_engine), told.append)
        try:
            await scene(service, told)
        finally:
            await service.close()
            await service.close()
        for ask in (service.address, service.checker):
            with pytest.raises(PracticeUnavailable):
                await ask()

    asyncio.run(run())


def test_everybody_who_asks_gets_one_service_and_a_new_one_when_it_has_died(started: list[Played]) -> None:
    async def scene(service: OwnService, told: list[Any]) -> None:
        assert not await service.has_died(), "there was none"
        talks, checks = await asyncio.gather(service.address(), service.checker())
        assert checks == (talks.url, talks.token) == ("http://127.0.0.1:1", "token")
        await service.warm()
        assert not await service.has_died()
        started[0].running = False
        assert await service.has_died()
        assert await service.checker() == ("http://127.0.0.1:2", "token")
        while not told[1:]:
            await asyncio.sleep(0)
        assert told == ["moonshine", "moonshine"]

    play(scene)
    assert [one.stopped for one in started] == [True, True]


def test_a_service_that_cannot_hear_says_so(started: list[Played]) -> None:
    async def scene(service: OwnService, told: list[Any]) -> None:
        await service.address()
        while not told:
            await asyncio.sleep(0)
        assert told == ["No microphone package."]

    play(scene, None, "--deaf")


def test_where_talks_are_held_elsewhere_answers_are_still_checked_here(started: list[Played]) -> None:
    elsewhere = Address("https://example.org", "a token for talks")

    async def scene(service: OwnService, told: list[Any]) -> None:
        assert await service.address() == elsewhere
        assert started == []
        assert await service.checker() == await service.checker() == ("http://127.0.0.1:1", "token")
        assert started[0].options == ("--stub-speech",)
        assert not await service.has_died()

    play(scene, elsewhere)
    assert [one.stopped for one in started] == [True]
