"""The tasks on paper in every state; `tests/window_states.py` takes them in every look."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from desktop import RESOURCES
from desktop.conversation.feedback import CheckResult, CheckState, Feedback, Remedy, TextSpan, Verdict
from desktop.conversation.state import ConversationState
from desktop.conversation.task import Answer, Task, filled_in
from desktop.gui.main_window import MainWindow
from desktop.gui.views.tasks.resource_picture import LargePicture
from desktop.gui.views.tasks.task_page import TaskPage
from tests.support.fake_app import FakeApp, Levels
from tests.support.fake_tasks import CHOICES, CLOZE, ESSAY, OPENED

Take = Callable[[str, Callable[[], None]], Awaitable[None]]
"""Takes the window in every look under a name; the callable is called before each."""

TEXT = (
    "Yesterday I go to the new café at the corner with my friend. 😀 The coffee were good and the cake was really "
    "nice.\nWe have talked two hours. I recommend you to visit it."
)


def _on(words: str, verdict: Verdict, topic: str, message: str) -> Feedback:
    start = TEXT.index(words)
    return Feedback(message, verdict, topic, (TextSpan(start, start + len(words), words),))


FOUND = CheckResult(
    CheckState.REMARKS,
    (
        Feedback("A friendly message with a clear beginning and end.", Verdict.CORRECT, "Task"),
        _on("go", Verdict.WRONG, "Tense", "“Yesterday” asks for the past: went."),
        _on("The coffee were good", Verdict.UNKNOWN, "Style", "Say in what way it was good."),
        _on("coffee were", Verdict.WRONG, "Agreement", "One coffee: it was good."),
        _on("really nice", Verdict.CORRECT, "Vocabulary", "Well said."),
        _on("have talked two hours", Verdict.PARTIAL, "Tense", "A finished time: we talked for two hours."),
        _on("recommend you to visit", Verdict.WRONG, "Verb pattern", "Say: I recommend visiting it."),
    ),
)
NOTHING = CheckResult(CheckState.NO_REMARKS)
UNREACHABLE = CheckResult(
    CheckState.NOT_CHECKED,
    note="The service did not answer in time, so nothing was checked. Your answer is kept; try again in a moment.",
    remedy=Remedy.RETRY,
)
REFUSED = CheckResult(
    CheckState.FAILED,
    note="The feedback service does not know this token. Ask whoever runs it for a new one.",
    remedy=Remedy.NEW_TOKEN,
)


async def take_tasks(app: FakeApp, window: MainWindow, take: Take) -> None:
    app.show(ConversationState())
    app.current_levels = Levels(0.5, 0.0)
    picture = (RESOURCES / "scenarios" / "cafe.svg").read_bytes()
    app.tasks.resources = {"cafe-table.svg": picture, "hotel.ogg": b"sound"}
    app.tasks.solutions[ESSAY.key] = ("Yesterday I went to the new café with Ana. The coffee was good.",)
    app.player.duration_s = 26.0
    await _take_list(app, window, take)
    await _take_essay(app, window, take)
    await _take_gaps(app, window, take)


async def _take_list(app: FakeApp, window: MainWindow, take: Take) -> None:
    solved = Answer(blanks={"{0}": "felt", "{1}": "since"})
    app.tasks.drafts = {ESSAY.key: Answer(text=TEXT), CLOZE.key: Answer(blanks={"{0}": "booked"}), CHOICES.key: solved}
    app.tasks.checked = {ESSAY.key: (FOUND, TEXT), CHOICES.key: (NOTHING, filled_in(CHOICES, solved)[0])}
    app.tasks.faults = ("“week-2.json” is not JSON: line 4 lacks a comma. Mend it, then open the folder again.",)
    window.show_tasks()
    await take("tasks-list", lambda: None)
    window.tasks.list.search.setText("nothing like it")
    await take("tasks-none-found", lambda: None)
    window.tasks.list.search.clear()
    app.tasks.drafts, app.tasks.checked, app.tasks.faults = {}, {}, ()


async def _take_essay(app: FakeApp, window: MainWindow, take: Take) -> None:
    page = await _opened(window, ESSAY)
    await take("task-unchecked", lambda: None)
    page.resource.picture.enlarge()
    await take("task-picture", lambda: None)
    for large in window.findChildren(LargePicture):
        large.leave()
    page = await _opened(window, OPENED)
    page.essay.field.textCursor().insertText(TEXT)
    gate = app.tasks.gate = asyncio.Event()
    await _checked(app, page, (FOUND,), waits=False)
    await take("task-checking", lambda: None)
    gate.set()
    app.tasks.gate = None
    await _settled(page)
    await take("task-remarks", lambda: page.remarks.choose(3))
    page.foot.start_over.click()
    await take("task-started-over", lambda: None)
    page.foot.undo.click()
    page.essay.field.insertPlainText(" And")
    await take("task-stale", lambda: None)
    await _checked(app, page, (UNREACHABLE,))
    await take("task-not-checked", lambda: None)
    await _checked(app, page, (REFUSED,))
    await take("task-failed", lambda: None)
    await take("task-token", page.foot.token_row.ask)
    page.escape()
    await _checked(app, page, (NOTHING,))
    await take("task-no-remarks", lambda: None)
    page.toggle_dictation()
    app.dictation.hear("I would like to go there again with", False)
    await take("task-dictating", lambda: None)
    page.escape()


async def _take_gaps(app: FakeApp, window: MainWindow, take: Take) -> None:
    page = await _opened(window, CLOZE)
    page.resource.toggle()
    app.player.position_s = 9.0
    await take("task-gaps", lambda: None)
    page.gaps.put({"{0}": "have booked", "{1}": "nights"})
    verdicts = (Verdict.PARTIAL, Verdict.CORRECT, Verdict.WRONG)
    await _checked(app, page, (_per_gap(CLOZE, page, verdicts),))
    page.gaps.blanks[0].setFocus()
    page.show_hint()
    await take("task-gaps-remarks", lambda: None)
    page.foot.solution.click()
    await take("task-gaps-solution", lambda: None)
    page = await _opened(window, CHOICES)
    page.gaps.put({"{0}": "feel", "{1}": "since"})
    await _checked(app, page, (_per_gap(CHOICES, page, (Verdict.WRONG, Verdict.CORRECT)),))
    await take("task-choices-remarks", lambda: page.remarks.choose(0))
    window.tasks.show_list()


def _per_gap(task: Task, page: TaskPage, verdicts: Sequence[Verdict]) -> CheckResult:
    spans = filled_in(task, Answer(blanks=page.gaps.answers()))[1]
    words = {Verdict.CORRECT: "Right.", Verdict.PARTIAL: "Nearly: the simple past.", Verdict.WRONG: "Look again."}
    found = (Feedback(words[verdict], verdict, "Gaps", (span,)) for span, verdict in zip(spans, verdicts, strict=True))
    return CheckResult(CheckState.REMARKS, tuple(found))


async def _opened(window: MainWindow, task: Task) -> TaskPage:
    window.tasks.open(task)
    await asyncio.sleep(0.2)
    return window.tasks.page


async def _checked(app: FakeApp, page: TaskPage, results: Sequence[CheckResult], waits: bool = True) -> None:
    app.tasks.results = list(results)
    page.check()
    await asyncio.sleep(0.02)
    if waits:
        await _settled(page)


async def _settled(page: TaskPage) -> None:
    while page.remarks.state is CheckState.CHECKING:
        await asyncio.sleep(0.01)
