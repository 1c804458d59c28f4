"""Where everything of one turn stands in its row. Measured once for a turn, a width and a text size."""

import unicodedata
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QTextLayout, QTextOption

from desktop.conversation.turn import Speaker, TurnStatus
from desktop.gui import theme
from desktop.gui.models.transcript import Rest, Row, rest_words
from desktop.gui.text_positions import unheard_start, utf16_length
from desktop.gui.transcript_text import clock_time, heard_words

WIDEST_IN_CHARACTERS = 68
NARROW = 520
"""Pixels below which the margins shrink."""


class BubbleSizes:
    """Sizes that follow from the text scale: all that the layout of a row depends on besides its width."""

    def __init__(self, metrics: theme.Metrics) -> None:
        self.font = metrics.font()
        self.italic = metrics.font()
        self.italic.setItalic(True)
        self.small = metrics.font("small")
        self.small_bold = metrics.font("small", bold=True)
        self.bold_metrics = QFontMetrics(self.small_bold)
        normal, small = QFontMetricsF(self.font), QFontMetricsF(self.small)
        self.line_height = ceil(max(theme.LINE_HEIGHT * self.font.pixelSize(), normal.height()))
        self.small_height = ceil(max(theme.LINE_HEIGHT * self.small.pixelSize(), small.height()))
        self.widest_text = ceil(WIDEST_IN_CHARACTERS * normal.averageCharWidth())
        self.widest_row = self.widest_text + metrics.px(220)
        self.pad_x = metrics.px(14)
        self.pad_y = metrics.px(8)
        self.avatar = metrics.px(32)
        self.star = max(32, metrics.px(32))
        self.icon = metrics.px(14)
        self.small_metrics = QFontMetrics(self.small)
        self.rest_height = max(32, metrics.px(28))
        words = [found[0] for found in map(rest_words, Rest) if found is not None]
        self.rest_width = max(map(self.bold_metrics.horizontalAdvance, words)) + self.icon + 6 + 2 * metrics.px(10)
        self.footer_width = ceil(small.averageCharWidth() * 16) + self.icon
        self.gap = theme.GRID_PX
        self.between_speakers = 16
        self.between_turns = 4


@dataclass(slots=True)
class Bubble:
    """A row's measured turn. Every rectangle is relative to the row's top left corner."""

    text: QTextLayout
    text_at: QPoint
    bubble: QRect
    on_right: bool
    header: QRect
    """Name and time; empty where the same side goes on."""
    name: str
    """The speaker's, cut to half the header."""
    name_width: int
    time: str
    footer: QRect
    """"listening", "interrupted" or what was heard instead, under the text; empty where there is none of them."""
    rest: QRect
    """The button that plays what was not heard; empty where there is none."""
    avatar: QRect
    star: QRect
    height: int
    text_end: int
    """The text's length in UTF-16 units."""
    unheard_from: int
    """UTF-16 position; `text_end` when everything was heard or is not known to be unheard."""
    made_of: tuple[object, ...] = ()
    """All that the places above depend on."""


