from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.gui import theme
from desktop.gui.models.remarks import Remarks
from desktop.gui.views.feedback.spoken_text import SpokenLine, SpokenText, is_as_heard, one_line
from tests.gui.views.hosting import host

LINES = (
    SpokenLine("learner-1", "I like tea.", "I like tea."),
    SpokenLine("learner-2", "The whether is nice.", "The weather is nice."),
    SpokenLine("learner-3", "Bye 😀!", "Bye 😀!", is_typed=True),
)
HEARD = tuple(line.said for line in LINES)


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[SpokenText]:
    editor = SpokenText(Remarks())
    window = host(qtbot, editor, 500, 300)
    editor.set_lines(LINES)
    yield editor
    window.hide()


def put_cursor(editor: SpokenText, line: int, column: int, anchor: tuple[int, int] | None = None) -> None:
    def place(number: int, at: int) -> int:
        return editor.document().findBlockByNumber(number).position() + at

    cursor = editor.textCursor()
    cursor.setPosition(place(*(anchor or (line, column))))
    cursor.setPosition(place(line, column), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def test_every_turn_is_a_line_and_the_corrected_ones_say_what_was_heard(editor: SpokenText) -> None:
    assert editor.texts() == HEARD
    assert editor.text() == "\n".join(HEARD)
    assert [editor.is_corrected(number) for number in range(3)] == [False, True, False]
    assert editor.heard_words(1) == "I heard: “The whether is nice.”"
    assert editor.heard_words(2) == "You wrote: “Bye 😀!”"
    assert editor.corrections() == {"learner-1": "", "learner-2": "The weather is nice.", "learner-3": ""}


def test_a_turn_of_several_lines_is_shown_on_one() -> None:
    assert one_line("one\r\ntwo\u2028three") == "one two three"
    assert is_as_heard(SpokenLine("a", "one\ntwo", "one\ntwo"), "one two")


def test_enter_goes_to_the_next_line_and_divides_nothing(editor: SpokenText, qtbot: QtBot) -> None:
    put_cursor(editor, 0, 3)
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        qtbot.keyClick(editor, Qt.Key.Key_Return, modifier)
    assert (editor.texts(), editor.current_line()) == (HEARD, 2)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.current_line() == 2


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_lines_cannot_be_joined(editor: SpokenText, qtbot: QtBot, modifier: Qt.KeyboardModifier) -> None:
    put_cursor(editor, 1, 0)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace, modifier)
    put_cursor(editor, 0, len(HEARD[0]))
    qtbot.keyClick(editor, Qt.Key.Key_Delete, modifier)
    assert editor.texts() == HEARD


