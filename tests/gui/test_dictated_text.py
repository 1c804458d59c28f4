from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop.gui.dictated_text import DictatedText
from desktop.gui.models.remarks import Remarks
from desktop.gui.text_positions import utf16_length
from desktop.gui.views.feedback.marked_text import MarkedText


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[MarkedText]:
    editor = MarkedText(Remarks())
    qtbot.addWidget(editor)
    return editor


def at(editor: MarkedText, position: int, to: int | None = None) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(position)
    if to is not None:
        cursor.setPosition(to, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def test_live_words_are_replaced_until_they_are_final(editor: MarkedText) -> None:
    dictated = DictatedText(editor)
    dictated.hear("I wood", False)
    assert editor.text() == "I wood"
    dictated.hear("I would like", False)
    dictated.hear("I would like tea.", True)
    assert editor.text() == "I would like tea."
    dictated.hear("Please.", True)
    assert editor.text() == "I would like tea. Please."


def test_undo_takes_a_sentence_back_as_one_step_and_redo_brings_it_again(editor: MarkedText) -> None:
    editor.set_text("Hello.")
    at(editor, 6)
    dictated = DictatedText(editor)
    for words, final in (("I", False), ("I would", False), ("I would go.", True), ("And", False), ("And stay.", True)):
        dictated.hear(words, final)
    assert editor.text() == "Hello. I would go. And stay."
    editor.undo()
    assert editor.text() == "Hello. I would go."
    editor.undo()
    assert editor.text() == "Hello."
    editor.redo()
    assert editor.text() == "Hello. I would go."


def test_words_are_put_at_the_cursor_with_a_space_where_they_would_stick(editor: MarkedText) -> None:
    editor.set_text("Mia and 😀Tom")
    at(editor, 10)
    dictated = DictatedText(editor)
    dictated.hear("my", False)
    dictated.hear("my friend", True)
    assert editor.text() == "Mia and 😀 my friend Tom"


def test_what_is_marked_is_replaced(editor: MarkedText) -> None:
    editor.set_text("I like coffee a lot.")
    at(editor, 7, 13)
    dictated = DictatedText(editor)
    dictated.hear("green", False)
    dictated.hear("green tea", True)
    assert editor.text() == "I like green tea a lot."
    editor.undo()
    assert editor.text() == "I like coffee a lot."


def test_words_that_turn_out_to_be_none_leave_nothing(editor: MarkedText) -> None:
    editor.set_text("Hello.")
    at(editor, 6)
    dictated = DictatedText(editor)
    dictated.hear("hm", False)
    dictated.hear("", True)
    assert editor.text() == "Hello."
    dictated.hear("", True)
    assert editor.text() == "Hello."


def test_the_learner_may_write_elsewhere_while_speaking(editor: MarkedText) -> None:
    editor.set_text("Dear \n")
    at(editor, 6)
    dictated = DictatedText(editor)
    dictated.hear("How are", False)
    at(editor, 5)
    editor.textCursor().insertText("😀Mia,")
    dictated.hear("How are you?", True)
    assert editor.text() == "Dear 😀Mia,\nHow are you?"
    editor.undo()
    assert editor.text() == "Dear 😀Mia,\nHow are", "the learner's own writing is a step of its own"


def test_what_the_learner_changed_of_a_sentence_is_left_alone(editor: MarkedText) -> None:
    dictated = DictatedText(editor)
    dictated.hear("I wood go", False)
    at(editor, 2, 6)
    editor.textCursor().insertText("would")
    dictated.hear("I wood go home.", True)
    assert editor.text() == "I would go"
    at(editor, 10)
    dictated.hear("Now.", True)
    assert editor.text() == "I would go Now."


def test_the_cursor_is_behind_the_words(editor: MarkedText) -> None:
    editor.set_text("ab cd")
    at(editor, 2)
    dictated = DictatedText(editor)
    for words in ("one", "one two", "one 😀"):
        dictated.hear(words, False)
    assert editor.textCursor().position() == utf16_length("ab one 😀")


@settings(max_examples=30)
@given(st.text(max_size=12), st.lists(st.text(st.sampled_from("ab 😀é\u0301ש."), max_size=8), max_size=4), st.data())
def test_whatever_is_heard_nothing_that_was_written_is_lost(
    qapp: object, written: str, heard: list[str], data: st.DataObject
) -> None:
    editor = MarkedText(Remarks())
    editor.set_text(written)
    text = editor.text()
    place = data.draw(st.integers(0, len(text)))
    at(editor, utf16_length(text[:place]))
    dictated = DictatedText(editor)
    for words in heard:
        dictated.hear(words, False)
    dictated.close()
    assert editor.text().startswith(text[:place])
    assert editor.text().endswith(text[place:])
    editor.undo()
    assert editor.text() == text
    editor.deleteLater()
