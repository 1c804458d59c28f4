"""FakeTasks: the tasks of `desktop.tasks.tasks`, played from a script. Opens no file, no thread and no connection.

Every call is written to `calls`. `results` says what the next checks find, `gate` holds a check back until it opens.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from desktop.app import ResourceUnavailable, TaskList
from desktop.conversation.feedback import CheckResult, CheckState, Feedback, TextSpan, Verdict
from desktop.conversation.task import Answer, Choice, Gap, Resource, ResourceKind, Task, TaskKind, filled_in

ESSAY = Task(
    key="builtin/cafe-essay.json",
    kind=TaskKind.ESSAY,
    title="A message to a friend",
    instruction="You were at a new café yesterday. Write three to five sentences to a friend: what was it like?",
    resource=Resource(ResourceKind.IMAGE, "cafe-table.svg", "svg"),
    has_solution=True,
)
CLOZE = Task(
    key="builtin/hotel-cloze.json",
    kind=TaskKind.CLOZE,
    title="At the reception",
    instruction="Listen and fill in what is missing.",
    pieces=(
        "Good evening. I ",
        Gap("{0}", "the past of “book”"),
        " a room for two ",
        Gap("{1}"),
        ".\nBreakfast is ",
        Gap("{2}"),
        " seven to ten.",
    ),
    resource=Resource(ResourceKind.AUDIO, "hotel.ogg", "ogg"),
    has_solution=True,
)
CHOICES = Task(
    key="builtin/doctor-choices.json",
    kind=TaskKind.MULTIPLE_CHOICE_TEXT,
    title="At the doctor's",
    instruction="Choose what fits.",
    pieces=(
        "I have ",
        Choice("{0}", ("felt", "feel", "feeling"), hints=("", "Since Monday: it began in the past.", "")),
        " ill ",
        Choice("{1}", ("since", "for"), prefix="(", postfix=")"),
        " Monday.",
    ),
    has_solution=True,
)
OPENED = replace(ESSAY, key="/tasks/week-1.json", title="My weekend", resource=None, folder="tasks", has_solution=False)


@dataclass(eq=False)
class FakeTasks:
    """tasks, faults, folders: what `list` returns. results: the next checks' in order; the last one stays.

    resources: source -> content. failures: name of a call -> what it raises. token: what was set last.
    """

    tasks: tuple[Task, ...] = (ESSAY, CLOZE, CHOICES, OPENED)
    faults: tuple[str, ...] = ()
    folders: tuple[str, ...] = ("/tasks",)
    results: list[CheckResult] = field(default_factory=lambda: [CheckResult(CheckState.NO_REMARKS)])
    gate: asyncio.Event | None = None
    resources: dict[str, bytes] = field(default_factory=dict)
    solutions: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {CLOZE.key: ("booked", "nights", "from"), CHOICES.key: ("felt", "since")}
    )
    drafts: dict[str, Answer] = field(default_factory=dict)
    checked: dict[str, tuple[CheckResult, str]] = field(default_factory=dict)
    failures: dict[str, Exception] = field(default_factory=dict)
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    token: str = ""
    token_note: str = ""
    """What `set_token` returns: a sentence where the token cannot be kept for good."""

    def _called(self, name: str, *arguments: object) -> None:
        self.calls.append((name, *arguments))
        if name in self.failures:
            raise self.failures[name]

    async def close(self) -> None:
        self._called("close")

    async def list(self) -> TaskList:
        self._called("list")
        return TaskList(self.tasks, self.faults, self.folders)

    async def open_folder(self, path: str) -> TaskList:
        self._called("open_folder", path)
        self.folders = (*self.folders, path)
        return TaskList(self.tasks, self.faults, self.folders)

    async def forget_folder(self, path: str) -> TaskList:
        self._called("forget_folder", path)
        self.folders = tuple(one for one in self.folders if one != path)
        return TaskList(self.tasks, self.faults, self.folders)

    async def resource(self, key: str) -> bytes:
        self._called("resource", key)
        resource = self._task(key).resource
        if resource is None or resource.source not in self.resources:
            raise ResourceUnavailable("A file of this task is not beside it. Put it into the task's folder.")
        return self.resources[resource.source]

    def draft(self, key: str) -> Answer:
        return self.drafts.get(key, Answer())

    def keep(self, key: str, answer: Answer) -> None:
        self._called("keep", key, answer)
        self.drafts[key] = answer

    def discard(self, key: str) -> None:
        self._called("discard", key)
        self.drafts.pop(key, None)
        self.checked.pop(key, None)

    def result(self, key: str) -> tuple[CheckResult, str] | None:
        return self.checked.get(key)

    def solution(self, key: str) -> tuple[str, ...]:
        return self.solutions.get(key, ()) if key in self.checked else ()

    async def check(self, key: str, answer: Answer) -> CheckResult:
        self._called("check", key, answer)
        self.drafts[key] = answer
        result = await self._next()
        if result.state in (CheckState.REMARKS, CheckState.NO_REMARKS):
            self.checked[key] = (result, filled_in(self._task(key), answer)[0])
        return result

    async def check_spoken(self, title: str, lines: Sequence[str]) -> CheckResult:
        self._called("check_spoken", title, tuple(lines))
        return await self._next()

    async def has_token(self) -> bool:
        return bool(self.token)

    async def set_token(self, token: str) -> str:
        self._called("set_token")
        self.token = token
        return self.token_note

    async def _next(self) -> CheckResult:
        if self.gate is not None:
            await self.gate.wait()
        return self.results.pop(0) if len(self.results) > 1 else self.results[0]

    def _task(self, key: str) -> Task:
        return next(task for task in self.tasks if task.key == key)


def remark(text: str, words: str, verdict: Verdict = Verdict.WRONG, message: str = "Look again.") -> Feedback:
    """Return a remark on the first place where these words stand in the text; on the whole where they do not."""
    start = text.find(words) if words else -1
    spans = (TextSpan(start, start + len(words), words),) if start >= 0 else ()
    return Feedback(message, verdict, "Grammar", spans)
