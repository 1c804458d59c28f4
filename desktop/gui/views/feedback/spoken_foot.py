"""What can be done with what was said: check it, hear the turn at the cursor, take its correction back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.gui import icons
from desktop.gui.shortcuts import key_name
from desktop.gui.views.buttons import SpacedButton
from desktop.gui.views.tasks.task_foot import TokenRow

_LONGEST_STATE = 120


class SpokenFoot(QWidget):
    """Stays in sight while the page scrolls."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._is_narrow = False
        self._is_playing = False
        self.token_row = TokenRow(self)
        self.token_row.hide()
        self.check = SpacedButton(self, "primary")
        self.check.setIcon(icons.icon("check", "accent-text"))
        self.check.setToolTip(key_name("Ctrl+Return"))
        self.play = self._quiet_button("play")
        self.take_back = self._quiet_button("refresh")
        self._state = QLabel(self)
        self._state.setProperty("role", "soft")
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.check, self.play, self.take_back):
            button.setAutoDefault(True)  # so that Enter presses it
            row.addWidget(button)
        row.addWidget(self._state, 1)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.token_row)
        column.addLayout(row)
        self.set_narrow(False)

    def show_check(self, words: str, is_checking: bool) -> None:
        """words: how the check stands."""
        self.check.setText(self.tr("Checking …") if is_checking else self.tr("Check"))
        self.check.setEnabled(not is_checking)
        self._state.setText(words[:_LONGEST_STATE])

    def show_line(self, can_play: bool, is_playing: bool, is_corrected: bool) -> None:
        """Offer what can be done with the line the cursor is in."""
        self._is_playing = is_playing
        self.play.setEnabled(can_play)
        self.play.setIcon(icons.icon("stop-filled" if is_playing else "play"))
        self.take_back.setEnabled(is_corrected)
        self._name_buttons()

    def set_narrow(self, is_narrow: bool) -> None:
        """Show icons without their words, and how the check stands: the cards that say it may be out of sight."""
        self._is_narrow = is_narrow
        self._state.setVisible(is_narrow)
        self._name_buttons()

    def _name_buttons(self) -> None:
        play = self.tr("Stop") if self._is_playing else self.tr("Hear this turn")
        for button, words in ((self.play, play), (self.take_back, self.tr("Take my correction back"))):
            button.setAccessibleName(words)
            button.setText("" if self._is_narrow else words)
            button.setToolTip(words if self._is_narrow else "")
            button.set_spaced(not self._is_narrow)

    def _quiet_button(self, icon: str) -> SpacedButton:
        button = SpacedButton(self, "ghost")
        button.setIcon(icons.icon(icon))
        return button
