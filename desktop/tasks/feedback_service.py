"""The service that checks answers: the one of the settings with the learner's token, else the practice service."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TypeVar

from desktop.conversation.feedback import CheckResult, CheckState, Remedy
from desktop.network.http_thread import HttpThread
from desktop.practice.launch import PracticeUnavailable
from desktop.protocol import bit
from desktop.settings.secrets import Secrets
from desktop.settings.settings import Settings
from desktop.tasks.checking import Task, checked_at, task_id

_T = TypeVar("_T")
KEYRING_LIMIT_S = 60.0
"""The learner may have to unlock it first."""


class FeedbackService:
    """practice: returns (url, token) of the practice service, started where it does not run, or raises
    PracticeUnavailable. Called on the main loop."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        practice: Callable[[], Awaitable[tuple[str, str]]],
        http: HttpThread,
        secrets: Secrets,
    ) -> None:
        self._settings = settings
        self._practice = practice
        self._http = http
        self._secrets = secrets

    async def check(self, task: Task) -> tuple[CheckResult, str]:
        """Return what the service remarks, and the id under which it knows the task now.

        Gaps and choices that the service of the settings does not take are checked by the practice service.
        """
        settings = self._settings()
        url = settings.feedback_url
        takes_it = not settings.free_text_service or isinstance(task, bit.EssayRequest)
        if url and takes_it:
            token = await self._read(url)
            return await self._http.run(
                checked_at(task, url, token, free_text_only=settings.free_text_service),
            )
        try:
            address = await self._practice()
        except PracticeUnavailable as error:
            note = f"The answer was not checked. {error}"
            return CheckResult(CheckState.NOT_CHECKED, note=note, remedy=Remedy.RETRY), task_id(task)
        result, known_as = await self._http.run(checked_at(task, *address))
        if result.remedy is Remedy.NEW_TOKEN:  # it is ours, and new with each start of the service
            result = replace(result, remedy=Remedy.RETRY)
        return result, known_as

    async def has_token(self) -> bool:
        """Whether there is a token for the service of the settings. May wait for the learner to unlock the keyring."""
        url = self._settings().feedback_url
        return bool(url and await self._read(url))

    async def set_token(self, token: str) -> str:
        """Keep the token of the service of the settings, "" forgets it. Returns a sentence where that has a limit."""
        url = self._settings().feedback_url
        if not url:
            return "Give the address of the feedback service first."
        for_good = await _beside(lambda: self._secrets.write(url, token.strip()), False)
        if for_good:
            return ""
        if not token:
            return "The token could not be taken from this computer's keyring. Delete it there."
        return "This computer has no keyring to keep the token in. It is used until Vivavoce is closed."

    async def _read(self, url: str) -> str:
        return await _beside(lambda: self._secrets.read(url), "")


async def _beside(call: Callable[[], _T], late: _T) -> _T:
    """Return what a call returns that may hang for ever: on a thread that holds nothing up, `late` when it does."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[_T] = loop.create_future()

    def settle(done: Future[_T]) -> None:
        if outcome.done():
            return
        if error := done.exception():
            outcome.set_exception(error)
        else:
            outcome.set_result(done.result())

    def run() -> None:
        done: Future[_T] = Future()
        try:
            done.set_result(call())
        except BaseException as error:  # noqa: BLE001  # raised where it is waited for
            done.set_exception(error)
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile
            loop.call_soon_threadsafe(settle, done)

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        async with asyncio.timeout(KEYRING_LIMIT_S):
            return await outcome
    except TimeoutError:
        return late
