"""The bar across the bottom: how the talk stands, the talk button, and the small controls beside it."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.conversation.state import Phase, TurnMode
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.talk_key import TalkKey
from desktop.gui.views.talk.talk_button import TalkButton
from desktop.gui.views.talk.talk_controls import TalkControls
from desktop.gui.words import elapsed_words, press_of, press_words, state_words

_TICK_MS = 33
_NARROW_PX = 560
"""Width at normal text size below which the advice gives way."""
_SIDE_PX = 24
_GAP_PX = 16
_LEAST_WORDS_PX = 140
"""Width at normal text size that the state's words keep."""


class TalkBar(QWidget):
    """Shows the bridge's conversation; starts, stops and mutes it.

    clock: seconds since the epoch.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None, clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._clock = clock
        self.setObjectName("talkBar")
        self.setAccessibleName(self.tr("Talk"))
        self._title = _words("title")
        self._advice = _words("soft")
        self.key = TalkKey(bridge, self)
        self.button = TalkButton()
        self.button.clicked.connect(self.key.press)
        self.button.held.connect(lambda: self.key.hold(QEvent.Type.MouseButtonRelease))
        self.controls = TalkControls(bridge)
        self.controls.endRequested.connect(bridge.stop_talk)
        self._left = QWidget()
        self._arrange()

        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        bridge.phaseChanged.connect(self._show)
        bridge.catalogueChanged.connect(self._show)
        bridge.chosenChanged.connect(self._show)
        bridge.settingsChanged.connect(self._show)
        theme.changes.changed.connect(self._fit)
        self._show()

    def _arrange(self) -> None:
        words = QVBoxLayout(self._left)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._title)
        words.addWidget(self._advice)
        words.addStretch()
        grid = QGridLayout(self)
        grid.setContentsMargins(_SIDE_PX, 4, _SIDE_PX, 4)
        grid.setHorizontalSpacing(_GAP_PX)
        grid.addWidget(self._left, 0, 0)
        grid.addWidget(self.button, 0, 1)
        grid.addWidget(self.controls, 0, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, 1)

    # -- showing -----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        state = self._bridge.state
        partner = self._bridge.partner
        name = partner.speaker if partner is not None else ""
        assistant_id, course_id = self._bridge.chosen
        words = state_words(state, name, course_id)
        live = self._bridge.talking
        can_start = bool(assistant_id)
        if words.title != self._title.text():
            self._title.setText(words.title)
        self._advice.setText(words.advice if live or can_start else press_words(state, ""))
        self.button.setEnabled(can_start if not live else state.phase is not Phase.STOPPING)
        press = press_words(state, name if can_start else "", course_id)
        is_held_down = self._bridge.turn_mode is TurnMode.HOLD
        self.button.show_state(words.mood, press_of(state), press, is_held_down)
        self.controls.show_state()
        self._run_timer()

    # -- the moving parts --------------------------------------------------------------------------------------

    @property
    def is_moving(self) -> bool:
        return self._timer.isActive()

    def _run_timer(self) -> None:
        """Run the timer only while there is something to see of it."""
        wanted = self._bridge.talking and self.isVisible()
        if wanted and not self._timer.isActive():
            self._timer.start()
            self._tick()
        elif not wanted and self._timer.isActive():
            self._timer.stop()
            self.controls.meter.tick(0.0)

    def _tick(self) -> None:
        capture, playback = self._bridge.levels()
        muted = self._bridge.state.muted
        self.button.tick(0.0 if muted else capture, playback)
        self.controls.meter.tick(0.0 if muted else capture)
        started_at = self._bridge.state.started_at
        words = elapsed_words(self._clock() - started_at) if started_at else ""
        self.controls.show_elapsed(words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self._run_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run_timer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Share the width out; keep the height, whatever the words of a state are."""
        has_advice = self.width() >= theme.metrics.px(_NARROW_PX)
        self._advice.setVisible(has_advice)
        beside = self.width() - 2 * (_SIDE_PX + _GAP_PX) - self.button.sizeHint().width()
        self.controls.fit(max(beside // 2, beside - theme.metrics.px(_LEAST_WORDS_PX)))
        title, advice = self._title.fontMetrics().lineSpacing(), self._advice.fontMetrics().lineSpacing()
        self._left.setMinimumHeight(title + 2 * advice if has_advice else 2 * title)


def _words(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
