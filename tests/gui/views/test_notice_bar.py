from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.conversation.state import Phase, Problem, ProblemKind
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.views import notice_bar
from desktop.gui.views.notice_bar import NoticeBar
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp, ServiceStatus
from tests.support.sample_conversation import sample_state


@pytest.fixture(autouse=True)
def stillness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "motion_ms", lambda duration: 0)


@pytest.fixture
def bar(bridge: Bridge, app: FakeApp, run: Run, qtbot: QtBot) -> Iterator[NoticeBar]:
    run(app.start())
    bar = NoticeBar(bridge)
    window = host(qtbot, bar, 700, 120)
    bar.setVisible(False)
    yield bar
    window.hide()


def words(bar: NoticeBar) -> list[str]:
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisible() and label.text()]


def action(bar: NoticeBar) -> QPushButton:
    button = bar.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    return button


def press(bar: NoticeBar, qtbot: QtBot) -> None:
    qtbot.keyClick(action(bar), Qt.Key.Key_Space)


def test_without_a_problem_there_is_nothing_to_see(bar: NoticeBar) -> None:
    assert not bar.isVisible()


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_problem_is_shown_with_one_action(bar: NoticeBar, app: FakeApp, kind: ProblemKind) -> None:
    app.raise_notice(Problem(kind, "<b>their words</b>"))
    assert bar.isVisible()
    assert words(bar)[-1] == "<b>their words</b>"
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in bar.findChildren(QLabel) if label.text())
    assert action(bar).isVisible()
    assert action(bar).text()


def test_news_of_a_device_go_by_themselves_but_not_what_came_after_them(bar: NoticeBar, app: FakeApp, run: Run) -> None:
    bar._brief.setInterval(1)
    app.raise_notice(Problem(ProblemKind.DEVICE_CHANGED, "“Headset” is gone; “Built-in” is used."))
    assert words(bar) == ["“Headset” is gone; “Built-in” is used."]
    run(until(lambda: app.notice is None))
    assert not bar.isVisible()
    app.raise_notice(Problem(ProblemKind.DEVICE_CHANGED))
    app.raise_notice(Problem(ProblemKind.MICROPHONE_SILENT))
    assert not bar._brief.isActive()


def test_it_can_be_dismissed(bar: NoticeBar, app: FakeApp, qtbot: QtBot) -> None:
    app.raise_notice(Problem(ProblemKind.REFUSED))
    close = bar.findChild(QToolButton)
    assert isinstance(close, QToolButton)
    assert close.accessibleName() == "Dismiss this notice"
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert app.calls[-1] == ("dismiss_notice",)
    assert not bar.isVisible()


def test_reconnect_reconnects(bar: NoticeBar, app: FakeApp, run: Run, qtbot: QtBot) -> None:
    app.raise_notice(Problem(ProblemKind.TAKEN_OVER))
    assert action(bar).text() == "Reconnect"
    press(bar, qtbot)
    run(until(lambda: ("reconnect",) in app.calls))
    assert not bar.isVisible()


def test_settings_are_asked_for_and_the_notice_stays(bar: NoticeBar, app: FakeApp, qtbot: QtBot) -> None:
    app.raise_notice(Problem(ProblemKind.DEVICE_ADVICE, "A headset sounds better with another microphone."))
    asked = QSignalSpy(bar.settingsRequested)
    press(bar, qtbot)
    assert asked.count() == 1
    assert bar.isVisible()


@pytest.mark.parametrize("kind", [ProblemKind.AUDIO_DEVICE, ProblemKind.MICROPHONE_SILENT])
def test_trouble_with_the_sound_leads_to_its_test(
    bar: NoticeBar, app: FakeApp, qtbot: QtBot, kind: ProblemKind
) -> None:
    app.raise_notice(Problem(kind))
    asked = QSignalSpy(bar.doctorRequested)
    assert action(bar).text() == "Test sound"
    press(bar, qtbot)
    assert asked.count() == 1
    assert bar.isVisible()


def test_try_again_starts_the_talk_anew(bar: NoticeBar, bridge: Bridge, app: FakeApp, qtbot: QtBot) -> None:
    bridge.start_talk("cafe")
    app.show(replace(app.state, phase=Phase.FAILED))
    app.raise_notice(Problem(ProblemKind.NOT_STARTED))
    press(bar, qtbot)
    assert app.calls[-1] == ("start_talk", "cafe", 8)


