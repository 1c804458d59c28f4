"""Talks as the grading tests need them."""

from collections.abc import Sequence
from functools import cache

from desktop.practice.grading.checked_turn import Checked, checked
from desktop.practice.grading.criteria import GRADERS
from desktop.practice.grading.rubric import Rubric
from desktop.practice.grading.talk_record import LearnerTurn, Talk, Timing
from desktop.practice.scenarios import Scenario, load_common, load_scenarios, rubric_of
from desktop.practice.wording import words

GOOD = (
    "Good morning! I'd like a large cappuccino with oat milk, please.",
    "Could I have a piece of carrot cake, too? What do you recommend?",
    "I'm meeting my sister here later because we want to go shopping together.",
    "We will sit outside. Is there a free table in the sun?",
    "I'll pay by card, please. Could I have a receipt?",
)
WEAK = (
    "I want coffee.",
    "Yesterday I go to the shop and my brother go there every day.",
    "He like the coffee and I have 25 years.",
    "Cake.",
    "I am agree. My sister don't has money.",
)
TINY = ("Yes.",)


def scenario(stem: str = "cafe") -> Scenario:
    return next(each for each in _scenarios() if each.picture == f"{stem}.svg")


def rubric(stem: str = "cafe") -> Rubric:
    return rubric_of(scenario(stem), load_common())


@cache
def _scenarios() -> tuple[Scenario, ...]:
    return tuple(load_scenarios().values())


def talk(*said: str, pace_wpm: float = 110.0, pauses_s: Sequence[float] = (), response_s: float | None = 0.8) -> Talk:
    """A spoken talk: every turn at this pace while the voice sounds, with these pauses."""
    turns = tuple(
        LearnerTurn(
            f"m{number}", text, Timing(60 * len(words(text)) / pace_wpm + sum(pauses_s), tuple(pauses_s), response_s)
        )
        for number, text in enumerate(said)
    )
    return Talk(turns)


def typed(*said: str) -> Talk:
    return Talk(tuple(LearnerTurn(f"m{number}", text) for number, text in enumerate(said)))


def looked_at(given: Talk) -> Checked:
    """The talk checked by the learner rules alone: the grammar checker takes a second to load."""
    return checked(given, lambda _text: [])


def score(key: str, given: Talk, stem: str = "cafe") -> float:
    looked = looked_at(given) if key == "grammar" else Checked(given, (), ())
    return float(GRADERS[key](looked, rubric(stem)).fields["score"])
