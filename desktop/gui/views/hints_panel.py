"""What the learner could say next: one card a hint, newest on top."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.conversation.turn import Hint
from desktop.gui import icons, theme
from desktop.gui.bridge import Bridge


class HintCard(QAbstractButton):
    """One hint; a press puts it into the message box."""

    def __init__(self, hint: Hint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint = hint
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(hint.text)
        self.setAccessibleDescription(self.tr("Puts this hint into your message"))
        self.setToolTip(self.tr("Put into your message"))
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(hint.text)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pressed, over = self.isDown(), self.underMouse()
        painter.setBrush(theme.color("pressed" if pressed else "hover" if over else "raised"))
        focused = self.hasFocus()
        painter.setPen(QPen(theme.color("focus" if focused else "border"), 2 if focused else 1))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.RADIUS_PX, theme.RADIUS_PX)
        painter.end()


class HintsPanel(QWidget):
    """The hints of the conversation under way."""

    hintChosen = Signal(str)
    """The text of a hint, to be put into the message box."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._cards: list[HintCard] = []
        self.setObjectName("hints")
        self.setAccessibleName(self.tr("Hints"))
        self._fold = QPushButton()
        self._is_unfolded = True
        self._fold.setProperty("kind", "ghost")
        self._fold.clicked.connect(self._turn_fold)
        self._empty = QLabel(self.tr("No hints yet. They appear here while you talk."))
        self._empty.setProperty("role", "soft")
        self._empty.setWordWrap(True)
        self._empty.setMargin(12)
        page = QWidget()
        page.setObjectName("page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(theme.GRID_PX)
        self._column.addWidget(self._empty)
        self._column.addStretch()
        self._area = QScrollArea()
        self._area.setWidget(page)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID_PX)
        column.addWidget(self._fold)
        column.addWidget(self._area, 1)
        column.addStretch()
        bridge.conversationChanged.connect(self._show)
        self._show_fold()
        self._show()

    def _show(self) -> None:
        """Put new hints on top, keep the cards of those that stay, drop the others."""
        hints = self._bridge.state.hints
        if set(hints) == {card.hint for card in self._cards}:
            return
        kept = [card for card in self._cards if card.hint in hints]
        for card in self._cards:
            if card not in kept:
                self._column.removeWidget(card)
                card.hide()
                card.deleteLater()
        known = {card.hint for card in kept}
        new = [self._card(hint) for hint in dict.fromkeys(hints) if hint not in known]
        for place, card in enumerate(new):
            self._column.insertWidget(place, card)
        for card in reversed(new):
            # A widget made later is otherwise reached after everything else in the window.
            QWidget.setTabOrder(self._fold, card)
        self._cards = new + kept
        self._empty.setVisible(not self._cards)
        self._show_fold()
        if new:
            self._area.verticalScrollBar().setValue(0)

    def _card(self, hint: Hint) -> HintCard:
        card = HintCard(hint)
        card.clicked.connect(lambda: self.hintChosen.emit(hint.text))
        return card

    def _turn_fold(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self._show_fold()

    def _show_fold(self) -> None:
        unfolded = self._is_unfolded
        self._area.setVisible(unfolded)
        count = len(self._cards)
        words = self.tr("Hints ({count})").format(count=count) if count else self.tr("Hints")
        self._fold.setText(words)
        self._fold.setIcon(icons.icon("chevron-down" if unfolded else "chevron-right"))
        self._fold.setToolTip(self.tr("Hide the hints") if unfolded else self.tr("Show the hints"))
