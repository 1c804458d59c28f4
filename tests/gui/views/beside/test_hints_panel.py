from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.state import Phase
from desktop.conversation.turn import Hint
from desktop.gui.bridge import Bridge
from desktop.gui.views.beside import hints_panel
from desktop.gui.views.beside.hints_panel import HintCard, HintsPanel
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state


@pytest.fixture
def panel(bridge: Bridge, qtbot: QtBot) -> Iterator[HintsPanel]:
    box = QWidget()
    before = QPushButton("Before", box)
    panel = HintsPanel(bridge, before)
    panel.setParent(box)
    panel.resize(260, 500)
    window = host(qtbot, box, 260, 500)
    yield panel
    window.hide()


def give(app: FakeApp, run: Run, panel: HintsPanel, *texts: str) -> None:
    hints = tuple(Hint(text, text) for text in texts)
    app.show(replace(sample_state(Phase.LISTENING), hints=hints))
    run(until(lambda: {card.hint for card in cards(panel)} == set(hints)))
    QApplication.sendPostedEvents()


def cards(panel: HintsPanel) -> list[HintCard]:
    """Return the cards in sight from top to bottom."""
    shown = [card for card in panel.findChildren(HintCard) if not card.isHidden()]
    return sorted(shown, key=lambda card: card.y())


def texts(panel: HintsPanel) -> list[str]:
    return [card.hint.text for card in cards(panel)]


def test_without_hints_it_says_so(panel: HintsPanel) -> None:
    labels = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert labels == ["No hints yet. They appear here while you talk."]


def test_new_hints_go_on_top_and_cards_that_stay_are_kept(panel: HintsPanel, app: FakeApp, run: Run) -> None:
    give(app, run, panel, "Ask for tea.", "Say hello.")
    assert texts(panel) == ["Ask for tea.", "Say hello."]
    kept = cards(panel)[1]
    give(app, run, panel, "Say hello.", "Ask to pay.")
    assert texts(panel) == ["Ask to pay.", "Say hello."]
    assert cards(panel)[1] is kept
    give(app, run, panel)
    assert texts(panel) == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_hint_is_chosen_by_click_and_by_key(
    panel: HintsPanel, app: FakeApp, run: Run, qtbot: QtBot, key: Qt.Key
) -> None:
    give(app, run, panel, "Ask for tea.", "Say <b>hello</b>.")
    chosen = QSignalSpy(panel.hintChosen)
    qtbot.mouseClick(cards(panel)[0], Qt.MouseButton.LeftButton)
    qtbot.keyClick(cards(panel)[1], key)
    assert [chosen.at(0)[0], chosen.at(1)[0]] == ["Ask for tea.", "Say <b>hello</b>."]


def test_untrusted_text_is_plain_and_read_out(panel: HintsPanel, app: FakeApp, run: Run) -> None:
    give(app, run, panel, "<img src=x>")
    card = cards(panel)[0]
    assert card.accessibleName() == "<img src=x>, new"
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in card.findChildren(QLabel))


def test_a_hint_is_new_until_all_were_seen_or_it_was_chosen(
    panel: HintsPanel, app: FakeApp, run: Run, qtbot: QtBot
) -> None:
    give(app, run, panel, "Ask for tea.", "Say hello.")
    assert [card.accessibleName() for card in cards(panel)] == ["Ask for tea., new", "Say hello., new"]
    assert panel.new == 2
    qtbot.mouseClick(cards(panel)[1], Qt.MouseButton.LeftButton)
    assert [card.accessibleName() for card in cards(panel)] == ["Ask for tea., new", "Say hello."]
    panel.see()
    assert panel.new == 0
    give(app, run, panel, "Say hello.", "Ask to pay.")
    assert [card.accessibleName() for card in cards(panel)] == ["Ask to pay., new", "Say hello."]


def test_new_hints_are_announced(panel: HintsPanel, app: FakeApp, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(hints_panel, "announce", lambda source, words: said.append(words))
    give(app, run, panel, "Ask for tea.")
    give(app, run, panel, "Ask for tea.", "Say hello.", "Ask to pay.")
    give(app, run, panel, "Ask to pay.")
    assert said == ["New hint: Ask for tea.", "2 new hints"]


def test_a_very_long_word_does_not_widen_the_panel(panel: HintsPanel, app: FakeApp, run: Run) -> None:
    give(app, run, panel, "x" * 300)
    assert cards(panel)[0].width() <= 260
