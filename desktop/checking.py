"""Has an answer checked: reads a task, asks a service or the practice service, returns what it remarks."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from desktop.backends.feedback import feedback_on_bit, feedback_on_free_text
from desktop.conversation.feedback import CheckResult, CheckState
from desktop.network.errors import NetworkError
from desktop.network.feedback_client import FeedbackClient, new_feedback_id
from desktop.network.feedback_errors import NotChecked
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

    user_id: asked for only where the task names no user; a random id of this installation, never an e-mail address.
    """
    if len(content) > LARGEST_TASK_BYTES:
        raise TaskUnreadable("it is larger than 900 kB")
    try:
        wire = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise TaskUnreadable("it is not JSON in UTF-8") from None
    if not isinstance(wire, dict):
        raise TaskUnreadable("it holds no JSON object")
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
    return {"format": "text", "instruction": "", **wire, "feedbackEngine": engine}


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
    if free_text_only and isinstance(task, bit.EssayRequest):
        task = free_text.free_text_of(task)
    elif free_text_only and not isinstance(task, free_text.FreeTextRequest):
        return CheckResult(CheckState.FAILED, note="This service checks free texts only. Give the address of another.")
    try:
        client = FeedbackClient(url, token)
        if isinstance(task, free_text.FreeTextRequest):
            free = await client.compute_free_text(task)
            feedback = feedback_on_free_text(free.task, free.reply)
        else:
            checked = await client.compute(task)
            feedback = feedback_on_bit(checked.task, checked.reply)
    except NotChecked as error:
        return CheckResult(CheckState.NOT_CHECKED, note=str(error))
    except NetworkError as error:
        return CheckResult(CheckState.FAILED, note=str(error))
    return CheckResult(CheckState.REMARKS if feedback else CheckState.NO_REMARKS, feedback)


async def check_here(task: Task) -> CheckResult:
    """Have an answer checked by a practice service that is started for it and stopped again."""
    with tempfile.TemporaryDirectory(prefix="vivavoce-check-", ignore_cleanup_errors=True) as folder:
        try:
            # No conversation will be held: no speech engines, and nothing to keep.
            service = await PracticeService.start(Path(folder), extra_args=("--stub-speech",))
        except PracticeUnavailable as error:
            return CheckResult(CheckState.NOT_CHECKED, note=f"The answer was not checked. {error}")
        try:
            return await check_at(task, service.url, service.token)
        finally:
            service.stop()
