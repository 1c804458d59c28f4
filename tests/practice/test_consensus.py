import numpy as np
import pytest

from desktop.practice.consensus import BUDGET_S, LOOKS, Look, agreed, first_look, most_agreed

SOUND = np.sin(np.arange(16_000) / 20).astype(np.float32)


class Scripted:
    """A decoder that answers from a list and keeps what it was shown."""

    def __init__(self, *texts: str) -> None:
        self._texts = list(texts)
        self.shown: list[int] = []

    def __call__(self, samples: np.ndarray) -> str:
        self.shown.append(len(samples))
        return self._texts.pop(0)


def test_two_looks_that_agree_are_believed() -> None:
    engine = Scripted("A cup of tea, please.", "a cup of tea please")
    assert agreed(engine)(SOUND) == "A cup of tea, please."
    assert len(engine.shown) == 2


def test_a_third_look_decides_between_two_that_differ() -> None:
    engine = Scripted("A cup of deed, please.", "A cup of tea, please.", "A cop of tea, please.")
    assert agreed(engine)(SOUND) == "A cup of tea, please."
    assert len(set(engine.shown)) == 3


def test_no_look_is_begun_that_would_end_too_late() -> None:
    ticks = iter([0.0, 0.5 * BUDGET_S + 0.01])
    engine = Scripted("A cup of deed, please.")
    assert agreed(engine, lambda: next(ticks))(SOUND) == "A cup of deed, please."
    assert len(engine.shown) == 1


def test_text_in_between_takes_one_look() -> None:
    engine = Scripted("A cup")
    assert first_look(engine)(SOUND) == "A cup"
    assert engine.shown == [len(LOOKS[0].at(SOUND))]


def test_of_texts_with_nothing_in_common_the_first_is_taken() -> None:
    assert most_agreed(["one", "two", "three"]) == "one"
    assert most_agreed(["", "", ""]) == ""


def test_a_look_stretches_and_puts_silence_around() -> None:
    taken = Look(1.1, 0.1).at(SOUND)
    assert len(taken) == pytest.approx(1.1 * len(SOUND) + 3200, abs=50)
    assert not taken[:1600].any()
    assert not taken[-1600:].any()
    assert taken.dtype == np.float32
