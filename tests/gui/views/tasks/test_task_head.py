from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.gui.views.tasks.task_head import LONGEST_TITLE, TaskHead
from tests.gui.views.hosting import host
from tests.support.fake_tasks import CLOZE


def test_it_says_title_kind_and_time_and_leads_back(qtbot: QtBot) -> None:
    head = TaskHead()
    _window = host(qtbot, head, 600, 80)
    head.show_task(CLOZE)
    head.show_time(3725)
    assert (head.title.text(), head._kind.text(), head.time.text()) == ("At the reception", "Fill the gaps", "1:02:05")
    assert head.time.accessibleName() == "Time on this task: 62 min 5 s"
    left = QSignalSpy(head.left)
    qtbot.mouseClick(head.back, Qt.MouseButton.LeftButton)
    assert left.count() == 1


def test_in_a_narrow_page_the_title_has_the_kinds_room(qtbot: QtBot) -> None:
    head = TaskHead()
    _window = host(qtbot, head, 600, 80)
    head.show_task(CLOZE)
    head.set_narrow(True)
    assert not head._kind.isVisible()
    assert head.time.isVisible()


def test_a_title_without_end_is_cut(qtbot: QtBot) -> None:
    head = TaskHead()
    qtbot.addWidget(head)
    head.show_task(replace(CLOZE, title="x" * 5000))
    assert len(head.title.text()) == LONGEST_TITLE
