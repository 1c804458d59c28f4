"""One question: its options, Submit, and what became of the answer."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.conversation.quiz import Outcome, Question
from desktop.gui import icons, theme
from desktop.gui.notice_words import shortened
from desktop.gui.quiz_words import ANSWERABLE, OUTCOME_MARKS, outcome_words, question_line, question_text
from desktop.gui.views.beside.quiz_option import RadioOption, TickOption
from desktop.gui.views.painting import draw_focus

_LONGEST_MESSAGE = 600


class QuestionCard(QFrame):
    """Keeps what is chosen while the question changes its state."""

    submitted = Signal(str, tuple)
    """(question's id, ids of the chosen options)"""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.setProperty("surface", "raised")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._text = _label("strong")
        self._text.setText(question_text(question))
        kind = _label("small")
        kind.setText(self.tr("Choose all that fit"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(4)
        column.addWidget(self._text)
        column.addWidget(kind)
        kind.setVisible(question.takes_several)
        self._group = QButtonGroup(self)
        self._group.setExclusive(not question.takes_several)
        self._options: list[RadioOption | TickOption] = []
        for option in question.options:
            button = (TickOption if question.takes_several else RadioOption)(option)
            button.toggled.connect(self._chosen)
            self._group.addButton(button)
            self._options.append(button)
            column.addWidget(button)
        self._mark = _Mark()
        self._outcome, self._message = _label("strong"), _label("soft")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._outcome, 1)
        column.addLayout(line)
        column.addWidget(self._message)
        self._submit = QPushButton()
        self._submit.setProperty("kind", "primary")
        self._submit.setAutoDefault(True)
        self._submit.clicked.connect(self._send)
        column.addSpacing(4)
        column.addWidget(self._submit, 0, Qt.AlignmentFlag.AlignLeading)
        self.show_question(question)

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(button.option_id for button in self._options if button.isChecked())

    def stops(self) -> list[QWidget]:
        """Return where the keyboard stops, in order."""
        return [*self._options, self._submit]

    def first_stop(self) -> QWidget:
        """Return where the keyboard begins: at what is chosen, where something is."""
        if self.question.outcome not in ANSWERABLE:
            return self
        chosen = [button for button in self._options if button.isChecked()]
        return next(iter([*chosen, *self._options]), self._submit)

    def show_question(self, question: Question) -> None:
        """Take the same question in another state."""
        self.question = question
        is_open = question.outcome in ANSWERABLE
        if question.chosen:
            for button in self._options:
                button.setChecked(button.option_id in question.chosen)
        held = [*self._options, self._submit]
        had_focus = any(widget.hasFocus() for widget in held)
        # Once it is answered, the card itself is what is read.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if is_open else Qt.FocusPolicy.StrongFocus)
        if had_focus and not is_open:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for button in self._options:
            button.setEnabled(is_open)
        self._submit.setText(self.tr("Submit again") if question.outcome is Outcome.REFUSED else self.tr("Submit"))
        self._submit.setVisible(is_open)
        words, message = outcome_words(question.outcome), shortened(question.message, _LONGEST_MESSAGE)
        self._mark.show_mark(OUTCOME_MARKS.get(question.outcome))
        self._outcome.setText(words)
        self._outcome.setVisible(bool(words))
        self._message.setText(message)
        self._message.setVisible(bool(message))
        self.setAccessibleName(question_line(question))
        self.setAccessibleDescription(message)
        self._chosen()

    def _chosen(self) -> None:
        self._submit.setEnabled(bool(self.chosen))

    def _send(self) -> None:
        if self.chosen and self.question.outcome in ANSWERABLE:
            self.submitted.emit(self.question.id, self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._send()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_focus(painter, self.rect(), theme.RADIUS_PX)
            painter.end()


class _Mark(QWidget):
    """The outcome's icon; the words beside it say the same."""

    _mark: tuple[str, str] | None = None

    def show_mark(self, mark: tuple[str, str] | None) -> None:
        self._mark = mark
        self.setVisible(mark is not None)
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.metrics.px(icons.SIZE_PX)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._mark is not None:
            icons.paint(QPainter(self), self._mark[0], self.rect(), self._mark[1])


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
