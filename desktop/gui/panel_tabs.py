"""The tabs of the panel beside a conversation: their names and icons."""

from enum import Enum
from typing import assert_never

from PySide6.QtCore import QCoreApplication


class Tab(Enum):
    """In the order in which they stand."""

    HINTS = "hints"
    GRADES = "grades"
    QUIZ = "quiz"
    SPEECH = "speech"


TAB_ICONS = {Tab.HINTS: "bulb", Tab.GRADES: "rosette", Tab.QUIZ: "question", Tab.SPEECH: "voice"}


def tab_name(tab: Tab) -> str:
    match tab:
        case Tab.HINTS:
            return QCoreApplication.translate("Panel", "Hints")
        case Tab.GRADES:
            return QCoreApplication.translate("Panel", "Grades")
        case Tab.QUIZ:
            return QCoreApplication.translate("Panel", "Quiz")
        case Tab.SPEECH:
            return QCoreApplication.translate("Panel", "Speech")
        case _:
            assert_never(tab)


def tab_line(tab: Tab, new: int) -> str:
    """Return the name of a tab with what is new in it, as a screen reader says it."""
    if not new:
        return tab_name(tab)
    line = QCoreApplication.translate("Panel", "{name}, {count} new")
    return line.format(name=tab_name(tab), count=new)


def open_line(tab: Tab) -> str:
    """Return what a button does that opens the panel at this tab."""
    match tab:
        case Tab.HINTS:
            return QCoreApplication.translate("Panel", "Show the hints")
        case Tab.GRADES:
            return QCoreApplication.translate("Panel", "Show the grades")
        case Tab.QUIZ:
            return QCoreApplication.translate("Panel", "Show the quiz")
        case Tab.SPEECH:
            return QCoreApplication.translate("Panel", "Show how you spoke")
        case _:
            assert_never(tab)
