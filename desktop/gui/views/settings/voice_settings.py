"""The settings of microphone and loudspeaker. Every change is in force and saved at once."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.gui.bridge import Bridge
from desktop.gui.models.devices import DevicesModel
from desktop.gui.models.rows import Role
from desktop.gui.views.buttons import Choice, Tick
from desktop.gui.views.settings.form import FormRow, advised
from desktop.gui.views.talk.level_meter import LevelMeter

_LEVEL_INTERVAL_MS = 33


class VoiceSettings(QWidget):
    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(16)
        self._microphones = DevicesModel(self)
        self._loudspeakers = DevicesModel(self)
        self._build_devices()
        self._build_cleaning()
        self._level_timer = QTimer(self)
        self._level_timer.setInterval(_LEVEL_INTERVAL_MS)
        self._level_timer.timeout.connect(lambda: self._meter.tick(bridge.levels()[0]))
        bridge.settingsChanged.connect(self._show_settings)
        bridge.devicesChanged.connect(self._show_devices)
        bridge.phaseChanged.connect(self._show_level_advice)
        self._show_settings()
        self._show_level_advice()

    # -- building --------------------------------------------------------------------------------------------

    def _build_devices(self) -> None:
        self.microphone = self._device_choice(self.tr("Microphone"), self._microphones)
        self.loudspeaker = self._device_choice(self.tr("Loudspeaker"), self._loudspeakers)
        self.microphone.activated.connect(lambda: self._change_device("microphone", self.microphone))
        self.loudspeaker.activated.connect(lambda: self._change_device("loudspeaker", self.loudspeaker))
        self._rows.addWidget(FormRow(self.tr("Microphone"), self.microphone))
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
        self._rows.addWidget(FormRow(self.tr("Level"), level))
        self._rows.addWidget(FormRow(self.tr("Loudspeaker"), self.loudspeaker))
        self.device_advice = QLabel(self)
        self.device_advice.setProperty("role", "small")
        self.device_advice.setTextFormat(Qt.TextFormat.PlainText)
        self.device_advice.setWordWrap(True)
        self._rows.addWidget(self.device_advice)

    def _device_choice(self, name: str, model: DevicesModel) -> Choice:
        choice = Choice(name, self)
        choice.setModel(model)
        choice.setMinimumContentsLength(12)
        return choice

    def _build_cleaning(self) -> None:
        self.echo = self._tick("echo_cancellation", self.tr("Cancel echo"))
        self.noise = self._tick("noise_suppression", self.tr("Reduce noise"))
        self.gain = self._tick("gain_control", self.tr("Even out loudness"))
        self.rumble = self._tick("high_pass", self.tr("Cut rumble"))
        column = QWidget(self)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for tick, words in (
            (self.echo, self.tr("Keeps your partner from hearing themselves. With a headset you can turn it off.")),
            (
                self.noise,
                self.tr("Fans, keyboards and streets become softer, your voice a little duller."),
            ),
            (self.gain, self.tr("A soft voice becomes louder, a loud one softer.")),
            (self.rumble, self.tr("Takes away hum, wind and knocks on the table, below any voice.")),
        ):
            lines.addWidget(advised(tick, words))
        self._rows.addWidget(FormRow(self.tr("Clean sound"), column, at_top=True))

    def _tick(self, setting: str, name: str) -> Tick:
        tick = Tick(name, self)
        tick.clicked.connect(lambda checked: self._change(**{setting: checked}))
        return tick

    # -- showing ---------------------------------------------------------------------------------------------

    def _show_settings(self) -> None:
        settings = self._bridge.settings
        self.echo.setChecked(settings.echo_cancellation)
        self.noise.setChecked(settings.noise_suppression)
        self.gain.setChecked(settings.gain_control)
        self.rumble.setChecked(settings.high_pass)
        self._show_devices()

    def _show_devices(self) -> None:
        settings, devices = self._bridge.settings, self._bridge.devices
        microphones = [(device.id, device.name) for device in devices if device.is_input]
        loudspeakers = [(device.id, device.name) for device in devices if device.is_output]
        for choice, model, present, chosen in (
            (self.microphone, self._microphones, microphones, (settings.microphone, settings.microphone_name)),
            (self.loudspeaker, self._loudspeakers, loudspeakers, (settings.loudspeaker, settings.loudspeaker_name)),
        ):
            choice.setCurrentIndex(model.set_devices(present, chosen))
        advice = self._bridge.device_advice
        self.device_advice.setText(advice)
        self.device_advice.setVisible(bool(advice))

    def _show_level_advice(self) -> None:
        if self._bridge.talking:
            words = self.tr("Speak: the bars follow your voice.")
        else:
            words = self.tr("Start a talk, then come back here: the bars follow your voice.")
        self._level_advice.setText(words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._level_timer.start()
        self._bridge.watch_devices(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._level_timer.stop()
        self._bridge.watch_devices(False)

    # -- changing --------------------------------------------------------------------------------------------

    def _change(self, **changes: object) -> None:
        self._bridge.change_settings(**changes)

    def _change_device(self, setting: str, choice: Choice) -> None:
        device = choice.currentData(Role.ITEM)
        self._change(**{setting: device.id, f"{setting}_name": device.name})
