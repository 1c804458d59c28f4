"""Settings: how the window looks, the voice, turns, about. Every change is in force and saved at once."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QWidget

from desktop import __version__
from desktop.gui.bridge import Bridge
from desktop.gui.views.flow_layout import FlowLayout
from desktop.gui.views.page import Page
from desktop.gui.views.settings.feedback_settings import FeedbackSettings
from desktop.gui.views.settings.form import FormRow, advised, named_slider
from desktop.gui.views.settings.turn_settings import TurnSettings
from desktop.gui.views.settings.voice_settings import VoiceSettings

_SCALE_STEP = 10
"""Per cent."""


class SettingsPage(Page):
    testRequested = Signal()
    """The learner wants to have the sound tested."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Settings"), parent)
        self._bridge = bridge
        self._showing = False
        self._build_look()
        self.voice = VoiceSettings(bridge)
        voice = self.section(self.tr("Voice"))
        voice.addWidget(self.voice)
        self.test_sound = QPushButton(self.tr("Test sound"), self)
        self.test_sound.clicked.connect(self.testRequested)
        words = self.tr("Finds out in half a minute what is good, and what to do where it is not.")
        voice.addWidget(FormRow(self.tr("Test"), advised(self.test_sound, words), at_top=True))
        self.turns = TurnSettings(bridge)
        self.section(self.tr("Your turn")).addWidget(self.turns)
        self.feedback = FeedbackSettings(bridge)
        self.section(self.tr("Feedback service")).addWidget(self.feedback)
        self._build_about()
        self.column.addStretch()
        bridge.settingsChanged.connect(self._show_settings)
        self._show_settings()

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
        card.addWidget(FormRow(self.tr("Theme"), chips))
        self.text_size, self._size_words, size = named_slider(self, self.tr("Text size"), 80, 200, _SCALE_STEP)
        self.text_size.setTracking(False)
        self.text_size.sliderMoved.connect(self._show_size_words)
        self.text_size.valueChanged.connect(self._change_size)
        card.addWidget(FormRow(self.tr("Text size"), size))

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
        self._showing = False

    def _show_size_words(self, percent: int) -> None:
        self._size_words.setText(self.tr("{percent} %").format(percent=percent))

    # -- changing --------------------------------------------------------------------------------------------

    def _change(self, **changes: object) -> None:
        if not self._showing:
            self._bridge.change_settings(**changes)

    def _change_size(self, percent: int) -> None:
        self._show_size_words(percent)
        self._change(text_scale=percent / 100)
