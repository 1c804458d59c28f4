from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.models.remarks import Remarks
from desktop.gui.views.tasks.essay_editor import EssayEditor
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp, Levels
from tests.support.sample_conversation import sample_state


@pytest.fixture
def editor(qtbot: QtBot, bridge: Bridge) -> Iterator[EssayEditor]:
    editor = EssayEditor(bridge, Remarks())
    window = host(qtbot, editor, 500, 300)
    yield editor
    window.close()


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "0 words"), ("One.", "1 word"), ("It's well-known, isn’t it? 😀", "4 words"), ("Im Café\nsitzen", "3 words")],
)
def test_the_words_are_counted(editor: EssayEditor, text: str, words: str) -> None:
    editor.put(text)
    assert editor._words.text() == words


def test_the_cursor_comes_back_to_its_place(editor: EssayEditor) -> None:
    editor.put("one two", 3)
    assert editor.place() == 3
    editor.put("one")
    assert editor.place() == 3, "at the end where no place is known"
    editor.put("on", 30)
    assert editor.place() == 2


def test_what_is_dictated_is_written_at_the_cursor(editor: EssayEditor, app: FakeApp, qtbot: QtBot) -> None:
    editor.put("Dear Mia, bye.", 9)
    edits = QSignalSpy(editor.edited)
    qtbot.mouseClick(editor.dictate, Qt.MouseButton.LeftButton)
    assert app.dictation.is_on
    assert editor.dictate.text() == "Stop dictating"
    assert editor.field.hasFocus()
    app.dictation.hear("how", False)
    app.dictation.hear("how are you?", True)
    assert editor.text() == "Dear Mia, how are you? bye."
    assert edits.count() == 2
    qtbot.mouseClick(editor.dictate, Qt.MouseButton.LeftButton)
    assert not app.dictation.is_on
    assert editor.dictate.text() == "Dictate"


def test_the_level_is_shown_while_dictating_and_only_then(editor: EssayEditor, app: FakeApp, qtbot: QtBot) -> None:
    app.current_levels = Levels(0.8, 0.0)
    assert not editor._meter.isVisible()
    editor.toggle_dictation()
    assert editor._meter.isVisible()
    qtbot.waitUntil(lambda: editor._meter._lit() > 0)
    editor.toggle_dictation()
    assert not editor._meter.isVisible()
    assert not editor._level_timer.isActive()


def test_it_says_when_to_speak(
    editor: EssayEditor, app: FakeApp, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.toggle_dictation()
    app.dictation.is_hearing = False
    qtbot.waitUntil(lambda: editor._said.text() == "One moment, the microphone opens …")
    app.dictation.is_hearing = True
    qtbot.waitUntil(lambda: editor._said.text() == "Speak now.")
    monkeypatch.setattr(app.dictation, "stop", lambda: None)
    editor.toggle_dictation()
    assert editor._said.text() == "Writing the last words …"
    app.dictation.end()
    assert editor._said.text() == ""


def test_why_it_ended_by_itself_is_said(editor: EssayEditor, app: FakeApp) -> None:
    editor.toggle_dictation()
    app.dictation.hear("half a", False)
    app.dictation.end("The microphone is gone.")
    assert editor._said.text() == "The microphone is gone."
    assert editor.dictate.text() == "Dictate"
    assert editor.text() == "half a", "what was heard stays"


def test_during_a_talk_nothing_can_be_dictated(editor: EssayEditor, app: FakeApp) -> None:
    app.dictation.can_start = False
    app.show(sample_state(Phase.LISTENING))
    assert not editor.dictate.isEnabled()
    assert editor.dictate.toolTip() == "You can dictate after the talk"
    editor.toggle_dictation()
    assert not app.dictation.is_on
    app.dictation.can_start = True
    app.show(sample_state(Phase.ENDED))
    assert editor.dictate.isEnabled()


def test_dictating_ends_when_the_page_is_left(editor: EssayEditor, app: FakeApp) -> None:
    editor.toggle_dictation()
    editor.hide()
    assert not app.dictation.is_on


def test_words_that_come_after_another_text_was_put_are_not_for_it(
    editor: EssayEditor, app: FakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.dictation, "stop", lambda: None)  # the last words are still on their way
    editor.toggle_dictation()
    app.dictation.hear("for the first", False)
    editor.put("The second.")
    app.dictation.hear("for the first text", True)
    app.dictation.end()
    assert editor.text() == "The second."
    assert editor.dictate.text() == "Dictate"
