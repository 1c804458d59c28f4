from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.conversation.feedback import CheckResult, CheckState, Feedback, TextSpan, Verdict
from desktop.conversation.task import Answer, Choice, Gap, Task, TaskKind, filled_in
from desktop.gui import theme
from desktop.gui.models.remarks import Remarks
from desktop.gui.views.tasks.gap_text import GapText
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


ANSWERS = {"{0}": "go", "{2}": "hotel"}


@pytest.fixture
def remarks() -> Remarks:
    return Remarks()


def gap_span(name: str) -> TextSpan:
    return next(span for span in filled_in(TASK, Answer(blanks=ANSWERS))[1] if span.placeholder == name)


def word_span(words: str) -> TextSpan:
    text = filled_in(TASK, Answer(blanks=ANSWERS))[0]
    return TextSpan(text.index(words), text.index(words) + len(words), words)


def check(view: GapText, remarks: Remarks) -> None:
    """Remark on the first gap twice, on the open one, and on the words around it."""
    view.put(ANSWERS)
    found = (
        Feedback("The past is needed.", Verdict.WRONG, "Tense", (gap_span("{0}"),)),
        Feedback("Travel fits better.", Verdict.PARTIAL, "Words", (gap_span("{0}"),)),
        Feedback("A place to go to.", Verdict.UNKNOWN, "Words", (word_span("Norway"),)),
        Feedback("This gap is open.", Verdict.WRONG, "Words", (gap_span("{1}"),)),
    )
    remarks.show(CheckResult(CheckState.REMARKS, found), view.text())


@pytest.fixture
def view(qtbot: QtBot, remarks: Remarks) -> Iterator[GapText]:
    view = GapText(remarks)
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


def test_gaps_grow_with_the_text_size(view: GapText) -> None:
    before = view.blanks[0].width()
    theme.apply("light", 2.0)
    assert view.blanks[0].width() > 1.8 * before


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


# -- remarks -----------------------------------------------------------------------------------------------------


def test_a_mark_is_drawn_at_its_gap_or_at_its_words(view: GapText, remarks: Remarks) -> None:
    check(view, remarks)
    marks = view._marks
    assert [marks.on_hole(number) for number in range(3)] == [(0, 1), (3,), ()]
    field = view.blanks[0].geometry()
    assert marks.boxes_of(0)[0].boxes[0].toRect() == field
    assert {one.lane for one in (*marks.boxes_of(0), *marks.boxes_of(1))} == {0, 1}, "one below the other"
    words = marks.boxes_of(2)[0].boxes[0]
    assert words.left() > field.right()
    assert words.right() < view.blanks[1].geometry().left()


def test_going_into_a_gap_chooses_its_remark_and_choosing_a_remark_goes_to_its_gap(
    view: GapText, remarks: Remarks, qtbot: QtBot
) -> None:
    check(view, remarks)
    view.blanks[1].setFocus()
    assert remarks.current == 3
    view.blanks[2].setFocus()
    assert remarks.current == 3, "nothing is said of it"
    remarks.next()
    assert (remarks.current, view.current_blank) == (0, view.blanks[0])
    remarks.next()
    assert (remarks.current, view.current_blank) == (1, view.blanks[0])
    with qtbot.waitSignal(view.revealRequested):
        remarks.next()
    assert remarks.current == 2
    with qtbot.waitSignal(view.cardRequested):
        qtbot.keyClick(view.blanks[0], Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert remarks.current == 0


def test_the_keyboard_stays_elsewhere_when_a_card_is_chosen_there(view: GapText, remarks: Remarks) -> None:
    check(view, remarks)
    remarks.choose(3)
    assert view.current_blank is None
    view.show_current()
    assert view.current_blank is view.blanks[1]


def test_a_click_on_marked_words_chooses_their_remark(view: GapText, remarks: Remarks, qtbot: QtBot) -> None:
    check(view, remarks)
    place = view._marks.boxes_of(2)[0].boxes[0].center().toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert remarks.current == 2


def test_filling_in_makes_the_check_stale_and_taking_it_back_makes_it_valid(
    view: GapText, remarks: Remarks, qtbot: QtBot
) -> None:
    check(view, remarks)
    qtbot.keyClicks(view.blanks[0], "ne")
    assert remarks.state is CheckState.STALE
    assert view._marks.on_hole(0) == ()
    shown = view._marks.boxes_of(2)[0]
    assert view.text()[shown.mark.span.start : shown.mark.span.end] == "Norway"
    qtbot.keyClick(view.blanks[0], Qt.Key.Key_Backspace)
    qtbot.keyClick(view.blanks[0], Qt.Key.Key_Backspace)
    assert remarks.state is CheckState.REMARKS
    assert view._marks.on_hole(0) == (0, 1)


def test_what_is_remarked_is_said_with_the_gap(view: GapText, remarks: Remarks) -> None:
    check(view, remarks)
    assert "The past is needed" in view.blanks[0].accessibleDescription()
    assert "Travel fits better" in view.blanks[0].toolTip()
    assert view.blanks[2].toolTip() == ""


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_marks_are_painted_in_the_colour_of_their_verdict(view: GapText, remarks: Remarks, scale: float) -> None:
    theme.apply("light", scale)
    check(view, remarks)
    view.resize(600, view.heightForWidth(600))
    image = view.grab().toImage()
    for token in ("wrong", "partial", "unknown"):
        wanted = theme.color(token).name()
        assert any(
            image.pixelColor(x, y).name() == wanted for x in range(image.width()) for y in range(image.height())
        ), token
