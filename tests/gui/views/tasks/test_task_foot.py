from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.gui.views.tasks.task_foot import TaskFoot
from tests.gui.views.hosting import host


@pytest.fixture
def foot(qtbot: QtBot) -> Iterator[TaskFoot]:
    foot = TaskFoot()
    window = host(qtbot, foot, 700, 120)
    yield foot
    window.close()


def test_a_token_is_given_once_and_stays_nowhere_in_the_window(foot: TaskFoot, qtbot: QtBot) -> None:
    given = QSignalSpy(foot.tokenGiven)
    foot.token_row.ask()
    field = foot.token_row.field
    assert field.hasFocus()
    assert field.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert given.count() == 0, "an empty one is none"
    qtbot.keyClicks(field, " secret ")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert given.at(0)[0] == "secret"
    assert field.text() == ""
    assert not foot.token_row.isVisible()


def test_where_there_is_no_room_buttons_are_icons_that_keep_their_names(foot: TaskFoot) -> None:
    foot.show_solution_button(True)
    foot.set_narrow(True)
    assert foot.start_over.text() == ""
    assert foot.start_over.accessibleName() == foot.start_over.toolTip() == "Start over"
    foot.show_solution_button(True, True)
    assert foot.solution.text() == ""
    assert foot.solution.accessibleName() == "Hide the sample solution"
    foot.set_narrow(False)
    assert foot.solution.text() == "Hide the sample solution"


def test_while_it_is_checked_it_cannot_be_checked_again(foot: TaskFoot) -> None:
    foot.show_checking(True, can_check=True)
    assert not foot.check.isEnabled()
    assert foot.check.text() == "Checking …"
    foot.show_checking(False, can_check=True)
    assert foot.check.isEnabled()


def test_a_hint_is_plain_text_and_goes_away(foot: TaskFoot) -> None:
    foot.show_hint("<b>the past</b>")
    assert foot._line.text() == "Hint: <b>the past</b>"
    assert foot._line.textFormat() is Qt.TextFormat.PlainText
    foot.show_hint("")
    assert not foot._line.isVisible()
