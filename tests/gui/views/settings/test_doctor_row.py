from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.gui import theme
from desktop.gui.doctor_words import CHECKS, VERDICT_MARKS
from desktop.gui.views.settings.doctor_row import DoctorRow
from tests.gui.views.hosting import host


def test_it_waits_then_says_everything_to_a_screen_reader_too(qtbot: QtBot) -> None:
    row = DoctorRow("echo")
    qtbot.addWidget(row)
    assert row.accessibleName() == "Echo: Waiting"
    row.show_finding("warn", "9 dB taken away", "Use a headset.")
    assert row.accessibleName() == "Echo: Could be better. 9 dB taken away. Use a headset"
    row.wait()
    assert row.accessibleName() == "Echo: Waiting"


def test_a_value_from_elsewhere_is_no_markup(qtbot: QtBot) -> None:
    row = DoctorRow("microphone")
    qtbot.addWidget(row)
    row.show_finding("good", "<b>Mic</b>", "")
    shown = next(label for label in row.findChildren(QLabel) if "Mic" in label.text() and "<" in label.text())
    assert shown.textFormat() is shown.textFormat().PlainText


def test_every_verdict_has_a_mark_in_its_own_colour(qtbot: QtBot) -> None:
    assert len(set(VERDICT_MARKS.values())) == len(VERDICT_MARKS)
    for verdict, (_, token) in VERDICT_MARKS.items():
        row = DoctorRow(CHECKS[0])
        qtbot.addWidget(row)
        row.show_finding(verdict, "x", "")
        row.resize(300, 60)
        picture = row.grab(QRect(8, 8, 18, 18)).toImage()
        wanted = theme.color(token)
        strays = [
            max(abs(one - other) for one, other in zip(pixel.getRgb()[:3], wanted.getRgb()[:3], strict=True))
            for pixel in (picture.pixelColor(x, y) for x in range(18) for y in range(18))
        ]
        assert min(strays) <= 2


def test_the_focus_is_seen(qtbot: QtBot) -> None:
    row = DoctorRow("echo")
    window = host(qtbot, row, 400, 80)
    row.setFocus()
    picture = row.grab().toImage()
    edge = [picture.pixelColor(x, 1).name() for x in range(20, 380)]
    assert theme.color("focus").name() in edge
    window.close()
