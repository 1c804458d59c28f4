"""The window's keys: one table that is both bound to the window and shown on the keys sheet (F1).

Command stands for Ctrl on macOS by Qt's own mapping.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)


class Command(Enum):
    TALK = "talk"
    SEND = "send"
    SILENCE = "silence"
    END = "end"
    MUTE = "mute"
    THINK = "think"
    STAR = "star"
    NEW = "new"
    SEARCH = "search"
    CONVERSATIONS = "conversations"
    FAVORITES = "favorites"
    HINTS = "hints"
    GRADES = "grades"
    QUIZ = "quiz"
    SPEECH = "speech"
    TASKS = "tasks"
    CHECK = "check"
    NEXT_REMARK = "next_remark"
    PREVIOUS_REMARK = "previous_remark"
    DICTATE = "dictate"
    PLAY = "play"
    SETTINGS = "settings"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Key:
    command: Command
    sequence: str
    """As Qt writes it portably ("Ctrl+N")."""
    text: str
    """What it does, in the learner's language."""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    title: str
    keys: tuple[Key, ...]


def key_groups() -> tuple[KeyGroup, ...]:
    """Return every key in the order of the sheet, in the language in force."""
    translate = QCoreApplication.translate
    talk = (
        Key(
            Command.TALK,
            "Space",
            translate("Keys", "Start a talk; then end it, hold it to speak, or tap it to send"),
        ),
        Key(Command.THINK, "Ctrl+T", translate("Keys", "Let me think: no pause ends your turn")),
        Key(Command.SILENCE, "Esc", translate("Keys", "Silence the reply; again: end the talk")),
        Key(Command.END, "Ctrl+Shift+H", translate("Keys", "Hang up: end the talk")),
        Key(Command.MUTE, "Ctrl+M", translate("Keys", "Mute or unmute the microphone")),
        Key(Command.SEND, "Return", translate("Keys", "Send what you wrote; on a reply: play the rest")),
        Key(Command.STAR, "Ctrl+D", translate("Keys", "Star the last exchange")),
    )
    beside = (
        Key(Command.HINTS, "Ctrl+I", translate("Keys", "Hints; in a task: the hint for a gap")),
        Key(Command.GRADES, "Ctrl+G", translate("Keys", "Grades")),
        Key(Command.QUIZ, "Ctrl+K", translate("Keys", "Quiz")),
        Key(Command.SPEECH, "Ctrl+J", translate("Keys", "How you spoke")),
    )
    tasks = (
        Key(Command.CHECK, "Ctrl+Return", translate("Keys", "Check your answer")),
        Key(Command.NEXT_REMARK, "F8", translate("Keys", "Next remark (Alt+Enter: from the words to their card)")),
        Key(Command.PREVIOUS_REMARK, "Shift+F8", translate("Keys", "Previous remark")),
        Key(Command.DICTATE, "Ctrl+Shift+D", translate("Keys", "Dictate, or stop dictating")),
        Key(Command.PLAY, "Ctrl+P", translate("Keys", "Play or pause the recording, or the turn at the cursor")),
    )
    ways = (
        Key(Command.NEW, "Ctrl+N", translate("Keys", "New conversation")),
        Key(Command.SEARCH, "Ctrl+F", translate("Keys", "Search")),
        Key(Command.CONVERSATIONS, "Ctrl+1", translate("Keys", "Conversations")),
        Key(Command.FAVORITES, "Ctrl+2", translate("Keys", "Favorites")),
        Key(Command.TASKS, "Ctrl+3", translate("Keys", "Tasks to write")),
        Key(Command.SETTINGS, "Ctrl+,", translate("Keys", "Settings")),
        Key(Command.KEYS, "F1", translate("Keys", "This sheet")),
    )
    return (
        KeyGroup(translate("Keys", "While you talk"), talk),
        KeyGroup(translate("Keys", "Beside the talk (Esc leads back)"), beside),
        KeyGroup(translate("Keys", "While you write (Esc leads back)"), tasks),
        KeyGroup(translate("Keys", "Finding your way"), ways),
    )


def bind(window: QWidget, performers: Mapping[Command, Callable[[], None]]) -> None:
    """Bind every key of the table to what performs it. SEND belongs to the message box and is only shown."""
    for group in key_groups():
        for key in group.keys:
            if key.command is Command.SEND:
                continue
            shortcut = QShortcut(QKeySequence(key.sequence), window)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(performers[key.command])


def key_name(sequence: str) -> str:
    """Return a key as this system writes it: "Ctrl+N" here, "⌘N" on macOS."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)


def writing() -> bool:
    """Return whether a text field has the focus."""
    return isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox)


def space_used_by_focus() -> bool:
    """Give Space to the control that has the focus, as keyboards expect; return whether there was one."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QAbstractButton):
        focus.click()
    elif isinstance(focus, QComboBox):
        focus.showPopup()
    else:
        return False
    return True
