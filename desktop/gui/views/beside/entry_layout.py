"""Where everything of one result of a grade stands on its card. Measured once for an entry and a width."""

from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics, QTextLayout

from desktop.conversation.grade import EntryKind, GradeEntry
from desktop.gui import theme
from desktop.gui.grade_words import LONGEST_NAME, LONGEST_TEXT, blank_words, is_blank, score_words
from desktop.gui.notice_words import shortened
from desktop.gui.views.painting import line_step
from desktop.gui.views.talk.bubble_layout import break_lines

PAD_PX = 12
_GAP_PX = 6
MARKS = {
    EntryKind.STRENGTH: ("check", "correct"),
    EntryKind.IMPROVEMENT: ("target", "partial"),
    EntryKind.REPLACEMENT: ("pencil", "accent"),
    EntryKind.HIGHLIGHT: ("eye", "accent"),
}
"""Kind -> icon and its colour, at the head of the card; the section's title says it in words."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of a card. role: a text size of the theme; token: its colour."""

    text: str
    role: str = "body"
    is_bold: bool = False
    token: str = "text"


@dataclass(frozen=True, slots=True)
class PlacedLines:
    lines: QTextLayout
    place: QRect
    width: int
    """Of the widest line."""
    token: str


@dataclass(slots=True)
class EntryPlaces:
    """Every rectangle is relative to the card, as it stands where one reads from left to right; empty: not there."""

    paragraphs: list[PlacedLines] = field(default_factory=list)
    level: QRect = field(default_factory=QRect)
    score: QRect = field(default_factory=QRect)
    foot: QRect = field(default_factory=QRect)
    """What a press of the card does."""
    more: QRect = field(default_factory=QRect)
    """The button that unfolds what the criterion asks for."""
    height: int = 0

    def put(self, paragraph: Paragraph, left: int, top: int, room: int) -> int:
        """Place a paragraph and return where the next one begins."""
        font = theme.metrics.font(paragraph.role, bold=paragraph.is_bold)
        step = round(line_step(font))
        lines, width = break_lines(paragraph.text, font, max(room, font.pixelSize()), step)
        place = QRect(left, top, room, lines.lineCount() * step)
        self.paragraphs.append(PlacedLines(lines, place, width, paragraph.token))
        return place.bottom() + 1 + _GAP_PX


def lay_out(entry: GradeEntry, width: int, is_open: bool, foot_words: str, more: QSize) -> EntryPlaces:
    """Measure a card of `width` pixels.

    foot_words: what a press does, empty where the card is no button. more: the size of the button that unfolds it.
    """
    places = EntryPlaces()
    room = width - 2 * PAD_PX
    small = QFontMetrics(theme.metrics.font("small", bold=True))
    side = theme.metrics.px(16) + 8 if entry.kind in MARKS else 0
    top = _put_head(places, entry, room, side, small)
    if score_words(entry):
        places.score = QRect(PAD_PX, top, room, small.height())
        top = places.score.bottom() + 1 + _GAP_PX
    inset = 0 if shortened(entry.name) else side
    for paragraph in paragraphs(entry):
        top = places.put(paragraph, PAD_PX + inset, top, room - inset)
    if is_open:
        words = shortened(entry.description, LONGEST_TEXT)
        top = places.put(Paragraph(words, token="text-soft"), PAD_PX, top, room)
    used = 0
    if foot_words:
        used = min(room, small.horizontalAdvance(foot_words) + theme.metrics.px(14) + 8)
        places.foot = QRect(PAD_PX, top, used, small.height() + 4)
    if not more.isEmpty():
        is_beside = used > 0 and used + 16 + more.width() <= room
        if used and not is_beside:
            top = places.foot.bottom() + 1 + _GAP_PX
        left = width - PAD_PX + 6 - more.width() if is_beside else PAD_PX - 6
        places.more = QRect(left, top, more.width(), more.height())
        if is_beside:
            places.foot.setHeight(more.height())
    last = max(places.foot.bottom(), places.more.bottom())
    places.height = (last + 1 if used or not more.isEmpty() else top - _GAP_PX) + PAD_PX
    return places


def _put_head(places: EntryPlaces, entry: GradeEntry, room: int, side: int, small: QFontMetrics) -> int:
    """Place the name and, beside it where there is room, the level; return where the rest begins."""
    name, level = shortened(entry.name, LONGEST_NAME), shortened(entry.level, LONGEST_NAME)
    width = small.horizontalAdvance(level) + 16 if level else 0
    top = PAD_PX
    is_beside = 0 < width <= room // 2
    if is_beside:
        places.level = QRect(PAD_PX + room - width, top, width, small.height() + 4)
    if name:
        taken = width + 8 if is_beside else 0
        top = places.put(Paragraph(name, is_bold=True), PAD_PX + side, top, room - side - taken)
    if level and not is_beside:
        top = places.put(Paragraph(level, "small", True), PAD_PX, top, room)
    elif level and not name:
        top = places.level.bottom() + 1 + _GAP_PX
    return top


def paragraphs(entry: GradeEntry) -> list[Paragraph]:
    """Return what stands below the name and the score."""
    if is_blank(entry):
        return [Paragraph(blank_words(), token="text-soft")]
    quoted: list[Paragraph] = []
    words, better = shortened(entry.words, LONGEST_TEXT), shortened(entry.replacement, LONGEST_TEXT)
    if words:
        quoted.append(Paragraph(f"“{words}”", token="text-soft" if better else "text"))
    if better:
        quoted.append(Paragraph(f"→ “{better}”", is_bold=True))
    texts = (entry.reason,) if entry.kind is EntryKind.FEEDBACK else (entry.description, entry.reason)
    reasons = [Paragraph(text) for text in dict.fromkeys(shortened(text, LONGEST_TEXT) for text in texts) if text]
    return reasons + quoted if entry.kind is EntryKind.FEEDBACK else quoted + reasons
