from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPersistentModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication, QKeySequence, QMouseEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui.models.transcript import WINDOW, Rest, TranscriptModel
from desktop.gui.views.talk.transcript_view import TranscriptView

LEFT = Qt.MouseButton.LeftButton


def turn(number: int, text: str = "", status: TurnStatus = TurnStatus.FINAL) -> Turn:
    speaker = Speaker.ASSISTANT if number % 2 else Speaker.LEARNER
    text = text or f"This is what was said as number {number}, in a few words."
    return Turn(f"t-{number}", speaker, 60.0 * number, text, status, message_id=f"m-{number}")


def many(count: int) -> tuple[Turn, ...]:
    return tuple(turn(number) for number in range(count))


@pytest.fixture
def model() -> TranscriptModel:
    return TranscriptModel()


@pytest.fixture
def view(model: TranscriptModel, qtbot: QtBot) -> Iterator[TranscriptView]:
    view = TranscriptView(model)
    qtbot.addWidget(view)
    view.resize(640, 400)
    with qtbot.waitActive(view):
        view.show()
    view.clearFocus()
    return view


def show(model: TranscriptModel, *turns: Turn) -> None:
    model.start_over((), turns, "Mia")


def is_at_end(view: TranscriptView) -> bool:
    return view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def star_button(view: TranscriptView) -> QToolButton:
    button = view.findChild(QToolButton, "star")
    assert isinstance(button, QToolButton)
    return button


def jump_button(view: TranscriptView) -> QPushButton:
    button = view.findChild(QPushButton, "jump")
    assert isinstance(button, QPushButton)
    return button


def text_point(view: TranscriptView, row: int, x: int = 4) -> QPoint:
    """Return a point of the viewport within the row's first line of text."""
    return view.visualRect(view.model().index(row, 0)).topLeft() + view.bubble(row).text_at + QPoint(x, 8)


def move(view: TranscriptView, point: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    where = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        where,
        QPointF(view.viewport().mapToGlobal(point)),
        Qt.MouseButton.NoButton,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


# -- following -------------------------------------------------------------------------------------------------


def test_what_is_said_last_is_in_sight(view: TranscriptView, model: TranscriptModel) -> None:
    turns = many(30)
    show(model, *turns)
    assert is_at_end(view)
    model.set_turns((), (*turns, turn(30), turn(31)))
    assert is_at_end(view)
    assert view.viewport().rect().intersects(view.visualRect(model.index(31)))


def test_text_that_grows_by_lines_keeps_its_end_in_sight(view: TranscriptView, model: TranscriptModel) -> None:
    turns = many(30)
    show(model, *turns)
    before = view.verticalScrollBar().maximum()
    model.set_turns((), (*turns[:-1], replace(turns[-1], text="word " * 200)))
    assert view.verticalScrollBar().maximum() > before
    assert is_at_end(view)


def test_a_learner_who_scrolled_up_stays_there_and_is_offered_a_way_back(
    view: TranscriptView, model: TranscriptModel, qtbot: QtBot
) -> None:
    turns = many(30)
    show(model, *turns)
    assert not jump_button(view).isVisible()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before = view.verticalScrollBar().value()
    model.set_turns((), (*turns, turn(30)))
    assert view.verticalScrollBar().value() == before
    assert jump_button(view).isVisible()
    assert jump_button(view).text() == "Jump to latest"
    qtbot.mouseClick(jump_button(view), LEFT)
    assert is_at_end(view)
    assert not jump_button(view).isVisible()


def test_a_click_on_a_turn_does_not_move_what_is_read(
    view: TranscriptView, model: TranscriptModel, qtbot: QtBot
) -> None:
    show(model, *many(30))
    view.verticalScrollBar().setValue(400)
    qtbot.mouseClick(view.viewport(), LEFT, pos=QPoint(200, 200))
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert view.verticalScrollBar().value() == 400


def test_the_keyboard_begins_at_the_newest_turn_in_sight(view: TranscriptView, model: TranscriptModel) -> None:
    show(model, *many(30))
    view.verticalScrollBar().setValue(400)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert 3 < view.currentIndex().row() < 29
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))


