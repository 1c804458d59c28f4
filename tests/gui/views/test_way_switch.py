from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.gui.views.way_switch import WaySwitch
from tests.gui.views.hosting import host


def test_the_other_way_is_asked_for_and_the_pages_own_stays_pressed(qtbot: QtBot) -> None:
    switch = WaySwitch(writing=False)
    _window = host(qtbot, switch, 300, 60)
    talk, write = QSignalSpy(switch.talkRequested), QSignalSpy(switch.writeRequested)
    qtbot.mouseClick(switch.talk, Qt.MouseButton.LeftButton)
    assert talk.count() == 0
    qtbot.mouseClick(switch.write, Qt.MouseButton.LeftButton)
    assert write.count() == 1
    assert switch.talk.isChecked()
    assert not switch.write.isChecked()


def test_from_the_tasks_it_leads_back_to_the_partners(qtbot: QtBot) -> None:
    switch = WaySwitch(writing=True)
    _window = host(qtbot, switch, 300, 60)
    with qtbot.waitSignal(switch.talkRequested):
        qtbot.mouseClick(switch.talk, Qt.MouseButton.LeftButton)
    assert switch.write.isChecked()
