from dataclasses import replace

import pytest
from PySide6.QtGui import QFontMetricsF

from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui import theme
from desktop.gui.models.transcript import Rest, Row
from desktop.gui.views.talk.bubble_layout import Bubble, BubbleSizes, lay_out, reads_leftwards

LONG = "Would you like milk with your tea, or would you rather have lemon? " * 6


def row(text: str, speaker: Speaker, status: TurnStatus, rest: Rest) -> Row:
    exchange_id = "m" if speaker is Speaker.ASSISTANT else ""
    return Row("a", Turn("a", speaker, 1.0, text, status, message_id="m"), exchange_id, rest=rest)


def measured(text: str = LONG, width: int = 900, **others: object) -> Bubble:
    speaker = others.pop("speaker", Speaker.ASSISTANT)
    assert isinstance(speaker, Speaker)
    status = others.pop("status", TurnStatus.FINAL)
    assert isinstance(status, TurnStatus)
    mirrored = bool(others.pop("mirrored", False))
    rest = others.pop("rest", Rest.NONE)
    assert isinstance(rest, Rest)
    return lay_out(row(text, speaker, status, rest), "Mia", True, width, BubbleSizes(theme.metrics), mirrored)


def test_a_bubble_is_at_most_68_characters_wide() -> None:
    text = measured(width=3000).bubble.width() - 2 * BubbleSizes(theme.metrics).pad_x
    assert text <= 68 * QFontMetricsF(theme.metrics.font()).averageCharWidth() + 1


def test_what_was_measured_is_kept_while_only_more_is_heard() -> None:
    sizes = BubbleSizes(theme.metrics)
    turn = Turn("a", Speaker.ASSISTANT, 1.0, LONG, TurnStatus.LIVE, heard_ms=500, sound_ms=9000)

    def again(turn: Turn, width: int = 900) -> Bubble:
        return lay_out(Row("a", turn), "Mia", True, width, sizes, False, before)

    before = lay_out(Row("a", turn), "Mia", True, 900, sizes, False)
    heard = before.unheard_from
    assert again(replace(turn, heard_ms=5000)) is before
    assert before.unheard_from > heard
    assert again(replace(turn, text=LONG + "More.")) is not before
    assert again(turn, 800) is not before


def test_a_short_text_gets_a_bubble_of_its_own_width() -> None:
    assert measured("Sure.").bubble.width() < measured().bubble.width() / 3


@pytest.mark.parametrize("width", [320, 480, 720, 1600])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("text", ["Sure.", LONG, "x" * 400])
def test_everything_lies_within_the_row_at_any_width(width: int, mirrored: bool, text: str) -> None:
    for speaker in Speaker:
        bubble = measured(text, width, speaker=speaker, status=TurnStatus.INTERRUPTED, mirrored=mirrored)
        for part in (bubble.bubble, bubble.footer, bubble.avatar, bubble.star, bubble.header):
            assert part.isNull() or (part.left() >= 0 and part.right() < width and part.bottom() < bubble.height)
        if not bubble.footer.isNull():
            assert bubble.bubble.contains(bubble.footer)


def test_the_learner_is_on_the_right_and_the_partner_on_the_left() -> None:
    partner, learner = measured("Hi"), measured("Hi", speaker=Speaker.LEARNER)
    assert partner.bubble.right() < 450 < learner.bubble.left()
    assert not partner.on_right
    assert learner.on_right


def test_a_window_that_reads_from_the_right_mirrors_every_part() -> None:
    plain, mirrored = measured(), measured(mirrored=True)
    for before, after in (
        (plain.bubble, mirrored.bubble),
        (plain.avatar, mirrored.avatar),
        (plain.star, mirrored.star),
    ):
        assert after.left() == 900 - before.left() - before.width()


def test_a_text_read_from_the_right_ends_at_the_bubbles_right() -> None:
    bubble = measured("שלום\nמה שלומך היום, אני מקווה שטוב")
    first = bubble.text.lineAt(0)
    text_right = first.naturalTextRect().right()
    widest = bubble.bubble.width() - 2 * BubbleSizes(theme.metrics).pad_x
    assert text_right == pytest.approx(widest, abs=2)


def test_a_text_scale_of_two_doubles_what_depends_on_text() -> None:
    before = measured("Sure.").bubble
    theme.apply("light", 2.0)
    after = measured("Sure.").bubble
    assert after.height() == pytest.approx(2 * before.height(), abs=4)
    assert after.width() == pytest.approx(2 * before.width(), rel=0.1)


def test_only_a_live_or_interrupted_turn_has_a_word_under_its_text() -> None:
    assert measured("Sure.").footer.isNull()
    assert not measured("Sure.", status=TurnStatus.INTERRUPTED).footer.isNull()
    assert not measured("I wo", speaker=Speaker.LEARNER, status=TurnStatus.LIVE).footer.isNull()
    assert measured("Sure, wh", status=TurnStatus.LIVE).footer.isNull()
    assert not measured("", status=TurnStatus.LIVE).footer.isNull()


def test_under_a_corrected_turn_stands_what_was_heard() -> None:
    sizes = BubbleSizes(theme.metrics)
    said = Turn("a", Speaker.LEARNER, 1.0, "I like tee and milk in it.", TurnStatus.FINAL, corrected="I like tea.")
    bubble = lay_out(Row("a", said), "You", True, 800, sizes, False)
    assert bubble.text.text() == "I like tea."
    assert bubble.footer.height() == sizes.small_height
    words = "I heard: “I like tee and milk in it.”"
    assert bubble.footer.width() > sizes.small_metrics.horizontalAdvance(words)
    assert bubble.unheard_from == bubble.text_end == len("I like tea.")
    long = lay_out(Row("a", replace(said, text="word " * 100)), "You", True, 400, sizes, False)
    assert long.bubble.contains(long.footer)
    assert lay_out(Row("a", replace(said, corrected="")), "You", True, 800, sizes, False, bubble) is not bubble


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [320, 720])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("text", ["Sure.", LONG])
def test_the_button_of_the_rest_lies_under_the_text_beside_or_below_the_word(
    width: int, mirrored: bool, text: str, scale: float
) -> None:
    theme.apply("light", scale)
    bubble = measured(text, width, status=TurnStatus.INTERRUPTED, mirrored=mirrored, rest=Rest.READY)
    assert bubble.bubble.contains(bubble.rest)
    assert bubble.bubble.contains(bubble.footer)
    assert not bubble.rest.intersects(bubble.footer)
    assert bubble.rest.height() >= 32
    lines = bubble.text_at.y() + bubble.text.lineCount() * BubbleSizes(theme.metrics).line_height
    assert bubble.rest.top() >= lines
    assert bubble.footer.top() >= lines


def test_a_bubble_keeps_its_size_while_its_rest_is_played() -> None:
    sizes = {
        (measured("Sure.", status=TurnStatus.INTERRUPTED, rest=rest).bubble.size().toTuple())
        for rest in (Rest.READY, Rest.WAITING, Rest.PLAYING)
    }
    assert len(sizes) == 1


@pytest.mark.parametrize(
    ("text", "leftwards"), [("hello", False), ("שלום hello", True), ("12 ! مرحبا", True), ("😀", False), ("", False)]
)
def test_the_first_letter_with_a_direction_decides(text: str, leftwards: bool) -> None:
    assert reads_leftwards(text) is leftwards
