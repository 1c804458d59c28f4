"""What can be done with an answer: check it, get a hint, begin anew, see the solution, give a token."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.gui import icons, theme
from desktop.gui.shortcuts import key_name
from desktop.gui.views.buttons import SpacedButton
from desktop.gui.views.painting import draw_line

_LONGEST_HINT = 1000
"""Characters."""


class TaskFoot(QFrame):
    """Stays in sight while the task scrolls."""

    checkRequested = Signal()
    hintRequested = Signal()
    startOverRequested = Signal()
    undoRequested = Signal()
    solutionRequested = Signal(bool)
    """Whether it is to be shown."""
    tokenGiven = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("taskFoot")
        self._line = self._label("soft")
        self.state = _OneLine(self)
        self.token_row = TokenRow(self)
        self.token_row.given.connect(self.tokenGiven)
        self.check = SpacedButton(self, "primary")
        self.check.setText(self.tr("Check"))
        self.check.setAutoDefault(True)  # so that Enter presses it
        self.check.setIcon(icons.icon("check", "accent-text"))
        self.check.setToolTip(key_name("Ctrl+Return"))
        self.check.clicked.connect(self.checkRequested)
        self.hint = self._button(self.tr("Hint"), "bulb", self.hintRequested)
        self.solution = self._button("", "eye", None)
        self.solution.setCheckable(True)
        self.solution.clicked.connect(self.solutionRequested)
        self.start_over = self._button(self.tr("Start over"), "refresh", self.startOverRequested)
        self.undo = self._button(self.tr("Bring my answer back"), "arrow-left", self.undoRequested)
        self._is_narrow = False
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.check)
        row.addWidget(self.state, 1)
        for button in (self.undo, self.hint, self.start_over, self.solution):
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 10, 32, 12)
        column.setSpacing(8)
        column.addWidget(self._line)
        column.addWidget(self.token_row)
        column.addLayout(row)
        self.token_row.hide()
        self.show_hint("")
        self.show_solution_button(False)
        self.undo.hide()

    def show_hint(self, hint: str) -> None:
        """Show a hint; an empty one takes it away."""
        self.show_line(self.tr("Hint: {hint}").format(hint=hint[:_LONGEST_HINT]) if hint else "")

    def show_line(self, words: str) -> None:
        """Show something to know above the buttons; nothing where it is empty."""
        self._line.setText(words)
        self._line.setVisible(bool(words))

    def show_solution_button(self, is_there: bool, is_open: bool = False) -> None:
        self.solution.setVisible(is_there)
        self.solution.setChecked(is_open)
        self._name(
            self.solution, self.tr("Hide the sample solution") if is_open else self.tr("Show the sample solution")
        )

    def set_narrow(self, is_narrow: bool) -> None:
        """Show icons without their words, and the state of the check beside the button, where there is no room."""
        self._is_narrow = is_narrow
        self.state.setVisible(is_narrow)
        for button in (self.hint, self.start_over, self.solution):
            self._name(button, button.accessibleName())
        self.undo.setText(self.tr("Undo") if is_narrow else self.undo.accessibleName())

    def _name(self, button: SpacedButton, text: str) -> None:
        button.setAccessibleName(text)
        button.setText("" if self._is_narrow else text)
        button.setToolTip(text if self._is_narrow else "")
        button.set_spaced(not self._is_narrow)

    def show_checking(self, is_checking: bool, can_check: bool) -> None:
        self.check.setText(self.tr("Checking …") if is_checking else self.tr("Check"))
        self.check.setEnabled(can_check and not is_checking)

    def _button(self, text: str, icon: str, signal: object) -> SpacedButton:
        button = SpacedButton(self, "ghost")
        button.setText(text)
        button.setAccessibleName(text)
        button.setAutoDefault(True)
        button.setIcon(icons.icon(icon))
        if signal is not None:
            button.clicked.connect(signal)
        return button

    def _label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label


class _OneLine(QLabel):
    """Cut where there is no room; all of it is its tool tip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "soft")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        self.setToolTip(self.text() if is_cut else "")
        painter = QPainter(self)
        draw_line(painter, self.rect(), self.text(), self.font(), theme.color("text-soft"), self.layoutDirection())
        painter.end()


class TokenRow(QWidget):
    """A field for a new token, where it is needed."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QLabel(self.tr("New token"), self)
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(self.tr("New token for the feedback service"))
        self.field.setMaxLength(4096)
        self.field.returnPressed.connect(self._give)
        self.go = QPushButton(self.tr("Check again"), self)
        self.go.setAutoDefault(True)
        self.go.clicked.connect(self._give)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(words)
        row.addWidget(self.field, 1)
        row.addWidget(self.go)

    def ask(self) -> None:
        """Show the field, empty, with the keyboard in it."""
        self.field.clear()
        self.setVisible(True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        token = self.field.text().strip()
        if token:
            self.field.clear()
            self.setVisible(False)
            self.given.emit(token)
