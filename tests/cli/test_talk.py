"""What `vivavoce talk` tells and when it stops, without a service: the whole command is in end_to_end/test_talk.py."""

import asyncio
import json
from dataclasses import replace

import pytest

from desktop.cli.talk import _Teller
from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.conversation.state import ConversationState, Phase, Problem, ProblemKind
from tests.support.fake_app import FakeApp

GRAMMAR = GradeEntry(EntryKind.FEEDBACK, "Grammar", reason="Mixed.", score=3, total=5)


class QuietApp(FakeApp):
    """Nothing is heard here."""

    def watch_events(self, watcher: object) -> None:
        """No event is told."""

    def watch_engine(self, watcher: object) -> None:
        """No sound card."""


def told(app: FakeApp, *, as_json: bool) -> _Teller:
    return _Teller(app, as_json=as_json, pace=1.0)  # type: ignore[arg-type]


def graded(status: GradeStatus, *entries: GradeEntry) -> ConversationState:
    return ConversationState(phase=Phase.ENDED, grades=(Grade("c", status, entries, note="asleep"),))


def test_results_are_told_as_they_arrive(capsys: pytest.CaptureFixture[str]) -> None:
    app = QuietApp()
    told(app, as_json=True)
    for state in (graded(GradeStatus.GRADING, GRAMMAR), graded(GradeStatus.GRADED, GRAMMAR)):
        app.show(state)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["event"] for line in lines] == ["grade", "graded"]
    assert (lines[0]["criterion"], lines[0]["score"], lines[0]["reason"]) == ("Grammar", 3, "Mixed.")


def test_without_json_a_result_is_a_line_and_a_failure_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    app = QuietApp()
    told(app, as_json=False)
    app.show(graded(GradeStatus.FAILED, GRAMMAR))
    printed = capsys.readouterr()
    assert printed.out == "[  0.00] Grammar, 3 of 5: Mixed.\n"
    assert printed.err == "The talk was not graded. asleep\n"


def test_the_grade_is_waited_for_and_no_longer_than_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    async def run() -> None:
        app = QuietApp()
        teller = told(app, as_json=True)
        app.show(graded(GradeStatus.AWAITED))
        await teller.grades_told(0.0)
        waiting = asyncio.ensure_future(teller.grades_told(60.0))
        await asyncio.sleep(0)
        assert not waiting.done()
        app.show(graded(GradeStatus.GRADED))
        async with asyncio.timeout(5):
            await waiting

    asyncio.run(run())


def test_the_talk_ends_with_its_first_scenario() -> None:
    app = QuietApp()
    told(app, as_json=True)
    app.show(ConversationState(phase=Phase.BETWEEN))
    assert app.calls == [("stop_talk",)]
    assert app.state == replace(app.state, phase=Phase.ENDED)


def test_what_went_wrong_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    app = QuietApp()
    told(app, as_json=False)
    app.raise_notice(Problem(ProblemKind.SERVICE, "Slow down."))
    assert capsys.readouterr().err == "[  0.00] Slow down.\n"
