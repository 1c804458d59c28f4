"""What can be done with one turn of a transcript, as a menu."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.gui import icons
from desktop.gui.models.transcript import Rest, Row, rest_words


class TurnMenu(QMenu):
    """Belongs to itself: it is gone when it closes."""

    copyRequested = Signal()
    starRequested = Signal()
    """The exchange's star is to be set or taken away."""
    restRequested = Signal()
    """The unheard rest is to be played, or is to stop."""

    def __init__(self, row: Row, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = self.addAction(icons.icon("copy"), self.tr("Copy"))
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.triggered.connect(self.copyRequested)
        if row.exchange_id:
            words = self.tr("Remove the star") if row.starred else self.tr("Star this exchange")
            star = self.addAction(icons.icon("star-filled" if row.starred else "star"), words)
            star.triggered.connect(self.starRequested)
        found = rest_words(row.rest)
        if found is not None:
            rest = self.addAction(icons.icon("stop-filled" if row.rest is Rest.PLAYING else "play"), found[0])
            rest.setEnabled(row.rest is not Rest.WAITING)
            rest.triggered.connect(self.restRequested)
