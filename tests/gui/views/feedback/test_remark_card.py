import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.conversation.feedback import Aspect, Feedback, TextSpan, Verdict
from desktop.gui import theme
from desktop.gui.views.feedback.remark_card import CardFonts, CardState, RemarkCard

ONE = Feedback("Say “had”.", Verdict.WRONG, "Tense", (TextSpan(2, 5, "has"),))
QUIET = CardState("", False, False, False, False)


def card_of(remark: Feedback, width: int) -> RemarkCard:
    return RemarkCard(remark, width, CardFonts())


def painted(
    card: RemarkCard, state: CardState, direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight
) -> QImage:
    image = QImage(300, card.height, QImage.Format.Format_ARGB32)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    card.paint(painter, QRect(0, 0, 300, card.height), state, direction)
    painter.end()
    return image


def has_color(image: QImage, token: str, columns: range) -> bool:
    wanted = theme.color(token).rgb()
    return any(image.pixel(x, y) == wanted for x in columns for y in range(image.height()))


def test_a_card_grows_with_what_it_says() -> None:
    plain = card_of(ONE, 300).height
    assert card_of(Feedback(ONE.message, ONE.verdict, ONE.topic), 300).height < plain
    assert card_of(Feedback(ONE.message * 20, ONE.verdict, ONE.topic, ONE.spans), 300).height > plain
    aspects = (Aspect("Past", is_misconception=True, description="It is over."),)
    assert card_of(Feedback(ONE.message, ONE.verdict, ONE.topic, ONE.spans, aspects), 300).height > plain
    assert card_of(Feedback("", Verdict.UNKNOWN), 300).height > 0


def test_a_card_from_a_service_without_measure_stays_bounded() -> None:
    monster = Feedback("x" * 90_000, Verdict.WRONG, "t" * 9000, aspects=(Aspect("a" * 9000, False),) * 500)
    assert card_of(monster, 120).height < 20_000


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_verdict_is_seen_at_the_side_where_reading_begins(verdict: Verdict) -> None:
    token = {"CORRECT": "correct", "PARTIAL": "partial", "WRONG": "wrong", "UNKNOWN": "unknown"}[verdict.value]
    card = card_of(Feedback("Look.", verdict), 300)
    assert has_color(painted(card, QUIET), token, range(12))
    mirrored = painted(card, QUIET, Qt.LayoutDirection.RightToLeft)
    assert has_color(mirrored, token, range(288, 300))
    assert not has_color(mirrored, token, range(12))


def test_chosen_stale_and_focused_cards_look_different() -> None:
    card = card_of(ONE, 300)
    usual = painted(card, QUIET)
    assert painted(card, CardState("", True, False, False, False)) != usual
    assert not has_color(painted(card, CardState("", False, True, False, False)), "wrong", range(300))
    assert has_color(painted(card, CardState("", False, False, True, False)), "focus", range(4))
    assert painted(card, CardState("2 of 3", False, False, False, False)) != usual
    assert painted(card, CardState("", False, False, False, True)) != usual
