import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.backends.contract import BackendError
from desktop.conversation.speech_figures import SpeechFigures
from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.speech_words import Figure
from desktop.gui.views.beside.speech_panel import SpeechPanel
from tests.gui.conftest import Run, Stage, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state
from tests.support.sample_speech import sample_speech, typed_speech, voiceless_speech


@pytest.fixture
def panel(bridge: Bridge, app: FakeApp, run: Run, qtbot: QtBot) -> Iterator[SpeechPanel]:
    run(app.start())
    app.state = sample_state(Phase.LISTENING)
    panel = SpeechPanel(bridge)
    panel._interval.setInterval(0)
    window = host(qtbot, panel, 312, 900)
    yield panel
    window.hide()


def texts(panel: QWidget) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible() and label.text()]


def show(panel: SpeechPanel, app: FakeApp, run: Run, figures: SpeechFigures, phase: Phase = Phase.LISTENING) -> None:
    app.speech = figures
    app.show(sample_state(phase))
    run(until(lambda: not panel.is_busy))


def test_before_anything_was_said_it_says_so(panel: SpeechPanel) -> None:
    assert texts(panel) == ["No figures yet", "They appear here once you have spoken."]
    assert panel.first is None


def test_it_follows_the_talk_under_way(panel: SpeechPanel, app: FakeApp, run: Run) -> None:
    show(panel, app, run, sample_speech())
    assert texts(panel)[:2] == ["So far", "149 words a minute"]
    assert all(card.isVisibleTo(panel) for card in panel.cards.values())
    show(panel, app, run, replace(sample_speech(), words_per_minute=90.0), Phase.ENDED)
    assert texts(panel)[:2] == ["The whole talk", "90 words a minute"]


def test_it_is_computed_once_an_interval_at_most(panel: SpeechPanel, app: FakeApp, run: Run) -> None:
    show(panel, app, run, sample_speech())
    panel._interval.setInterval(60_000)
    app.show(sample_state(Phase.LISTENING))
    run(until(panel._interval.isActive))
    started = panel._interval.remainingTime()
    app.speech = replace(sample_speech(), words_per_minute=90.0)
    app.show(replace(sample_state(Phase.LISTENING), hints=()))
    run(asyncio.sleep(0.05))
    assert texts(panel)[1] == "149 words a minute"
    assert panel._interval.remainingTime() <= started


def test_out_of_sight_nothing_is_computed_until_it_is_seen(
    panel: SpeechPanel, app: FakeApp, bridge: Bridge, run: Run
) -> None:
    panel.hide()
    app.speech = sample_speech()
    told = QSignalSpy(bridge.conversationChanged)
    app.show(sample_state(Phase.LISTENING))
    run(until(lambda: told.count() > 0))
    assert not panel._interval.isActive()
    panel.show()
    assert "149 words a minute" in texts(panel)


def test_a_talk_that_was_only_written_has_words_and_says_why(panel: SpeechPanel, app: FakeApp, run: Run) -> None:
    show(panel, app, run, typed_speech())
    assert texts(panel)[1].startswith("You wrote in this talk.")
    assert [figure for figure, card in panel.cards.items() if card.isVisible()] == [Figure.WORDS]
    assert not panel.as_table.isVisible()


def test_a_talk_whose_voice_is_not_known_says_so(panel: SpeechPanel, app: FakeApp, run: Run) -> None:
    show(panel, app, run, voiceless_speech())
    assert texts(panel)[1].startswith("When you spoke was not noted")


def test_a_past_talk_is_read_and_shown(panel: SpeechPanel, app: FakeApp, run: Run) -> None:
    app.past_speech = sample_speech()
    panel.show_past(7, "cafe")
    assert texts(panel) == ["One moment", "The talk is being read."]
    run(until(lambda: panel.first is not None))
    assert ("speech_of", 7) in app.calls
    assert texts(panel)[0] == "The whole talk"
    assert "Above you, 0:35 min; below Mia, 0:31 min." in texts(panel)
    app.show(sample_state(Phase.LISTENING))
    assert not panel._interval.isActive(), "the talk under way is not shown"
    app.speech = SpeechFigures()
    panel.show_live()
    assert texts(panel)[0] == "No figures yet"


def test_a_past_talk_without_a_word_says_so(panel: SpeechPanel, run: Run) -> None:
    panel.show_past(7, "cafe")
    run(until(lambda: texts(panel)[0] == "Nothing to count"))


def test_a_past_talk_that_cannot_be_read_can_be_tried_again(
    panel: SpeechPanel, app: FakeApp, run: Run, qtbot: QtBot
) -> None:
    app.failures["speech_of"] = BackendError("The service cannot be reached.")
    panel.show_past(7, "cafe")
    run(until(lambda: texts(panel)[0] == "The figures could not be read"))
    assert texts(panel)[1] == "The service cannot be reached."
    app.failures.clear()
    app.past_speech = sample_speech()
    again = next(one for one in panel.findChildren(QPushButton) if one.text() == "Try again")
    qtbot.keyClick(again, Qt.Key.Key_Space)
    run(until(lambda: panel.first is not None))


def test_a_bar_a_stretch_of_voice_and_a_row_lead_to_their_turn(
    panel: SpeechPanel, app: FakeApp, run: Run, qtbot: QtBot
) -> None:
    show(panel, app, run, sample_speech())
    chosen = QSignalSpy(panel.turnChosen)
    for figure in (Figure.PACE, Figure.VOICES):
        plot = panel.cards[figure].plot
        assert plot is not None
        qtbot.keyClick(plot, Qt.Key.Key_Home)
        qtbot.keyClick(plot, Qt.Key.Key_Return)
    qtbot.mouseClick(panel.as_table, Qt.MouseButton.LeftButton)
    table = panel.cards[Figure.PAUSES].table
    assert table is not None
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert [chosen.at(number)[0] for number in range(3)] == ["learner-0", "assistant-0", "learner-1"]


def test_the_keyboard_reaches_the_toggle_and_every_plot_or_table(
    panel: SpeechPanel, app: FakeApp, run: Run, qtbot: QtBot
) -> None:
    show(panel, app, run, sample_speech())

    def reached() -> list[str]:
        panel.as_table.setFocus()
        names = []
        for _ in range(3):
            focus = QApplication.focusWidget()
            assert focus is not None
            qtbot.keyClick(focus, Qt.Key.Key_Tab)
            names.append(QApplication.focusWidget().accessibleName())
        return names

    expected = ["Words a minute, turn by turn", "Pauses, turn by turn", "Who spoke when"]
    assert reached() == expected
    panel.as_table.setChecked(True)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert reached() == expected


def test_the_keyboard_comes_to_it_from_what_stands_before_it(
    bridge: Bridge, app: FakeApp, run: Run, stage: Stage, qtbot: QtBot
) -> None:
    page = QWidget()
    before, after = QPushButton(page), QPushButton(page)
    stage(page, 312, 900)
    panel = SpeechPanel(bridge, before)
    panel.setParent(page)
    panel.resize(312, 800)
    app.speech = sample_speech()
    panel.show()
    run(until(lambda: not panel.is_busy))
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panel.as_table
    assert after.nextInFocusChain() is not panel.as_table


def test_a_very_long_name_does_not_widen_the_panel(panel: SpeechPanel, app: FakeApp, run: Run) -> None:
    mia = app.catalogue.assistants[0]
    app.show_catalogue(replace(app.catalogue, assistants=(replace(mia, persona="M" * 3000),)))
    show(panel, app, run, sample_speech())
    assert all(card.width() <= 312 for card in panel.cards.values())
    assert max(len(text) for text in texts(panel)) < 200
