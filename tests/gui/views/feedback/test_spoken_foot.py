from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.views.feedback.spoken_foot import SpokenFoot
from tests.gui.views.hosting import host


@pytest.fixture
def foot(qtbot: QtBot) -> Iterator[SpokenFoot]:
    around = QWidget()
    foot = SpokenFoot(around)
    window = host(qtbot, foot, 700, 80)
    yield foot
    window.hide()
    around.deleteLater()


def states(foot: SpokenFoot) -> list[str]:
    return [label.text() for label in foot.findChildren(QLabel) if label.isVisible() and label.property("role")]


def test_while_a_check_runs_no_other_can_be_asked_for(foot: SpokenFoot) -> None:
    foot.show_check("Checking …", is_checking=True)
    assert (foot.check.text(), foot.check.isEnabled()) == ("Checking …", False)
    foot.show_check("2 remarks", is_checking=False)
    assert (foot.check.text(), foot.check.isEnabled()) == ("Check", True)


def test_buttons_follow_the_line_at_the_cursor(foot: SpokenFoot) -> None:
    foot.show_line(can_play=False, is_playing=False, is_corrected=False)
    assert not foot.play.isEnabled()
    assert not foot.take_back.isEnabled()
    foot.show_line(can_play=True, is_playing=True, is_corrected=True)
    assert (foot.play.text(), foot.take_back.isEnabled()) == ("Stop", True)


def test_where_room_is_short_icons_stay_named_and_the_state_is_said(foot: SpokenFoot) -> None:
    foot.show_check("2 remarks", is_checking=False)
    assert states(foot) == []
    foot.set_narrow(True)
    assert (foot.play.text(), foot.play.accessibleName(), foot.play.toolTip()) == ("", *["Hear this turn"] * 2)
    assert foot.take_back.accessibleName() == "Take my correction back"
    assert states(foot) == ["2 remarks"]
