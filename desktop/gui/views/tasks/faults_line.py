"""One line that says that something could not be read, and on request what and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.gui import icons, theme

MOST_SHOWN = 20
LONGEST = 400
"""Characters of one fault: it names files and quotes what is in them."""


class FaultsLine(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "notice")
        self._icon = QLabel(self)
        self._draw_icon()
        theme.changes.changed.connect(self._draw_icon)
        self._words = self._label()
        self._details = self._label()
        self.more = QPushButton(self)
        self.more.setProperty("kind", "link")
        self.more.clicked.connect(self._turn)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        line.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self._details)
        self.show_faults(())

    def show_faults(self, faults: tuple[str, ...]) -> None:
        """Show these sentences: one by itself, more behind a line that counts them."""
        one_only = len(faults) == 1
        counted = self.tr("{count} files or folders could not be read.").format(count=len(faults))
        self._words.setText(faults[0][:LONGEST] if one_only else counted)
        shown = [fault[:LONGEST] for fault in faults[:MOST_SHOWN]]
        if len(faults) > MOST_SHOWN:
            shown.append(self.tr("… and {count} more").format(count=len(faults) - MOST_SHOWN))
        self._details.setText("\n".join(shown))
        self._details.setVisible(False)
        self.more.setVisible(not one_only)
        self._name_button()
        self.setVisible(bool(faults))

    def _draw_icon(self) -> None:
        self._icon.setPixmap(icons.icon("warning", "notice-text").pixmap(theme.metrics.px(icons.SIZE_PX)))

    def _turn(self) -> None:
        self._details.setVisible(self._details.isHidden())
        self._name_button()

    def _name_button(self) -> None:
        self.more.setText(self.tr("Show which") if self._details.isHidden() else self.tr("Show less"))

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
