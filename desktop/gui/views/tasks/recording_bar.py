"""Plays the recording of a task: play and pause, a slider to go anywhere in it, the speed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QStyle, QStyleOptionSlider, QVBoxLayout, QWidget

from desktop.gui import icons
from desktop.gui.bridge import Bridge
from desktop.gui.task_words import time_words
from desktop.gui.views.buttons import Choice, icon_button
from desktop.gui.words import elapsed_words

if TYPE_CHECKING:
    from desktop.app import Recording

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_TENTHS = 10
"""The slider counts tenths of a second: whole ones would be seen to jump."""
_STEP_S, _PAGE_S = 5, 15
_POSITION_INTERVAL_MS = 100


class RecordingBar(QWidget):
    """Shows a recording that is loaded; another one that takes its place in the player stops it here."""

    reloadRequested = Signal()
    """Play was pressed, but the player holds another recording by now. `put(..., play=True)` is the answer."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._recording: Recording | None = None
        self.play = icon_button("play", "", self)
        self.play.clicked.connect(self.toggle)
        self.slider = SeekSlider(self)
        self.slider.setAccessibleName(self.tr("Place in the recording"))
        self.slider.setSingleStep(_STEP_S * _TENTHS)
        self.slider.setPageStep(_PAGE_S * _TENTHS)
        self.slider.sought.connect(self._seek)
        self._times = QLabel(self)
        self._times.setTextFormat(Qt.TextFormat.PlainText)
        self.speed = Choice(self.tr("Speed"), self)
        for speed in SPEEDS:
            self.speed.addItem(self.tr("{speed} ×").format(speed=self.locale().toString(speed, "g", 3)), speed)
        self.speed.setMinimumContentsLength(4)
        self.speed.setToolTip(self.tr("Speed; the voice keeps its pitch"))
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self.speed.activated.connect(self._change_speed)
        self._notice = QLabel(self)
        self._notice.setProperty("role", "small")
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.play, self.slider, self._times, self.speed):
            row.addWidget(part, 1 if part is self.slider else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._notice)
        self._timer = QTimer(self)
        self._timer.setInterval(_POSITION_INTERVAL_MS)
        self._timer.timeout.connect(self._show_position)
        if bridge.player is not None:
            # The player outlives the view.
            self.destroyed.connect(bridge.player.watch(self._show))
        self._was_in_use = False
        bridge.conversationChanged.connect(self._on_microphone)
        self._show()

    def put(self, recording: "Recording", play: bool = False) -> None:
        """Show this recording, which the player has just loaded."""
        self._recording = recording
        self.slider.setRange(0, max(1, round(recording.duration_s * _TENTHS)))
        self._change_speed()
        if play:
            self.toggle()
        self._show()

    def toggle(self) -> None:
        """Play, or pause."""
        player = self._bridge.player
        if player is None or self._recording is None:
            return
        if player.recording is not self._recording:
            self.reloadRequested.emit()
        elif player.is_playing:
            player.pause()
        else:
            player.play()

    def stop(self) -> None:
        """Fall silent, if it is this recording that is heard."""
        player = self._bridge.player
        if player is not None and self._is_mine and player.is_playing:
            player.pause()

    def forget(self) -> None:
        """Stop, and show nothing until the next `put`; the player lets go of the recording."""
        player = self._bridge.player
        if player is not None and self._is_mine:
            player.unload()
        self._recording = None

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()
        self._timer.stop()

    @property
    def _is_mine(self) -> bool:
        player = self._bridge.player
        return player is not None and self._recording is not None and player.recording is self._recording

    @property
    def _is_in_use(self) -> bool:
        """Whether a talk or a dictation has the microphone, which would hear the recording."""
        dictation = self._bridge.dictation
        return self._bridge.talking or (dictation is not None and dictation.is_on)

    def _on_microphone(self) -> None:
        if self._is_in_use is not self._was_in_use:
            self._was_in_use = self._is_in_use
            if self._was_in_use:
                self.stop()
            self._show()

    # -- showing ---------------------------------------------------------------------------------------------

    def _show(self) -> None:
        player = self._bridge.player
        is_playing = player is not None and self._is_mine and player.is_playing
        name = self.tr("Pause the recording") if is_playing else self.tr("Play the recording")
        if self._is_in_use:
            name = self.tr("The recording can be played once the microphone is closed")
        self.play.setIcon(icons.icon("pause" if is_playing else "play", "accent"))
        self.play.setAccessibleName(name)
        self.play.setToolTip(name)
        self.play.setEnabled(not self._is_in_use)
        notice = player.notice if player is not None and self._is_mine else ""
        self._notice.setText(notice)
        self._notice.setVisible(bool(notice))
        if is_playing and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()
        self._show_position()

    def _show_position(self) -> None:
        player = self._bridge.player
        position = player.position_s if player is not None and self._is_mine else 0.0
        whole = self._recording.duration_s if self._recording is not None else 0.0
        if not self.slider.isSliderDown():
            self.slider.setValue(round(position * _TENTHS))
        self._times.setText(self.tr("{now} / {whole}").format(now=elapsed_words(position), whole=elapsed_words(whole)))
        words = self.tr("{now} of {whole}").format(now=time_words(position), whole=time_words(whole))
        if words != self._times.accessibleName():
            self._times.setAccessibleName(words)
            self.slider.setAccessibleDescription(words)

    # -- changing --------------------------------------------------------------------------------------------

    def _seek(self, tenths: int) -> None:
        player = self._bridge.player
        if player is not None and self._is_mine:
            player.seek(tenths / _TENTHS)

    def _change_speed(self) -> None:
        player = self._bridge.player
        if player is not None and self._is_mine:
            player.set_speed(self.speed.currentData())


class SeekSlider(QSlider):
    """A click goes to the place clicked, not a page on."""

    sought = Signal(int)
    """The learner went to this value, by mouse or key."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sliderMoved.connect(self.sought)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        handle = self.style().subControlRect(control, option, part, self)
        place = event.position().toPoint()
        if event.button() is Qt.MouseButton.LeftButton and not handle.contains(place):
            half = handle.width() // 2
            room = max(1, self.width() - handle.width())
            value = QStyle.sliderValueFromPosition(
                self.minimum(), self.maximum(), place.x() - half, room, option.upsideDown
            )
            self.setValue(value)
            self.sought.emit(value)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.value()
        super().keyPressEvent(event)
        if self.value() != before:
            self.sought.emit(self.value())

    def wheelEvent(self, event: object) -> None:
        """The wheel scrolls the page."""
        event.ignore()  # type: ignore[attr-defined]
