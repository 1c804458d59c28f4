import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.backends.contract import BackendError
from desktop.conversation.state import ConversationState, Phase, Problem, ProblemKind, TurnMode
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import FIRST_SIZE_PX, LEAST_SIZE_PX, MainWindow
from desktop.gui.views.settings.doctor_page import DoctorPage
from desktop.gui.views.settings.keys_sheet import KeysSheet
from desktop.gui.views.settings.settings_page import SettingsPage
from tests.gui.conftest import Run, until
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state

# The offscreen platform says that it cannot hold a window to its smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CONTROL = Qt.KeyboardModifier.ControlModifier
NAMED_ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.ButtonDropDown,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
    QAccessible.Role.Link,
    QAccessible.Role.PageTab,
}


@pytest.fixture
def window(qtbot: QtBot, bridge: Bridge, app: FakeApp, run: Run) -> Iterator[MainWindow]:
    """The window with the lists read and the first card in focus."""
    window = MainWindow(bridge)
    with qtbot.waitActive(window):
        window.show()
    run(app.start())
    app.calls.clear()
    yield window
    window.close()
    window.deleteLater()


def course_shown(window: MainWindow) -> str:
    return window.conversation.header.findChildren(QLabel)[0].text()


# -- ways through the window -------------------------------------------------------------------------------------


def test_the_window_is_there_and_usable_while_the_service_starts(qtbot: QtBot, bridge: Bridge) -> None:
    window = MainWindow(bridge)
    qtbot.addWidget(window)
    window.show()
    labels = [label.text() for label in window.picker.findChildren(QLabel) if label.isVisible()]
    assert "Your partners are on their way" in labels
    window.sheets.show_settings()
    assert isinstance(window.page, SettingsPage)


def test_enter_on_a_card_starts_a_conversation_and_shows_it(window: MainWindow, app: FakeApp, qtbot: QtBot) -> None:
    assert window.picker.grid.hasFocus()
    qtbot.keyClick(window.picker.grid, Qt.Key.Key_Right)
    qtbot.keyClick(window.picker.grid, Qt.Key.Key_Return)
    assert app.calls == [("start_talk", "doctor", 0)]
    assert window.page is window.conversation