def lay_out(
    row: Row,
    name: str,
    opens_group: bool,
    width: int,
    sizes: BubbleSizes,
    mirrored: bool,
    before: Bubble | None = None,
) -> Bubble:
    """Measure one turn for a row of `width` pixels.

    name: the speaker's. opens_group: the turn above is the other side's, so this one gets a picture and a name.
    mirrored: the window reads from right to left. before: what was measured last, which is good for as long as only
    more is heard of the same words, forty times a second.
    """
    turn = row.turn
    looks = (
        turn.text,
        turn.corrected,
        turn.status,
        turn.typed,
        turn.speaker,
        turn.started_at,
        row.rest,
        bool(row.exchange_id),
    )
    made_of = (*looks, name, opens_group, width, id(sizes), mirrored)
    unheard_from = max(row.heard_to, unheard_start(turn))
    if before is not None and before.made_of == made_of:
        before.unheard_from = unheard_from
        return before
    from_learner = turn.speaker is Speaker.LEARNER
    live = turn.status is TurnStatus.LIVE
    margin = 12 if width < NARROW else 24
    row_width = min(width - 2 * margin, sizes.widest_row)
    left = (width - row_width) // 2
    beside = sizes.avatar + sizes.gap

    room = min(row_width - beside - sizes.star - sizes.gap - 2 * sizes.pad_x, sizes.widest_text)
    room = max(room, 4 * sizes.font.pixelSize())
    font = sizes.italic if live and from_learner else sizes.font
    text, text_width = break_lines(turn.wording, font, room, sizes.line_height)
    text_height = text.lineCount() * sizes.line_height if turn.text else 0
    is_corrected = bool(turn.corrected) and not live
    has_footer = turn.status is TurnStatus.INTERRUPTED or is_corrected or (live and (from_learner or not turn.text))
    footer_height = sizes.small_height if has_footer else 0
    narrowest = (sizes.footer_width if turn.text or from_learner else 2 * sizes.icon) if has_footer else sizes.pad_x
    if is_corrected:
        narrowest = min(room, sizes.small_metrics.horizontalAdvance(heard_words(turn.text, turn.typed)) + 2)
    has_rest = row.rest is not Rest.NONE
    rest_beside = has_rest and narrowest + sizes.gap + sizes.rest_width <= room
    if has_rest:
        narrowest = narrowest + sizes.gap + sizes.rest_width if rest_beside else max(narrowest, sizes.rest_width)
        footer_height = sizes.rest_height + 4 + (0 if rest_beside else footer_height)
    inner_width = min(room, max(text_width, narrowest))

    top = sizes.between_speakers if opens_group else sizes.between_turns
    header = QRect()
    name_width = 0
    if opens_group or turn.typed:
        header = QRect(left + beside, top, row_width - beside, sizes.small_height)
        name = sizes.bold_metrics.elidedText(name, Qt.TextElideMode.ElideRight, header.width() // 2)
        name_width = sizes.bold_metrics.horizontalAdvance(name)
        top += sizes.small_height + 4
    size = QSize(inner_width + 2 * sizes.pad_x, text_height + footer_height + 2 * sizes.pad_y)
    bubble = QRect(QPoint(left + row_width - size.width() if from_learner else left + beside, top), size)
    inside = bubble.adjusted(sizes.pad_x, sizes.pad_y, -sizes.pad_x, -sizes.pad_y)
    footer, rest = QRect(), QRect()
    if has_footer:
        footer = QRect(inside.x(), inside.y() + text_height, inside.width(), footer_height)
    if has_rest:
        rest = QRect(0, 0, min(sizes.rest_width, inside.width()), sizes.rest_height)
        rest.moveBottomRight(footer.bottomRight())
        if rest_beside:
            footer.setTop(rest.top())
            footer.setRight(rest.left() - sizes.gap)
        else:
            footer.setBottom(rest.top() - 1)
            rest.moveLeft(footer.left())
    avatar = QRect()
    if opens_group and not from_learner:
        avatar = QRect(left, top, sizes.avatar, sizes.avatar)
    star = QRect()
    if row.exchange_id:
        first_line = sizes.line_height + 2 * sizes.pad_y
        star = QRect(bubble.right() + 1 + 4, top + (first_line - sizes.star) // 2, sizes.star, sizes.star)
    if mirrored:
        for rect in (header, bubble, inside, footer, rest, avatar, star):
            if not rect.isNull():
                rect.moveLeft(width - rect.x() - rect.width())
    return Bubble(
        text=text,
        text_at=inside.topLeft(),
        bubble=bubble,
        on_right=from_learner is not mirrored,
        header=header,
        name=name,
        name_width=name_width,
        time="" if header.isNull() else clock_time(turn.started_at),
        footer=footer,
        rest=rest,
        avatar=avatar,
        star=star,
        height=max(top + size.height(), top + avatar.height()),
        text_end=utf16_length(turn.wording),
        unheard_from=unheard_from,
        made_of=made_of,
    )


def break_lines(text: str, font: QFont, room: int, line_height: int) -> tuple[QTextLayout, int]:
    """Break a text, taken as plain, into lines of equal height; return them and the widest one's width.

    A text that reads from right to left is aligned to the right end of its widest line.
    """
    # As many characters as before: positions in the text stay what they are.
    layout = QTextLayout(text.replace("\r\n", " \u2028").replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    leftwards = not text.isascii() and reads_leftwards(text)
    if leftwards:
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    width = _set_lines(layout, room, line_height)
    if leftwards:
        _set_lines(layout, width, line_height)
    return layout, width


def _set_lines(layout: QTextLayout, room: int, line_height: int) -> int:
    layout.beginLayout()
    top = 0
    widest = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QPointF(0, top + (line_height - line.height()) / 2))
        widest = max(widest, line.naturalTextWidth())
        top += line_height
    layout.endLayout()
    return min(room, ceil(widest))


def reads_leftwards(text: str) -> bool:
    """Return whether the first letter with a direction belongs to a script written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
