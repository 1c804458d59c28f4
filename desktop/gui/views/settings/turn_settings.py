"""How the learner takes and gives the word: the three turn modes, and the pause that ends a hands-free turn."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.conversation.state import TurnMode
from desktop.gui.bridge import Bridge
from desktop.gui.views.settings.form import FormRow, advised, named_slider
from desktop.gui.views.settings.mode_option import ModeOption
from desktop.gui.words import TURN_MODE_ICONS, turn_mode_words

_PAUSE_STEP_MS = 100


class TurnSettings(QWidget):
    """The same in the settings and above the talk bar. Every change is in force and saved at once."""

    modePicked = Signal()
    """The learner decided for a mode, perhaps the one that was chosen already."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._showing = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.options: dict[TurnMode, ModeOption] = {}
        for mode in TurnMode:
            name, line = turn_mode_words(mode)
            option = ModeOption(TURN_MODE_ICONS[mode], name, line, self)
            option.clicked.connect(lambda _, mode=mode: bridge.choose_turn_mode(mode))
            option.picked.connect(self.modePicked)
            self.options[mode] = option
            column.addWidget(option)
        self.pause, self._pause_words, pause = named_slider(
            self, self.tr("Pause that ends your turn"), 600, 2000, _PAUSE_STEP_MS
        )
        self.pause.valueChanged.connect(self._change_pause)
        words = self.tr(
            "Ends a hands-free turn, from the next talk on. Longer to think in, shorter for a quick answer."
        )
        self._pause_row = FormRow(self.tr("Pause"), advised(pause, words))
        column.addSpacing(12)
        column.addWidget(self._pause_row)
        bridge.settingsChanged.connect(self._show)
        bridge.phaseChanged.connect(self._show)
        self._show()

    @property
    def chosen(self) -> ModeOption:
        return self.options[self._bridge.turn_mode]

    def _show(self) -> None:
        self._showing = True
        self.chosen.setChecked(True)
        self.pause.setValue(round(self._bridge.settings.pause_s * 1000))
        self._show_pause_words()
        self._pause_row.setEnabled(self._bridge.turn_mode is TurnMode.HANDS_FREE)
        self._showing = False

    def _show_pause_words(self) -> None:
        self._pause_words.setText(self.tr("{seconds} s").format(seconds=f"{self.pause.value() / 1000:.1f}"))

    def _change_pause(self, milliseconds: int) -> None:
        self._show_pause_words()
        if not self._showing:
            self._bridge.change_settings(pause_s=milliseconds / 1000)
