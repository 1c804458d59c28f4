import pytest
from PySide6.QtCore import Qt

from desktop.gui.speech_rows import voice_rows
from desktop.gui.views.beside.voice_strip import VoiceStrip
from desktop.gui.voice_timeline import VoiceBlock, voice_timeline
from tests.gui.conftest import Stage
from tests.support.sample_speech import sample_speech


def strip(stage: Stage, *blocks: VoiceBlock) -> VoiceStrip:
    shown = VoiceStrip("Who spoke when")
    stage(shown, 280, 300)
    shown.show_blocks(blocks, [row.label for row in voice_rows(blocks, "Mia")], "Half and half.")
    return shown


@pytest.mark.parametrize(("length_s", "row_s", "rows"), [(0.5, 60, 1), (61, 60, 2), (360, 60, 6), (400, 120, 4)])
def test_time_goes_on_in_rows_of_round_length(stage: Stage, length_s: float, row_s: float, rows: int) -> None:
    shown = strip(stage, VoiceBlock("learner-1", True, ((0.0, length_s),)))
    assert (shown.row_s, shown.row_count) == (row_s, rows)


def test_a_turn_that_passes_the_end_of_a_row_goes_on_in_the_next(stage: Stage) -> None:
    block = VoiceBlock("learner-1", True, ((50.0, 70.0),))
    first, second = strip(stage, block).boxes(0)
    assert first.width() == pytest.approx(second.width())
    assert first.right() > second.right()
    assert first.bottom() < second.top()


def test_the_learner_is_above_the_partner(stage: Stage) -> None:
    own, theirs = VoiceBlock("learner-1", True, ((0.0, 2.0),)), VoiceBlock("assistant-1", False, ((0.0, 2.0),))
    shown = strip(stage, own, theirs)
    (above,), (below,) = shown.boxes(0), shown.boxes(1)
    assert above.bottom() < below.top()


def test_the_nearest_turn_is_pointed_at_and_nothing_far_away(stage: Stage) -> None:
    blocks = voice_timeline(sample_speech())
    shown = strip(stage, *blocks)
    for number in (0, 3, len(blocks) - 1):
        box = next(iter(shown.boxes(number)))
        assert shown.nearest(box.center()) == number
    far = next(iter(shown.boxes(len(blocks) - 1))).translated(60, 0)
    assert shown.nearest(far.center()) == -1


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_it_is_drawn_in_both_directions_and_empty(stage: Stage, direction: Qt.LayoutDirection) -> None:
    shown = strip(stage, *voice_timeline(sample_speech()))
    shown.setLayoutDirection(direction)
    shown.move_to(2)
    assert not shown.grab().isNull()
    assert not strip(stage).grab().isNull()
