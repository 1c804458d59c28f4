"""All keys on one page (F1)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.gui.shortcuts import key_groups, key_name
from desktop.gui.views.page import Page


class KeysSheet(Page):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("All keys"), parent)
        for group in key_groups():
            grid = QGridLayout()
            grid.setHorizontalSpacing(24)
            grid.setVerticalSpacing(12)
            grid.setColumnStretch(1, 1)
            self.section(group.title).addLayout(grid)
            for row, key in enumerate(group.keys):
                name = QLabel(key_name(key.sequence), self)
                name.setProperty("role", "key")
                text = QLabel(key.text, self)
                text.setWordWrap(True)
                grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(text, row, 1)
        self.column.addStretch()
