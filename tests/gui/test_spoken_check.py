import asyncio

import pytest
from PySide6.QtCore import QObject

from desktop.conversation.feedback import CheckResult, CheckState, Feedback, Remedy, TextSpan, Verdict
from desktop.gui.bridge import Bridge
from desktop.gui.spoken_check import SpokenCheck
from tests.gui.conftest import Run, until
from tests.support.fake_app import FakeApp

LINES = ("I has tea.", "Bye.")
TEXT = "\n".join(LINES)
HAS = Feedback("Say “had”.", Verdict.WRONG, "Tense", (TextSpan(2, 5, "has"),))
REMARKS = CheckResult(CheckState.REMARKS, (HAS,))
REFUSED = CheckResult(CheckState.FAILED, note="Not now.", remedy=Remedy.RETRY)


@pytest.fixture
def parent() -> QObject:
    return QObject()


@pytest.fixture
def check(bridge: Bridge, app: FakeApp, parent: QObject) -> SpokenCheck:
    app.tasks.results = [REMARKS]
    check = SpokenCheck(bridge, parent)
    assert not check.turn_to(8, TEXT)
    return check


def finish(check: SpokenCheck, run: Run) -> None:
    run(until(lambda: not check.is_checking))


def test_a_check_sends_the_lines_and_shows_what_comes_of_it(check: SpokenCheck, app: FakeApp, run: Run) -> None:
    check.check("Cafe order", LINES)
    assert check.remarks.state is CheckState.CHECKING
    check.check("Cafe order", LINES)
    finish(check, run)
    assert [call for call in app.tasks.calls if call[0] == "check_spoken"] == [("check_spoken", "Cafe order", LINES)]
    assert check.remarks.feedback == (HAS,)


def test_a_talk_that_was_left_has_its_result_when_it_is_back(check: SpokenCheck, app: FakeApp, run: Run) -> None:
    app.tasks.gate = asyncio.Event()
    check.check("Cafe order", LINES)
    assert not check.turn_to(9, "Other words.")
    assert (check.is_checking, check.remarks.state) == (False, CheckState.NOT_CHECKED)
    assert check.turn_to(8, TEXT)
    assert check.remarks.state is CheckState.CHECKING
    check.turn_to(9, "Other words.")
    app.tasks.gate.set()
    run(until(lambda: not check._under_way))
    assert check.remarks.state is CheckState.NOT_CHECKED
    assert check.turn_to(8, TEXT)
    assert check.remarks.state is CheckState.REMARKS


def test_a_result_of_other_words_is_stale_and_not_taken_for_this_one(check: SpokenCheck, run: Run) -> None:
    check.check("Cafe order", LINES)
    finish(check, run)
    assert not check.turn_to(8, TEXT + " See you.")
    assert check.remarks.state is CheckState.STALE


def test_a_check_that_came_to_nothing_can_be_repeated(check: SpokenCheck, app: FakeApp, run: Run) -> None:
    app.tasks.results = [REFUSED, REMARKS]
    check.check("Cafe order", LINES)
    finish(check, run)
    assert (check.remarks.state, check.remarks.note) == (CheckState.FAILED, "Not now.")
    assert not check.turn_to(8, TEXT)
    check.check("Cafe order", LINES)
    finish(check, run)
    assert check.remarks.state is CheckState.REMARKS
