"""What stands in the gaps of a text: a field to write in, or a choice."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.conversation.task import Choice as TaskChoice
from desktop.conversation.task import Gap
from desktop.gui import theme
from desktop.gui.views.buttons import Choice

_LEAST_PX = 96
"""Every gap begins this wide, whatever belongs there: its width must not tell."""
_EDGE_PX = 28
_ARROW_PX = 64
_ALT = Qt.KeyboardModifier.AltModifier
_OTHER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
LONGEST_ANSWER = 500
"""Characters."""


class GapField(QLineEdit):
    """As wide as what is written in it."""

    answered = Signal()
    focused = Signal()
    passed = Signal()
    """Enter: on to the next."""
    cardAsked = Signal()
    """Alt+Enter: to what is remarked on it."""

    def __init__(self, gap: Gap, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = gap.name
        self.hint = gap.hint
        self._px = 0
        self.setMaxLength(LONGEST_ANSWER)
        self.textChanged.connect(self.forget_width)
        self.textEdited.connect(self.answered)

    @property
    def answer(self) -> str:
        return self.text()

    def put(self, answer: str) -> None:
        if answer != self.text():
            self.setText(answer)

    def wanted_px(self) -> int:
        if not self._px:
            written = QFontMetrics(theme.metrics.font()).horizontalAdvance(self.text())
            self._px = max(theme.metrics.px(_LEAST_PX), written + _EDGE_PX)
        return self._px

    def forget_width(self) -> None:
        """What is written, or the text size, is another."""
        self._px = 0

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_px(), super().sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _OTHER:
            (self.cardAsked if event.modifiers() & _ALT else self.passed).emit()
        else:
            super().keyPressEvent(event)


class GapChoice(Choice):
    """Begins with nothing chosen; the first entry takes a choice back."""

    answered = Signal()
    focused = Signal()
    passed = Signal()
    cardAsked = Signal()

    def __init__(self, choice: TaskChoice, parent: QWidget) -> None:
        super().__init__("", parent)
        self.name = choice.name
        self.addItem("…", "")
        for option in choice.options:
            self.addItem(option, option)
        spare = len(choice.options) - len(choice.hints)
        told = zip(choice.options, choice.hints + ("",) * spare, strict=False)
        self.hint = "\n".join(f"{option}: {hint}" for option, hint in told if hint)
        self.activated.connect(self.answered)

    @property
    def answer(self) -> str:
        return str(self.currentData() or "")

    def put(self, answer: str) -> None:
        """Choose an option; nothing where there is no such option."""
        self.setCurrentIndex(max(0, self.findData(answer)))

    def forget_width(self) -> None:
        """It is measured each time."""

    def wanted_px(self) -> int:
        metrics = QFontMetrics(theme.metrics.font())
        widest = max(metrics.horizontalAdvance(self.itemText(number)) for number in range(self.count()))
        return max(theme.metrics.px(_LEAST_PX), widest + _ARROW_PX)

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_px(), super().sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _OTHER:
            (self.cardAsked if event.modifiers() & _ALT else self.passed).emit()
        else:
            super().keyPressEvent(event)
