from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop.app import Topic
from desktop.conversation.state import Phase
from desktop.conversation.turn import Turn, TurnStatus
from desktop.gui.bridge import Bridge
from desktop.gui.models.transcript import Rest
from desktop.gui.views.talk import conversation_view
from desktop.gui.views.talk.conversation_view import ConversationView
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state, sample_turns

COURSE = 1_770_000_000_000
"""Epoch milliseconds: more than 32 bits hold."""


@pytest.fixture
def view(bridge: Bridge, app: FakeApp, run: Run, qtbot: QtBot) -> Iterator[ConversationView]:
    run(app.start())
    view = ConversationView(bridge)
    window = host(qtbot, view, 700, 600)
    yield view
    window.hide()


def words(view: ConversationView) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel) if label.isVisible() and label.text()]


def button(view: ConversationView, name: str) -> QAbstractButton:
    """Return the button with this accessible name or text."""
    found = [one for one in view.findChildren(QAbstractButton) if name in (one.accessibleName(), one.text())]
    assert len(found) == 1
    return found[0]


def texts(view: ConversationView) -> list[str]:
    return [turn.text for turn in view.model.all_turns()]


def test_a_talk_without_words_says_how_to_begin(view: ConversationView, bridge: Bridge, app: FakeApp) -> None:
    assert "Choose a partner to begin." in words(view)
    bridge.choose("cafe")
    assert words(view) == ["Talk with Mia", "Talk with Mia", "Press the round button below and say hello."]
    app.show(replace(sample_state(Phase.LISTENING), turns=()))
    assert "Say hello, or wait for Mia to begin." in words(view)
    app.show(sample_state(Phase.CONNECTING))
    assert "The microphone is being opened." in words(view)
    app.show(replace(app.state, capturing=True))
    assert "You can speak already; what you say is kept." in words(view)


def test_the_rest_of_an_interrupted_reply_can_be_played_unless_a_reply_is_heard(
    view: ConversationView, app: FakeApp, run: Run
) -> None:
    def rest() -> Rest:
        return view.model.row_at(2).rest

    app.unheard = frozenset({"assistant-2"})
    app.show(sample_state(Phase.LISTENING))
    assert rest() is Rest.READY
    view.transcript.restToggled.emit("assistant-2", True)
    assert app.calls[-1] == ("play_unheard", "assistant-2")
    run(until(lambda: rest() is Rest.PLAYING))
    view.transcript.restToggled.emit("assistant-2", False)
    assert app.calls[-1] == ("stop_playing",)
    app.show(sample_state(Phase.ASSISTANT_SPEAKING))
    assert rest() is Rest.WAITING
    view.show_past("Old talk", sample_turns(), 3, "cafe")
    assert rest() is Rest.NONE


