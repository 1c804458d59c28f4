from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont

from desktop.conversation.feedback import TextSpan
from desktop.conversation.task import Answer, Choice, Gap, Piece, Task, TaskKind, filled_in
from desktop.gui.text_positions import utf16_length, utf16_slice
from desktop.gui.views.tasks.gap_layout import GapLayout

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
LINE_PX = 40
# No line break: the layout shows those as another character of the same length.
WORDS = st.text(st.sampled_from("ab é😀👩🏽\u0301\u200d אש.\u00a0"), max_size=8)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[tuple[Piece, ...], dict[str, str]]:
    pieces: list[Piece] = []
    answers = {}
    for number in range(draw(st.integers(0, 4))):
        pieces.append(draw(WORDS))
        name = f"{{{number}}}"
        answers[name] = draw(WORDS)
        gap = draw(st.booleans())
        pieces.append(Gap(name) if gap else Choice(name, ("a", "b"), draw(WORDS), draw(WORDS)))
    pieces.append(draw(WORDS))
    return tuple(pieces), answers


def arranged(
    pieces: tuple[Piece, ...], width: int = 400, hole: int = 100, direction: Qt.LayoutDirection = LTR
) -> GapLayout:
    layout = GapLayout(pieces)
    layout.arrange(width, QFont(), [hole] * len(layout.holes), LINE_PX, direction)
    return layout


@settings(max_examples=50)
@given(bodies(), st.data())
def test_every_span_is_shown_at_exactly_its_words(
    body: tuple[tuple[Piece, ...], dict[str, str]], data: st.DataObject
) -> None:
    pieces, answers = body
    text, blanks = filled_in(Task("k", TaskKind.CLOZE, "t", pieces=pieces), Answer(blanks=answers))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    layout = GapLayout(pieces)
    given_answers = [answers[span.placeholder] for span in blanks]
    places = layout.places_of(TextSpan(start, end, text[start:end]), given_answers)
    around = "".join(
        character
        for position, character in enumerate(text[start:end], start)
        if not any(span.start <= position < span.end for span in blanks)
    )
    assert "".join(utf16_slice(layout.text, p.start, p.end) for p in places if p.hole < 0) == around
    touched = [n for n, span in enumerate(blanks) if span.start < span.end and start < span.end and end > span.start]
    if start < end:
        assert [p.hole for p in places if p.hole >= 0 and given_answers[p.hole]] == touched


@settings(max_examples=50)
@given(bodies())
def test_a_span_that_names_a_placeholder_is_its_hole_alone_even_where_that_is_open(
    body: tuple[tuple[Piece, ...], dict[str, str]],
) -> None:
    pieces, answers = body
    _, blanks = filled_in(Task("k", TaskKind.CLOZE, "t", pieces=pieces), Answer(blanks=answers))
    layout = GapLayout(pieces)
    for number, span in enumerate(blanks):
        places = layout.places_of(span, [answers[one.placeholder] for one in blanks])
        assert [place.hole for place in places] == [number]


@settings(max_examples=50)
@given(bodies())
def test_a_hole_leads_to_the_answer_in_the_filled_in_text(body: tuple[tuple[Piece, ...], dict[str, str]]) -> None:
    pieces, answers = body
    _, blanks = filled_in(Task("k", TaskKind.CLOZE, "t", pieces=pieces), Answer(blanks=answers))
    layout = GapLayout(pieces)
    given_answers = [answers[span.placeholder] for span in blanks]
    for hole, span in zip(layout.holes, blanks, strict=True):
        assert layout.filled_position(hole, given_answers) == span.start


def test_a_hole_is_as_wide_as_it_is_asked_to_be_and_moves_what_follows(qapp: object) -> None:
    pieces = ("I ", Gap("{0}"), " home.")
    narrow, wide = arranged(pieces, hole=60), arranged(pieces, hole=160)
    assert abs(narrow.hole_box(0).width() - 60) < 1
    assert abs(wide.hole_box(0).width() - 160) < 1
    dot = utf16_length(narrow.text) - 1
    assert abs(wide.boxes(dot, dot + 1)[0].left() - narrow.boxes(dot, dot + 1)[0].left() - 100) < 1


def test_a_mark_behind_a_hole_stays_on_its_line(qapp: object) -> None:
    pieces = ("one two three four ", Gap("{0}"), ".")
    for width in range(110, 400, 7):
        layout = arranged(pieces, width)
        dot = layout.holes[0] + 1
        assert layout.boxes(dot, dot + 1)[0].top() == layout.hole_box(0).top()


def test_holes_of_a_text_read_from_the_right_follow_each_other_to_the_left(qapp: object) -> None:
    layout = arranged(("אני ", Gap("{0}"), " לבית ", Gap("{1}"), "."), direction=RTL)
    assert layout.hole_box(0).top() == layout.hole_box(1).top()
    assert layout.hole_box(1).right() <= layout.hole_box(0).left()


def test_a_new_line_in_the_body_begins_a_new_line(qapp: object) -> None:
    layout = arranged(("one\n", Gap("{0}"), "\ntwo"))
    assert layout.height == 3 * LINE_PX
    assert layout.hole_box(0).top() == LINE_PX


def test_what_is_under_a_point_is_found_again(qapp: object) -> None:
    layout = arranged(("I 😀 went ", Gap("{0}"), " home."), 150)
    for position in (0, 5, layout.holes[0], layout.holes[0] + 3):
        assert layout.position_at(layout.boxes(position, position + 1)[0].center()) == position
    assert layout.position_at(QPointF(10, 4000)) == -1