@pytest.mark.parametrize("act", ["type", "delete", "cut", "paste", "compose"])
def test_a_selection_over_several_lines_is_narrowed_before_it_is_replaced(
    editor: SpokenText, qtbot: QtBot, act: str
) -> None:
    put_cursor(editor, 1, 4, anchor=(0, 2))
    match act:
        case "type":
            qtbot.keyClick(editor, Qt.Key.Key_X)
        case "delete":
            qtbot.keyClick(editor, Qt.Key.Key_Delete)
        case "cut":
            qtbot.keyClick(editor, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
        case "paste":
            data = QMimeData()
            data.setText("a\nb\r\nc")
            editor.insertFromMimeData(data)
        case "compose":
            event = QInputMethodEvent()
            event.setCommitString("é")
            QApplication.sendEvent(editor, event)
    put_in = {"type": "x", "paste": "a b c", "compose": "é"}.get(act, "")
    assert editor.texts() == (HEARD[0], put_in + "weather is nice.", HEARD[2])


def test_lines_joined_past_the_keys_are_separated_again(editor: SpokenText, qtbot: QtBot) -> None:
    put_cursor(editor, 0, 0)
    qtbot.keyClick(editor, Qt.Key.Key_A)
    editor.selectAll()
    editor.cut()
    qtbot.waitUntil(lambda: editor.texts() == ("a" + HEARD[0], *HEARD[1:]))
    assert editor.document().blockCount() == 3


def test_all_can_still_be_marked_and_copied(editor: SpokenText, qtbot: QtBot) -> None:
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "\n".join(HEARD)


def test_what_was_heard_can_be_read_in_full_by_mouse_and_screen_reader(editor: SpokenText) -> None:
    boxes = dict(editor.boxes())
    assert editor.tip_at(QPointF(boxes[1].center())) == "<qt>I heard: “The whether is nice.”</qt>"
    assert editor.tip_at(QPointF(boxes[0].center())) == ""
    put_cursor(editor, 1, 2)
    assert editor.accessibleDescription() == "I heard: “The whether is nice.”"
    put_cursor(editor, 0, 2)
    assert editor.accessibleDescription() == ""


def test_a_correction_is_taken_back_in_one_step_that_can_be_undone(editor: SpokenText) -> None:
    editor.take_back(1)
    assert editor.texts()[1] == "The whether is nice."
    assert not editor.is_corrected(1)
    editor.undo()
    assert editor.texts() == HEARD
    editor.take_back(7)
    assert editor.texts() == HEARD


def test_a_line_left_empty_is_what_was_heard(editor: SpokenText, qtbot: QtBot) -> None:
    put_cursor(editor, 1, 0, anchor=(1, len(HEARD[1])))
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert editor.corrections()["learner-2"] == ""
    editor.fill_empty()
    assert editor.texts()[1] == "The whether is nice."


def test_the_turn_at_the_cursor_is_played_and_stopped(editor: SpokenText) -> None:
    wanted = QSignalSpy(editor.playRequested)
    editor.show_playing(frozenset({"learner-1", "learner-2"}), "learner-2")
    for line in range(3):
        put_cursor(editor, line, 0)
        editor.toggle_current()
    played = [(wanted.at(number)[0], wanted.at(number)[1]) for number in range(wanted.count())]
    assert played == [("learner-1", True), ("learner-2", False)]


def test_the_room_below_the_lines_grows_with_the_text(editor: SpokenText) -> None:
    put_cursor(editor, 1, 5)
    before = editor.document().firstBlock().blockFormat().bottomMargin()
    theme.apply("light", 2.0)
    assert editor.document().firstBlock().blockFormat().bottomMargin() == 2 * before
    assert (editor.texts(), editor.current_line()) == (HEARD, 1)


def test_without_turns_there_is_nothing_to_do(editor: SpokenText) -> None:
    editor.set_lines(())
    assert (editor.texts(), editor.current_line(), editor.corrections()) == ((), -1, {})
    editor.toggle_current()
    editor.fill_empty()


KEYS = st.sampled_from(
    [Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_X, Qt.Key.Key_U, Qt.Key.Key_K]
)
MODIFIERS = st.sampled_from([Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
PLACES = st.tuples(st.integers(0, 2), st.integers(0, 6))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PLACES, PLACES, KEYS, MODIFIERS), max_size=5))
def test_no_keys_change_how_many_lines_there_are(
    editor: SpokenText,
    qtbot: QtBot,
    steps: list[tuple[tuple[int, int], tuple[int, int], Qt.Key, Qt.KeyboardModifier]],
) -> None:
    editor.set_lines(LINES)
    for anchor, place, key, modifier in steps:
        at, end = (min(column, len(editor.texts()[line])) for line, column in (anchor, place))
        put_cursor(editor, place[0], end, anchor=(anchor[0], at))
        qtbot.keyClick(editor, key, modifier)
        assert len(editor.text().split("\n")) == 3


@pytest.mark.parametrize(("said", "is_left"), [("I like tea.", True), ("שלום לך", False)])
def test_what_was_heard_stands_below_the_side_where_the_line_begins(
    editor: SpokenText, said: str, is_left: bool
) -> None:
    editor.set_lines([SpokenLine("learner-1", said, said)])
    plain = editor.viewport().grab().toImage()
    editor.set_lines([SpokenLine("learner-1", "tee", said)])
    corrected = editor.viewport().grab().toImage()
    middle, height = plain.width() // 2, plain.height()

    def differs(columns: range) -> bool:
        return any(plain.pixel(x, y) != corrected.pixel(x, y) for x in columns for y in range(height))

    assert (differs(range(middle)), differs(range(middle, plain.width()))) == (is_left, not is_left)
