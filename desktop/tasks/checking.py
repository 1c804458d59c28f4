"""Has an answer checked: reads a task, asks a service or the practice service, returns what it remarks."""

import asyncio
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from desktop.backends.feedback import feedback_on_bit, feedback_on_free_text
from desktop.conversation.feedback import CheckResult, CheckState, Remedy
from desktop.network.errors import NetworkError
from desktop.network.feedback_client import FeedbackClient, new_feedback_id
from desktop.network.feedback_errors import CheckRefused, NotChecked, Treatment
from desktop.practice.launch import PracticeService, PracticeUnavailable
from desktop.protocol import bit, free_text
from desktop.protocol.errors import WireFormatError

Task = bit.Request | free_text.FreeTextRequest
LARGEST_TASK_BYTES = 900_000
"""What every service takes, with room for the envelope."""


class TaskUnreadable(Exception):
    """The text says what is wrong with the task, as the end of a sentence, and none of its content."""


def read_task(content: bytes, user_id: Callable[[], str]) -> Task:
    """Return the task of a file, a bit or a free text task, with ids where it has none. Raises TaskUnreadable.

    It may be wrapped as exported books of bits wrap it: {"bit": {...}}, or a list of one.

    user_id: asked for only where the task names no user; a random id of this installation, never an e-mail address.
    """
    if len(content) > LARGEST_TASK_BYTES:
        raise TaskUnreadable("it is larger than 900 kB")
    try:
        wire = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise TaskUnreadable("it is not JSON in UTF-8") from None
    if isinstance(wire, list) and len(wire) == 1:
        (wire,) = wire
    if isinstance(wire, dict):
        wire = wire.get("bit", wire)
    if not isinstance(wire, dict):
        raise TaskUnreadable("it holds no JSON object, or several")
    try:
        if free_text.is_free_text(wire):
            return free_text.decode_request(_with_user(wire, user_id))
        return bit.decode_request(_with_engine(wire, user_id))
    except WireFormatError as error:
        raise TaskUnreadable(str(error)) from None


def _with_user(wire: dict[str, Any], user_id: Callable[[], str]) -> dict[str, Any]:
    return wire if wire.get("userId") else {**wire, "userId": user_id()}


def _with_engine(wire: dict[str, Any], user_id: Callable[[], str]) -> dict[str, Any]:
    """Return the bit with what an authored one leaves to the one who sends it."""
    engine = wire.get("feedbackEngine")
    engine = {} if engine is None else engine
    if not isinstance(engine, dict) or not isinstance(wire.get("type"), str):
        return wire
    if not engine.get("feedbackId"):
        engine = {**engine, "feedbackId": new_feedback_id(wire["type"])}
    engine = _with_user(engine, user_id)
    without = {"sampleSolution": ""} if wire["type"] == "essay" else {}
    return {"format": "text", "instruction": "", **without, **wire, "feedbackEngine": engine}


def installation_id(data_dir: Path) -> str:
    """Return this installation's random id, made at its first use; a new one each time where it cannot be kept."""
    path = data_dir / "installation-id"
    try:
        kept = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        kept = ""
    if kept:
        return kept
    made = f"installation-{uuid4().hex}"
    try:
        path.write_text(made, encoding="ascii")
    except OSError:
        # Checking an answer matters more than being known again.
        return made
    return made


async def check_at(task: Task, url: str, token: str, *, free_text_only: bool = False) -> CheckResult:
    """Have an answer checked by the service at this address.

    free_text_only: the service is of the newer kind (0.9.0), which takes no bits; an essay is put in its words.
    """
    result, _ = await checked_at(task, url, token, free_text_only=free_text_only)
    return result


async def checked_at(task: Task, url: str, token: str, *, free_text_only: bool = False) -> tuple[CheckResult, str]:
    """As `check_at`, with the id under which the service knows the task now."""
    if free_text_only and isinstance(task, bit.EssayRequest):
        task = free_text.free_text_of(task)
    elif free_text_only and not isinstance(task, free_text.FreeTextRequest):
        note = "This service checks free texts only. Give the address of another."
        return CheckResult(CheckState.FAILED, note=note), task_id(task)
    try:
        client = FeedbackClient(url, token)
        if isinstance(task, free_text.FreeTextRequest):
            free = await client.compute_free_text(task)
            feedback, known_as = feedback_on_free_text(free.task, free.reply), free.task.taskDefinition.id
        else:
            checked = await client.compute(task)
            feedback, known_as = feedback_on_bit(checked.task, checked.reply), checked.task.feedbackEngine.feedbackId
    except NetworkError as error:
        return _not_checked(error), task_id(task)
    return CheckResult(CheckState.REMARKS if feedback else CheckState.NO_REMARKS, feedback), known_as


def task_id(task: Task) -> str:
    """Return what a service knows the task by."""
    return task.taskDefinition.id if isinstance(task, free_text.FreeTextRequest) else task.feedbackEngine.feedbackId


def _not_checked(error: NetworkError) -> CheckResult:
    if isinstance(error, NotChecked):
        return CheckResult(CheckState.NOT_CHECKED, note=str(error), remedy=Remedy.RETRY)
    remedy = _REMEDIES[error.treatment] if isinstance(error, CheckRefused) else Remedy.NONE
    return CheckResult(CheckState.FAILED, note=str(error), remedy=remedy)


_REMEDIES: Mapping[Treatment, Remedy] = {
    Treatment.MEND: Remedy.NONE,
    Treatment.NEW_TOKEN: Remedy.NEW_TOKEN,
    Treatment.ASK_FOR_PERMISSION: Remedy.ASK_OTHERS,
    Treatment.CHECK_AGAIN: Remedy.RETRY,
}


async def check_here(task: Task) -> CheckResult:
    """Have an answer checked by a practice service that is started for it and stopped again."""
    service = OwnChecker()
    try:
        url, token = await service.address()
        return await check_at(task, url, token)
    except PracticeUnavailable as error:
        note = f"The answer was not checked. {error}"
        return CheckResult(CheckState.NOT_CHECKED, note=note, remedy=Remedy.RETRY)
    finally:
        service.stop()


class OwnChecker:
    """A practice service that only checks: no speech engines, and nothing is kept. Started when first asked for."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._service: PracticeService | None = None
        self._starting = asyncio.Lock()

    async def address(self) -> tuple[str, str]:
        """Return (url, token). Raises PracticeUnavailable."""
        async with self._starting:
            if self._service is None or not self._service.running:
                self.stop()
                self._folder = tempfile.TemporaryDirectory(prefix="vivavoce-check-", ignore_cleanup_errors=True)
                self._service = await PracticeService.start(Path(self._folder.name), extra_args=("--stub-speech",))
            return self._service.url, self._service.token

    def stop(self) -> None:
        """Blocks for up to 6 s; may be called twice."""
        if self._service is not None:
            self._service.stop()
        if self._folder is not None:
            self._folder.cleanup()
        self._service = self._folder = None
