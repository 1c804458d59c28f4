from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.conversation.feedback import CheckResult, CheckState
from desktop.conversation.state import Phase
from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.views.feedback.spoken_page import SpokenPage, spoken_lines
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state
from tests.window_states_feedback import FOUND, REFUSED, SAID, turns

COURSE = 8


@pytest.fixture
def page(bridge: Bridge, app: FakeApp, qtbot: QtBot) -> Iterator[SpokenPage]:
    app.tasks.results = [FOUND]
    app.show(replace(sample_state(Phase.ENDED), course_id=COURSE))
    app.playable = frozenset({"learner-0", "learner-1"})
    page = SpokenPage(bridge)
    window = host(qtbot, page, 1000, 600)
    yield page
    window.hide()


def open_talk(page: SpokenPage, run: Run) -> None:
    page.open("Cafe order", COURSE, turns())
    run(until(lambda: not page._check.is_checking))


def corrections(app: FakeApp) -> list[tuple[object, ...]]:
    return [call[1:] for call in app.calls if call[0] == "correct_turn"]


def checks(app: FakeApp) -> list[tuple[object, ...]]:
    return [call[1:] for call in app.tasks.calls if call[0] == "check_spoken"]


def write(page: SpokenPage, line: int, text: str, qtbot: QtBot) -> None:
    """Put the cursor at the beginning of a line and type."""
    start = sum(len(one) + 1 for one in page.text.texts()[:line])
    page.text.select_span(start, start)
    qtbot.keyClicks(page.text, text)


def test_only_what_the_learner_said_is_shown() -> None:
    reply = Turn("assistant-1", Speaker.ASSISTANT, 1.0, "Sure.", TurnStatus.FINAL)
    open_turn = Turn("learner-9", Speaker.LEARNER, 1.0, "And", TurnStatus.LIVE)
    blank = Turn("learner-8", Speaker.LEARNER, 1.0, " ", TurnStatus.FINAL)
    lines = spoken_lines([*turns(), reply, open_turn, blank])
    assert [line.said for line in lines] == list(SAID)
    assert [line.is_typed for line in lines] == [False] * 4 + [True]
    assert lines[2].heard != lines[2].said


def test_opening_it_checks_what_was_said_as_it_is_known_by_now(page: SpokenPage, app: FakeApp, run: Run) -> None:
    open_talk(page, run)
    assert checks(app) == [("Cafe order", SAID)]
    assert page.remarks.state is CheckState.REMARKS
    assert len(page.remarks.marks) == 9
    assert corrections(app) == []
    page.open("Cafe order", COURSE, turns())
    assert len(checks(app)) == 1, "the same words are not checked twice"


def test_a_correction_is_kept_makes_the_check_stale_and_is_checked_again(
    page: SpokenPage, app: FakeApp, run: Run, qtbot: QtBot
) -> None:
    open_talk(page, run)
    write(page, 1, "Well, ", qtbot)
    assert page.remarks.state is CheckState.STALE
    qtbot.keyClick(page.text, Qt.Key.Key_Return)
    qtbot.mouseClick(page.foot.check, Qt.MouseButton.LeftButton)
    assert corrections(app) == [(COURSE, "learner-1", "Well, " + SAID[1])]
    run(until(lambda: len(checks(app)) == 2))
    assert checks(app)[-1] == ("Cafe order", (SAID[0], "Well, " + SAID[1], *SAID[2:]))


def test_a_correction_is_kept_a_moment_after_the_last_key(
    page: SpokenPage, app: FakeApp, run: Run, qtbot: QtBot
) -> None:
    open_talk(page, run)
    page._keeping.setInterval(1)
    write(page, 0, "Oh, ", qtbot)
    qtbot.waitUntil(lambda: corrections(app) == [(COURSE, "learner-0", "Oh, " + SAID[0])])


def test_a_correction_is_taken_back(page: SpokenPage, app: FakeApp, run: Run, qtbot: QtBot) -> None:
    open_talk(page, run)
    write(page, 0, "", qtbot)
    assert not page.foot.take_back.isEnabled()
    write(page, 2, "", qtbot)
    qtbot.mouseClick(page.foot.take_back, Qt.MouseButton.LeftButton)
    page.check()
    assert corrections(app) == [(COURSE, "learner-2", "")]
    assert "whether" in page.text.texts()[2]


def test_leaving_keeps_what_was_corrected(page: SpokenPage, app: FakeApp, run: Run, qtbot: QtBot) -> None:
    open_talk(page, run)
    write(page, 0, "Oh, ", qtbot)
    left = QSignalSpy(page.left)
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    page.hide()
    assert left.count() == 1
    assert corrections(app) == [(COURSE, "learner-0", "Oh, " + SAID[0])]


