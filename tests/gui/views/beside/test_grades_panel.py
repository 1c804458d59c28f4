from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.views.beside.entry_card import EntryCard
from desktop.gui.views.beside.grades_panel import GradesPanel
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state
from tests.support.sample_grades import CRITERIA, FAILED, GRADED, HALF, SECOND


@pytest.fixture
def panel(bridge: Bridge, qtbot: QtBot) -> Iterator[GradesPanel]:
    box = QWidget()
    before = QPushButton("Before", box)
    panel = GradesPanel(bridge, before)
    panel.setParent(box)
    panel.resize(320, 700)
    window = host(qtbot, box, 320, 700)
    yield panel
    window.hide()


def give(app: FakeApp, run: Run, panel: GradesPanel, *grades: Grade, phase: Phase = Phase.ENDED) -> None:
    app.show(replace(sample_state(phase), grades=grades))
    entries = [entry for grade in grades for entry in grade.entries]
    run(until(lambda: {card.entry for card in cards(panel)} == set(entries)))
    QApplication.sendPostedEvents()


def cards(panel: GradesPanel) -> list[EntryCard]:
    return [card for card in panel.findChildren(EntryCard) if not card.isHidden() and not card.parent().isHidden()]


def labels(panel: GradesPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible() and label.text()]


def names_in_order(panel: GradesPanel) -> list[str]:
    """Return what a screen reader says as Tab goes from card to card."""
    names: list[str] = []
    widget = panel.window().findChild(QPushButton)
    assert isinstance(widget, QWidget)
    for _ in range(60):
        widget = widget.nextInFocusChain()
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and panel.isAncestorOf(widget):
            names.append(widget.accessibleName())
    return list(dict.fromkeys(names))


def test_without_a_grade_it_says_when_there_will_be_one(panel: GradesPanel, app: FakeApp, qtbot: QtBot) -> None:
    app.show(sample_state(Phase.LISTENING))
    assert labels(panel) == ["Not graded yet", "When the talk is over, its grade appears here."]
    app.show(sample_state(Phase.ENDED))
    assert "The service has not graded this talk." in labels(panel)
    ask = next(button for button in panel.findChildren(QPushButton) if button.text() == "Ask for a grade")
    qtbot.mouseClick(ask, Qt.MouseButton.LeftButton)
    assert app.calls[-1] == ("ask_for_grade", "chat-1")
    panel.show_past(())
    assert labels(panel) == ["No grade", "This talk was not graded."]


def test_results_fill_in_as_they_arrive_and_keep_their_cards(panel: GradesPanel, app: FakeApp, run: Run) -> None:
    give(app, run, panel, replace(HALF, entries=()))
    assert labels(panel) == ["Being graded …"]
    give(app, run, panel, HALF)
    first = cards(panel)[0]
    assert "Being graded: 2 so far …" in labels(panel)
    give(app, run, panel, GRADED)
    assert cards(panel)[0] is first
    assert "Criteria" in labels(panel)
    assert not any("graded" in label for label in labels(panel))


def test_everything_is_reached_by_tab_in_the_order_in_which_it_stands(
    panel: GradesPanel, app: FakeApp, run: Run
) -> None:
    late = GradeEntry(EntryKind.FEEDBACK, "Fluency", score=4, total=5)
    shuffled = replace(GRADED, entries=(*reversed(GRADED.entries), late))
    give(app, run, panel, shuffled, SECOND)
    QApplication.sendPostedEvents()
    standing = sorted(cards(panel), key=lambda card: card.mapTo(panel, card.rect().topLeft()).y())
    names = names_in_order(panel)
    assert [name for name in names if not name.startswith("What this asks")] == [
        card.stops()[0].accessibleName() for card in standing
    ]
    assert [name.split(",")[0] for name in names if "of 10" in name][-1] == "Task completion"


def test_a_result_that_is_corrected_takes_its_own_card_alone(panel: GradesPanel, app: FakeApp, run: Run) -> None:
    give(app, run, panel, HALF)
    second = next(card for card in cards(panel) if card.entry is CRITERIA[1])
    better = replace(CRITERIA[0], score=10)
    give(app, run, panel, replace(HALF, entries=(better, CRITERIA[1])))
    assert {card.entry for card in cards(panel)} == {better, CRITERIA[1]}
    assert second in cards(panel)
    give(app, run, panel, SECOND)
    assert [card.entry for card in cards(panel)] == list(SECOND.entries)


def test_a_failed_grade_can_be_asked_for_again(panel: GradesPanel, app: FakeApp, run: Run, qtbot: QtBot) -> None:
    give(app, run, panel, FAILED)
    assert labels(panel) == ["This could not be graded. Ask again in a moment.", "The grading took too long."]
    again = next(button for button in panel.findChildren(QPushButton) if button.text() == "Ask again")
    qtbot.keyClick(again, Qt.Key.Key_Space)
    assert app.calls[-1] == ("ask_for_grade", "chat-1")
    panel.show_past((FAILED,))
    assert not again.isVisible()
    assert "The grading of this talk was not finished." in labels(panel)


def test_several_chats_have_a_section_each(panel: GradesPanel, app: FakeApp, run: Run) -> None:
    give(app, run, panel, GRADED)
    assert "Scene 1" not in labels(panel)
    give(app, run, panel, GRADED, SECOND)
    assert [label for label in labels(panel) if label.startswith("Scene")] == ["Scene 1", "Scene 2"]


def test_results_that_come_during_the_talk_are_no_grade_yet(panel: GradesPanel, app: FakeApp, run: Run) -> None:
    give(app, run, panel, HALF, phase=Phase.LISTENING)
    assert "So far. The rest comes when you have finished." in labels(panel)


def test_a_result_that_cannot_be_shown_is_at_least_told(panel: GradesPanel, app: FakeApp, run: Run) -> None:
    give(app, run, panel, Grade("chat-1", GradeStatus.GRADED, (GradeEntry(EntryKind.OTHER),)))
    assert [card.accessibleName() for card in cards(panel)] == ["A result was recorded."]
    give(app, run, panel, Grade("chat-2", GradeStatus.GRADED))
    assert labels(panel) == ["Graded. The service recorded no results."]


def test_an_entry_that_was_pressed_is_told(panel: GradesPanel, app: FakeApp, run: Run, qtbot: QtBot) -> None:
    give(app, run, panel, HALF)
    chosen = QSignalSpy(panel.entryChosen)
    card = next(card for card in cards(panel) if card.entry is CRITERIA[1])
    qtbot.keyClick(card.stops()[0], Qt.Key.Key_Space)
    assert chosen.at(0)[0] is CRITERIA[1]
    panel.say_missing(CRITERIA[1])
    assert "not in the talk" in card.stops()[0].accessibleDescription()


def test_many_results_are_made_a_few_at_a_time(panel: GradesPanel, app: FakeApp, run: Run) -> None:
    many = tuple(replace(CRITERIA[0], name=f"Criterion {number}") for number in range(60))
    app.show(replace(sample_state(Phase.LISTENING), grades=(replace(GRADED, entries=many),)))
    app.show(replace(app.state, phase=Phase.ENDED))
    assert not panel.is_complete
    assert len(cards(panel)) < 60
    run(until(lambda: panel.is_complete))
    assert len(cards(panel)) == 60
