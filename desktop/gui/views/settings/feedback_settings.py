"""Which service checks answers, and the token it knows the learner by. The token is never shown again."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.gui.bridge import Bridge
from desktop.gui.views.buttons import Tick
from desktop.gui.views.flow_layout import FlowLayout
from desktop.gui.views.settings.form import FormRow, advised

_LONGEST_URL, _LONGEST_TOKEN = 2000, 4096


class FeedbackSettings(QWidget):
    """Without an address the practice service checks, on this computer."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked = object()
        self._has_token = False
        self._build()
        bridge.settingsChanged.connect(self._on_settings)
        self._on_settings()

    # -- building --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        self.address = QLineEdit(self)
        self.address.setMaxLength(_LONGEST_URL)
        self.address.setAccessibleName(self.tr("Address of the feedback service"))
        self.address.setPlaceholderText(self.tr("The practice service on this computer"))
        self.address.editingFinished.connect(self._change_address)
        self.own = QPushButton(self.tr("Use the practice service"), self)
        self.own.setAutoDefault(True)
        self.own.clicked.connect(self._use_own)
        self.address_words = self._words()
        self._own_row = self._buttons(self.own)
        column = self._column(self.address, self.address_words, self._own_row)
        rows.addWidget(FormRow(self.tr("Address"), column, at_top=True))
        self.token = QLineEdit(self)
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setMaxLength(_LONGEST_TOKEN)
        self.token.setAccessibleName(self.tr("Token for the feedback service"))
        self.token.returnPressed.connect(self._save_token)
        self.token.textChanged.connect(self._show_token)
        self.save = QPushButton(self.tr("Keep the token"), self)
        self.save.setAutoDefault(True)
        self.save.clicked.connect(self._save_token)
        self.forget = QPushButton(self.tr("Forget the token"), self)
        self.forget.setAutoDefault(True)
        self.forget.clicked.connect(lambda: self._set_token(""))
        self.token_words = self._words()
        self.token_words.hide()
        column = self._column(self.token, self.token_words, self._buttons(self.save, self.forget))
        self._token_row = FormRow(self.tr("Token"), column, at_top=True)
        rows.addWidget(self._token_row)
        self.newer = Tick(self.tr("A newer service, for free texts only"), self)
        self.newer.clicked.connect(lambda checked: self._bridge.change_settings(free_text_service=checked))
        words = self.tr("Turn it on if whoever runs the service says so. Gaps and choices cannot be checked there.")
        self._kind_row = FormRow(self.tr("Kind"), advised(self.newer, words), at_top=True)
        rows.addWidget(self._kind_row)

    def _words(self) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", "small")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _buttons(self, *buttons: QPushButton) -> QWidget:
        """Return buttons beside each other, below each other where there is no room."""
        row = QWidget(self)
        flow = FlowLayout(row, 8)
        for button in buttons:
            flow.addWidget(button)
        return row

    def _column(self, *parts: QWidget) -> QWidget:
        column = QWidget(self)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        for part in parts:
            lines.addWidget(part)
        return column

    # -- showing ---------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_for_token()

    def _on_settings(self) -> None:
        settings = self._bridge.settings
        self.newer.setChecked(settings.free_text_service)
        if self.address.text() != settings.feedback_url and not self.address.hasFocus():
            self.address.setText(settings.feedback_url)
        self._show_address("")
        self._ask_for_token()

    def _show_address(self, fault: str) -> None:
        url = self._bridge.settings.feedback_url
        usual = self.tr("Your answers are checked there.")
        if not url:
            usual = self.tr("Your answers are checked on this computer, by the practice service. Nothing leaves it.")
        self.address_words.setText(fault or usual)
        self._own_row.setVisible(bool(url or self.address.text()))
        self._token_row.setVisible(bool(url))
        self._kind_row.setVisible(bool(url))

    def _show_token(self) -> None:
        self.save.setEnabled(bool(self.token.text().strip()))
        self.forget.setVisible(self._has_token)
        kept = self.tr("A token is kept. Write another to replace it.")
        self.token.setPlaceholderText(kept if self._has_token else self.tr("Ask whoever runs the service for it"))

    def _ask_for_token(self) -> None:
        """Find out whether there is a token; the system's keyring may ask to be unlocked, so only when it is shown."""
        tasks = self._bridge.tasks
        self._show_token()
        if tasks is None or not self.isVisible() or not self._bridge.settings.feedback_url:
            return
        asked = self._asked = object()

        async def take() -> None:
            has = await tasks.has_token()
            if asked is self._asked:
                self._has_token = has
                self._show_token()

        self._bridge.spawn("look for a token", take())

    # -- changing --------------------------------------------------------------------------------------------

    def _change_address(self) -> None:
        url = self.address.text().strip()
        if url == self._bridge.settings.feedback_url:
            self._show_address("")
            return
        self.token_words.hide()
        self._has_token = False
        try:
            self._bridge.change_settings(feedback_url=url)
        except ValueError as fault:
            self._show_address(str(fault))

    def _use_own(self) -> None:
        self.address.clear()
        self._change_address()
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save_token(self) -> None:
        token = self.token.text().strip()
        if token:
            self.token.clear()
            self._set_token(token)

    def _set_token(self, token: str) -> None:
        tasks = self._bridge.tasks
        if tasks is None:
            return
        self._asked = object()

        async def give() -> None:
            note = await tasks.set_token(token)
            self._has_token = bool(token)
            kept = self.tr("The token is kept in this computer's keyring.") if token else self.tr("It is forgotten.")
            self.token_words.setText(note or kept)
            self.token_words.show()
            self._show_token()

        self._bridge.spawn("keep a token", give())