def test_a_turn_with_sound_is_played_and_stopped(page: SpokenPage, app: FakeApp, run: Run, qtbot: QtBot) -> None:
    open_talk(page, run)
    write(page, 0, "", qtbot)
    assert page.foot.play.text() == "Hear this turn"
    qtbot.mouseClick(page.foot.play, Qt.MouseButton.LeftButton)
    run(until(lambda: page.foot.play.accessibleName() == "Stop"))
    page.play_or_stop()
    run(until(lambda: page.foot.play.accessibleName() == "Hear this turn"))
    assert [call for call in app.calls if "play" in call[0]] == [("play_turn", "learner-0"), ("stop_playing",)]
    write(page, 4, "", qtbot)
    assert not page.foot.play.isEnabled()


def test_a_talk_of_the_past_has_nothing_to_hear(page: SpokenPage, run: Run) -> None:
    page.open("Long ago", COURSE + 1, turns())
    run(until(lambda: not page._check.is_checking))
    assert not page.foot.play.isEnabled()
    assert page.text._gutter.isHidden()


def test_a_refused_token_is_replaced_in_place(page: SpokenPage, app: FakeApp, run: Run, qtbot: QtBot) -> None:
    app.tasks.results = [REFUSED, FOUND]
    open_talk(page, run)
    give = next(one for one in page.cards.findChildren(QPushButton) if one.text() == "Give a new token")
    qtbot.mouseClick(give, Qt.MouseButton.LeftButton)
    assert page.foot.token_row.field.hasFocus()
    assert page.escape()
    assert page.foot.token_row.isHidden()
    assert not page.escape()
    qtbot.mouseClick(give, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.foot.token_row.field, "secret")
    qtbot.keyClick(page.foot.token_row.field, Qt.Key.Key_Return)
    run(until(lambda: page.remarks.state is CheckState.REMARKS))
    assert app.tasks.token == "secret"
    assert page.foot.token_row.isHidden()


def test_a_check_that_removes_what_had_the_focus_leads_back_to_the_text(
    page: SpokenPage, app: FakeApp, run: Run, qtbot: QtBot
) -> None:
    open_talk(page, run)
    page.next_remark()
    page.cards.focus_current()
    app.tasks.results = [CheckResult(CheckState.NO_REMARKS)]
    page.check()
    run(until(lambda: page.remarks.state is CheckState.NO_REMARKS))
    assert page.text.hasFocus()


def test_keys_go_from_remark_to_remark_and_between_card_and_words(page: SpokenPage, run: Run, qtbot: QtBot) -> None:
    open_talk(page, run)
    page.focus_text()
    page.next_remark()
    page.next_remark()
    assert page.text.textCursor().selectedText() == "I would like a tea and a apple pie, please"
    page.previous_remark()
    assert page.remarks.current == 0
    page.remarks.choose(3)
    qtbot.keyClick(page.text, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert page.cards.list.hasFocus()
    qtbot.keyClick(page.cards.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.cards.list, Qt.Key.Key_Return)
    assert page.text.hasFocus()
    assert page.text.textCursor().selectedText() == "go"


def test_tab_goes_through_the_page_as_it_is_read(page: SpokenPage, run: Run, qtbot: QtBot) -> None:
    open_talk(page, run)
    page.back.setFocus()
    names = []
    for _ in range(9):
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.accessibleName() or getattr(focus, "text", str)())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert names == [
        "Back to the talk",
        "What you said, a line for each turn",
        "Correct: 3, shown",
        "Partly right: 2, shown",
        "Wrong: 3, shown",
        "Note: 1, shown",
        "Remarks",
        "Check",
        "Hear this turn",
    ]


def test_a_talk_without_words_says_so(page: SpokenPage, app: FakeApp, run: Run) -> None:
    page.open("Silence", COURSE, ())
    page.check()
    page.focus_text()
    assert checks(app) == []
    assert "Nothing to check yet" in [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert page.back.hasFocus()


@pytest.mark.parametrize(("width", "scale"), [(1000, 1.0), (460, 1.0), (660, 2.0)])
def test_nothing_lies_over_anything_else(page: SpokenPage, run: Run, qtbot: QtBot, width: int, scale: float) -> None:
    theme.apply("light", scale)
    page.resize(width, 380)
    open_talk(page, run)
    qtbot.waitUntil(lambda: page.cards.isVisible())
    text, cards = page.text.geometry(), page.cards.geometry()
    assert not text.intersects(cards)
    assert (cards.left() > text.right()) is (width == 1000)
    assert page.cards.list.height() > 40
