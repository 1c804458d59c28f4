import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from desktop.conversation.feedback import CheckResult, CheckState, Remedy
from desktop.network.http_thread import HttpThread
from desktop.practice.launch import PracticeUnavailable
from desktop.settings.secrets import Secrets
from desktop.settings.settings import Settings
from desktop.tasks import feedback_service
from desktop.tasks.checking import read_task
from desktop.tasks.feedback_service import FeedbackService

TASK = read_task(b'{"type": "essay", "sampleSolution": "", "answer": {"text": "Hi."}}', lambda: "me")
URL = "https://example.org/api"
FINE = CheckResult(CheckState.NO_REMARKS)


class NoKeyring(Secrets):
    """Keeps tokens for this run, as on a computer without a keyring; `hanging` is one that waits to be unlocked."""

    def __init__(self, lasting: bool = True) -> None:
        self.held: dict[str, str] = {}
        self.lasting = lasting
        self.hanging: threading.Event | None = None

    def read(self, url: str) -> str:
        if self.hanging is not None:
            self.hanging.wait(20)
        return self.held.get(url, "")

    def write(self, url: str, token: str) -> bool:
        self.held[url] = token
        return self.lasting


Asked = list[tuple[Any, ...]]
Scene = Callable[[FeedbackService], Awaitable[Any]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What services were asked, in order, and on which thread; they are content, or what `answer` says."""
    calls: Asked = []

    async def checked_at(task: Any, url: str, token: str, *, free_text_only: bool = False) -> tuple[CheckResult, str]:
        calls.append((url, token, free_text_only, threading.current_thread().name))
        return (CheckResult(CheckState.FAILED, remedy=Remedy.NEW_TOKEN), "") if token == "old" else (FINE, "essay-7")

    monkeypatch.setattr(feedback_service, "checked_at", checked_at)
    return calls


async def practice() -> tuple[str, str]:
    return "http://127.0.0.1:1234", "practice-token"


def play(
    scene: Scene,
    settings: Settings | None = None,
    secrets: Secrets | None = None,
    practice: Callable[[], Awaitable[tuple[str, str]]] = practice,
) -> Any:
    async def run() -> Any:
        http = HttpThread()
        service = FeedbackService(lambda: settings or Settings(), practice, http, secrets or NoKeyring())
        try:
            return await scene(service)
        finally:
            await http.close()

    return asyncio.run(run())


def test_without_an_address_the_practice_service_checks(asked: Asked) -> None:
    assert play(lambda service: service.check(TASK)) == (FINE, "essay-7")
    assert asked == [("http://127.0.0.1:1234", "practice-token", False, "http")]


def test_the_service_of_the_settings_gets_its_own_token_and_its_own_shape(asked: Asked) -> None:
    secrets = NoKeyring()
    secrets.write(URL, "mine")
    secrets.write("https://example.com", "another's")
    play(lambda service: service.check(TASK), Settings(feedback_url=URL, free_text_service=True), secrets)
    assert asked == [(URL, "mine", True, "http")]


def test_what_a_service_for_free_texts_does_not_take_is_checked_here(asked: Asked) -> None:
    wire = b'{"type": "cloze", "body": "{0}", "placeholders": {"{0}": {"type": "gap"}}}'
    gaps = read_task(wire, lambda: "me")
    play(lambda service: service.check(gaps), Settings(feedback_url=URL, free_text_service=True))
    assert [url for url, *_ in asked] == ["http://127.0.0.1:1234"]


def test_a_practice_service_that_does_not_start_has_not_checked(asked: Asked) -> None:
    async def broken() -> tuple[str, str]:
        raise PracticeUnavailable("The practice service did not start in time. Start Vivavoce again.")

    result, known_as = play(lambda service: service.check(TASK), practice=broken)
    assert (result.state, result.remedy) == (CheckState.NOT_CHECKED, Remedy.RETRY)
    assert result.note.endswith("Start Vivavoce again.")
    assert known_as.startswith("essay-")
    assert asked == []


def test_nobody_is_asked_for_the_token_of_the_practice_service(asked: Asked) -> None:
    async def restarted() -> tuple[str, str]:
        return "http://127.0.0.1:1234", "old"

    ours, _ = play(lambda service: service.check(TASK), practice=restarted)
    assert ours.remedy is Remedy.RETRY

    secrets = NoKeyring()
    secrets.write(URL, "old")
    theirs, _ = play(lambda service: service.check(TASK), Settings(feedback_url=URL), secrets)
    assert theirs.remedy is Remedy.NEW_TOKEN


def test_a_token_is_set_used_and_forgotten(asked: Asked) -> None:
    async def scene(service: FeedbackService) -> None:
        assert not await service.has_token()
        assert await service.set_token(" mine\n") == ""
        assert await service.has_token()
        await service.check(TASK)
        assert await service.set_token("") == ""
        assert not await service.has_token()

    play(scene, Settings(feedback_url=URL))
    assert [token for _, token, *_ in asked] == ["mine"]


def test_what_cannot_be_kept_for_good_is_said(asked: Asked) -> None:
    secrets = NoKeyring(lasting=False)
    settings = Settings(feedback_url=URL)
    assert "until Vivavoce is closed" in play(lambda service: service.set_token("mine"), settings, secrets)
    assert "Delete it there" in play(lambda service: service.set_token(""), settings, secrets)
    assert "address" in play(lambda service: service.set_token("mine"))
    assert not play(lambda service: service.has_token())


def test_a_keyring_that_waits_to_be_unlocked_holds_nothing_up(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback_service, "KEYRING_LIMIT_S", 0.05)
    secrets = NoKeyring()
    secrets.hanging = threading.Event()

    async def scene(service: FeedbackService) -> None:
        given_up = asyncio.create_task(service.has_token())
        await asyncio.sleep(0)
        given_up.cancel()
        assert not await service.has_token()
        assert (await service.check(TASK))[0] == FINE

    play(scene, Settings(feedback_url=URL), secrets)
    assert asked == [(URL, "", False, "http")]
    secrets.hanging.set()


def test_a_fault_of_ours_is_raised_where_it_is_waited_for() -> None:
    class Broken(NoKeyring):
        def read(self, url: str) -> str:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        play(lambda service: service.has_token(), Settings(feedback_url=URL), Broken())
