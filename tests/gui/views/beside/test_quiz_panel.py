from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.quiz import Outcome, Question
from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.views.beside import quiz_panel
from desktop.gui.views.beside.question_card import QuestionCard
from desktop.gui.views.beside.quiz_panel import QuizPanel
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state
from tests.support.sample_grades import QUESTIONS


@pytest.fixture
def panel(bridge: Bridge, qtbot: QtBot) -> Iterator[QuizPanel]:
    box = QWidget()
    before = QPushButton("Before", box)
    panel = QuizPanel(bridge, before)
    panel.resize(320, 700)
    window = host(qtbot, box, 320, 700)
    yield panel
    window.hide()


def give(app: FakeApp, run: Run, panel: QuizPanel, *questions: Question) -> None:
    app.show(replace(sample_state(Phase.ENDED), questions=questions))
    run(until(lambda: [card.question for card in cards(panel)] == list(questions)))
    QApplication.sendPostedEvents()


def cards(panel: QuizPanel) -> list[QuestionCard]:
    return [card for card in panel.findChildren(QuestionCard) if not card.isHidden()]


def option(panel: QuizPanel, name: str) -> QAbstractButton:
    return next(one for one in panel.findChildren(QAbstractButton) if one.accessibleName() == name)


def submit(panel: QuizPanel, number: int = 0) -> QPushButton:
    button = cards(panel)[number].findChild(QPushButton)
    assert isinstance(button, QPushButton)
    return button


def labels(panel: QuizPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible() and label.text()]


def test_one_option_is_chosen_and_submitted_by_keyboard_alone(
    panel: QuizPanel, app: FakeApp, run: Run, qtbot: QtBot
) -> None:
    give(app, run, panel, *QUESTIONS)
    assert not submit(panel).isEnabled()
    first = panel.first
    assert first is option(panel, "Bring me the bill.")
    first.setFocus()
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    chosen = option(panel, "Could I have the bill, please?")
    assert chosen.hasFocus()
    assert chosen.isChecked()
    assert not option(panel, "Bring me the bill.").isChecked()
    qtbot.keyClick(chosen, Qt.Key.Key_Return)
    assert app.calls[-1] == ("answer_question", "q-1", ("b",))


def test_several_options_are_chosen_where_several_fit(panel: QuizPanel, app: FakeApp, run: Run, qtbot: QtBot) -> None:
    give(app, run, panel, *QUESTIONS)
    assert "Choose all that fit" in labels(panel)
    for name in ("Lemon", "Milk"):
        qtbot.mouseClick(option(panel, name), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(submit(panel, 1), Qt.MouseButton.LeftButton)
    assert app.calls[-1] == ("answer_question", "q-2", ("a", "b"))


def test_an_answer_on_its_way_cannot_be_changed_and_the_card_keeps_the_keyboard(
    panel: QuizPanel, app: FakeApp, run: Run
) -> None:
    give(app, run, panel, *QUESTIONS)
    option(panel, "Could I have the bill, please?").setFocus()
    give(app, run, panel, replace(QUESTIONS[0], chosen=("b",), outcome=Outcome.SUBMITTED), QUESTIONS[1])
    assert not option(panel, "Could I have the bill, please?").isEnabled()
    assert option(panel, "Could I have the bill, please?").isChecked()
    assert not submit(panel).isVisible()
    assert cards(panel)[0].hasFocus()
    assert "1 of 2 answered" in labels(panel)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [(Outcome.RIGHT, "Right"), (Outcome.WRONG, "Not right"), (Outcome.RECORDED, "Your answer was recorded")],
)
def test_what_became_of_an_answer_is_shown_and_announced(
    panel: QuizPanel, app: FakeApp, run: Run, outcome: Outcome, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(quiz_panel, "announce", lambda source, line: said.append(line))
    give(app, run, panel, replace(QUESTIONS[0], chosen=("b",), outcome=Outcome.SUBMITTED))
    give(app, run, panel, replace(QUESTIONS[0], chosen=("b",), outcome=outcome, message="<i>So</i> it is."))
    assert {words, "<i>So</i> it is."} <= set(labels(panel))
    assert said[-1] == f"{words}. <i>So</i> it is."
    assert cards(panel)[0].accessibleName().endswith(words)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in panel.findChildren(QLabel))


def test_a_refused_answer_can_be_submitted_again(panel: QuizPanel, app: FakeApp, run: Run, qtbot: QtBot) -> None:
    give(app, run, panel, replace(QUESTIONS[0], chosen=("a",), outcome=Outcome.REFUSED, message="Too late."))
    assert submit(panel).text() == "Submit again"
    assert panel.first is option(panel, "Bring me the bill.")
    qtbot.keyClick(submit(panel), Qt.Key.Key_Return)
    assert app.calls[-1] == ("answer_question", "q-1", ("a",))


def test_the_questions_of_another_talk_take_the_place_of_the_old(panel: QuizPanel, app: FakeApp, run: Run) -> None:
    give(app, run, panel, *QUESTIONS)
    give(app, run, panel, QUESTIONS[1])
    assert panel.first is option(panel, "Milk")
    give(app, run, panel)
    assert panel.first is None


def test_a_long_option_takes_several_lines_within_the_panel(panel: QuizPanel, app: FakeApp, run: Run) -> None:
    give(app, run, panel, *QUESTIONS)
    heights = [one.height() for one in panel.findChildren(QAbstractButton) if one.accessibleName().startswith("I want")]
    assert heights[0] > 2 * option(panel, "Bring me the bill.").height() * 0.8
    assert cards(panel)[0].width() <= panel.width()
