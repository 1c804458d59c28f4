"""The conversation's view between two scenes and after the end, and what it shows of the service's failures."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.views.talk import conversation_view
from desktop.gui.views.talk.conversation_view import ConversationView
from tests.gui.conftest import Run
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state, sample_turns


@pytest.fixture
def view(bridge: Bridge, app: FakeApp, run: Run, qtbot: QtBot) -> Iterator[ConversationView]:
    run(app.start())
    view = ConversationView(bridge)
    window = host(qtbot, view, 700, 600)
    yield view
    window.hide()


def words(view: ConversationView) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel) if label.isVisible() and label.text()]


def button(view: ConversationView, text: str) -> QPushButton:
    return next(one for one in view.end.findChildren(QPushButton) if one.text() == text)


def test_between_two_scenes_enter_begins_the_next_and_nothing_can_be_written(
    view: ConversationView, app: FakeApp, qtbot: QtBot
) -> None:
    app.show(sample_state(Phase.LISTENING))
    view.message_box.field.setFocus()
    app.show(replace(sample_state(Phase.BETWEEN), scenarios_done=1))
    assert "Scene 1 is done" in words(view)
    assert not view.message_box.isVisible()
    assert view.end.next.hasFocus()
    qtbot.keyClick(view.end.next, Qt.Key.Key_Return)
    assert app.calls[-1] == ("next_scenario",)
    assert view.transcript.hasFocus(), "Space is to talk, not to press what stands beside"
    assert view.message_box.isVisible()
    assert not view.end.isVisible()
    app.show(replace(sample_state(Phase.BETWEEN), scenarios_done=2))
    qtbot.mouseClick(button(view, "End the talk"), Qt.MouseButton.LeftButton)
    assert app.calls[-1] == ("stop_talk",)


def test_the_enter_of_a_message_begins_no_scene(view: ConversationView, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    view.put_message("I would like")
    app.show(replace(sample_state(Phase.BETWEEN), scenarios_done=1))
    assert view.transcript.hasFocus()
    assert view.message_box.text() == "I would like"


def test_the_focus_stays_where_it_is_elsewhere(view: ConversationView, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    other = QPushButton(view.window())
    other.show()
    other.setFocus()
    app.show(replace(sample_state(Phase.BETWEEN), scenarios_done=1))
    assert other.hasFocus()


def test_after_the_end_the_talk_is_summed_up_and_can_be_had_again(
    view: ConversationView, app: FakeApp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(conversation_view, "announce", lambda source, line, at_once=False: said.append(line))
    app.show(sample_state(Phase.LISTENING))
    app.show(replace(sample_state(Phase.ENDED), all_scenarios_complete=True, closing_message="See you!"))
    assert {"You completed this talk", "See you!"} <= set(words(view))
    assert said[-1] == "You completed this talk. 01:00 · you spoke 2 times. See you!"
    app.calls.clear()
    qtbot.mouseClick(button(view, "Talk again"), Qt.MouseButton.LeftButton)
    assert app.calls[-1] == ("start_talk", "cafe", 0)


def test_a_past_talk_has_no_summary(view: ConversationView, app: FakeApp) -> None:
    app.show(sample_state(Phase.ENDED))
    view.show_past("Old talk", sample_turns(), 3, "cafe")
    assert not view.end.isVisible()
    view.show_live()
    assert view.end.isVisible()


def test_what_was_said_is_offered_to_be_checked_when_the_talk_is_over(view: ConversationView, app: FakeApp) -> None:
    def offered() -> bool:
        return any(
            one.isVisible()
            for one in view.findChildren(QPushButton)
            if "Check what I said" in (one.text(), one.accessibleName())
        )

    app.show(sample_state(Phase.ENDED))
    assert not offered(), "there is no page for it"
    view.offers_check = True
    app.show(sample_state(Phase.LISTENING))
    assert not offered()
    asked = QSignalSpy(view.header.checkRequested)
    app.show(sample_state(Phase.ENDED))
    assert offered()
    button(view, "Check what I said").click()
    assert asked.count() == 1
    view.show_past("Old talk", sample_turns()[:1], 3, "cafe")
    assert not offered(), "the learner said nothing"


def test_a_talk_in_its_lobby_says_so(view: ConversationView, app: FakeApp) -> None:
    app.show(sample_state(Phase.LOBBY))
    assert "In Mia’s lobby" in words(view)


def test_a_talk_that_could_not_begin_says_how_to_try_again(view: ConversationView, app: FakeApp) -> None:
    app.show(replace(sample_state(Phase.FAILED), turns=()))
    assert {"The talk could not begin", "Press the round button below to try again."} <= set(words(view))


def test_a_talk_that_broke_off_is_summed_up_too(view: ConversationView, app: FakeApp) -> None:
    app.show(replace(sample_state(Phase.FAILED), closing_message="The room was closed."))
    assert {"The talk broke off", "The room was closed."} <= set(words(view))
