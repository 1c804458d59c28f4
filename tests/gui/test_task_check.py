import asyncio

import pytest
from PySide6.QtCore import QObject

from desktop.conversation.feedback import CheckResult, CheckState, Remedy, Verdict
from desktop.conversation.task import Answer
from desktop.gui.bridge import Bridge
from desktop.gui.task_check import TaskCheck
from tests.gui.conftest import Run, until
from tests.support.fake_app import FakeApp
from tests.support.fake_tasks import ESSAY, OPENED, remark

GO = Answer(text="I go.")
FOUND = CheckResult(CheckState.REMARKS, (remark("I go.", "go", Verdict.WRONG),))
REFUSED = CheckResult(CheckState.FAILED, note="The token is not known.", remedy=Remedy.NEW_TOKEN)


@pytest.fixture
def check(bridge: Bridge) -> TaskCheck:
    check = TaskCheck(bridge, QObject(bridge))
    check.turn_to(ESSAY, GO)
    return check


def test_a_check_that_is_left_goes_on_and_is_there_on_coming_back(check: TaskCheck, app: FakeApp, run: Run) -> None:
    gate = app.tasks.gate = asyncio.Event()
    app.tasks.results = [FOUND]

    async def go() -> None:
        check.check(GO)
        await asyncio.sleep(0)
        check.turn_to(OPENED, Answer(text="Other."))
        assert check.remarks.state is CheckState.NOT_CHECKED
        check.turn_to(ESSAY, GO)
        assert check.remarks.state is CheckState.CHECKING
        check.turn_to(OPENED, Answer(text="Other."))
        gate.set()
        await until(lambda: ESSAY.key in app.tasks.checked)
        assert check.remarks.state is CheckState.NOT_CHECKED
        check.turn_to(ESSAY, GO)
        assert check.remarks.state is CheckState.REMARKS

    run(go())


def test_what_was_changed_since_is_stale_on_coming_back(check: TaskCheck, app: FakeApp, run: Run) -> None:
    app.tasks.results = [FOUND]
    check.check(GO)
    run(until(lambda: check.remarks.state is CheckState.REMARKS))
    check.turn_to(OPENED, Answer())
    check.turn_to(ESSAY, Answer(text="I went."))
    assert check.remarks.state is CheckState.STALE


def test_a_failure_is_remembered_until_the_next_check(check: TaskCheck, app: FakeApp, run: Run) -> None:
    app.tasks.results = [REFUSED, FOUND]
    check.check(GO)
    run(until(lambda: check.remarks.state is CheckState.FAILED))
    check.turn_to(OPENED, Answer())
    check.turn_to(ESSAY, GO)
    assert check.remarks.note == REFUSED.note
    assert check.remarks.remedy is Remedy.NEW_TOKEN
    check.check(GO)
    run(until(lambda: check.remarks.state is CheckState.REMARKS))
    check.turn_to(ESSAY, GO)
    assert check.remarks.state is CheckState.REMARKS


def test_one_answer_is_checked_once_at_a_time(check: TaskCheck, app: FakeApp, run: Run) -> None:
    gate = app.tasks.gate = asyncio.Event()

    async def go() -> None:
        check.check(GO)
        await asyncio.sleep(0)
        check.check(GO)
        gate.set()
        await until(lambda: not check.is_checking)

    run(go())
    assert [call[0] for call in app.tasks.calls] == ["check"]


def test_a_mistake_of_ours_leaves_the_answer_unchecked_not_checking(
    check: TaskCheck, app: FakeApp, bridge: Bridge, run: Run
) -> None:
    app.tasks.failures["check"] = RuntimeError("a bug")
    check.check(GO)
    run(until(lambda: not check.is_checking))
    assert check.remarks.state is CheckState.NOT_CHECKED
    assert bridge.notice is not None
