import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.gui import theme
from desktop.gui.doctor_words import prompt
from desktop.gui.views.settings.doctor_prompt import DoctorPrompt


@pytest.fixture
def shown(qtbot: QtBot) -> DoctorPrompt:
    view = DoctorPrompt()
    qtbot.addWidget(view)
    view.resize(400, 150)
    return view


def lit(view: DoctorPrompt) -> float:
    """Return how much of the bar is filled."""
    picture = view._bar.grab().toImage()
    row = [picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())]
    return row.count(theme.color("level").name()) / len(row)


def test_it_says_what_to_do_and_how_long(shown: DoctorPrompt) -> None:
    shown.show_step(prompt("speaking"), 0.1, 0.0, 4.2)
    assert [label.text() for label in shown.findChildren(QLabel)][:2] == ["Say a few words", "5 s"]
    shown.show_step(prompt("devices"), 0.0, 0.0, 0.0)
    assert [label.text() for label in shown.findChildren(QLabel)][:2] == ["Opening the devices", ""]


def test_the_bar_follows_the_voice_while_it_is_asked_for_and_time_otherwise(shown: DoctorPrompt) -> None:
    shown.show_step(prompt("speaking"), 0.9, 0.0, 1.0)
    assert lit(shown) == 0
    shown.show_step(prompt("speaking"), 0.9, 1.0, 1.0)
    assert lit(shown) > 0.95
    shown.show_step(prompt("loop"), 0.5, 0.0, 1.0)
    assert lit(shown) == pytest.approx(0.5, abs=0.05)


def test_the_bar_falls_slowly_and_begins_anew_with_each_step(shown: DoctorPrompt) -> None:
    shown.show_step(prompt("room"), 0.5, 1.0, 1.0)
    shown.show_step(prompt("room"), 0.5, 0.0, 1.0)
    assert 0.5 < lit(shown) < 0.95
    shown.show_step(prompt("speaking"), 0.5, 0.0, 1.0)
    assert lit(shown) == 0


def test_the_bar_mirrors(shown: DoctorPrompt) -> None:
    shown.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    shown.show_step(prompt("loop"), 0.3, 0.0, 1.0)
    picture = shown._bar.grab().toImage()
    middle = picture.height() // 2
    assert picture.pixelColor(picture.width() - 10, middle).name() == theme.color("level").name()
    assert picture.pixelColor(10, middle).name() != theme.color("level").name()
