"""The questions of the conversation under way, or of the last one, newest at the bottom."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.conversation.quiz import Question
from desktop.gui import theme
from desktop.gui.announce import announce
from desktop.gui.bridge import Bridge
from desktop.gui.quiz_words import ANSWERABLE, announced
from desktop.gui.views.beside.question_card import QuestionCard
from desktop.gui.views.scroll_page import ScrollPage


class QuizPanel(QWidget):
    def __init__(self, bridge: Bridge, before: QWidget) -> None:
        """before: the control that the keyboard reaches before the questions."""
        super().__init__(before.parentWidget())
        self._bridge = bridge
        self._before = before
        self._cards: list[QuestionCard] = []
        self.setAccessibleName(self.tr("Quiz"))
        self._open = QLabel()
        self._open.setProperty("role", "heading")
        self._open.setTextFormat(Qt.TextFormat.PlainText)
        page = QWidget()
        page.setObjectName("page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(theme.GRID_PX)
        self._column.addWidget(self._open)
        self._column.addStretch()
        self._area = ScrollPage(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        bridge.conversationChanged.connect(self._show)
        self._show()

    @property
    def first(self) -> QWidget | None:
        """Where the keyboard begins: at the first question that waits for an answer."""
        waiting = [card for card in self._cards if card.question.outcome in ANSWERABLE]
        card = next(iter([*waiting, *self._cards]), None)
        return card.first_stop() if card is not None else None

    def _show(self) -> None:
        questions = self._bridge.state.questions
        if [card.question.id for card in self._cards] != [question.id for question in questions[: len(self._cards)]]:
            self._clear()
        for card, question in zip(self._cards, questions, strict=False):
            if card.question is not question:
                has_news = card.question.outcome is not question.outcome
                card.show_question(question)
                if has_news:
                    announce(card, announced(question))
        for question in questions[len(self._cards) :]:
            self._add(question)
        done = sum(question.outcome not in ANSWERABLE for question in questions)
        self._open.setText(self.tr("{done} of {count} answered").format(done=done, count=len(questions)))

    def _add(self, question: Question) -> None:
        card = QuestionCard(question)
        card.submitted.connect(self._bridge.answer_question)
        before = self._cards[-1].stops()[-1] if self._cards else self._before
        self._column.insertWidget(self._column.count() - 1, card)
        self._cards.append(card)
        for above, below in pairwise([before, card, *card.stops()]):
            QWidget.setTabOrder(above, below)

    def _clear(self) -> None:
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards.clear()