def test_a_resize_keeps_the_end_in_sight(view: TranscriptView, model: TranscriptModel) -> None:
    show(model, *many(30))
    view.resize(420, 300)
    assert is_at_end(view)
    view.resize(900, 500)
    assert is_at_end(view)


def test_scrolling_up_brings_older_turns_without_moving_what_is_read(
    view: TranscriptView, model: TranscriptModel
) -> None:
    show(model, *many(3 * WINDOW))
    bar = view.verticalScrollBar()
    bar.setValue(view.viewport().height() + 100)
    index = QPersistentModelIndex(view.indexAt(QPoint(10, 100)))
    place = view.visualRect(index).top()
    bar.setValue(bar.value() - 150)
    assert model.rowCount() > WINDOW
    assert view.visualRect(index).top() == place + 150
    view.jump_to_latest()
    assert is_at_end(view)


def test_only_a_row_that_changed_is_painted_anew(view: TranscriptView, model: TranscriptModel) -> None:
    turns = (turn(1), turn(3), turn(2, "No", TurnStatus.LIVE))
    show(model, *turns)
    before = [view.bubble(row) for row in range(3)]
    model.set_turns((), (*turns[:2], replace(turns[2], text="No th")))
    assert view.bubble(0) is before[0]
    assert view.bubble(1) is before[1]
    assert view.bubble(2) is not before[2]


def test_a_turn_above_that_goes_away_gives_the_next_one_its_picture(
    view: TranscriptView, model: TranscriptModel
) -> None:
    show(model, turn(1), turn(3))
    assert view.bubble(1).avatar.isNull()
    model.set_turns((), (turn(3),))
    assert not view.bubble(0).avatar.isNull()


# -- stars -----------------------------------------------------------------------------------------------------


def test_the_turn_under_the_mouse_offers_a_star(view: TranscriptView, model: TranscriptModel, qtbot: QtBot) -> None:
    show(model, turn(0), turn(1))
    assert not star_button(view).isVisible()
    move(view, text_point(view, 1))
    assert star_button(view).isVisible()
    assert star_button(view).accessibleName() == "Star this exchange"
    toggled = QSignalSpy(view.starToggled)
    qtbot.mouseClick(star_button(view), LEFT)
    assert toggled.at(0) == ["m-1", True]
    assert not star_button(view).isChecked(), "the star is set when the conversation says so"
    model.set_favorite_ids(frozenset({"m-1"}))
    assert star_button(view).accessibleName() == "Remove the star"
    assert star_button(view).isChecked()
    qtbot.mouseClick(star_button(view), LEFT)
    assert toggled.at(1) == ["m-1", False]
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert not star_button(view).isVisible()


def test_the_learners_own_turn_has_no_star(view: TranscriptView, model: TranscriptModel) -> None:
    show(model, turn(0), turn(1))
    move(view, text_point(view, 0))
    assert not star_button(view).isVisible()


def test_a_star_is_set_by_keyboard_alone(view: TranscriptView, model: TranscriptModel, qtbot: QtBot) -> None:
    show(model, turn(0), turn(1), turn(2))
    view.activateWindow()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 1
    toggled = QSignalSpy(view.starToggled)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is star_button(view)
    qtbot.keyClick(star_button(view), Qt.Key.Key_Space)
    assert toggled.at(0) == ["m-1", True]


def test_the_arrow_keys_walk_the_turns_and_scroll(view: TranscriptView, model: TranscriptModel, qtbot: QtBot) -> None:
    show(model, *many(30))
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.currentIndex().row() == 29
    for key, row in ((Qt.Key.Key_Home, 0), (Qt.Key.Key_Down, 1), (Qt.Key.Key_End, 29), (Qt.Key.Key_Up, 28)):
        qtbot.keyClick(view, key)
        assert view.currentIndex().row() == row
        assert view.viewport().rect().contains(view.visualRect(model.index(row)))
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert 20 < view.currentIndex().row() < 28


