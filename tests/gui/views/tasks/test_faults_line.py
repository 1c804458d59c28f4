from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.gui import theme
from desktop.gui.views.tasks.faults_line import LONGEST, MOST_SHOWN, FaultsLine
from tests.gui.views.hosting import host


def shown(line: FaultsLine) -> list[str]:
    return [label.text() for label in line.findChildren(QLabel) if label.isVisible() and label.text()]


def test_one_fault_is_said_by_itself_and_none_takes_no_room(qtbot: QtBot) -> None:
    line = FaultsLine()
    _window = host(qtbot, line, 500, 200)
    line.show_faults(("“a.json” is not JSON. Mend it.",))
    assert shown(line) == ["“a.json” is not JSON. Mend it."]
    assert not line.more.isVisible()
    line.show_faults(())
    assert not line.isVisible()


def test_several_are_counted_and_shown_on_request(qtbot: QtBot) -> None:
    line = FaultsLine()
    _window = host(qtbot, line, 500, 400)
    line.show_faults(("One.", "<b>Two.</b>"))
    assert shown(line) == ["2 files or folders could not be read."]
    qtbot.mouseClick(line.more, Qt.MouseButton.LeftButton)
    assert shown(line)[1] == "One.\n<b>Two.</b>"
    assert line.more.text() == "Show less"
    qtbot.mouseClick(line.more, Qt.MouseButton.LeftButton)
    assert len(shown(line)) == 1


def test_a_folder_full_of_faults_stays_a_line_that_can_be_read(qtbot: QtBot) -> None:
    line = FaultsLine()
    _window = host(qtbot, line, 500, 400)
    line.show_faults(tuple("x" * 5000 for _ in range(500)))
    qtbot.mouseClick(line.more, Qt.MouseButton.LeftButton)
    lines = shown(line)[1].split("\n")
    assert len(lines) == MOST_SHOWN + 1
    assert max(len(one) for one in lines) == LONGEST


def test_its_sign_has_the_colour_and_size_of_the_theme_in_force(qtbot: QtBot) -> None:
    line = FaultsLine()
    _window = host(qtbot, line, 500, 200)
    line.show_faults(("One.",))
    before = line._icon.pixmap().toImage()
    theme.apply("dark", 2.0)
    after = line._icon.pixmap().toImage()
    assert after.width() == 2 * before.width()
    wanted = theme.color("notice-text").name()
    assert any(after.pixelColor(x, y).name() == wanted for x in range(after.width()) for y in range(after.height()))
