import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.feedback import CheckResult, CheckState, Feedback, Remedy, Verdict
from desktop.conversation.task import Answer, Task, TaskKind, filled_in
from desktop.gui.bridge import Bridge
from desktop.gui.views.tasks.task_page import TaskPage
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.fake_tasks import CHOICES, CLOZE, ESSAY, OPENED, FakeTasks, remark

TEXT = "Yesterday I go to a café. 😀 The tea were good."
FOUND = CheckResult(
    CheckState.REMARKS,
    (
        remark(TEXT, "", Verdict.CORRECT, "A friendly message."),
        remark(TEXT, "go", Verdict.WRONG, "Yesterday: went."),
        remark(TEXT, "were", Verdict.PARTIAL, "One tea: was."),
    ),
)
WIDE, NARROW = (1000, 700), (640, 460)


@pytest.fixture
def tasks(app: FakeApp) -> FakeTasks:
    app.tasks.resources = {"hotel.ogg": b"sound"}
    return app.tasks


@pytest.fixture
def page(qtbot: QtBot, bridge: Bridge, tasks: FakeTasks) -> Iterator[TaskPage]:
    page = TaskPage(bridge)
    window = host(qtbot, page, *WIDE)
    page.open(OPENED)
    page.focus_answer()
    tasks.calls.clear()
    yield page
    window.close()


def write(page: TaskPage, text: str = TEXT) -> None:
    page.essay.field.selectAll()
    page.essay.field.textCursor().insertText(text)


def checked(page: TaskPage, tasks: FakeTasks, run: Run, result: CheckResult = FOUND) -> None:
    tasks.results = [result]
    write(page)
    page.check()
    run(until(lambda: page.remarks.state is not CheckState.CHECKING))


# -- the answer --------------------------------------------------------------------------------------------------


def test_every_change_is_kept_at_once(page: TaskPage, tasks: FakeTasks, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.essay.field, "Dear")
    kept = [call[2].text for call in tasks.calls if call[0] == "keep"]
    assert kept == ["D", "De", "Dea", "Dear"]


def test_coming_back_restores_text_cursor_and_remarks(page: TaskPage, tasks: FakeTasks, run: Run) -> None:
    checked(page, tasks, run)
    cursor = page.essay.field.textCursor()
    cursor.setPosition(5)
    page.essay.field.setTextCursor(cursor)
    page.open(CLOZE)
    page.open(OPENED)
    assert page.essay.text() == TEXT
    assert page.essay.place() == 5
    assert page.remarks.state is CheckState.REMARKS
    assert page.remarks.counts[Verdict.WRONG] == 1


def test_going_to_the_list_and_back_leaves_what_can_be_undone(page: TaskPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.essay.field, "Dear")
    page.hide()
    page.open(OPENED)
    page.show()
    page.essay.field.undo()
    assert page.essay.text() == ""


def test_opening_a_task_is_no_edit(page: TaskPage, tasks: FakeTasks) -> None:
    tasks.drafts[CLOZE.key] = Answer(blanks={"{0}": "booked"}, seconds_on_task=9)
    page.open(CLOZE)
    assert page.gaps.answers() == {"{0}": "booked"}
    assert [call for call in tasks.calls if call[:2] == ("keep", CLOZE.key)] == []


def test_starting_over_empties_everything_and_can_be_taken_back(page: TaskPage, tasks: FakeTasks, run: Run) -> None:
    checked(page, tasks, run)
    page.foot.start_over.click()
    assert page.essay.text() == ""
    assert page.remarks.state is CheckState.NOT_CHECKED
    assert ("discard", OPENED.key) in tasks.calls
    assert page.essay.field.hasFocus()
    page.foot.undo.click()
    assert page.essay.text() == TEXT
    assert tasks.drafts[OPENED.key].text == TEXT
    assert page.remarks.state is CheckState.REMARKS
    assert not page.foot.undo.isVisible()


def test_the_way_back_from_starting_over_closes_with_the_next_letter(
    page: TaskPage, tasks: FakeTasks, qtbot: QtBot
) -> None:
    write(page)
    page.start_over()
    assert page.foot.undo.isVisible()
    qtbot.keyClicks(page.essay.field, "N")
    assert not page.foot.undo.isVisible()
    page.undo_start_over()
    assert page.essay.text() == "N"


# -- checking ----------------------------------------------------------------------------------------------------


def test_nothing_written_is_not_checked_but_asked_for(page: TaskPage, tasks: FakeTasks) -> None:
    page.head.back.setFocus()
    page.check()
    assert tasks.calls == []
    assert page.foot._line.text() == "Write something first, then check it."
    assert page.essay.field.hasFocus()


