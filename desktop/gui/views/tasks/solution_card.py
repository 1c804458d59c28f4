"""The sample solution of a task, shown once the learner has finished and asks for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget


class SolutionCard(QFrame):
    """Holds no solution while it is hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "raised")
        heading = QLabel(self.tr("Sample solution"), self)
        heading.setProperty("role", "heading")
        self.text = QLabel(self)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 12, 16, 14)
        lines.addWidget(heading)
        lines.addWidget(self.text)
        self.hide()

    def show_solution(self, solution: str) -> None:
        """Show this; an empty one hides the card."""
        self.text.setText(solution)
        self.setVisible(bool(solution))
