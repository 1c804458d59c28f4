import pytest

from desktop.app import engine
from desktop.gui import icons
from desktop.gui.doctor_words import CHECKS, VERDICT_MARKS, check_name, prompt, verdict_word


def test_everything_that_can_be_found_has_its_words_in_order() -> None:
    assert tuple(check.value for check in engine.Check) == CHECKS
    assert len({check_name(check) for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("step", list(engine.Step))
def test_every_step_says_what_to_do(step: engine.Step) -> None:
    words = prompt(step.value)
    assert words.title
    assert words.sentence.endswith(".")
    assert not icons.icon(words.icon).isNull()


def test_every_verdict_has_its_word_and_its_mark() -> None:
    for verdict in ("", *(one.value for one in engine.Verdict)):
        assert verdict_word(verdict)
        assert VERDICT_MARKS[verdict]