def test_the_up_key_goes_on_into_older_turns(view: TranscriptView, model: TranscriptModel, qtbot: QtBot) -> None:
    show(model, *many(2 * WINDOW))
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.setCurrentIndex(model.index(0))
    first = model.row_at(view.currentIndex().row()).key
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert model.row_at(view.currentIndex().row()).key == f"t-{int(first.removeprefix('t-')) - 1}"


# -- copying ---------------------------------------------------------------------------------------------------


def test_ctrl_c_copies_the_text_of_the_chosen_turn(view: TranscriptView, model: TranscriptModel, qtbot: QtBot) -> None:
    show(model, turn(0, "One"), turn(1, "Two <b>"))
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Two <b>"


def test_several_chosen_turns_are_copied_with_their_speakers(
    view: TranscriptView, model: TranscriptModel, qtbot: QtBot
) -> None:
    show(model, turn(0, "One"), turn(1, "Two"), turn(2, "Three"))
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert view.copied_text() == "Mia: Two\nYou: Three"


def test_text_marked_with_the_mouse_is_copied_in_whole_characters(
    view: TranscriptView, model: TranscriptModel, qtbot: QtBot
) -> None:
    show(model, turn(1, "😀😀 café order"))
    start = text_point(view, 0, 0)
    qtbot.mousePress(view.viewport(), LEFT, pos=start)
    move(view, start + QPoint(600, 0), LEFT)
    qtbot.mouseRelease(view.viewport(), LEFT, pos=start + QPoint(600, 0))
    assert view.copied_text() == "😀😀 café order"
    qtbot.mouseDClick(view.viewport(), LEFT, pos=text_point(view, 0, view.bubble(0).bubble.width() - 40))
    assert view.copied_text() == "order"
    qtbot.mouseClick(view.viewport(), LEFT, pos=QPoint(view.viewport().width() - 2, 2))
    assert view.copied_text() == "😀😀 café order", "a click takes the mark away; the turn stays chosen"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_a_turn_copies_and_stars(view: TranscriptView, model: TranscriptModel, qtbot: QtBot) -> None:
    show(model, turn(0, "One"), turn(1, "Two"))
    toggled = QSignalSpy(view.starToggled)
    point = text_point(view, 1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point))
    QApplication.sendEvent(view.viewport(), event)
    menu = view.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Copy", "Star this exchange"]
    assert menu.actions()[0].shortcut() == QKeySequence(QKeySequence.StandardKey.Copy)
    for action in menu.actions():
        action.trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == "Two"
    assert toggled.at(0) == ["m-1", True]


def test_a_screen_reader_finds_a_list_of_what_was_said(view: TranscriptView, model: TranscriptModel) -> None:
    show(model, turn(0, "Tea, please."), turn(1, "Sure, wi", TurnStatus.INTERRUPTED))
    found = QAccessible.queryAccessibleInterface(view)
    assert found.role() == QAccessible.Role.List
    assert found.text(QAccessible.Text.Name) == "What was said"
    items = [found.child(number) for number in range(found.childCount())]
    assert [item.text(QAccessible.Text.Name) for item in items] == ["You: Tea, please.", "Mia, interrupted: Sure, wi"]
    assert all(item.role() == QAccessible.Role.ListItem for item in items)
    assert items[0].rect().bottom() <= items[1].rect().top()
    assert items[1].rect().height() == view.visualRect(model.index(1)).height()