def test_a_click_on_a_card_starts_a_conversation(window: MainWindow, app: FakeApp, qtbot: QtBot) -> None:
    grid = window.picker.grid
    place = grid.visualRect(grid.model().index(2, 0)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert app.calls == [("start_talk", "market", 0)]


def test_the_talk_button_starts_with_the_card_that_is_marked(window: MainWindow, bridge: Bridge) -> None:
    assert bridge.chosen == ("cafe", 0)
    window.picker.grid.setCurrentIndex(window.picker.grid.model().index(3, 0))
    assert bridge.chosen == ("job", 0)


def test_a_past_conversation_opens_and_is_what_the_talk_button_continues(
    window: MainWindow, app: FakeApp, bridge: Bridge, run: Run
) -> None:
    past = app.catalogue.conversations[1]
    window.open_conversation(past)
    run(until(lambda: window.page is window.conversation))
    assert ("turns_of", past.course_id) in app.calls
    assert course_shown(window) == past.name
    assert window.conversation.model.rowCount() == len(app.turns)
    bridge.toggle_talk()
    assert app.calls[-1] == ("start_talk", "doctor", past.course_id)


def test_a_slow_conversation_does_not_push_aside_the_one_asked_for_later(
    window: MainWindow, app: FakeApp, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()
    answered: list[int] = []

    async def turns_of(course_id: int) -> object:
        if course_id == 7:
            await gate.wait()
        answered.append(course_id)
        return app.turns

    monkeypatch.setattr(app, "turns_of", turns_of)
    slow, quick = app.catalogue.conversations[:2]
    window.open_conversation(slow)
    window.open_conversation(quick)
    run(until(lambda: answered == [6]))
    gate.set()
    run(until(lambda: answered == [6, 7]))
    assert course_shown(window) == quick.name


def test_a_conversation_that_cannot_be_read_is_a_notice_not_a_crash(
    window: MainWindow, app: FakeApp, bridge: Bridge, run: Run
) -> None:
    app.failures["turns_of"] = BackendError("The conversation cannot be read. Try again later.")
    window.open_conversation(app.catalogue.conversations[0])
    run(until(lambda: bridge.notice is not None))
    assert bridge.notice is not None
    assert bridge.notice.message == "The conversation cannot be read. Try again later."
    assert window.page is window.picker


def test_a_favorite_opens_its_conversation_at_the_exchange(window: MainWindow, app: FakeApp, run: Run) -> None:
    window.open_favorite(app.catalogue.favorites[0])
    run(until(lambda: window.page is window.conversation))
    current = window.conversation.transcript.currentIndex()
    assert window.conversation.model.row_at(current.row()).exchange_id == "m-72"


def test_a_favorite_of_which_nothing_else_is_kept_still_shows_its_exchange(
    window: MainWindow, app: FakeApp, run: Run
) -> None:
    app.turns = ()
    window.open_favorite(replace(app.catalogue.favorites[0], course_id=12345))
    run(until(lambda: window.page is window.conversation))
    assert window.conversation.model.rowCount() == 2


def test_while_talking_new_conversation_leads_back_to_the_talk(window: MainWindow, app: FakeApp, run: Run) -> None:
    app.show(sample_state(Phase.LISTENING))
    window.open_conversation(app.catalogue.conversations[1])
    run(until(lambda: course_shown(window) == app.catalogue.conversations[1].name))
    window._new()
    assert course_shown(window) == app.state.course_name


def test_settings_asked_for_again_lead_back(window: MainWindow) -> None:
    window.sheets.show_settings()
    window.sheets.show_keys()
    assert isinstance(window.page, KeysSheet)
    window.sheets.show_keys()
    assert window.page is window.picker


# -- keys --------------------------------------------------------------------------------------------------------


def test_space_talks_but_not_while_writing_or_on_a_button(window: MainWindow, app: FakeApp, qtbot: QtBot) -> None:
    window.sidebar.search.setFocus()
    qtbot.keyClick(window.sidebar.search, Qt.Key.Key_Space)
    assert window.sidebar.search.text() == " "
    assert app.calls == []
    window.picker.grid.setFocus()
    qtbot.keyClick(window.picker.grid, Qt.Key.Key_Space)
    assert app.calls == [("start_talk", "cafe", 0)]


def test_space_held_is_the_learners_word_in_hold_to_talk(
    window: MainWindow, app: FakeApp, qtbot: QtBot, run: Run
) -> None:
    app.settings = app.settings.changed(turn_mode="hold")
    qtbot.keyPress(window.picker.grid, Qt.Key.Key_Space)
    assert app.calls == [("start_talk", "cafe", 0), ("take_floor",)]
    qtbot.keyRelease(window, Qt.Key.Key_Space)
    run(until(lambda: app.calls[-1] == ("release_floor",)))
    app.show(replace(sample_state(Phase.LISTENING), turn_mode=TurnMode.HOLD))
    window.conversation.message_box.field.setFocus()
    app.calls.clear()
    qtbot.keyClick(window.conversation.message_box.field, Qt.Key.Key_Space)
    assert app.calls == []
    window.talk_bar.button.setFocus()
    qtbot.keyPress(window.talk_bar.button, Qt.Key.Key_Space)
    assert app.calls == [("take_floor",)]
    qtbot.keyRelease(window.talk_bar.button, Qt.Key.Key_Space)
    run(until(lambda: app.calls[-1] == ("release_floor",)))


def test_space_tapped_sends_in_tap_to_send(window: MainWindow, app: FakeApp, qtbot: QtBot) -> None:
    app.show(replace(sample_state(Phase.LEARNER_SPEAKING), turn_mode=TurnMode.TAP))
    window.frame.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert app.calls == [("release_floor",)]


def test_a_talk_ends_by_key_in_every_mode_and_time_to_think_has_a_key(
    window: MainWindow, app: FakeApp, qtbot: QtBot
) -> None:
    hang_up = CONTROL | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_H, hang_up)
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    assert app.calls == [], "there is no talk"
    app.show(sample_state(Phase.LISTENING))
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    assert app.calls[-1] == ("let_me_think", True)
    for mode in TurnMode:
        app.show(replace(sample_state(Phase.LISTENING), turn_mode=mode))
        qtbot.keyClick(window, Qt.Key.Key_H, hang_up)
        assert app.calls[-1] == ("stop_talk",)


def test_escape_undoes_the_nearest_thing_first(window: MainWindow, app: FakeApp, qtbot: QtBot) -> None:
    app.show(sample_state(Phase.ASSISTANT_SPEAKING))
    window.sidebar.search.setText("tea")
    window.sidebar.focus_search()
    window.sheets.show_settings()
    window.sidebar.focus_search()

    def press() -> None:
        qtbot.keyClick(window, Qt.Key.Key_Escape)

    press()
    assert window.sidebar.search.text() == ""
    press()
    assert window.page is window.conversation
    press()
    assert app.calls == [("silence_reply",)]
    app.show(sample_state(Phase.LISTENING))
    press()
    assert not window.sidebar.search.hasFocus()
    press()
    assert app.calls[-1] == ("stop_talk",)


def test_escape_stops_a_rest_that_is_played_before_it_ends_the_talk(
    window: MainWindow, app: FakeApp, qtbot: QtBot
) -> None:
    app.show(sample_state(Phase.LISTENING))
    app.playing = "assistant-2"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert app.calls[-1] == ("stop_playing",)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert app.calls[-1] == ("stop_talk",)


def test_a_silent_microphone_leads_to_the_test_of_the_sound(window: MainWindow, app: FakeApp) -> None:
    app.raise_notice(Problem(ProblemKind.MICROPHONE_SILENT))
    next(one for one in window.notices.findChildren(QPushButton) if one.text() == "Test sound").click()
    assert isinstance(window.page, DoctorPage)


def test_control_keys_lead_where_the_sheet_says(
    window: MainWindow, app: FakeApp, bridge: Bridge, qtbot: QtBot, run: Run
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert window.sidebar.search.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_Comma, CONTROL)
    assert isinstance(window.page, SettingsPage)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert isinstance(window.page, KeysSheet)
    qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)
    assert window.page is window.picker
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    assert QApplication.focusWidget() is window.sidebar.lists[1]
    qtbot.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert QApplication.focusWidget() is window.sidebar.lists[0]
    app.show(sample_state(Phase.LISTENING))
    qtbot.keyClick(window, Qt.Key.Key_M, CONTROL)
    assert app.calls[-1] == ("set_muted", True)
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    run(until(lambda: app.calls[-1][0] == "set_favorite"))
    assert app.calls[-1] == ("set_favorite", "m-73", True)


