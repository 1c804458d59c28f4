"""Talk or write: the two ways to practise, at the top of the page of each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop.gui import icons, theme


class WaySwitch(QFrame):
    """writing: which of the two the page belongs to. Its own one is pressed and stays so."""

    talkRequested = Signal()
    writeRequested = Signal()

    def __init__(self, writing: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "switch")
        self.talk = self._button(self.tr("Talk"), "microphone", not writing)
        self.write = self._button(self.tr("Write"), "pencil", writing)
        self.talk.setAccessibleDescription(self.tr("Practise by speaking with a partner"))
        self.write.setAccessibleDescription(self.tr("Practise with tasks on paper"))
        self.talk.clicked.connect(lambda: self._ask(self.talkRequested, not writing))
        self.write.clicked.connect(lambda: self._ask(self.writeRequested, writing))
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        row.addWidget(self.talk)
        row.addWidget(self.write)
        self._is_writing = writing
        self._fit()
        theme.changes.changed.connect(self._fit)

    def _button(self, text: str, icon: str, is_here: bool) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("kind", "tab")
        button.setIcon(icons.icon(icon, "text" if is_here else "text-soft"))
        button.setCheckable(True)
        button.setChecked(is_here)
        return button

    def _fit(self) -> None:
        for button in (self.talk, self.write):
            button.setMinimumWidth(theme.metrics.px(96))

    def _ask(self, request: object, is_here: bool) -> None:
        self.talk.setChecked(not self._is_writing)
        self.write.setChecked(self._is_writing)
        if not is_here:
            request.emit()  # type: ignore[attr-defined]
