from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.conversation.task import Choice, Gap, Task, TaskKind
from desktop.gui import theme
from desktop.gui.views.gap_text import GapText
from tests.gui.views.hosting import host

TASK = Task(
    "norway",
    TaskKind.CLOZE,
    "Norway",
    pieces=(
        "We ",
        Gap("{0}", "the past of travel"),
        " to Norway (",
        Gap("{1}"),
        ") and stayed in a ",
        Choice("{2}", ("hotel", "campsite"), "“", "”"),
        ".",
    ),
)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[GapText]:
    view = GapText()
    window = host(qtbot, view, 600, 300)
    view.set_task(TASK)
    yield view
    window.close()


def test_what_is_typed_and_chosen_is_the_answer(view: GapText, qtbot: QtBot) -> None:
    edits = QSignalSpy(view.edited)
    qtbot.keyClicks(view.blanks[0], "went")
    qtbot.keyClick(view.blanks[2], Qt.Key.Key_Down)
    qtbot.keyClick(view.blanks[2], Qt.Key.Key_Down)
    assert view.answers() == {"{0}": "went", "{2}": "campsite"}
    assert edits.count() == len("went") + 2


def test_filling_in_from_a_draft_is_no_edit(view: GapText) -> None:
    edits = QSignalSpy(view.edited)
    view.put({"{0}": "drove", "{2}": "hotel"})
    assert view.answers() == {"{0}": "drove", "{2}": "hotel"}
    view.put({"{1}": "alone", "{2}": "no such option"})
    assert view.answers() == {"{1}": "alone"}
    assert edits.count() == 0


def test_a_choice_can_be_taken_back(view: GapText, qtbot: QtBot) -> None:
    view.put({"{2}": "hotel"})
    qtbot.keyClick(view.blanks[2], Qt.Key.Key_Up)
    assert view.answers() == {}


def test_tab_and_enter_go_from_gap_to_gap(view: GapText, qtbot: QtBot) -> None:
    entered = QSignalSpy(view.entered)
    view.blanks[0].setFocus()
    qtbot.keyClick(view.blanks[0], Qt.Key.Key_Tab)
    assert view.current_blank is view.blanks[1]
    qtbot.keyClick(view.blanks[1], Qt.Key.Key_Return)
    assert view.current_blank is view.blanks[2]
    qtbot.keyClick(view.blanks[2], Qt.Key.Key_Return)
    assert view.current_blank is view.blanks[2], "there is no gap behind the last"
    assert [entered.at(number)[0] for number in range(entered.count())] == ["{0}", "{1}", "{2}"]


def test_a_gap_grows_with_what_is_written_and_never_tells_by_its_width(view: GapText, qtbot: QtBot) -> None:
    assert view.blanks[0].width() == view.blanks[1].width()
    before = view.blanks[0].width()
    qtbot.keyClicks(view.blanks[0], "travelled all the way there")
    assert view.blanks[0].width() > before
    view.put({})
    assert view.blanks[0].width() == before


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("width", [170, 320, 900])
def test_everything_stays_inside_and_nothing_overlaps_at_any_width_and_text_size(
    view: GapText, width: int, scale: float
) -> None:
    theme.apply("light", scale)
    view.put({"{0}": "a long answer that wants more room than there is in a narrow window"})
    view.resize(width, view.heightForWidth(width))
    boxes = [blank.geometry() for blank in view.blanks]
    for number, box in enumerate(boxes):
        assert view.rect().contains(box)
        assert not any(box.intersects(other) for other in boxes[number + 1 :])


def test_a_screen_reader_hears_which_gap_it_is_and_what_stands_around_it(view: GapText) -> None:
    field = QAccessible.queryAccessibleInterface(view.blanks[0])
    assert field.text(QAccessible.Text.Name) == "Gap 1 of 3"
    assert field.text(QAccessible.Text.Description) == "We … to Norway ( ) and stayed in a “ ”."
    assert view.blanks[2].accessibleName() == "Choice 3 of 3", "Qt itself says what is chosen as its name"


def test_another_task_takes_the_place_of_the_first(view: GapText) -> None:
    view.put({"{0}": "went"})
    view.set_task(Task("b", TaskKind.CLOZE, "b", pieces=("Only ", Gap("{0}"), ".")))
    assert len([blank for blank in view.blanks if blank.isVisible()]) == 1
    assert view.answers() == {}