def test_try_again_within_a_talk_stops_it_first(bar: NoticeBar, bridge: Bridge, app: FakeApp, qtbot: QtBot) -> None:
    bridge.start_talk("cafe")
    app.show(replace(app.state, phase=Phase.LISTENING))
    app.raise_notice(Problem(ProblemKind.VOICE_FAILED))
    press(bar, qtbot)
    assert app.calls[-2:] == [("stop_talk",), ("start_talk", "cafe", 8)]


def test_why_there_is_no_service_stands_there_until_there_is_one(bar: NoticeBar, app: FakeApp) -> None:
    app.show_service(ServiceStatus.OFFLINE, "The practice service did not start. Reconnect to try again.")
    assert words(bar) == ["The practice service did not start. Reconnect to try again."]
    assert action(bar).text() == "Reconnect"
    app.show_service(ServiceStatus.STARTING)
    assert not bar.isVisible()


def test_a_dismissed_reason_stays_away_until_the_service_fails_again(
    bar: NoticeBar, app: FakeApp, qtbot: QtBot
) -> None:
    app.show_service(ServiceStatus.OFFLINE, "No service.")
    press(bar, qtbot)
    app.show_service(ServiceStatus.OFFLINE, "No service.")
    assert not bar.isVisible()
    app.show_service(ServiceStatus.STARTING)
    app.show_service(ServiceStatus.OFFLINE, "No service.")
    assert bar.isVisible()


def solved_by_service(app: FakeApp) -> None:
    app.show_service(ServiceStatus.STARTING)
    app.show_service(ServiceStatus.READY)


def solved_by_talk(app: FakeApp) -> None:
    app.show(sample_state(Phase.CONNECTING))
    app.show(sample_state(Phase.LISTENING))


def solved_by_reply(app: FakeApp) -> None:
    app.show(replace(sample_state(Phase.LISTENING), phase=Phase.ASSISTANT_SPEAKING))


@pytest.mark.parametrize(
    ("kind", "solve"),
    [
        (ProblemKind.NO_SERVICE, solved_by_service),
        (ProblemKind.REFUSED, solved_by_service),
        (ProblemKind.TAKEN_OVER, solved_by_service),
        (ProblemKind.LINK_LOST, solved_by_service),
        (ProblemKind.LINK_LOST, solved_by_talk),
        (ProblemKind.NOT_STARTED, solved_by_talk),
        (ProblemKind.RATE_LIMIT, solved_by_reply),
        (ProblemKind.SERVICE, solved_by_reply),
    ],
)
def test_a_notice_goes_when_its_problem_is_solved(
    bar: NoticeBar, app: FakeApp, kind: ProblemKind, solve: object
) -> None:
    app.show(replace(sample_state(Phase.LISTENING), phase=Phase.STOPPING))
    app.raise_notice(Problem(kind))
    assert bar.isVisible()
    assert callable(solve)
    solve(app)
    assert not bar.isVisible()


def test_a_broken_microphone_is_not_solved_by_the_talk_going_on(bar: NoticeBar, app: FakeApp) -> None:
    app.show(sample_state(Phase.CONNECTING))
    app.raise_notice(Problem(ProblemKind.AUDIO_DEVICE))
    app.show(sample_state(Phase.LISTENING))
    assert bar.isVisible()
    app.show(replace(sample_state(Phase.LISTENING), phase=Phase.ENDED))
    app.show(sample_state(Phase.CONNECTING))
    assert not bar.isVisible(), "a new talk is a new attempt"


def test_it_slides_in_within_150_ms_and_out_again(
    bar: NoticeBar, app: FakeApp, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    durations: list[int] = []

    def moving(duration: int) -> int:
        durations.append(duration)
        return duration

    monkeypatch.setattr(theme, "motion_ms", moving)
    app.raise_notice(Problem(ProblemKind.SERVICE))
    assert bar.maximumHeight() == 0
    run(until(lambda: bar.maximumHeight() > 1000))
    assert bar.isVisible()
    app.dismiss_notice()
    assert bar.isVisible()
    run(until(lambda: not bar.isVisible()))
    assert max(durations) < 150


def test_it_is_announced_at_once(bar: NoticeBar, app: FakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[str, bool]] = []
    monkeypatch.setattr(notice_bar, "announce", lambda source, message, at_once=False: said.append((message, at_once)))
    app.raise_notice(Problem(ProblemKind.RATE_LIMIT, "slow down"))
    assert said == [("The service asks for a pause. Wait a minute, then go on. slow down", True)]
