import pytest
from PySide6.QtCore import QPoint

from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui import theme
from desktop.gui.models.transcript import Row
from desktop.gui.views.talk.bubble_layout import BubbleSizes, lay_out
from desktop.gui.views.text_mark import TextMark, position_at, word_at

TEXT = "😀 café order"


@pytest.mark.parametrize(
    ("position", "word"), [(0, "😀"), (3, "café"), (5, "café"), (7, " "), (9, "order"), (13, "order")]
)
def test_the_word_around_a_position(position: int, word: str) -> None:
    assert word_at("a", TEXT, position).text(TEXT) == word


def test_a_text_without_words_has_none() -> None:
    assert word_at("a", "", 0).text("") == ""


def test_a_mark_set_backwards_holds_the_same_text() -> None:
    assert TextMark("a", 7, 3).text(TEXT) == TextMark("a", 3, 7).text(TEXT) == "café"


def test_points_around_the_text_belong_to_its_nearest_end() -> None:
    sizes = BubbleSizes(theme.metrics)
    turn = Turn("a", Speaker.ASSISTANT, 1.0, "one\ntwo", TurnStatus.FINAL)
    bubble = lay_out(Row("a", turn), "Mia", True, 600, sizes, False)
    above, below = bubble.text_at - QPoint(50, 50), bubble.text_at + QPoint(400, 400)
    assert position_at(bubble, above, sizes.line_height) == 0
    assert position_at(bubble, below, sizes.line_height) == len(turn.text)
    second_line = bubble.text_at + QPoint(0, sizes.line_height + 2)
    assert position_at(bubble, second_line, sizes.line_height) == 4
