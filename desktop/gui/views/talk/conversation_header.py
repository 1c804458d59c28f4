"""The line above a transcript: what the talk is, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.gui import icons, theme
from desktop.gui.models.transcript import Row
from desktop.gui.views.buttons import SpacedButton

_WORDS_PX = 700
"""Width at normal text size from which every button has its words."""


class ElidedLabel(QLabel):
    """One line of plain text that ends in an ellipsis where room is short."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self.setVisible(bool(text))
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text():
            self.setText(shown)
            self.setToolTip(self._whole if shown != self._whole else "")


class ConversationHeader(QWidget):
    """Title, star for the last exchange, menu; for a past talk a button that continues it."""

    continueRequested = Signal()
    checkRequested = Signal()
    """What the learner said is to be shown with its mistakes."""
    starRequested = Signal()
    """The star of the newest exchange is to be set or taken away."""
    copyRequested = Signal()
    saveRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last: Row | None = None
        self._title = ElidedLabel("title")
        self._partner = ElidedLabel("small")
        self._continue = QPushButton(self.tr("Continue this talk"))
        self._continue.setProperty("kind", "primary")
        self._continue.clicked.connect(self.continueRequested)
        self._check = SpacedButton(self, "ghost")
        self._check.setIcon(icons.icon("check", "text"))
        self._check.setAccessibleName(self.tr("Check what I said"))
        self._check.setToolTip(self.tr("Check what I said"))
        self._check.clicked.connect(self.checkRequested)
        self._check.hide()
        self._star = QToolButton()
        self._star.setCheckable(True)
        self._star.clicked.connect(self._star_clicked)
        self._more = QToolButton()
        self._more.setIcon(icons.icon("more", "text"))
        self._more.setAccessibleName(self.tr("More about this talk"))
        self._more.setToolTip(self.tr("More about this talk"))
        self._more.clicked.connect(self._open_menu)
        self._menu = menu = QMenu(self._more)
        self._copy = menu.addAction(icons.icon("copy"), self.tr("Copy transcript"))
        self._copy.triggered.connect(self.copyRequested)
        self._save = menu.addAction(icons.icon("save"), self.tr("Save transcript as text…"))
        self._save.triggered.connect(self.saveRequested)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._title)
        words.addWidget(self._partner)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.setSpacing(theme.GRID_PX)
        row.addLayout(words, 1)
        row.addWidget(self._check)
        row.addWidget(self._continue)
        row.addWidget(self._star)
        row.addWidget(self._more)
        self.setMinimumHeight(56)
        theme.changes.changed.connect(self._fit)
        self._fit()
        self.show_last(None)

    def show_title(self, title: str, partner: str, can_continue: bool) -> None:
        """title, partner: untrusted plain text; partner: a line under the title, may be empty."""
        self._title.show_text(title)
        self._partner.show_text(partner)
        self._continue.setVisible(can_continue)

    def show_can_check(self, can_check: bool) -> None:
        self._check.setVisible(can_check)

    def show_last(self, row: Row | None) -> None:
        """Show the newest exchange's star; None where there is none yet."""
        if row == self._last and self._star.accessibleName():
            return
        self._last = row
        starred = row is not None and row.starred
        self._star.setEnabled(row is not None)
        self._star.setChecked(starred)
        self._star.setIcon(icons.icon("star-filled", "star") if starred else icons.icon("star", "text"))
        words = self.tr("Remove the star from the last exchange") if starred else self.tr("Star the last exchange")
        self._star.setAccessibleName(words)
        self._star.setToolTip(words)

    def show_has_turns(self, has_turns: bool) -> None:
        self._copy.setEnabled(has_turns)
        self._save.setEnabled(has_turns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the room to the title, and the button to its icon, where both would not have enough."""
        has_words = self.width() >= theme.metrics.px(_WORDS_PX)
        self._check.set_spaced(has_words)
        self._check.setText(self.tr("Check what I said") if has_words else "")

    def _open_menu(self) -> None:
        side = self._more.rect().bottomRight() if not self.isRightToLeft() else self._more.rect().bottomLeft()
        place = self._more.mapToGlobal(side)
        if not self.isRightToLeft():
            place.setX(place.x() - self._menu.sizeHint().width())
        self._menu.popup(place)

    def _star_clicked(self, checked: bool) -> None:
        self._star.setChecked(not checked)
        self.starRequested.emit()