def test_the_title_names_the_talk_and_the_partner(view: ConversationView, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    assert words(view)[:2] == ["Café order", "with Mia"]


def test_streamed_words_reach_their_row_and_no_other(view: ConversationView, app: FakeApp, run: Run) -> None:
    app.show(sample_state(Phase.LEARNER_SPEAKING))
    changes, resets = QSignalSpy(view.model.dataChanged), QSignalSpy(view.model.modelReset)
    state = app.state
    spoken = replace(state.turns[-1], text="No thank you, that is all I need.")
    app.show(replace(state, turns=(*state.turns[:-1], spoken)))
    run(until(lambda: texts(view)[-1] == spoken.text))
    assert changes.count() == 1
    assert changes.at(0)[0].row() == len(state.turns) - 1
    assert resets.count() == 0


def test_another_talk_begins_with_an_empty_page(view: ConversationView, app: FakeApp, run: Run) -> None:
    app.show(sample_state(Phase.LISTENING))
    app.show(replace(sample_state(Phase.LISTENING), course_id=9, turns=()))
    run(until(lambda: texts(view) == []))


def test_a_past_talk_is_shown_at_its_end_and_can_be_continued(
    view: ConversationView, qtbot: QtBot, bridge: Bridge, app: FakeApp
) -> None:
    turns = sample_turns()[:-1] * 6
    view.show_past("Missed connection", turns, COURSE, "cafe")
    bar = view.transcript.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    assert words(view)[:2] == ["Missed connection", "with Mia"]
    continued = QSignalSpy(view.continueRequested)
    qtbot.keyClick(button(view, "Continue this talk"), Qt.Key.Key_Space)
    assert continued.at(0) == [COURSE, "cafe"]


def test_a_past_talk_stays_in_sight_while_another_one_goes_on(view: ConversationView, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    view.show_past("Missed connection", sample_turns()[:2], COURSE, "cafe")
    app.show(sample_state(Phase.LEARNER_SPEAKING))
    assert len(texts(view)) == 2
    assert not button(view, "Continue this talk").isVisible()
    view.show_live()
    assert texts(view) == [turn.text for turn in app.state.turns]


def test_a_past_talk_in_sight_is_read_anew_when_a_turn_of_it_was_corrected(
    view: ConversationView, app: FakeApp, run: Run
) -> None:
    before = sample_turns()[:2]
    view.show_past("Missed connection", before, COURSE, "cafe")
    app.turns = tuple(replace(turn, corrected="As I said.") for turn in before)
    app.tell(Topic.RECORD)
    run(until(lambda: view.model.all_turns() == app.turns))
    assert ("turns_of", COURSE) in app.calls


def test_a_continued_talk_goes_on_below_what_was_said_before(view: ConversationView, app: FakeApp) -> None:
    view.show_past("Café order", sample_turns()[:2], 8, "cafe")
    app.show(replace(sample_state(Phase.LISTENING), turns=()))
    view.show_live()
    assert len(texts(view)) == 2
    new = Turn("assistant-1", sample_turns()[0].speaker, 99.0, "Welcome back!", TurnStatus.FINAL)
    app.show(replace(app.state, phase=Phase.ASSISTANT_SPEAKING, turns=(new,)))
    assert texts(view) == [sample_turns()[0].text, sample_turns()[1].text, "Welcome back!"]


def test_the_newest_exchange_is_starred_from_the_header_and_by_key(
    view: ConversationView, bridge: Bridge, app: FakeApp, run: Run, qtbot: QtBot
) -> None:
    assert not button(view, "Star the last exchange").isEnabled()
    app.show(sample_state(Phase.LISTENING))
    view.starToggled.connect(bridge.set_favorite)
    qtbot.keyClick(button(view, "Star the last exchange"), Qt.Key.Key_Space)
    run(until(lambda: ("set_favorite", "m-73", True) in app.calls))
    assert button(view, "Remove the star from the last exchange").isChecked()
    view.star_last()
    run(until(lambda: ("set_favorite", "m-73", False) in app.calls))
    assert not button(view, "Star the last exchange").isChecked()


def test_what_is_written_is_sent(view: ConversationView, app: FakeApp, qtbot: QtBot) -> None:
    app.show(sample_state(Phase.LISTENING))
    view.put_message("Ask to pay.")
    qtbot.keyClick(view.message_box.field, Qt.Key.Key_Return)
    assert app.calls[-1] == ("send_message", "Ask to pay.")


def test_the_transcript_is_copied_and_saved_as_text(view: ConversationView, app: FakeApp, tmp_path: Path) -> None:
    app.show(sample_state(Phase.LISTENING))
    view.copy_transcript()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Café order\n")
    assert "Mia: Good morning! What can I get you?" in copied
    assert "You: Milk, please." in copied
    view.save_transcript(tmp_path / "talk.txt")
    assert (tmp_path / "talk.txt").read_text(encoding="utf-8") == copied


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_place_to_save_is_asked_for_without_stopping_the_talk(
    view: ConversationView, app: FakeApp, tmp_path: Path
) -> None:
    app.show(sample_state(Phase.LISTENING))
    view.header.saveRequested.emit()
    dialog = view.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.isVisible()
    assert dialog.selectedFiles()[0].endswith("Café order.txt")
    dialog.fileSelected.emit(str(tmp_path / "talk.txt"))
    assert (tmp_path / "talk.txt").exists()
    dialog.reject()


def test_a_transcript_that_cannot_be_saved_becomes_a_notice(
    view: ConversationView, bridge: Bridge, tmp_path: Path
) -> None:
    view.save_transcript(tmp_path / "missing" / "talk.txt")
    assert bridge.notice is not None
    assert bridge.notice.message == "The transcript could not be saved there. Choose another folder."


def test_a_finished_turn_is_announced_once_with_its_speaker(
    view: ConversationView, app: FakeApp, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(conversation_view, "announce", lambda source, message: said.append(message))
    app.show(sample_state(Phase.LEARNER_SPEAKING))
    said.clear()
    state = app.state
    done = replace(state.turns[-1], text="No thank you.", status=TurnStatus.FINAL)
    for _ in range(2):
        app.show(replace(state, turns=(*state.turns[:-1], replace(done))))
        run(until(lambda: texts(view)[-1] == "No thank you."))
    assert said == ["You: No thank you."]


def test_the_partners_picture_arrives_later(view: ConversationView, app: FakeApp, run: Run) -> None:
    app.show(sample_state(Phase.LISTENING))
    run(until(lambda: view.transcript.picture is not None))


def test_a_name_that_becomes_known_later_is_shown(view: ConversationView, app: FakeApp) -> None:
    catalogue = app.catalogue
    app.show_catalogue(replace(catalogue, assistants=()))
    app.show(sample_state(Phase.LISTENING))
    spoken = view.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Partner: ")
    app.show_catalogue(catalogue)
    assert view.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Mia: ")


def test_every_control_has_a_name(view: ConversationView, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    nameless = [one for one in view.findChildren(QAbstractButton) if not (one.accessibleName() or one.text())]
    shown = [one for one in nameless if one.isVisible()]
    assert shown == []
    assert view.transcript.accessibleName()
    assert view.message_box.field.accessibleName()
