from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import Topic
from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.panel_tabs import Tab
from desktop.gui.views.beside import side_panel
from desktop.gui.views.beside.badges import TabButton
from desktop.gui.views.beside.entry_card import EntryCard
from desktop.gui.views.beside.side_panel import PastTalk, SidePanel
from desktop.gui.views.beside.speech_panel import SpeechPanel
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state
from tests.support.sample_grades import GRADED, HALF, QUESTIONS


@pytest.fixture
def panel(bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[SidePanel]:
    monkeypatch.setattr(side_panel, "_SEEN_MS", 30)
    panel = SidePanel(bridge)
    window = host(qtbot, panel, 336, 500)
    yield panel
    window.hide()


def tabs(panel: SidePanel) -> list[str]:
    """Return the tabs in sight as a screen reader names them."""
    return [tab.accessibleName() for tab in panel.findChildren(TabButton) if tab.isVisible()]


def tab(panel: SidePanel, name: str) -> TabButton:
    return next(tab for tab in panel.findChildren(TabButton) if tab.accessibleName().split(",")[0] == name)


def test_there_is_nothing_to_show_before_a_talk(panel: SidePanel, app: FakeApp) -> None:
    assert not panel.in_use
    app.show(sample_state(Phase.LISTENING))
    assert panel.in_use


def test_what_is_new_is_counted_until_it_was_in_sight_for_a_while(panel: SidePanel, app: FakeApp, run: Run) -> None:
    window = panel.window()
    window.hide()
    app.show(sample_state(Phase.LISTENING))
    window.show()
    assert tabs(panel)[0] == "Hints, 3 new"
    run(until(lambda: tabs(panel)[0] == "Hints"))
    assert panel.new[Tab.HINTS] == 0


def test_nothing_is_seen_while_the_panel_is_folded(panel: SidePanel, app: FakeApp) -> None:
    panel.window().hide()
    app.show(sample_state(Phase.LISTENING))
    assert not panel._seeing.isActive()
    assert panel.new[Tab.HINTS] == 3


def test_entering_a_tab_gives_its_first_card_the_keyboard(panel: SidePanel, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    QApplication.sendPostedEvents()
    panel.enter(Tab.HINTS)
    assert QApplication.focusWidget() is panel.hints.first
    app.show(replace(app.state, phase=Phase.MUTED, hints=()))
    panel.enter(Tab.HINTS)
    assert QApplication.focusWidget() is tab(panel, "Hints")


def test_a_panel_without_room_names_its_tabs_by_icons_alone(panel: SidePanel, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    wide = tab(panel, "Hints").sizeHint().width()
    panel.resize(70, 500)
    assert tab(panel, "Hints").sizeHint().width() < wide
    assert tabs(panel)[0].startswith("Hints")


def test_the_panel_folds_by_its_button(panel: SidePanel, qtbot: QtBot) -> None:
    folded = QSignalSpy(panel.foldRequested)
    button = next(one for one in panel.children() if getattr(one, "accessibleName", str)() == "Fold the panel away")
    assert not isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert folded.count() == 1


def test_grades_come_to_the_front_once_after_the_end_and_are_counted(panel: SidePanel, app: FakeApp, run: Run) -> None:
    app.show(sample_state(Phase.LISTENING))
    panel.choose(Tab.HINTS)
    app.show(replace(app.state, grades=(HALF,)))
    run(until(lambda: tabs(panel)[1] == "Grades, 2 new"))
    assert panel.tab is Tab.HINTS, "results that come during the talk are counted, no more"
    app.show(replace(app.state, phase=Phase.BETWEEN, chat_over=True))
    assert panel.tab is Tab.GRADES
    run(until(lambda: tabs(panel)[1] == "Grades"))
    app.show(replace(app.state, phase=Phase.LISTENING, chat_over=False))
    assert panel.tab is Tab.HINTS, "what the learner chose comes back"
    app.show(replace(app.state, phase=Phase.ENDED, chat_over=True))
    assert tabs(panel) == ["Grades", "Speech"]


def test_grades_push_nothing_aside_that_the_learner_is_at(panel: SidePanel, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    QApplication.sendPostedEvents()
    panel.enter(Tab.HINTS)
    app.show(replace(app.state, phase=Phase.BETWEEN, chat_over=True, grades=(HALF,)))
    assert panel.tab is Tab.HINTS


def test_grading_is_announced_at_its_start_and_end(
    panel: SidePanel, app: FakeApp, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(side_panel, "announce", lambda source, words: said.append(words))
    app.show(replace(sample_state(Phase.ENDED), grades=(replace(HALF, entries=()),), chat_over=True))
    app.show(replace(app.state, grades=(HALF,)))
    app.show(replace(app.state, grades=(GRADED,)))
    run(until(lambda: len(said) == 2))
    assert said == ["Your talk is being graded.", "Your talk is graded: 27.5 of 40 points."]


def test_a_past_talk_has_its_own_grades(panel: SidePanel, app: FakeApp) -> None:
    app.show(sample_state(Phase.ENDED))
    panel.show_past(PastTalk(3, "cafe", has_words=False))
    assert not panel.in_use
    panel.show_past(PastTalk(3, "cafe"))
    assert tabs(panel) == ["Speech"]
    panel.show_past(PastTalk(3, "cafe", (GRADED,)))
    assert tabs(panel) == ["Grades", "Speech"]
    assert any(label.text() == "Criteria" for label in panel.findChildren(QLabel))
    panel.show_live()
    assert panel.in_use


def test_the_grade_of_a_past_talk_goes_on_in_sight(panel: SidePanel, app: FakeApp, run: Run) -> None:
    panel.show_past(PastTalk(3, "cafe"))
    app.grades = (HALF,)
    app.tell(Topic.RECORD)
    run(until(lambda: any(name.startswith("Grades") for name in tabs(panel))))
    panel.choose(Tab.GRADES)
    cards = len(panel.findChildren(EntryCard))
    app.grades = (GRADED,)
    app.tell(Topic.RECORD)
    run(until(lambda: len(panel.findChildren(EntryCard)) > cards))


def test_the_quiz_has_a_tab_only_where_there_are_questions(
    panel: SidePanel, app: FakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(side_panel, "announce", lambda source, words: said.append(words))
    app.show(sample_state(Phase.LISTENING))
    assert not any(name.startswith("Quiz") for name in tabs(panel))
    app.show(replace(sample_state(Phase.MUTED), questions=QUESTIONS))
    assert tabs(panel)[2] == "Quiz, 2 new"
    assert said == ["A question for you"]
    panel.enter(Tab.QUIZ)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Bring me the bill."


def test_a_turn_chosen_among_the_figures_is_told(panel: SidePanel, app: FakeApp) -> None:
    app.show(sample_state(Phase.ENDED))
    panel.enter(Tab.SPEECH)
    speech = panel.findChild(SpeechPanel)
    assert isinstance(speech, SpeechPanel)
    told = QSignalSpy(panel.turnChosen)
    speech.turnChosen.emit("learner-2")
    assert told.at(0) == ["learner-2"]
