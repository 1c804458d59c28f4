"""What a talk is held against: the five criteria, and what one scenario asks for in particular."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

TOTAL = 10.0
_LEVELS = ((9.0, "excellent"), (7.0, "confident"), (5.0, "getting there"), (3.0, "first steps"), (0.0, "not yet"))
CRITERIA = ("task", "grammar", "vocabulary", "fluency", "interaction")
"""Keys, in the order in which they are graded."""
CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")


@dataclass(frozen=True, slots=True)
class Criterion:
    name: str
    description: str
    """What it asks for."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Something to get done in the scenario: met when its slot was filled or its words were said."""

    text: str
    """In the -ing form: "ordering a drink"."""
    slot: str = ""
    hear: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """level: of the scenario, "A1" to "C2"; what is much for a beginner is little for others."""

    criteria: Mapping[str, Criterion]
    level: str = "B1"
    aims: tuple[Aim, ...] = ()
    phrases: tuple[str, ...] = ()
    """Useful words and phrases of this scenario; their case does not matter."""

    def of_level(self, values: tuple[float, float, float, float]) -> float:
        """Return the value for A1, A2, B1, or for B2 and above."""
        place = CEFR.index(self.level) if self.level in CEFR else 2
        return values[min(place, 3)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One result, as it goes over the wire: `resource_type` and the open object."""

    resource_type: str
    fields: dict[str, str | float] = field(default_factory=dict)


def level_of(score: float) -> str:
    """Return the level a score reaches, in words."""
    return next(level for least, level in _LEVELS if score >= least)


def rounded(score: float) -> float:
    """Return the score in halves, within 0 and 10."""
    return round(2 * min(max(score, 0.0), TOTAL)) / 2


def held_back(score: float, evidence: float) -> float:
    """Return a score that little evidence cannot carry far. evidence: 0 (none) to 1 (enough)."""
    return min(score, TOTAL * (0.25 + 0.75 * min(1.0, evidence)))
