from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.grade import GradeEntry
from desktop.conversation.state import Phase
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import LEAST_SIZE_PX, MainWindow
from desktop.gui.panel_tabs import Tab
from desktop.gui.views.beside.badges import RailButton
from desktop.gui.views.beside.entry_card import EntryCard
from tests.gui.conftest import Run, until
from tests.gui.test_main_window import clipped, nameless
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state
from tests.support.sample_grades import CRITERIA, GRADED, HALF, QUESTIONS, SECOND

# The offscreen platform says that it cannot hold a window to its smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, bridge: Bridge, app: FakeApp, run: Run) -> Iterator[MainWindow]:
    window = MainWindow(bridge)
    with qtbot.waitActive(window):
        window.show()
    run(app.start())
    app.calls.clear()
    yield window
    window.close()
    window.deleteLater()


def test_a_key_opens_a_tab_of_the_panel_even_where_it_is_folded_and_escape_leads_back(
    window: MainWindow, app: FakeApp, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    assert not window.panel.isVisible(), "there is no talk yet"
    window.resize(*LEAST_SIZE_PX)
    app.show(sample_state(Phase.LISTENING))
    field = window.conversation.message_box.field
    field.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_I, CONTROL)
    assert window.panel.isVisible()
    assert window.panel.has_keyboard
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.panel.isVisible()
    assert field.hasFocus()
    assert ("stop_talk",) not in app.calls
    rail = next(one for one in window.findChildren(RailButton) if one.isVisible())
    assert rail.accessibleName() == "Show the hints, 3 new"
    qtbot.mouseClick(rail, Qt.MouseButton.LeftButton)
    assert window.panel.isVisible()


def press(window: MainWindow, entry: GradeEntry) -> None:
    card = next(card for card in window.panel.findChildren(EntryCard) if card.entry == entry)
    button = card.stops()[0]
    assert isinstance(button, QAbstractButton)
    button.click()


def test_a_result_leads_to_its_words_marks_them_and_plays_the_turn(window: MainWindow, app: FakeApp, run: Run) -> None:
    app.playable = frozenset({"learner-1"})
    app.show(replace(sample_state(Phase.ENDED), grades=(GRADED,)))
    window.show_live()
    run(until(lambda: len(window.panel.findChildren(EntryCard)) == len(GRADED.entries)))
    press(window, CRITERIA[1])
    view = window.conversation.transcript
    assert view.hasFocus()
    assert window.conversation.model.row_at(view.currentIndex().row()).key == "learner-1"
    assert view.copied_text() == "a slice of that cake"
    assert app.calls[-1] == ("play_turn", "learner-1")
    window.talk_bar.button.setFocus()
    assert view.mark is None, "the words are marked for a moment"
    calls = list(app.calls)
    press(window, CRITERIA[3])
    assert window.conversation.model.row_at(view.currentIndex().row()).key == "learner-2"
    assert app.calls == calls, "this turn has no sound"


def test_a_result_about_words_that_are_not_there_says_so(window: MainWindow, app: FakeApp, run: Run) -> None:
    lost = replace(CRITERIA[1], message_id="gone", words="never said")
    app.show(replace(sample_state(Phase.ENDED), grades=(replace(GRADED, entries=(lost,)),)))
    window.show_live()
    run(until(lambda: window.panel.findChildren(EntryCard)))
    press(window, lost)
    card = window.panel.findChildren(EntryCard)[0]
    assert card.stops()[0].accessibleDescription() == "These words are not in the talk shown"


def test_a_past_talk_brings_its_grades_along(window: MainWindow, app: FakeApp, run: Run) -> None:
    app.grades = (GRADED,)
    window.open_conversation(app.catalogue.conversations[0])
    run(until(lambda: window.panel.isVisible()))
    run(until(lambda: len(window.panel.findChildren(EntryCard)) == len(GRADED.entries)))
    press(window, CRITERIA[1])
    assert window.conversation.transcript.copied_text() == "a slice of that cake"
    assert not [call for call in app.calls if call[0] == "play_turn"]
    app.grades, app.turns = (), ()
    window.open_conversation(app.catalogue.conversations[1])
    run(until(lambda: not window.panel.isVisible()))


def test_the_last_talk_opened_from_the_list_goes_on_being_graded(window: MainWindow, app: FakeApp, run: Run) -> None:
    past = app.catalogue.conversations[0]
    app.grades = (HALF,)
    app.show(replace(sample_state(Phase.ENDED), course_id=past.course_id, grades=(HALF,)))
    window.open_conversation(past)
    run(until(lambda: window.panel.isVisible()))
    app.show(replace(app.state, grades=(GRADED,)))
    run(until(lambda: len(window.panel.findChildren(EntryCard)) == len(GRADED.entries)))


def test_a_turn_of_the_figures_is_brought_into_sight(window: MainWindow, app: FakeApp) -> None:
    app.show(sample_state(Phase.ENDED))
    window.show_live()
    window.panel.turnChosen.emit("learner-2")
    view = window.conversation.transcript
    assert view.hasFocus()
    assert window.conversation.model.row_at(view.currentIndex().row()).key == "learner-2"
    window.panel.turnChosen.emit("gone")
    assert window.conversation.model.row_at(view.currentIndex().row()).key == "learner-2"


BETWEEN = replace(sample_state(Phase.BETWEEN, datetime.now()), scenarios_done=1, grades=(GRADED,), questions=QUESTIONS)
OVER = replace(sample_state(Phase.ENDED, datetime.now()), grades=(GRADED, SECOND), questions=QUESTIONS)


@pytest.mark.parametrize("size", [LEAST_SIZE_PX, (1200, 760)])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_every_tab_has_names_for_everything_and_clips_nothing(
    window: MainWindow, app: FakeApp, size: tuple[int, int], scale: float, run: Run
) -> None:
    theme.apply("light", scale)
    window.resize(*size)
    for state in (BETWEEN, OVER):
        app.show(state)
        window.show_live()
        for tab in window.panel.new:
            window.beside.open(tab)
            run(until(lambda: QApplication.sendPostedEvents() is None))
            assert clipped(window) == []
            if scale == 1.0:
                assert nameless(window) == []


@pytest.mark.parametrize(
    ("key", "tab"),
    [(Qt.Key.Key_I, Tab.HINTS), (Qt.Key.Key_G, Tab.GRADES), (Qt.Key.Key_K, Tab.QUIZ), (Qt.Key.Key_J, Tab.SPEECH)],
)
def test_every_tab_has_a_key_even_while_writing(
    window: MainWindow, app: FakeApp, qtbot: QtBot, key: Qt.Key, tab: Tab
) -> None:
    app.show(replace(sample_state(Phase.LISTENING), questions=QUESTIONS))
    field = window.conversation.message_box.field
    field.setFocus()
    qtbot.keyClick(field, key, CONTROL)
    assert window.panel.tab is tab
    assert window.panel.has_keyboard
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert field.hasFocus()
    assert app.calls == []