# -- for everyone ------------------------------------------------------------------------------------------------


def nameless(widget: QWidget) -> list[str]:
    """Return the visible controls a screen reader could not name."""
    found: list[str] = []

    def walk(interface: object, path: str) -> None:
        if interface is None or not interface.isValid():  # type: ignore[attr-defined]
            return
        role = interface.role()  # type: ignore[attr-defined]
        name = interface.text(QAccessible.Text.Name)  # type: ignore[attr-defined]
        state = interface.state()  # type: ignore[attr-defined]
        if state.invisible:
            return
        here = f"{path}/{role.name}:{name}"
        if role in NAMED_ROLES and not name.strip():
            found.append(here)
        for number in range(interface.childCount()):  # type: ignore[attr-defined]
            walk(interface.child(number), here)  # type: ignore[attr-defined]

    walk(QAccessible.queryAccessibleInterface(widget), "")
    return found


def test_the_walk_finds_a_control_without_a_name(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    button = QPushButton(box)
    box.show()
    assert nameless(box)
    button.setAccessibleName("Named")
    assert not nameless(box)


def test_every_control_of_every_page_has_a_name(window: MainWindow, app: FakeApp, run: Run) -> None:
    assert nameless(window) == []
    window.sidebar.search.setText("caf")
    window.sidebar.show_tab(1)
    assert nameless(window) == []
    window.sheets.show_settings()
    assert nameless(window) == []
    window.sheets.show_keys()
    assert nameless(window) == []
    app.show(sample_state(Phase.LISTENING))
    assert nameless(window) == []
    app.show(ConversationState())
    window.open_conversation(app.catalogue.conversations[0])
    run(until(lambda: course_shown(window) == "Café order"))
    assert nameless(window) == []
    window.resize(*LEAST_SIZE_PX)
    assert nameless(window) == []


def tab_stops(window: MainWindow, qtbot: QtBot) -> list[QWidget]:
    """Return what Tab reaches, in order, until it comes round."""
    window.frame.setFocus()
    stops: list[QWidget] = []
    for _ in range(100):
        QApplication.focusWidget().focusNextChild()  # type: ignore[union-attr]
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in stops:
            break
        stops.append(focus)
    return stops


def test_tab_goes_through_sidebar_page_and_talk_bar_and_reaches_every_button(
    window: MainWindow, app: FakeApp, qtbot: QtBot
) -> None:
    app.show(sample_state(Phase.LISTENING))
    stops = tab_stops(window, qtbot)

    def room(widget: QWidget) -> int:
        parts = (window.sidebar, window.conversation, window.panel, window.talk_bar)
        return next(number for number, part in enumerate(parts) if part.isAncestorOf(widget))

    rooms = [room(stop) for stop in stops]
    first = rooms.index(0)
    assert rooms[first:] + rooms[:first] == sorted(rooms)
    buttons = {
        button
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and button.isEnabled() and button.focusPolicy() != Qt.FocusPolicy.NoFocus
    }
    assert buttons <= set(stops)


def test_in_a_narrow_window_the_sidebar_folds_away_and_floats_when_asked_for(
    window: MainWindow, app: FakeApp, qtbot: QtBot, run: Run
) -> None:
    window.resize(*LEAST_SIZE_PX)
    assert not window.sidebar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert window.sidebar.isVisible()
    assert window.frame.floating
    window.open_conversation(app.catalogue.conversations[0])
    run(until(lambda: not window.frame.floating))
    assert not window.sidebar.isVisible()


def test_right_to_left_mirrors_the_window(window: MainWindow, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    assert window.sidebar.x() == 0
    QGuiApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        window.frame.arrange()
        assert window.sidebar.geometry().right() == window.frame.width() - 1
        assert window.panel.x() == 0
    finally:
        QGuiApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def clipped(window: MainWindow) -> list[str]:
    """Return the texts that do not fit their place, or whose place lies outside the window."""
    found = []
    for widget in (*window.findChildren(QLabel), *window.findChildren(QAbstractButton)):
        if not widget.isVisible() or not widget.text():
            continue
        elides = widget.property("role") in ("title", "small") and widget.parent() is window.conversation.header
        left = widget.mapTo(window, QPoint(0, 0)).x()
        if left < 0 or left + widget.width() > window.width():
            found.append(f"outside: {widget.text()}")
        if not elides and widget.width() < widget.minimumSizeHint().width():
            found.append(f"too narrow: {widget.text()}")
        needed = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else 0
        if widget.height() < min(needed, widget.sizeHint().height()):
            found.append(f"too low: {widget.text()}")
    for area in window.findChildren(QScrollArea):
        if area.isVisible() and area.widget().minimumSizeHint().width() > area.viewport().width():
            found.append(f"wider than its page: {area.parent()}")
    return found


@pytest.mark.parametrize("size", [LEAST_SIZE_PX, (1200, 760)])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_nothing_is_clipped_at_any_text_size(
    window: MainWindow, app: FakeApp, size: tuple[int, int], scale: float, qtbot: QtBot, run: Run
) -> None:
    theme.apply("light", scale)
    window.resize(*size)
    state = sample_state(now=datetime.now())
    pages = (window.show_picker, window.sheets.show_settings, window.sheets.show_keys, lambda: app.show(state))
    for show in pages:
        show()
        run(until(lambda: QApplication.sendPostedEvents() is None))
        assert clipped(window) == []


def test_the_window_opens_where_it_was_closed(qtbot: QtBot, bridge: Bridge, app: FakeApp) -> None:
    window = MainWindow(bridge)
    qtbot.addWidget(window)
    window.resize(760, 600)
    window.close()
    place = app.settings.window
    assert place
    again = MainWindow(bridge)
    qtbot.addWidget(again)
    again.put("")
    again.put("no such place")
    assert (again.width(), again.height()) == FIRST_SIZE_PX
    again.put(place)
    assert (again.width(), again.height()) == (760, 600)


def test_the_title_names_the_conversation_under_way(window: MainWindow, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    assert window.windowTitle() == "Café order – Vivavoce"
    app.show(replace(app.state, phase=Phase.ENDED))
    assert window.windowTitle() == "Vivavoce"


def test_the_sound_is_tested_from_the_settings_and_the_way_back_leads_there(window: MainWindow, qtbot: QtBot) -> None:
    window.sheets.show_settings()
    settings = window.page
    assert isinstance(settings, SettingsPage)
    qtbot.mouseClick(settings.test_sound, Qt.MouseButton.LeftButton)
    assert isinstance(window.page, DoctorPage)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.page is settings
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.page is window.picker
    window.sheets.show_doctor()
    assert isinstance(window.page, DoctorPage)
    window.page.settingsRequested.emit()
    assert window.page is settings
