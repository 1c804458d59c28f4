from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.gui.shortcuts import key_groups, key_name
from desktop.gui.views.settings.keys_sheet import KeysSheet


def test_every_key_of_the_table_is_on_the_sheet(qtbot: QtBot) -> None:
    sheet = KeysSheet()
    qtbot.addWidget(sheet)
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    for group in key_groups():
        assert group.title in texts
        for key in group.keys:
            assert texts[texts.index(key_name(key.sequence)) + 1] == key.text
