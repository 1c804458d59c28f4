from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.conversation.feedback import Verdict
from desktop.gui import theme
from desktop.gui.views.feedback.mark_painting import LANES, draw_badge, draw_ground, draw_underline, lanes, token_of

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1])))


@given(SPANS)
def test_marks_share_a_lane_only_where_there_is_none_left(spans: list[tuple[int, int]]) -> None:
    found = lanes(spans)
    for number, (one, lane) in enumerate(zip(spans, found, strict=True)):
        assert 0 <= lane < LANES
        meeting = [
            found[other]
            for other, (start, end) in enumerate(spans)
            if other != number and start < one[1] and one[0] < end
        ]
        if lane in meeting:
            assert lane == LANES - 1
            assert set(range(LANES)) <= {*meeting, lane}


def test_the_shorter_of_two_lies_nearer_to_the_words() -> None:
    assert lanes([(0, 20), (5, 8), (5, 8)]) == [2, 0, 1]
    assert lanes([(0, 4), (4, 8)]) == [0, 0]


def painted(draw: object) -> QImage:
    image = QImage(80, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    assert callable(draw)
    draw(painter)
    painter.end()
    return image


def columns(image: QImage) -> list[bool]:
    return [any(image.pixelColor(x, y).alpha() > 100 for y in range(40)) for x in range(80)]


def test_every_verdict_has_a_line_of_its_own() -> None:
    line = QRectF(10, 5, 60, 14)
    pictures = {
        verdict: painted(lambda painter, verdict=verdict: draw_underline(painter, line, 0, verdict, True, False))
        for verdict in Verdict
    }
    drawn = {verdict: columns(image)[12:68] for verdict, image in pictures.items()}
    assert all(drawn[Verdict.CORRECT])
    assert all(drawn[Verdict.WRONG])
    assert not all(drawn[Verdict.PARTIAL])
    assert not all(drawn[Verdict.UNKNOWN])
    assert len({tuple(one) for one in drawn.values()}) == 3
    assert pictures[Verdict.CORRECT] != pictures[Verdict.WRONG]


def test_lanes_lie_below_each_other_and_a_chosen_line_is_stronger() -> None:
    def rows(lane: int, strong: bool = False) -> list[int]:
        line = QRectF(10, 5, 60, 10)
        image = painted(lambda painter: draw_underline(painter, line, lane, Verdict.CORRECT, False, strong))
        return [y for y in range(40) if image.pixelColor(40, y).alpha() > 60]

    assert all(rows(lane) for lane in range(LANES))
    assert max(rows(0)) < min(rows(1))
    assert max(rows(1)) < min(rows(2))
    assert len(rows(0, strong=True)) > len(rows(0))


def test_the_badge_has_the_colour_of_its_verdict_and_none_once_it_is_stale() -> None:
    def rim(is_stale: bool) -> QColor:
        image = painted(lambda painter: draw_badge(painter, QRectF(0, 0, 40, 40), Verdict.WRONG, is_stale))
        return image.pixelColor(20, 3)

    assert rim(is_stale=False).name() == theme.color("wrong").name()
    assert rim(is_stale=True).name() == theme.color("text-faint").name()
    assert {token_of(one, True) for one in Verdict} == {"text-faint"}


def test_the_chosen_words_lie_on_a_ground() -> None:
    image = painted(lambda painter: draw_ground(painter, QRectF(0, 0, 80, 40)))
    assert image.pixelColor(40, 20).name() == theme.color("accent-soft").name()