# -- the unheard rest --------------------------------------------------------------------------------------------


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_rest_of_an_interrupted_reply_is_played_and_stopped_by_click_enter_and_menu(
    view: TranscriptView, model: TranscriptModel, qtbot: QtBot
) -> None:
    show(model, turn(0), turn(1, "Sure, would you like milk?", TurnStatus.INTERRUPTED))
    model.set_rests({"t-1": Rest.READY})
    toggled = QSignalSpy(view.restToggled)
    place = view.visualRect(model.index(1)).topLeft() + view.bubble(1).rest.center()
    move(view, place)
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    qtbot.mouseClick(view.viewport(), LEFT, pos=place)
    assert toggled.at(0) == ["t-1", True]
    model.set_rests({"t-1": Rest.PLAYING})
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.setCurrentIndex(model.index(1))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert toggled.at(1) == ["t-1", False]
    model.set_rests({"t-1": Rest.READY})
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    menu = view.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert menu.actions()[-1].text() == "Play the rest"
    menu.actions()[-1].trigger()
    menu.close()
    assert toggled.at(2) == ["t-1", True]


def test_a_rest_waits_while_another_reply_is_heard(view: TranscriptView, model: TranscriptModel, qtbot: QtBot) -> None:
    show(model, turn(1, "Sure", TurnStatus.INTERRUPTED))
    model.set_rests({"t-1": Rest.WAITING})
    toggled = QSignalSpy(view.restToggled)
    qtbot.mouseClick(
        view.viewport(), LEFT, pos=view.visualRect(model.index(0)).topLeft() + view.bubble(0).rest.center()
    )
    view.setCurrentIndex(model.index(0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert toggled.count() == 0


# -- motion ----------------------------------------------------------------------------------------------------


def test_the_dots_of_a_live_turn_move_only_while_it_is_live_and_seen(
    view: TranscriptView, model: TranscriptModel, qtbot: QtBot
) -> None:
    turns = (turn(1), turn(2, "No", TurnStatus.LIVE))
    show(model, *turns)
    assert view.dots_move
    view.hide()
    assert not view.dots_move
    view.show()
    assert view.dots_move
    model.set_turns((), (turns[0], replace(turns[1], status=TurnStatus.FINAL)))
    assert not view.dots_move


# -- the moved picture -----------------------------------------------------------------------------------------


def assert_screen_is_true(view: TranscriptView) -> None:
    """What was moved and mended on the screen is what a painting from nothing gives."""
    QApplication.processEvents()
    area = view.viewport().geometry()
    screen = QGuiApplication.primaryScreen().grabWindow(view.window().winId()).toImage().copy(area)
    fresh = view.window().grab().toImage().convertToFormat(screen.format()).copy(area)
    assert not screen.isNull()
    there, wanted = (np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (screen, fresh))
    # A rounded edge that is cut by the mended part may differ by a shade.
    assert np.abs(there - wanted).max() <= 8


def test_the_screen_stays_true_while_turns_come_grow_and_go_and_the_learner_scrolls(
    view: TranscriptView, model: TranscriptModel
) -> None:
    turns = list(many(2 * WINDOW))
    show(model, *turns)
    assert_screen_is_true(view)
    bar = view.verticalScrollBar()

    def tell() -> None:
        model.set_turns((), tuple(turns))
        assert_screen_is_true(view)

    for text in ("A", "A tea", "A tea " * 40):
        turns[-1] = replace(turns[-1], text=text)
        tell()
    turns.append(turn(1001, "And a word of mine."))
    tell()
    for value in (bar.maximum() - 60, bar.maximum() - 400, 500, 100, 0):
        bar.setValue(value)
        assert_screen_is_true(view)
    turns.append(turn(1002, "Out of sight"))
    tell()
    bar.setValue(bar.maximum() // 2)
    place = view.indexAt(QPoint(10, 150)).row() + len(turns) - model.rowCount()
    turns[place] = replace(turns[place], text="Longer than it was " * 30)
    tell()
    del turns[place + 1 : place + 3]
    tell()
    del turns[place - 3]
    tell()
    view.jump_to_latest()
    assert_screen_is_true(view)
    view.resize(500, 420)
    assert_screen_is_true(view)
