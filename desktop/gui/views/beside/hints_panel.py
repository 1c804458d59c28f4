"""What the learner could say next: one card a hint, newest on top."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.conversation.turn import Hint
from desktop.gui import theme
from desktop.gui.announce import announce
from desktop.gui.bridge import Bridge
from desktop.gui.unseen import Unseen
from desktop.gui.views.scroll_page import ScrollPage


class HintCard(QAbstractButton):
    """One hint; a press puts it into the message box."""

    def __init__(self, hint: Hint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint = hint
        self.is_new = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
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
        row.setSpacing(8)
        row.addWidget(label, 1)
        self._badge = QLabel(self.tr("New"))
        self._badge.setProperty("role", "badge")
        self._badge.setTextFormat(Qt.TextFormat.PlainText)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.show_new(False)

    def show_new(self, is_new: bool) -> None:
        self.is_new = is_new
        self._badge.setVisible(is_new)
        self.setAccessibleName(self.tr("{hint}, new").format(hint=self.hint.text) if is_new else self.hint.text)

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
    """The hints of the conversation under way. A card is marked as new until `see`, or until it was chosen."""

    hintChosen = Signal(str)
    """The text of a hint, to be put into the message box."""
    newChanged = Signal()
    """`new` is another number."""

    def __init__(self, bridge: Bridge, before: QWidget) -> None:
        """before: the control that the keyboard reaches before the cards."""
        super().__init__(before.parentWidget())
        self._before = before
        self._bridge = bridge
        self._cards: list[HintCard] = []
        self._unseen = Unseen()
        self.setObjectName("hints")
        self.setAccessibleName(self.tr("Hints"))
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
        self._area = ScrollPage(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area, 1)
        bridge.conversationChanged.connect(self._show)
        self._show()

    @property
    def new(self) -> int:
        return len(self._unseen)

    @property
    def first(self) -> QWidget | None:
        """Where the keyboard begins."""
        return self._cards[0] if self._cards else None

    def see(self) -> None:
        """The learner saw every hint."""
        self._unseen.see()
        self._mark()

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
        for above, below in pairwise((self._before, *new)):
            # A widget made later is otherwise reached after everything else in the window.
            QWidget.setTabOrder(above, below)
        self._cards = new + kept
        self._empty.setVisible(not self._cards)
        self._unseen.show(hints)
        self._mark()
        if new:
            self._area.verticalScrollBar().setValue(0)
            self._announce([card.hint.text for card in new])

    def _card(self, hint: Hint) -> HintCard:
        card = HintCard(hint)
        card.clicked.connect(lambda: self._choose(hint))
        return card

    def _choose(self, hint: Hint) -> None:
        self._unseen.see((hint,))
        self._mark()
        self.hintChosen.emit(hint.text)

    def _mark(self) -> None:
        for card in self._cards:
            if card.is_new is not (card.hint in self._unseen):
                card.show_new(not card.is_new)
        self.newChanged.emit()

    def _announce(self, texts: list[str]) -> None:
        if len(texts) == 1:
            announce(self, self.tr("New hint: {hint}").format(hint=texts[0]))
        else:
            announce(self, self.tr("{count} new hints").format(count=len(texts)))
