import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui.models.transcript import Rest, Row
from desktop.gui.views.talk.turn_menu import TurnMenu

TURN = Turn("a", Speaker.ASSISTANT, 60.0, "Sure", TurnStatus.INTERRUPTED)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


def test_each_action_asks_for_its_own_thing(parent: QWidget) -> None:
    made = TurnMenu(Row("a", TURN, "m-1", rest=Rest.READY), parent)
    spies = [QSignalSpy(signal) for signal in (made.copyRequested, made.starRequested, made.restRequested)]
    assert [action.text() for action in made.actions()] == ["Copy", "Star this exchange", "Play the rest"]
    for action in made.actions():
        action.trigger()
    assert [spy.count() for spy in spies] == [1, 1, 1]


@pytest.mark.parametrize(
    ("rest", "words", "can"), [(Rest.WAITING, "Play the rest", False), (Rest.PLAYING, "Stop", True)]
)
def test_the_rest_can_be_stopped_and_waits_for_its_turn(parent: QWidget, rest: Rest, words: str, can: bool) -> None:
    action = TurnMenu(Row("a", TURN, rest=rest), parent).actions()[-1]
    assert (action.text(), action.isEnabled()) == (words, can)


def test_a_turn_without_star_and_rest_can_only_be_copied(parent: QWidget) -> None:
    assert [action.text() for action in TurnMenu(Row("a", TURN), parent).actions()] == ["Copy"]
