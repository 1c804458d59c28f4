from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import engine
from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.views.settings import doctor_page
from desktop.gui.views.settings.doctor_page import DoctorPage
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_examination import GOOD

LEVEL = engine.Finding(engine.Check.LEVEL, "-20 dBFS", engine.Verdict.GOOD)
ECHO = engine.Finding(engine.Check.ECHO, "9 dB taken away", engine.Verdict.WARN, "Use a headset.")
NETWORK = engine.Finding(engine.Check.NETWORK, "900 ms", engine.Verdict.BAD, "Use a cable.")
SPEAKING = engine.ExaminationProgressed(engine.Step.SPEAKING, 0.3, 0.4, (), 3.5)


@pytest.fixture
def window(qtbot: QtBot, bridge: Bridge) -> Iterator[QWidget]:
    window = host(qtbot, DoctorPage(bridge), 720, 600)
    yield window
    window.close()


@pytest.fixture
def page(window: QWidget) -> DoctorPage:
    return window.findChildren(DoctorPage)[0]


def texts(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def press(page: DoctorPage, text: str, qtbot: QtBot) -> None:
    button = next(one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisibleTo(page))
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


async def started(page: DoctorPage, app: FakeApp, qtbot: QtBot) -> None:
    press(page, "Start the test", qtbot)
    await until(lambda: app.examined is not None)


async def ended(page: DoctorPage, app: FakeApp, *findings: engine.Finding) -> None:
    assert app.examined is not None
    app.examined.set_result(engine.Examined(findings, is_complete=True))
    await until(lambda: not page.running)


def tell(app: FakeApp, progress: engine.ExaminationProgressed) -> None:
    assert app.tell_examination is not None
    app.tell_examination(progress)


def test_before_the_first_run_it_says_what_will_happen(page: DoctorPage) -> None:
    assert "Nothing is stored or sent." in texts(page)
    assert not page.prompt.isVisibleTo(page)
    assert not page.copy_button.isVisibleTo(page)


def test_the_learner_is_asked_to_speak_and_sees_their_voice_and_the_time(
    page: DoctorPage, app: FakeApp, qtbot: QtBot, run: Run
) -> None:
    async def scene() -> None:
        await started(page, app, qtbot)
        tell(app, SPEAKING)
        assert "Say a few words" in texts(page)
        assert "4 s" in texts(page)
        assert page.stop_button.hasFocus()
        await ended(page, app, LEVEL)

    run(scene())


def test_rows_fill_in_as_things_are_found(page: DoctorPage, app: FakeApp, qtbot: QtBot, run: Run) -> None:
    async def scene() -> None:
        await started(page, app, qtbot)
        assert [row.verdict for row in page.rows.values()] == [""] * len(engine.Check)
        tell(app, replace(SPEAKING, findings=(LEVEL,)))
        assert page.rows["level"].verdict == "good"
        assert "-20 dBFS" in texts(page)
        await ended(page, app, LEVEL)

    run(scene())


def test_what_asks_for_something_stands_first_and_what_was_not_looked_at_is_left_out(
    page: DoctorPage, app: FakeApp, qtbot: QtBot, run: Run
) -> None:
    async def scene() -> None:
        await started(page, app, qtbot)
        await ended(page, app, LEVEL, ECHO, NETWORK)

    run(scene())
    shown = sorted((row for row in page.rows.values() if row.isVisibleTo(page)), key=lambda row: row.y())
    assert [row.verdict for row in shown] == ["bad", "warn", "good"]
    assert shown[0].words == "Network: Bad. 900 ms. Use a cable"
    assert "Something does not work" in texts(page)


@pytest.mark.parametrize(
    ("findings", "words"),
    [((LEVEL,), "Everything is fine"), ((LEVEL, ECHO), "would make it better"), ((NETWORK,), "does not work")],
)
def test_the_outcome_is_one_sentence(
    page: DoctorPage,
    app: FakeApp,
    qtbot: QtBot,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    findings: tuple[engine.Finding, ...],
    words: str,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(doctor_page, "announce", lambda _, text, at_once=False: said.append(text))

    async def scene() -> None:
        await started(page, app, qtbot)
        tell(app, SPEAKING)
        await ended(page, app, *findings)

    run(scene())
    assert words in texts(page)
    assert said[0].startswith("Say a few words")
    assert [page.rows[one.check.value].words for one in findings] == said[1:-1]
    assert words in said[-1]


def test_it_runs_again_and_forgets_what_was_found(page: DoctorPage, app: FakeApp, qtbot: QtBot, run: Run) -> None:
    async def scene() -> None:
        await started(page, app, qtbot)
        await ended(page, app, ECHO)
        app.examined = None
        press(page, "Run again", qtbot)
        await until(lambda: app.examined is not None)
        assert page.rows["echo"].verdict == ""
        await ended(page, app, LEVEL)
        assert page.again_button.hasFocus()

    run(scene())
    assert "Use a headset." not in texts(page)


def test_the_report_is_copied_and_the_button_says_so(page: DoctorPage, app: FakeApp, qtbot: QtBot, run: Run) -> None:
    async def scene() -> None:
        await started(page, app, qtbot)
        await ended(page, app, LEVEL, ECHO)

    run(scene())
    press(page, "Copy report", qtbot)
    assert QGuiApplication.clipboard().text() == "report of 2 findings"
    assert page.copy_button.text() == "Copied"
    page._uncopy.timeout.emit()
    assert page.copy_button.text() == "Copy report"


def test_stop_and_leaving_the_page_end_the_test(page: DoctorPage, app: FakeApp, qtbot: QtBot, run: Run) -> None:
    async def scene() -> None:
        await started(page, app, qtbot)
        press(page, "Stop", qtbot)
        await until(lambda: not page.running)
        app.examined = None
        await started(page, app, qtbot)
        page.hide()
        await until(lambda: not page.running)

    run(scene())
    assert [call[0] for call in app.calls].count("stop_examination") == 2


def test_in_a_talk_it_is_off_and_says_why(page: DoctorPage, app: FakeApp, qtbot: QtBot, run: Run) -> None:
    async def scene() -> None:
        await started(page, app, qtbot)
        await ended(page, app, LEVEL)
        app.show(replace(app.state, phase=Phase.LISTENING))
        assert not page.again_button.isEnabled()
        assert "A talk is on. End it to test the sound." in texts(page)
        page.start()
        assert not page.running
        app.show(replace(app.state, phase=Phase.ENDED))
        assert page.again_button.isEnabled()

    run(scene())


def test_in_a_talk_the_first_test_cannot_be_started(page: DoctorPage, app: FakeApp) -> None:
    app.show(replace(app.state, phase=Phase.LISTENING))
    assert "A talk is on." in texts(page)
    assert "Start the test" not in [one.text() for one in page.findChildren(QPushButton) if one.isVisibleTo(page)]


def test_the_keyboard_walks_through_the_lines_in_their_order(
    page: DoctorPage, app: FakeApp, qtbot: QtBot, run: Run
) -> None:
    async def scene() -> None:
        await started(page, app, qtbot)
        await ended(page, app, *GOOD[:-1], NETWORK)

    run(scene())
    page.settings_button.setFocus()
    for check in ("network", "sound_system", "microphone"):
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
        assert page.rows[check].hasFocus()
    page.rows["dropouts"].setFocus()
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Backtab)
    assert page.rows["clock_drift"].hasFocus()
