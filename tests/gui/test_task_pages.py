"""The ways to the tasks and back, by key: from the open window to a mended, solved essay without a mouse."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.feedback import CheckResult, CheckState, Verdict
from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import MainWindow
from tests.gui.conftest import Run, until
from tests.support.fake_app import FakeApp
from tests.support.fake_tasks import CLOZE, OPENED, remark
from tests.support.sample_conversation import sample_state

# The offscreen platform says that it cannot hold a window to its smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def window(qtbot: QtBot, bridge: Bridge, app: FakeApp, run: Run) -> Iterator[MainWindow]:
    window = MainWindow(bridge)
    with qtbot.waitActive(window):
        window.show()
    run(app.start())
    yield window
    window.close()
    window.deleteLater()


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifiers)


def typed(qtbot: QtBot, text: str) -> None:
    for letter in text:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClicks(focus, letter)


def show_list(window: MainWindow, qtbot: QtBot, run: Run) -> None:
    press(qtbot, Qt.Key.Key_3, CONTROL)
    run(until(lambda: window.tasks.list.cards.hasFocus()))


def test_the_keyboard_is_on_the_cards_as_soon_as_they_are_read(window: MainWindow, qtbot: QtBot, run: Run) -> None:
    show_list(window, qtbot, run)
    assert window.tasks.list.cards.currentIndex().row() == 0
    press(qtbot, Qt.Key.Key_N, CONTROL)
    show_list(window, qtbot, run)


def test_an_essay_is_written_checked_mended_and_solved_without_a_mouse(
    window: MainWindow, app: FakeApp, qtbot: QtBot, run: Run
) -> None:
    wrong = "Yesterday I go home."
    app.tasks.results = [
        CheckResult(CheckState.REMARKS, (remark(wrong, "home", Verdict.CORRECT), remark(wrong, "go", Verdict.WRONG))),
        CheckResult(CheckState.NO_REMARKS),
    ]
    show_list(window, qtbot, run)
    press(qtbot, Qt.Key.Key_F, CONTROL)
    typed(qtbot, OPENED.title)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    page = window.tasks.page
    assert window.page is page
    assert page.task == OPENED
    typed(qtbot, wrong)
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    run(until(lambda: page.remarks.state is CheckState.REMARKS))
    press(qtbot, Qt.Key.Key_F8)
    assert page.essay.field.textCursor().selectedText() == "go"
    press(qtbot, Qt.Key.Key_Return, ALT)
    assert page.cards.list.hasFocus(), "the card is read"
    press(qtbot, Qt.Key.Key_Return)
    typed(qtbot, "went")
    assert page.essay.text() == "Yesterday I went home."
    assert page.remarks.state is CheckState.STALE
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    run(until(lambda: page.remarks.state is CheckState.NO_REMARKS))
    press(qtbot, Qt.Key.Key_Escape)
    assert window.page is window.tasks.list
    row = next(row for row in window.tasks.list._model._all if row.task == OPENED)
    assert row.is_done


def test_previous_remark_hint_and_recording_have_keys(window: MainWindow, app: FakeApp, qtbot: QtBot, run: Run) -> None:
    app.tasks.resources = {"hotel.ogg": b"sound"}
    show_list(window, qtbot, run)
    window.tasks.open(CLOZE)
    page = window.tasks.page
    run(until(page.resource.bar.isVisible))
    press(qtbot, Qt.Key.Key_P, CONTROL)
    assert app.player.is_playing
    press(qtbot, Qt.Key.Key_I, CONTROL)
    assert page.foot._line.text() == "Hint: the past of “book”"
    typed(qtbot, "booked")
    press(qtbot, Qt.Key.Key_Tab)
    typed(qtbot, "nights")
    text = page.gaps.text()
    app.tasks.results = [CheckResult(CheckState.REMARKS, (remark(text, "booked"), remark(text, "nights")))]
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    run(until(lambda: page.remarks.state is CheckState.REMARKS))
    press(qtbot, Qt.Key.Key_F8, SHIFT)
    assert page.gaps.current_blank is page.gaps.blanks[1]


def test_dictating_has_a_key_and_esc_ends_it(window: MainWindow, app: FakeApp, qtbot: QtBot, run: Run) -> None:
    show_list(window, qtbot, run)
    window.tasks.open(OPENED)
    press(qtbot, Qt.Key.Key_D, CONTROL | SHIFT)
    app.dictation.hear("Hello.", True)
    assert window.tasks.page.essay.text() == "Hello."
    press(qtbot, Qt.Key.Key_Escape)
    assert not app.dictation.is_on
    assert window.page is window.tasks.page
    press(qtbot, Qt.Key.Key_Escape)
    assert window.page is window.tasks.list


def test_the_tasks_are_found_from_the_partners_from_the_sidebar_and_back(
    window: MainWindow, qtbot: QtBot, run: Run
) -> None:
    qtbot.mouseClick(window.picker.switch.write, Qt.MouseButton.LeftButton)
    assert window.page is window.tasks.list
    qtbot.mouseClick(window.tasks.list.switch.talk, Qt.MouseButton.LeftButton)
    assert window.page is window.picker
    button = next(one for one in window.sidebar.findChildren(QPushButton) if one.text() == "Tasks to write")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.page is window.tasks.list


def test_settings_lie_over_a_task_and_lead_back_to_it(window: MainWindow, qtbot: QtBot, run: Run) -> None:
    show_list(window, qtbot, run)
    window.tasks.open(OPENED)
    press(qtbot, Qt.Key.Key_Comma, CONTROL)
    press(qtbot, Qt.Key.Key_Escape)
    assert window.page is window.tasks.page


def test_a_talk_that_starts_takes_the_place_and_ends_recording_and_dictation(
    window: MainWindow, app: FakeApp, qtbot: QtBot, run: Run
) -> None:
    show_list(window, qtbot, run)
    window.tasks.open(OPENED)
    window.tasks.page.toggle_dictation()
    typed(qtbot, "Half a")
    app.show(sample_state(Phase.LISTENING))
    assert window.page is window.conversation
    assert not app.dictation.is_on
    assert app.tasks.drafts[OPENED.key].text == "Half a"


def test_the_keys_of_a_task_do_nothing_elsewhere(window: MainWindow, app: FakeApp, qtbot: QtBot) -> None:
    for key, modifiers in ((Qt.Key.Key_Return, CONTROL), (Qt.Key.Key_D, CONTROL | SHIFT), (Qt.Key.Key_P, CONTROL)):
        press(qtbot, key, modifiers)
    press(qtbot, Qt.Key.Key_F8)
    assert window.page is window.picker
    assert app.tasks.calls == []


@pytest.mark.parametrize("kind", ["list", "page"])
def test_everything_that_takes_the_keyboard_has_a_name(window: MainWindow, qtbot: QtBot, run: Run, kind: str) -> None:
    show_list(window, qtbot, run)
    if kind == "page":
        window.tasks.open(CLOZE)
    nameless = [
        one
        for one in window.page.findChildren(QWidget)
        if one.isVisible()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (one.accessibleName() or (isinstance(one, QPushButton) and one.text()))
    ]
    assert nameless == []
