import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.conversation.feedback import CheckResult, CheckState, Verdict
from desktop.conversation.task import Answer, filled_in
from desktop.gui.bridge import Bridge
from desktop.gui.views.tasks.task_list import TaskListView
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.fake_tasks import CHOICES, CLOZE, ESSAY, OPENED, remark

# The file dialog is a window of its own, and the offscreen platform says that it cannot hold it to its smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def view(qtbot: QtBot, bridge: Bridge, app: FakeApp, run: Run) -> Iterator[TaskListView]:
    view = TaskListView(bridge)
    window = host(qtbot, view, 900, 800)
    run(until(lambda: rows(view)))
    yield view
    window.close()


def rows(view: TaskListView) -> list[str]:
    model = view.cards.model()
    return [model.index(number, 0).data() for number in range(model.rowCount())]


def progress(view: TaskListView) -> dict[str, str]:
    return {row.task.key: row.progress for row in view._model.rows}


def button(view: TaskListView, text: str) -> QPushButton:
    return next(one for one in view.findChildren(QPushButton) if one.text() == text and one.isVisible())


def texts(view: TaskListView) -> list[str]:
    return [one.text() for one in view.findChildren(QLabel) if one.isVisible()]


def test_every_task_is_there_and_enter_opens_the_chosen_one(view: TaskListView, qtbot: QtBot) -> None:
    assert rows(view) == [task.title for task in (ESSAY, CLOZE, CHOICES, OPENED)]
    assert view.cards.hasFocus(), "the keyboard goes to the cards as soon as they are there"
    opened = QSignalSpy(view.opened)
    qtbot.keyClick(view.cards, Qt.Key.Key_Right)
    qtbot.keyClick(view.cards, Qt.Key.Key_Return)
    assert opened.at(0)[0] == CLOZE


def test_search_and_kinds_narrow_the_cards_and_a_button_shows_all_again(view: TaskListView, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(view, "Fill the gaps"), Qt.MouseButton.LeftButton)
    assert rows(view) == [CLOZE.title]
    qtbot.keyClicks(view.search, "zzz")
    assert "No task found" in texts(view)
    qtbot.mouseClick(button(view, "Show all tasks"), Qt.MouseButton.LeftButton)
    assert len(rows(view)) == 4
    view.focus_search()
    qtbot.keyClicks(view.search, "recept")
    qtbot.keyClick(view.search, Qt.Key.Key_Down)
    assert rows(view) == [CLOZE.title]
    assert view.cards.hasFocus()


def test_each_task_says_how_far_it_is_whenever_the_list_is_shown(view: TaskListView, app: FakeApp) -> None:
    assert progress(view)[ESSAY.key] == "Not started"
    text = "I go there yesterday."
    app.tasks.drafts = {ESSAY.key: Answer(text=text), CLOZE.key: Answer(blanks={"{0}": "booked"})}
    result = CheckResult(CheckState.REMARKS, (remark(text, "go"), remark(text, "there", Verdict.CORRECT)))
    app.tasks.checked = {ESSAY.key: (result, text)}
    view.hide()
    view.show()
    assert progress(view)[ESSAY.key] == "Checked: 1 to mend"
    assert progress(view)[CLOZE.key] == "Draft"
    app.tasks.drafts[ESSAY.key] = Answer(text="I went there yesterday.")
    view.hide()
    view.show()
    assert progress(view)[ESSAY.key] == "Draft"
    full = Answer(blanks={"{0}": "felt", "{1}": "since"})
    app.tasks.drafts[CHOICES.key] = full
    app.tasks.checked[CHOICES.key] = (CheckResult(CheckState.NO_REMARKS), filled_in(CHOICES, full)[0])
    view.read()
    assert progress(view)[CHOICES.key] == "Checked: no remarks"


def test_a_folder_is_chosen_in_a_dialog_that_blocks_nothing(
    view: TaskListView, app: FakeApp, qtbot: QtBot, run: Run
) -> None:
    qtbot.mouseClick(view.open, Qt.MouseButton.LeftButton)
    dialog = view.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit("/tasks/more")
    dialog.close()
    run(until(lambda: ("open_folder", "/tasks/more") in app.tasks.calls))
    run(until(lambda: any(one.text() == "more" for one in view.findChildren(QPushButton))))


def test_a_folder_dropped_on_the_page_is_opened(view: TaskListView, app: FakeApp, run: Run) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tasks/dropped")])
    event = QDropEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.dropEvent(event)
    run(until(lambda: ("open_folder", "/tasks/dropped") in app.tasks.calls))


def test_a_folder_can_be_let_go(view: TaskListView, app: FakeApp, qtbot: QtBot, run: Run) -> None:
    chip = button(view, "tasks")
    assert chip.accessibleName() == "Show the tasks of “tasks” no longer"
    app.tasks.tasks = (ESSAY,)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    run(until(lambda: rows(view) == [ESSAY.title]))
    assert not view._folders_box.isVisible()


def test_what_could_not_be_read_is_one_line(view: TaskListView, app: FakeApp, run: Run) -> None:
    app.tasks.faults = ("“week-2.json” is not JSON. Mend it, then open the folder again.",)
    view.read()
    run(until(view.faults.isVisible))
    assert app.tasks.faults[0] in texts(view)


def test_before_there_is_an_app_it_waits_and_without_any_task_a_folder_is_offered(
    qtbot: QtBot, loop: asyncio.AbstractEventLoop, app: FakeApp, run: Run
) -> None:
    app.tasks.tasks = app.tasks.folders = ()
    bridge = Bridge(loop)
    view = TaskListView(bridge)
    window = host(qtbot, view, 900, 700)
    assert "One moment …" in texts(view)
    bridge.attach(app)  # type: ignore[arg-type]
    run(until(lambda: "No tasks here" in texts(view)))
    assert button(view, "Open a folder …").isVisible()
    run(bridge.close())
    window.close()


def test_an_answer_that_comes_late_does_not_undo_the_one_asked_for_after_it(
    view: TaskListView, app: FakeApp, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()
    usual = app.tasks.list

    async def slow() -> object:
        found = await usual()
        await gate.wait()
        return found

    async def go() -> None:
        monkeypatch.setattr(app.tasks, "list", slow)
        view.read()
        await asyncio.sleep(0)
        monkeypatch.setattr(app.tasks, "list", usual)
        app.tasks.tasks = (ESSAY,)
        view.read()
        await until(lambda: rows(view) == [ESSAY.title])
        gate.set()
        await asyncio.sleep(0.01)

    run(go())
    assert rows(view) == [ESSAY.title]
