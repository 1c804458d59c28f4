"""Settings: how the window looks, microphone and loudspeaker, about. Every change is in force and saved at once."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from desktop import __version__
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.models.devices import DevicesModel
from desktop.gui.models.rows import Role
from desktop.gui.views.buttons import Choice, Tick
from desktop.gui.views.flow_layout import FlowLayout
from desktop.gui.views.level_meter import LevelMeter
from desktop.gui.views.page import Page

_LEVEL_INTERVAL_MS = 33
_SCALE_STEP = 10
"""Per cent."""
_PAUSE_STEP_MS = 100
_NAME_PX = 112
_LEAST_CONTROL_PX = 280


class SettingsPage(Page):
    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Settings"), parent)
        self._bridge = bridge
        self._showing = False
        self._microphones = DevicesModel(self)
        self._loudspeakers = DevicesModel(self)
        self._build_look()
        self._build_voice()
        self._build_about()
        self.column.addStretch()
        self._level_timer = QTimer(self)
        self._level_timer.setInterval(_LEVEL_INTERVAL_MS)
        self._level_timer.timeout.connect(lambda: self._meter.tick(bridge.levels()[0]))
        bridge.settingsChanged.connect(self._show_settings)
        bridge.devicesChanged.connect(self._show_devices)
        bridge.phaseChanged.connect(self._show_level_advice)
        self._show_settings()
        self._show_level_advice()

    # -- building --------------------------------------------------------------------------------------------

    def _build_look(self) -> None:
        card = self.section(self.tr("Look"))
        self._themes = QButtonGroup(self)
        chips = QWidget(self)
        flow = FlowLayout(chips, 8)
        for value, text in (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            chip = QPushButton(text, chips)
            chip.setProperty("kind", "chip")
            chip.setProperty("value", value)
            chip.setCheckable(True)
            chip.setAccessibleName(self.tr("Theme: {name}").format(name=text))
            self._themes.addButton(chip)
            flow.addWidget(chip)
        self._themes.buttonClicked.connect(lambda chip: self._change(theme=chip.property("value")))
        card.addWidget(_Row(self.tr("Theme"), chips))
        self.text_size, self._size_words, size = _slider(self, self.tr("Text size"), 80, 200, _SCALE_STEP)
        self.text_size.setTracking(False)
        self.text_size.sliderMoved.connect(self._show_size_words)
        self.text_size.valueChanged.connect(self._change_size)
        card.addWidget(_Row(self.tr("Text size"), size))

    def _build_voice(self) -> None:
        card = self.section(self.tr("Voice"))
        self.microphone = self._device_choice(self.tr("Microphone"), self._microphones)
        self.loudspeaker = self._device_choice(self.tr("Loudspeaker"), self._loudspeakers)
        self.microphone.activated.connect(lambda: self._change_device("microphone", self.microphone))
        self.loudspeaker.activated.connect(lambda: self._change_device("loudspeaker", self.loudspeaker))
        card.addWidget(_Row(self.tr("Microphone"), self.microphone))
        self._meter = LevelMeter(self)
        self._level_advice = QLabel(self)
        self._level_advice.setProperty("role", "small")
        self._level_advice.setWordWrap(True)
        level = QWidget(self)
        line = QHBoxLayout(level)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._meter)
        line.addWidget(self._level_advice, 1)
        card.addWidget(_Row(self.tr("Level"), level))
        card.addWidget(_Row(self.tr("Loudspeaker"), self.loudspeaker))
        self.pause, self._pause_words, pause = _slider(
            self, self.tr("Pause that ends your turn"), 600, 2000, _PAUSE_STEP_MS
        )
        self.pause.valueChanged.connect(self._change_pause)
        words = self.tr("A longer pause gives you time to think; a shorter one answers faster.")
        card.addWidget(_Row(self.tr("Pause"), _advised(pause, words)))
        self.echo = Tick(self.tr("Cancel echo"), self)
        self.echo.clicked.connect(lambda checked: self._change(echo_cancellation=checked))
        words = self.tr("Keeps your partner from hearing themselves. With a headset you can turn it off.")
        card.addWidget(_Row(self.tr("Echo"), _advised(self.echo, words)))

    def _device_choice(self, name: str, model: DevicesModel) -> Choice:
        choice = Choice(name, self)
        choice.setModel(model)
        choice.setMinimumContentsLength(12)
        return choice

    def _build_about(self) -> None:
        card = self.section(self.tr("About"))
        name = QLabel(self.tr("Vivavoce {version}").format(version=__version__), self)
        licence = QLabel(
            self.tr("Free software under the MIT licence. Practice mode works on this computer, without an account."),
            self,
        )
        licence.setProperty("role", "small")
        licence.setWordWrap(True)
        card.setSpacing(4)
        self._engine = QLabel(self)
        self._engine.setProperty("role", "small")
        self._bridge.serviceChanged.connect(self._show_engine)
        card.addWidget(name)
        card.addWidget(licence)
        card.addWidget(self._engine)
        self._show_engine()

    def _show_engine(self) -> None:
        engine = self._bridge.speech_engine
        self._engine.setText(self.tr("Your words are recognised by {engine}.").format(engine=engine) if engine else "")
        self._engine.setVisible(bool(engine))

    # -- showing ---------------------------------------------------------------------------------------------

    def _show_settings(self) -> None:
        settings = self._bridge.settings
        self._showing = True
        for chip in self._themes.buttons():
            chip.setChecked(chip.property("value") == settings.theme)
        self.text_size.setValue(round(settings.text_scale * 100))
        self._show_size_words(self.text_size.value())
        self.pause.setValue(round(settings.pause_s * 1000))
        self._show_pause_words()
        self.echo.setChecked(settings.echo_cancellation)
        self._showing = False
        self._show_devices()

    def _show_devices(self) -> None:
        settings, devices = self._bridge.settings, self._bridge.devices
        microphones = [(device.id, device.name) for device in devices if device.is_input]
        loudspeakers = [(device.id, device.name) for device in devices if device.is_output]
        for choice, model, present, chosen in (
            (self.microphone, self._microphones, microphones, (settings.microphone, settings.microphone_name)),
            (self.loudspeaker, self._loudspeakers, loudspeakers, (settings.loudspeaker, settings.loudspeaker_name)),
        ):
            model.set_devices(present, chosen)
            choice.setCurrentIndex(model.row_of(chosen[0]))

    def _show_size_words(self, percent: int) -> None:
        self._size_words.setText(self.tr("{percent} %").format(percent=percent))

    def _show_pause_words(self) -> None:
        self._pause_words.setText(self.tr("{seconds} s").format(seconds=f"{self.pause.value() / 1000:.1f}"))

    def _show_level_advice(self) -> None:
        if self._bridge.talking:
            words = self.tr("Speak: the bars follow your voice.")
        else:
            words = self.tr("Start a talk, then come back here: the bars follow your voice.")
        self._level_advice.setText(words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._level_timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._level_timer.stop()

    # -- changing --------------------------------------------------------------------------------------------

    def _change(self, **changes: object) -> None:
        if not self._showing:
            self._bridge.change_settings(**changes)

    def _change_size(self, percent: int) -> None:
        self._show_size_words(percent)
        self._change(text_scale=percent / 100)

    def _change_pause(self, milliseconds: int) -> None:
        self._show_pause_words()
        self._change(pause_s=milliseconds / 1000)

    def _change_device(self, setting: str, choice: Choice) -> None:
        device = choice.currentData(Role.ITEM)
        self._change(**{setting: device.id, f"{setting}_name": device.name})


class _Row(QWidget):
    """A name beside its control; above it where there is no room."""

    def __init__(self, name: str, control: QWidget) -> None:
        super().__init__()
        self._label = QLabel(name, self)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._label)
        self._box.addWidget(control, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.metrics.px(_NAME_PX + _LEAST_CONTROL_PX)
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._box.setSpacing(16 if beside else 6)
        self._label.setMinimumWidth(theme.metrics.px(_NAME_PX) if beside else 0)


def _advised(control: QWidget, words: str) -> QWidget:
    """Return the control with a small line of advice under it."""
    column = QWidget()
    advice = QLabel(words, column)
    advice.setProperty("role", "small")
    advice.setWordWrap(True)
    lines = QVBoxLayout(column)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(0)
    lines.addWidget(control)
    lines.addWidget(advice)
    return column


def _slider(parent: QWidget, name: str, least: int, most: int, step: int) -> tuple[QSlider, QLabel, QWidget]:
    """Return a slider, the label of its value, and the row that holds both."""
    row = QWidget(parent)
    slider = QSlider(Qt.Orientation.Horizontal, row)
    slider.setRange(least, most)
    slider.setSingleStep(step)
    slider.setPageStep(2 * step)
    slider.setAccessibleName(name)
    words = QLabel(row)
    words.setMinimumWidth(56)
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(12)
    line.addWidget(slider, 1)
    line.addWidget(words)
    return slider, words, row
