"""Writing instead of speaking, or a hint to say: a field that grows, and a button that sends it."""

from math import ceil

from PySide6.QtCore import QEvent, QLocale, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.conversation.state import ConversationState, Phase
from desktop.gui import icons, theme
from desktop.gui.words import OPEN_PHASES

LONGEST_MESSAGE = 5000
"""Characters the service takes in one message."""
_COUNTED_FROM = 4500
_MOST_LINES = 6


class MessageBox(QWidget):
    """Emits what the learner wrote; keeps the text while it cannot be sent."""

    messageSubmitted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._can_send = False
        self.field = MessageField()
        self.field.setAccessibleName(self.tr("Message"))
        self.field.submitted.connect(self._submit)
        self.field.textChanged.connect(self._changed)
        self._send = QToolButton()
        self._send.setObjectName("send")
        self._send.setAccessibleName(self.tr("Send the message"))
        self._send.setToolTip(self.tr("Send the message (Enter)"))
        self._send.setIcon(icons.icon("send", "accent"))
        self._send.clicked.connect(self._submit)
        self._count = QLabel()
        self._count.setProperty("role", "small")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        self._count.hide()
        frame = _FieldFrame(self.field)
        line = QHBoxLayout(frame)
        line.setContentsMargins(10, 3, 4, 3)
        line.setSpacing(4)
        line.addWidget(self.field, alignment=Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._send, alignment=Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(frame)
        column.addWidget(self._count)
        self.setFocusProxy(self.field)
        self._changed()

    def text(self) -> str:
        return self.field.toPlainText()

    def put(self, text: str) -> None:
        """Put a text in, after what is already written, with the cursor behind it."""
        written = self.text().rstrip()
        self.field.setPlainText(f"{written} {text}" if written else text)
        cursor = self.field.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.field.setTextCursor(cursor)
        self.field.setFocus()

    def show_state(self, state: ConversationState, partner: str) -> None:
        """Say whether a message can be sent now, and if not, why."""
        self._can_send = state.phase in OPEN_PHASES
        self.field.setPlaceholderText(self._invitation(state.phase).format(partner=partner))
        self.field.setEnabled(self._can_send)
        self._changed()

    def _invitation(self, phase: Phase) -> str:
        if phase in OPEN_PHASES:
            return self.tr("Write to {partner} instead of speaking")
        if phase is Phase.BETWEEN:
            return self.tr("You can write again in the next scene")
        if phase is Phase.STOPPING:
            return self.tr("The talk is stopping")
        if phase in (Phase.CONNECTING, Phase.LOBBY, Phase.JOINING):
            return self.tr("You can write as soon as the talk is connected")
        return self.tr("Start a talk to write a message")

    def _changed(self) -> None:
        length = len(self.text())
        self._count.setVisible(length >= _COUNTED_FROM)
        locale = QLocale()
        counted = self.tr("{length} of {limit} characters")
        if length > LONGEST_MESSAGE:
            counted = self.tr("{length} of {limit} characters: shorten the message to send it")
        self._count.setText(counted.format(length=locale.toString(length), limit=locale.toString(LONGEST_MESSAGE)))
        self._send.setEnabled(self._sendable())

    def _sendable(self) -> bool:
        return self._can_send and bool(self.text().strip()) and len(self.text()) <= LONGEST_MESSAGE

    def _submit(self) -> None:
        if self._sendable():
            text = self.text().strip()
            self.field.clear()
            self.messageSubmitted.emit(text)


class _FieldFrame(QFrame):
    """A rounded ground for the field and its button, with the focus ring when the field has the keyboard."""

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__()
        self._field = field
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.EnabledChange):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        usable, focused = self._field.isEnabled(), self._field.hasFocus()
        painter.setBrush(theme.color("raised" if usable else "disabled"))
        painter.setPen(
            QPen(theme.color("focus" if focused else "field-border" if usable else "border"), 2 if focused else 1)
        )
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS_PX, theme.RADIUS_PX)
        painter.end()


class MessageField(QPlainTextEdit):
    """One line that grows with its text to six, then scrolls."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(3)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        theme.changes.changed.connect(self._grow)
        self._grow()

    def event(self, event: QEvent) -> bool:
        """Leave the window its keys: a text field takes Ctrl+K for its own where nothing else asks for it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            has_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if has_control and event.key() == Qt.Key.Key_K:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def _grow(self) -> None:
        lines = min(max(1, round(self.document().size().height())), _MOST_LINES)
        around = self.height() - self.viewport().height() if self.viewport().height() > 0 else 0
        margin = 2 * self.document().documentMargin()
        wanted = ceil(lines * self.fontMetrics().lineSpacing() + margin) + max(0, around)
        if wanted != self.height():
            self.setFixedHeight(wanted)
        policy = Qt.ScrollBarPolicy
        scrolls = self.document().size().height() > _MOST_LINES
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff)
