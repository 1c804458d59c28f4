"""What a bubble looks like is read back from its pixels."""

from dataclasses import replace

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui import theme
from desktop.gui.models.transcript import Rest, Row
from desktop.gui.views.talk.bubble_layout import Bubble, BubbleSizes, lay_out
from desktop.gui.views.talk.bubble_painter import BubbleLook, paint_bubble

WIDTH = 600


def painted(turn: Turn, starred: bool = False, rest: Rest = Rest.NONE, **look: object) -> tuple[QImage, Bubble]:
    row = Row(turn.key, turn, turn.message_id, starred, rest)
    sizes = BubbleSizes(theme.metrics)
    bubble = lay_out(row, "Mia", True, WIDTH, sizes, False)
    image = QImage(WIDTH, bubble.height + 20, QImage.Format.Format_RGB32)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    looks = BubbleLook(**{"speaker_name": "Mia", "picture": None, **look})  # type: ignore[arg-type]
    paint_bubble(painter, row, bubble, sizes, looks)
    painter.end()
    return image, bubble


def darkest(image: QImage, area: QRect) -> int:
    """Return the lowest lightness in the area: 0 is black."""
    return min(
        QColor(image.pixel(x, y)).lightness()
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    )


def colours(image: QImage, area: QRect) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    }


def reply(status: TurnStatus, text: str = "mmmmmmmm mmmmmmmm") -> Turn:
    return Turn("a", Speaker.ASSISTANT, 60.0, text, status, message_id="m", heard_ms=50, sound_ms=100)


def halves(bubble: Bubble) -> tuple[QRect, QRect]:
    """Return the areas of the first and the second of two equal words."""
    line = bubble.text.lineAt(0)
    middle = round(line.cursorToX(8)[0])
    left, top = bubble.text_at.x(), bubble.text_at.y()
    height = round(line.height())
    return QRect(left, top, middle - 2, height), QRect(left + middle + 2, top, middle - 2, height)


def test_the_unheard_rest_of_an_interrupted_reply_is_paler(qtbot: QtBot) -> None:
    image, bubble = painted(reply(TurnStatus.INTERRUPTED))
    heard, unheard = halves(bubble)
    assert darkest(image, heard) < theme.color("text").lightness() + 20
    assert darkest(image, unheard) >= theme.color("text-faint").lightness() - 4


def test_words_still_to_be_heard_are_softer_but_as_legible_as_small_print(qtbot: QtBot) -> None:
    turn = replace(reply(TurnStatus.LIVE), heard_ms=400, sound_ms=1000)
    image, bubble = painted(turn)
    heard, unheard = halves(bubble)
    assert darkest(image, heard) < theme.color("text").lightness() + 20
    assert abs(darkest(image, unheard) - theme.color("text-soft").lightness()) < 12


def test_the_button_of_the_rest_shows_by_shape_whether_it_plays_and_by_colour_whether_it_can(qtbot: QtBot) -> None:
    pictures = {}
    for rest in (Rest.READY, Rest.WAITING, Rest.PLAYING):
        image, bubble = painted(reply(TurnStatus.INTERRUPTED), rest=rest)
        pictures[rest] = image.copy(bubble.rest)
        area = QRect(0, 0, bubble.rest.width(), bubble.rest.height())
        assert (theme.color("accent").name() in colours(pictures[rest], area)) is (rest is not Rest.WAITING)
    assert pictures[Rest.READY] != pictures[Rest.PLAYING]
    image, bubble = painted(reply(TurnStatus.INTERRUPTED), rest=Rest.READY, points_at_rest=True)
    assert theme.color("hover").name() in colours(image, bubble.rest)


def test_all_of_a_finished_reply_is_equally_dark(qtbot: QtBot) -> None:
    image, bubble = painted(reply(TurnStatus.FINAL))
    first, second = halves(bubble)
    assert abs(darkest(image, first) - darkest(image, second)) < 10


def test_what_the_learner_is_still_saying_is_softer_than_what_was_said(qtbot: QtBot) -> None:
    live = Turn("a", Speaker.LEARNER, 60.0, "mmmm", TurnStatus.LIVE)
    final = Turn("a", Speaker.LEARNER, 60.0, "mmmm", TurnStatus.FINAL)
    darknesses = []
    for turn in (live, final):
        image, bubble = painted(turn)
        darknesses.append(darkest(image, QRect(bubble.text_at.x(), bubble.text_at.y(), 40, 20)))
    assert darknesses[0] > darknesses[1] + 20


def test_marked_text_stands_on_the_accent(qtbot: QtBot) -> None:
    image, bubble = painted(reply(TurnStatus.FINAL), marked=(17, 9))
    first, second = halves(bubble)
    assert theme.color("accent").name() in colours(image, second)
    assert theme.color("accent").name() not in colours(image, first)


def test_a_star_is_painted_when_it_is_set_and_not_a_button(qtbot: QtBot) -> None:
    gold = theme.color("star").name()
    image, bubble = painted(reply(TurnStatus.FINAL), starred=True)
    assert gold in colours(image, bubble.star)
    image, bubble = painted(reply(TurnStatus.FINAL), starred=True, draws_star=False)
    assert gold not in colours(image, bubble.star)
    image, bubble = painted(reply(TurnStatus.FINAL))
    assert gold not in colours(image, bubble.star)


def test_the_keyboards_place_has_a_ring(qtbot: QtBot) -> None:
    around = lambda bubble: bubble.bubble.adjusted(-3, -3, 3, 3)  # noqa: E731
    image, bubble = painted(reply(TurnStatus.FINAL), has_ring=True)
    assert theme.color("focus").name() in colours(image, around(bubble))
    image, bubble = painted(reply(TurnStatus.FINAL))
    assert theme.color("focus").name() not in colours(image, around(bubble))


def test_a_typed_turn_carries_a_keyboard_in_its_header(qtbot: QtBot) -> None:
    typed = Turn("a", Speaker.LEARNER, 60.0, "Milk", TurnStatus.FINAL, typed=True)
    spoken = Turn("a", Speaker.LEARNER, 60.0, "Milk", TurnStatus.FINAL)
    images = [painted(turn) for turn in (typed, spoken)]
    headers = [image.copy(bubble.header) for image, bubble in images]
    assert headers[0] != headers[1]
