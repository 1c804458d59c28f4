from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.gui.views.tasks.solution_card import SolutionCard
from tests.gui.views.hosting import host


def test_it_holds_a_solution_only_while_it_is_shown(qtbot: QtBot) -> None:
    card = SolutionCard()
    _window = host(qtbot, card, 400, 200)
    card.show_solution("<i>went</i>")
    assert card.isVisible()
    assert card.text.text() == "<i>went</i>"
    assert card.text.textFormat() is Qt.TextFormat.PlainText
    card.show_solution("")
    assert not card.isVisible()
    assert card.text.text() == ""