def test_a_check_shows_remarks_and_the_keys_go_through_them(page: TaskPage, tasks: FakeTasks, run: Run) -> None:
    checked(page, tasks, run)
    assert page.remarks.state is CheckState.REMARKS
    page.next_remark()
    page.next_remark()
    selected = page.essay.field.textCursor().selectedText()
    assert (page.remarks.current, selected) == (1, "go")
    page.next_remark()
    assert page.essay.field.textCursor().selectedText() == "were"
    page.previous_remark()
    assert page.remarks.current == 1


def test_a_card_leads_to_its_words_and_words_to_their_card(
    page: TaskPage, tasks: FakeTasks, run: Run, qtbot: QtBot
) -> None:
    checked(page, tasks, run)
    page.cards.focus_current()
    qtbot.keyClick(page.cards.list, Qt.Key.Key_End)
    qtbot.keyClick(page.cards.list, Qt.Key.Key_Return)
    assert page.essay.field.hasFocus()
    assert page.essay.field.textCursor().selectedText() == "were"
    qtbot.keyClick(page.essay.field, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert page.cards.list.hasFocus()


def test_a_failed_check_keeps_the_answer_and_can_be_repeated(page: TaskPage, tasks: FakeTasks, run: Run) -> None:
    refused = CheckResult(CheckState.NOT_CHECKED, note="The service did not answer.", remedy=Remedy.RETRY)
    checked(page, tasks, run, refused)
    assert page.essay.text() == tasks.drafts[OPENED.key].text == TEXT
    tasks.results = [FOUND]
    page.cards.retryRequested.emit()
    run(until(lambda: page.remarks.state is CheckState.REMARKS))


def test_a_new_token_is_asked_for_in_place_and_the_answer_checked_again(
    page: TaskPage, tasks: FakeTasks, run: Run, qtbot: QtBot
) -> None:
    refused = CheckResult(CheckState.FAILED, note="The token is not known.", remedy=Remedy.NEW_TOKEN)
    checked(page, tasks, run, refused)
    tasks.token_note = "This computer has no keyring."
    tasks.results = [FOUND]
    page.cards.tokenRequested.emit()
    field = page.foot.token_row.field
    assert field.hasFocus()
    qtbot.keyClicks(field, "fresh")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    run(until(lambda: page.remarks.state is CheckState.REMARKS))
    assert tasks.token == "fresh"
    assert page.foot._line.text() == "This computer has no keyring."


def test_esc_takes_the_token_field_away_and_nothing_else(page: TaskPage, tasks: FakeTasks, run: Run) -> None:
    checked(page, tasks, run)
    assert not page.escape()
    page.foot.token_row.ask()
    assert page.escape()
    assert not page.foot.token_row.isVisible()
    page.toggle_dictation()
    assert page.escape()
    assert not page.essay.is_dictating


def test_a_check_waits_for_the_last_words_that_were_said(
    page: TaskPage, app: FakeApp, tasks: FakeTasks, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.dictation, "stop", lambda: None)
    page.toggle_dictation()
    app.dictation.hear("I go", False)
    page.check()
    assert page.remarks.state is CheckState.NOT_CHECKED
    app.dictation.hear("I go home.", True)
    app.dictation.end()
    run(until(lambda: page.remarks.state is CheckState.NO_REMARKS))
    assert tasks.checked[OPENED.key][1] == "I go home."


def test_leaving_while_it_is_checked_cancels_nothing(page: TaskPage, tasks: FakeTasks, run: Run) -> None:
    gate = tasks.gate = asyncio.Event()
    tasks.results = [FOUND]

    async def go() -> None:
        write(page)
        page.check()
        await asyncio.sleep(0)
        page.open(CLOZE)
        gate.set()
        await until(lambda: OPENED.key in tasks.checked)
        assert page.remarks.state is CheckState.NOT_CHECKED
        page.open(OPENED)
        assert page.remarks.state is CheckState.REMARKS

    run(go())


def test_the_solution_is_there_only_after_a_check_and_only_when_asked_for(
    page: TaskPage, tasks: FakeTasks, run: Run
) -> None:
    page.open(CLOZE)
    assert not page.foot.solution.isVisible()
    page.gaps.put({"{0}": "book"})
    page.check()
    run(until(lambda: page.remarks.state is CheckState.NO_REMARKS))
    assert page.foot.solution.isVisible()
    assert not page.solution.isVisible()
    page.foot.solution.click()
    assert page.solution.isVisible()
    assert page.solution.text.text() == "1.  booked\n2.  nights\n3.  from"
    page.foot.solution.click()
    assert not page.solution.isVisible()
    page.foot.solution.click()
    page.open(CHOICES)
    page.open(CLOZE)
    assert not page.solution.isVisible(), "it is asked for anew"


# -- gaps and choices --------------------------------------------------------------------------------------------


def test_a_hint_is_shown_on_request_and_gone_in_the_next_gap(page: TaskPage, qtbot: QtBot) -> None:
    page.open(CLOZE)
    page.gaps.blanks[1].setFocus()
    assert not page.foot.hint.isEnabled(), "this gap has none"
    page.gaps.blanks[0].setFocus()
    assert page.foot._line.text() == ""
    page.foot.hint.click()
    assert page.foot._line.text() == "Hint: the past of “book”"
    page.gaps.blanks[2].setFocus()
    assert page.foot._line.text() == ""


def test_choices_are_checked_and_a_remark_leads_to_its_choice(page: TaskPage, tasks: FakeTasks, run: Run) -> None:
    page.open(CHOICES)
    page.gaps.put({"{0}": "feel", "{1}": "since"})
    spans = filled_in(CHOICES, Answer(blanks=page.gaps.answers()))[1]
    tasks.results = [CheckResult(CheckState.REMARKS, (Feedback("Not this one.", Verdict.WRONG, "Tense", (spans[0],)),))]
    page.check()
    run(until(lambda: page.remarks.state is CheckState.REMARKS))
    page.next_remark()
    page.cards.textRequested.emit()
    assert page.gaps.current_blank is page.gaps.blanks[0]


def test_tab_leads_from_the_recording_through_the_gaps_to_the_buttons_and_enter_presses_them(
    page: TaskPage, tasks: FakeTasks, run: Run, qtbot: QtBot
) -> None:
    page.open(CLOZE)
    run(until(page.resource.bar.isVisible))
    page.resource.bar.speed.setFocus()
    met = []
    for _ in range(4):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())
    assert met == [*page.gaps.blanks, page.foot.check]
    page.gaps.put({"{0}": "booked"})
    qtbot.keyClick(page.foot.check, Qt.Key.Key_Return)
    run(until(lambda: page.remarks.state is CheckState.NO_REMARKS))


