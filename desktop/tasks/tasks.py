"""Tasks on paper: where they come from, the learner's answers, and what a service remarks on them.

Everything is called on the main loop; files are read and written on worker threads, services asked on a thread of
their own.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.backends.paper import Paper, answered, solutions_in, spoken_essay
from desktop.conversation.feedback import CheckResult, CheckState
from desktop.conversation.task import Answer, Task, filled_in
from desktop.network.feedback_client import new_feedback_id
from desktop.network.http_thread import HttpThread
from desktop.settings.secrets import Secrets
from desktop.settings.settings import Settings
from desktop.tasks.checking import Task as WireTask
from desktop.tasks.checking import installation_id
from desktop.tasks.drafts import Draft, Drafts
from desktop.tasks.feedback_service import FeedbackService
from desktop.tasks.files import BUILT_IN, FiledPaper, Reading, read_tasks
from desktop.tasks.resources import ResourceUnavailable, fetched, is_on_the_web, read_here

_CAME_BACK = frozenset({CheckState.REMARKS, CheckState.NO_REMARKS})


@dataclass(frozen=True, slots=True)
class TaskList:
    """faults: a sentence for each folder or file that could not be read. folders: what the learner opened."""

    tasks: tuple[Task, ...] = ()
    faults: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """What the tasks are joined to.

    practice: returns (url, token) of the practice service, or raises PracticeUnavailable.
    tell: takes a sentence about what went wrong.
    """

    settings: Callable[[], Settings]
    change_settings: Callable[..., None]
    practice: Callable[[], Awaitable[tuple[str, str]]]
    tell: Callable[[str], None]
    secrets: Secrets = field(default_factory=Secrets)


class Tasks:
    """Tasks are named by their key; `list` is called first, and again whenever the files may have changed."""

    def __init__(self, parts: Parts, data_dir: Path, built_in: Path = BUILT_IN) -> None:
        self._parts = parts
        self._data_dir = data_dir
        self._built_in = built_in
        self._filed: dict[str, FiledPaper] = {}
        self._drafts = Drafts(data_dir / "drafts", parts.tell)
        self._discarded: dict[str, Draft] = {}
        """What was discarded last, until something is begun anew."""
        self._http = HttpThread()
        self._service = FeedbackService(parts.settings, parts.practice, self._http, parts.secrets)
        self._spoken_ids: dict[str, str] = {}
        self._user_id = ""

    async def close(self) -> None:
        """Break off what is being checked, write every draft."""
        await self._http.close()
        await self._drafts.close()

    # -- the tasks -------------------------------------------------------------------------------------------

    async def list(self) -> TaskList:
        """Read the built-in tasks and those of every folder the learner opened."""
        folders = self._parts.settings().task_folders
        reading: Reading = await asyncio.to_thread(read_tasks, folders, self._built_in)
        self._filed = {filed.paper.task.key: filed for filed in reading.papers}
        await self._drafts.load(self._filed)
        return TaskList(tuple(filed.paper.task for filed in reading.papers), reading.faults, folders)

    async def open_folder(self, path: str) -> TaskList:
        """Add a folder of JSON files, or one such file, for good. One that does not exist is a fault and not added."""
        named = _absolute(path)
        if not await asyncio.to_thread(os.path.exists, named):
            found = await self.list()
            fault = f"{named} does not exist. Open another folder."
            return replace(found, faults=(*found.faults, fault))
        if named not in self._parts.settings().task_folders:
            self._parts.change_settings(task_folders=(*self._parts.settings().task_folders, named))
        return await self.list()

    async def forget_folder(self, path: str) -> TaskList:
        """Show its tasks no longer; the files and the answers stay where they are."""
        gone = {path, _absolute(path)}
        kept = tuple(one for one in self._parts.settings().task_folders if one not in gone)
        self._parts.change_settings(task_folders=kept)
        return await self.list()

    async def resource(self, key: str) -> bytes:
        """Return the sound or picture of a task, at most 20 MB of it. Raises ResourceUnavailable with a sentence."""
        filed = self._filed.get(key)
        resource = filed.paper.task.resource if filed is not None else None
        if filed is None or resource is None:
            raise ResourceUnavailable("This task has nothing to play or to show.")
        if is_on_the_web(resource.source):
            return await fetched(resource.source, self._http)
        return await asyncio.to_thread(read_here, resource.source, filed.root)

    # -- answers ---------------------------------------------------------------------------------------------

    def draft(self, key: str) -> Answer:
        """Return what the learner has written so far."""
        return self._drafts.get(key).answer

    def keep(self, key: str, answer: Answer) -> None:
        """Keep an answer: here at once, on disk within a second. One that was discarded comes back with its check."""
        draft = self._drafts.get(key)
        if key in self._discarded and not answer.is_empty:
            discarded = self._discarded.pop(key)
            if (discarded.answer.text, discarded.answer.blanks) == (answer.text, answer.blanks):
                draft = discarded
        self._drafts.put(replace(draft, answer=answer))

    def discard(self, key: str) -> None:
        """Forget the answer and what was said of it. To undo that, `keep` the answer of before."""
        draft = self._discarded[key] = self._drafts.get(key)
        self._drafts.put(Draft(key, feedback_id=draft.feedback_id))

    def result(self, key: str) -> tuple[CheckResult, str] | None:
        """Return what the last check that came back said, and the text (`filled_in`) it was about."""
        draft = self._drafts.get(key)
        return None if draft.result is None else (draft.result, draft.checked_text)

    def solution(self, key: str) -> tuple[str, ...]:
        """Return the sample solution of an essay, or what is right in each gap in the order of the text.

        Empty until a check of this task came back: nobody sees it before having tried.
        """
        filed = self._filed.get(key)
        return solutions_in(filed.paper.request) if filed is not None and self.result(key) is not None else ()

    # -- checks ----------------------------------------------------------------------------------------------

    async def check(self, key: str, answer: Answer) -> CheckResult:
        """Keep an answer and have it checked; takes up to a minute. Every failure is a result with a sentence."""
        filed = self._filed.get(key)
        if filed is None:
            return CheckResult(CheckState.FAILED, note="This task is no longer there. Open its folder again.")
        self.keep(key, answer)
        request = await self._request(filed.paper, answer)
        result, feedback_id = await self._service.check(request)
        draft = replace(self._drafts.get(key), feedback_id=feedback_id)
        if result.state in _CAME_BACK:
            draft = replace(draft, result=result, checked_text=filled_in(filed.paper.task, answer)[0])
        self._drafts.put(draft)
        return result

    async def check_spoken(self, title: str, lines: Sequence[str]) -> CheckResult:
        """Have what the learner said checked as an essay; spans count in "\\n".join(lines)."""
        feedback_id = self._spoken_ids.setdefault(title, new_feedback_id("essay"))
        essay = spoken_essay(title, "\n".join(lines), feedback_id=feedback_id, user_id=await self._user())
        result, self._spoken_ids[title] = await self._service.check(essay)
        return result

    async def has_token(self) -> bool:
        """Whether there is a token for the feedback service of the settings; the keyring may ask to be unlocked."""
        return await self._service.has_token()

    async def set_token(self, token: str) -> str:
        """Keep the token of the feedback service, "" forgets it; return "" or a sentence about what could not be."""
        return await self._service.set_token(token)

    async def _request(self, paper: Paper, answer: Answer) -> WireTask:
        kept, kind = self._drafts.get(paper.task.key).feedback_id, paper.task.kind.value
        # A file may have changed its type since; an id keeps its own for good.
        feedback_id = kept if kept.startswith(f"{kind}-") else paper.request.feedbackEngine.feedbackId
        return answered(paper.request, answer, feedback_id=feedback_id, user_id=await self._user())

    async def _user(self) -> str:
        if not self._user_id:
            self._user_id = await asyncio.to_thread(installation_id, self._data_dir)
        return self._user_id


def _absolute(path: str) -> str:
    return os.path.abspath(path)
