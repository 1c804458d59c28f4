"""The bar across the bottom: how the talk stands, the talk button, the microphone, the time."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.conversation.state import Phase
from desktop.gui import icons, theme
from desktop.gui.bridge import Bridge
from desktop.gui.views.level_meter import LevelMeter
from desktop.gui.views.talk_button import TalkButton
from desktop.gui.words import elapsed_words, press_words, state_words

_TICK_MS = 33
_NARROW_PX = 560
"""Width at normal text size below which the advice gives way."""


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
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._advice = QLabel()
        self._advice.setProperty("role", "soft")
        self._advice.setTextFormat(Qt.TextFormat.PlainText)
        self._advice.setWordWrap(True)
        self._button = TalkButton()
        self._button.clicked.connect(bridge.toggle_talk)
        self._meter = LevelMeter()
        self._mute = QPushButton()
        self._mute.setCheckable(True)
        self._mute.setProperty("kind", "ghost")
        self._mute.clicked.connect(self._mute_clicked)
        self._elapsed = QLabel()
        self._elapsed.setTextFormat(Qt.TextFormat.PlainText)
        self._elapsed.setAccessibleName(self.tr("Length of the talk"))
        self._arrange()

        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        bridge.phaseChanged.connect(self._show)
        bridge.catalogueChanged.connect(self._show)
        bridge.chosenChanged.connect(self._show)
        theme.changes.changed.connect(self._fit)
        self._show()

    def _arrange(self) -> None:
        left, right = QWidget(), QWidget()
        words = QVBoxLayout(left)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._title)
        words.addWidget(self._advice)
        words.addStretch()
        controls = QHBoxLayout(right)
        controls.setContentsMargins(0, 0, 0, 0)
        controls.setSpacing(theme.GRID_PX)
        controls.addStretch()
        controls.addWidget(self._meter)
        controls.addWidget(self._mute)
        controls.addWidget(self._elapsed)
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 4, 24, 4)
        grid.setHorizontalSpacing(16)
        grid.addWidget(left, 0, 0)
        grid.addWidget(self._button, 0, 1)
        grid.addWidget(right, 0, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, 1)
        QWidget.setTabOrder(self._button, self._mute)

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
        self._button.setEnabled(can_start if not live else state.phase is not Phase.STOPPING)
        self._button.show_state(words.mood, live, press_words(state, name if can_start else "", course_id))
        self._show_mute(live and state.phase is not Phase.STOPPING, state.muted)
        self._meter.setVisible(live)
        self._elapsed.setVisible(bool(state.started_at))
        self._run_timer()

    def _show_mute(self, possible: bool, muted: bool) -> None:
        self._mute.setEnabled(possible)
        self._mute.setVisible(possible)
        self._mute.setChecked(muted)
        self._mute.setText(self.tr("Unmute") if muted else self.tr("Mute"))
        self._mute.setIcon(icons.icon("microphone-off" if muted else "microphone", "text"))
        words = self.tr("Unmute the microphone") if muted else self.tr("Mute the microphone")
        self._mute.setAccessibleName(words)
        self._mute.setToolTip(words)

    def _mute_clicked(self) -> None:
        self._mute.setChecked(self._bridge.state.muted)
        self._bridge.toggle_mute()

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
            self._meter.tick(0.0)

    def _tick(self) -> None:
        capture, playback = self._bridge.levels()
        muted = self._bridge.state.muted
        self._button.tick(0.0 if muted else capture, playback)
        self._meter.tick(0.0 if muted else capture)
        started_at = self._bridge.state.started_at
        words = elapsed_words(self._clock() - started_at) if started_at else ""
        if words != self._elapsed.text():
            self._elapsed.setText(words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run_timer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._advice.setVisible(self.width() >= theme.metrics.px(_NARROW_PX))
