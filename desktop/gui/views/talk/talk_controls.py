"""The small controls of the talk bar: time to think or the end of the talk, mute, the turn mode, the time."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.conversation.state import Phase, TurnMode
from desktop.gui import icons, theme
from desktop.gui.bridge import Bridge
from desktop.gui.views.buttons import SpacedButton
from desktop.gui.views.settings.turn_settings import TurnSettings
from desktop.gui.views.talk.level_meter import LevelMeter
from desktop.gui.words import TURN_MODE_ICONS, turn_mode_words

_POPOVER_PX = 400


class TalkControls(QWidget):
    """Each control keeps its place from the beginning of a talk to its end, seen or not."""

    endRequested = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.meter = LevelMeter()
        self.think = _ghost(self, self.tr("Let me think"), "hourglass", checkable=True)
        self.think.clicked.connect(self._think_clicked)
        self.end = _ghost(self, self.tr("End talk"), "stop-filled")
        self.end.setAccessibleName(self.tr("End the talk"))
        self.end.clicked.connect(self.endRequested)
        self._first = QStackedWidget()
        self._first.addWidget(self.think)
        self._first.addWidget(self.end)
        self.mute = _ghost(self, "", "microphone", checkable=True)
        self.mute.clicked.connect(self._mute_clicked)
        self.mode = _ghost(self, "", "voice")
        self.mode.clicked.connect(self._open_modes)
        self.elapsed = QLabel()
        self.elapsed.setTextFormat(Qt.TextFormat.PlainText)
        self.elapsed.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.elapsed.setAccessibleName(self.tr("Length of the talk"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addStretch()
        for part in (self.meter, self._first, self.mute, self.mode, self.elapsed):
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self._popover: _Popover | None = None
        self._has_words = True

    # -- showing -----------------------------------------------------------------------------------------------

    def show_state(self) -> None:
        """Show the bridge's conversation as it stands."""
        state, live = self._bridge.state, self._bridge.talking
        mode = self._bridge.turn_mode
        going_on = live and state.phase is not Phase.STOPPING
        is_between = state.phase is Phase.BETWEEN
        self._first.setCurrentWidget(self.think if mode is TurnMode.HANDS_FREE and not is_between else self.end)
        self._first.setVisible(going_on)
        self.think.setChecked(state.thinking_time)
        self.think.setToolTip(
            self.tr("Let a pause end your turn again") if state.thinking_time else self.tr("Keep your turn open")
        )
        self.mute.setVisible(going_on and not is_between)
        self.mute.setChecked(state.muted)
        self.mute.setIcon(icons.icon("microphone-off" if state.muted else "microphone", "text"))
        words = self.tr("Unmute the microphone") if state.muted else self.tr("Mute the microphone")
        self.mute.setAccessibleName(words)
        self.mute.setToolTip(words)
        name, line = turn_mode_words(mode)
        self.mode.setIcon(icons.icon(TURN_MODE_ICONS[mode], "text"))
        self.mode.setAccessibleName(self.tr("Turn mode: {name}").format(name=name))
        self.mode.setToolTip(line)
        self.meter.setVisible(live and not is_between)
        self.elapsed.setVisible(bool(state.started_at))
        self._show_words()

    def show_elapsed(self, words: str) -> None:
        if words != self.elapsed.text():
            is_longer = len(words) > len(self.elapsed.text())
            self.elapsed.setText(words)
            if is_longer:
                self._make_room_for_elapsed()

    def _make_room_for_elapsed(self) -> None:
        """Keep the digits from moving what stands beside them."""
        widest = "0:00:00" if len(self.elapsed.text()) > len("00:00") else "00:00"
        self.elapsed.setMinimumWidth(self.elapsed.fontMetrics().horizontalAdvance(widest) + 8)

    def _mute_words(self) -> tuple[str, str]:
        return self.tr("Mute"), self.tr("Unmute")

    def _show_words(self) -> None:
        """Name the controls, or leave it to their icons, tool tips and screen readers."""
        mute, unmute = self._mute_words()
        self.mute.setText((unmute if self._bridge.state.muted else mute) if self._has_words else "")
        self.think.setText(self.tr("Let me think") if self._has_words else "")
        self.end.setText(self.tr("End talk") if self._has_words else "")
        self.mode.setText(turn_mode_words(self._bridge.turn_mode)[0] if self._has_words else "")

    # -- fitting -----------------------------------------------------------------------------------------------

    def fit(self, room: int) -> None:
        """Take as little as is needed of `room` pixels: icons alone where words find none, then without the meter."""
        self._set_widths(has_words=True)
        self._set_meter(True)
        if self.minimumSizeHint().width() > room:
            self._set_widths(has_words=False)
        if self.minimumSizeHint().width() > room:
            self._set_meter(False)

    def _set_widths(self, has_words: bool) -> None:
        """Give every control the width of the longest word it may ever show, so that none moves another."""
        self._has_words = has_words
        names = [turn_mode_words(mode)[0] for mode in TurnMode]
        for button, texts in (
            (self.think, (self.tr("Let me think"),)),
            (self.end, (self.tr("End talk"),)),
            (self.mute, self._mute_words()),
            (self.mode, names),
        ):
            button.set_spaced(has_words)
            button.setFixedWidth(_widest(button, texts if has_words else ("",)))
        self._first.setFixedWidth(max(self.think.width(), self.end.width()))
        self._make_room_for_elapsed()
        self._show_words()

    def _set_meter(self, wanted: bool) -> None:
        self.meter.setFixedWidth(self.meter.sizeHint().width() if wanted else 0)

    # -- what can be done --------------------------------------------------------------------------------------

    def _mute_clicked(self) -> None:
        self.mute.setChecked(self._bridge.state.muted)
        self._bridge.toggle_mute()

    def _think_clicked(self) -> None:
        self.think.setChecked(self._bridge.state.thinking_time)
        self._bridge.toggle_thinking_time()

    def _open_modes(self) -> None:
        if self._popover is None:
            self._popover = _Popover(self._bridge, self)
        self._popover.open_above(self.mode)


class _Popover(QFrame):
    """The turn modes and the pause, above the button that opens it."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("surface", "popover")
        self.setAccessibleName(self.tr("How you take turns"))
        self.turns = TurnSettings(bridge, self)
        self.turns.modePicked.connect(self.close)
        self._column = QVBoxLayout(self)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.addWidget(self.turns)

    def open_above(self, button: QWidget) -> None:
        window = button.window()
        width = min(theme.metrics.px(_POPOVER_PX), window.width() - 32)
        self.resize(width, self.height())
        self.show()
        # The rows know their heights only once they have their width.
        self.resize(width, self._column.totalHeightForWidth(width))
        corner = button.mapTo(window, QPoint(0, 0))
        left = corner.x() if self.isRightToLeft() else corner.x() + button.width() - width
        left = max(16, min(left, window.width() - width - 16))
        self.move(window.mapToGlobal(QPoint(left, max(8, corner.y() - self.height() - 8))))
        self.turns.chosen.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def _ghost(parent: QWidget, text: str, icon: str, checkable: bool = False) -> SpacedButton:
    """Return a quiet button. A click leaves the focus where it was, so that Space goes on talking."""
    button = SpacedButton(parent, "ghost")
    button.setIcon(icons.icon(icon, "text"))
    button.setText(text)
    button.setCheckable(checkable)
    button.setAccessibleName(text)
    return button


def _widest(button: QPushButton, texts: Sequence[str]) -> int:
    """Return the width the button needs for any of the texts."""
    widths = []
    for text in texts:
        button.setText(text)
        widths.append(button.sizeHint().width())
    return max(widths)