# -- what comes with it ------------------------------------------------------------------------------------------


def test_a_recording_plays_and_stops_with_the_page(page: TaskPage, app: FakeApp, run: Run) -> None:
    page.open(CLOZE)
    run(until(page.resource.bar.isVisible))
    page.toggle_recording()
    assert app.player.is_playing
    page.hide()
    assert not app.player.is_playing


def test_the_recording_of_the_last_task_does_not_go_on_with_the_next(page: TaskPage, app: FakeApp, run: Run) -> None:
    page.open(CLOZE)
    run(until(page.resource.bar.isVisible))
    page.toggle_recording()
    page.open(OPENED)
    assert app.player.recording is None
    assert not page.resource.isVisible()


# -- time --------------------------------------------------------------------------------------------------------


def test_time_counts_in_front_of_the_learner_until_it_is_checked_and_again_when_it_is_changed(
    page: TaskPage, tasks: FakeTasks, run: Run, qtbot: QtBot
) -> None:
    assert page.clock.is_running
    checked(page, tasks, run)
    assert not page.clock.is_running
    qtbot.keyClicks(page.essay.field, "!")
    assert page.clock.is_running
    page.hide()
    assert not page.clock.is_running
    page.show()
    assert page.clock.is_running


def test_each_task_has_a_time_of_its_own(page: TaskPage, tasks: FakeTasks) -> None:
    tasks.drafts[ESSAY.key] = Answer(text="Hello", seconds_on_task=65.0)
    page.open(ESSAY)
    assert page.head.time.text() == "01:05"
    assert page.head.time.accessibleName() == "Time on this task: 1 min 5 s"
    page.open(OPENED)
    page.open(ESSAY)
    assert page.head.time.text() == "01:05"
    page.hide()
    assert tasks.drafts[ESSAY.key].seconds_on_task == pytest.approx(65.0, abs=1)


# -- how it looks ------------------------------------------------------------------------------------------------


def test_the_cards_stand_beside_the_answer_and_below_it_where_it_is_narrow(page: TaskPage, qtbot: QtBot) -> None:
    field = page.essay.field
    assert page.cards.mapTo(page, page.cards.rect().topLeft()).x() >= field.mapTo(page, field.rect().topRight()).x()
    page.resize(*NARROW)

    def is_below() -> bool:
        top = page.cards.mapTo(page._content, page.cards.rect().topLeft()).y()
        return bool(top >= page.essay.mapTo(page._content, page.essay.rect().bottomLeft()).y())

    qtbot.waitUntil(is_below)
    assert page.foot.state.isVisible(), "the cards may be out of sight"


def test_what_a_file_says_is_shown_as_plain_text_and_not_without_end(page: TaskPage) -> None:
    page.open(Task("x", TaskKind.ESSAY, "<b>T</b>" * 100, "<img src=x>" * 5000))
    for label in (page.head.title, page._instruction, page.solution.text):
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert len(page.head.title.text()) <= 200
    assert len(page._instruction.text()) <= 8000


def test_the_way_back_is_told(page: TaskPage, qtbot: QtBot) -> None:
    left = QSignalSpy(page.left)
    qtbot.mouseClick(page.head.back, Qt.MouseButton.LeftButton)
    assert left.count() == 1
