import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.gui import announce as announcing
from desktop.gui.announce import announce

Politeness = QAccessible.AnnouncementPoliteness


class Reader:
    """A screen reader, as far as `announce` sees one."""

    AnnouncementPoliteness = Politeness

    def __init__(self, active: bool) -> None:
        self.active = active
        self.said: list[tuple[str, Politeness]] = []

    def isActive(self) -> bool:
        return self.active

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:
        self.said.append((event.message(), event.politeness()))


@pytest.mark.parametrize(("at_once", "politeness"), [(False, Politeness.Polite), (True, Politeness.Assertive)])
def test_turns_wait_their_turn_and_errors_do_not(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, at_once: bool, politeness: Politeness
) -> None:
    reader = Reader(active=True)
    monkeypatch.setattr(announcing, "QAccessible", reader)
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, "Mia: Hello.", at_once)
    announce(label, "", at_once)
    assert reader.said == [("Mia: Hello.", politeness)]


def test_nothing_is_prepared_while_nobody_listens(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(active=False)
    monkeypatch.setattr(announcing, "QAccessible", reader)
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, "Mia: Hello.")
    assert reader.said == []
