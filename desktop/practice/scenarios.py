"""The scripted scenarios as data: read from `resources/scenarios/*.toml`, checked, frozen.

scenario = nodes joined by expectations, e.g.
node "drink": the partner says one of `say`; the learner's words are held against `expect`, first match wins,
              its `say` acknowledges, its `goto` (or the node's `then`) is the next node.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop import RESOURCES
from desktop.practice.grading.rubric import CRITERIA, Aim, Criterion, Rubric

FOLDER = RESOURCES / "scenarios"
SCENES = "scenes"
"""Folder, beside the scenarios, of those that only follow on another and stand in no list."""
COMMON = "common"
"""Base name of the file that holds what every partner can say; not a scenario."""

Table = Mapping[str, Any]


class ScenarioError(Exception):
    """A scenario file cannot be used; the text names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """Words the partner listens for, and what follows from them.

    `eager`: listened for in every node, so that "a large tea, please" answers two questions at once.
    """

    hear: re.Pattern[str]
    say: tuple[str, ...] = ()
    goto: str = ""
    slot: str = ""
    value: str = ""
    eager: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One question of the partner and what may be answered to it."""

    id: str
    say: tuple[str, ...]
    again: tuple[str, ...]
    """Other ways to put the question: for a repair, and after an aside."""
    hints: tuple[str, ...]
    then: str = ""
    expect: tuple[Expectation, ...] = ()
    free: bool = False
    """Any answer will do; `react` acknowledges it, `probe` asks for more after a very short one."""
    react: tuple[str, ...] = ()
    probe: tuple[str, ...] = ()
    skip_if: str = ""
    """Name of the slot this node asks for: with it filled the node is passed over."""
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked beside the talk. Nothing `right`: an opinion, which is recorded and not judged."""

    text: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    explanation: str = ""
    """Told with the judgement."""
    early: bool = False
    """Put in the middle of the talk, not at its end."""

    @property
    def is_judged(self) -> bool:
        return bool(self.right)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A partner in a situation. Ids are those of the wire (`assistants.list`)."""

    id: str
    name: str
    persona: str
    description: str
    level: str
    goal: str
    picture: str
    start: str
    nodes: Mapping[str, Node]
    role: str
    """Who the partner is, for a language model."""
    then_scenario: str = ""
    """Id of the scene that follows when this one has come to its end."""
    order: int = 100
    speed: float = 1.0
    created: str = "2025-01-01T00:00:00.000Z"
    asides: tuple[Expectation, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    """What is said for a slot that was never filled."""
    summary: tuple[str, ...] = ()
    welcome_back: tuple[str, ...] = ()
    aims: tuple[Aim, ...] = ()
    phrases: tuple[str, ...] = ()
    """Useful words of this situation, for the rubric."""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Common:
    """What every scripted partner can say, whatever the scenario."""

    intents: Mapping[str, re.Pattern[str]]
    """What learners say about the talk itself: repeat, unclear, slower, help, goodbye, thanks."""
    lines: Mapping[str, tuple[str, ...]]
    mirrors: tuple[Expectation, ...]
    """Frames that take up the learner's own words; their pattern has a group `thing`."""
    asides: tuple[Expectation, ...]
    criteria: Mapping[str, Criterion]
    """What every talk is graded by, under the keys of `rubric.CRITERIA`."""
    questions: tuple[Question, ...]
    """Put at the end of every talk."""


def load_scenarios(folder: Path = FOLDER) -> dict[str, Scenario]:
    """Return every scenario by id, in the order in which they are offered. Raises ScenarioError."""
    found = [_scenario(path, _read(path)) for path in sorted(folder.glob("*.toml")) if path.stem != COMMON]
    if not found:
        raise ScenarioError(f"There is no scenario in {folder.name}. Install the program again.")
    return {scenario.id: scenario for scenario in sorted(found, key=lambda scenario: scenario.order)}


def load_scenes(folder: Path = FOLDER) -> dict[str, Scenario]:
    """Return the scenes that follow on scenarios, by id. Raises ScenarioError."""
    found = [_scenario(path, _read(path)) for path in sorted((folder / SCENES).glob("*.toml"))]
    return {scene.id: scene for scene in found}


def load_common(folder: Path = FOLDER) -> Common:
    """Return what every scripted partner can say. Raises ScenarioError."""
    path = folder / f"{COMMON}.toml"
    table = _read(path)
    try:
        return Common(
            intents={name: _pattern(words) for name, words in table["intents"].items()},
            lines={name: tuple(lines) for name, lines in table["lines"].items()},
            mirrors=_expectations(table.get("mirror", ())),
            asides=_expectations(table.get("aside", ())),
            questions=_questions(table.get("question", ())),
            criteria={key: Criterion(**table["criterion"][key]) for key in CRITERIA},
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ScenarioError(f"{path.name}: {error!r}") from error


def _read(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScenarioError(f"{path.name} cannot be read: {error}") from error


def _scenario(path: Path, table: Table) -> Scenario:
    try:
        scenario = Scenario(
            id=table["id"],
            name=table["name"],
            persona=table["persona"],
            description=table["description"],
            level=table["level"],
            goal=table["goal"],
            picture=table["picture"],
            start=table["start"],
            role=table["role"],
            then_scenario=table.get("then_scenario", ""),
            order=table.get("order", 100),
            speed=table.get("speed", 1.0),
            created=table.get("created", "2025-01-01T00:00:00.000Z"),
            nodes={name: _node(name, node) for name, node in table["node"].items()},
            asides=_expectations(table.get("aside", ())),
            slots=dict(table.get("slots", {})),
            summary=tuple(table["summary"]),
            welcome_back=tuple(table["welcome_back"]),
            aims=tuple(_aim(aim) for aim in table.get("aim", ())),
            phrases=tuple(table.get("phrases", ())),
            questions=_questions(table.get("question", ())),
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ScenarioError(f"{path.name}: {error!r}") from error
    problems = find_problems(scenario)
    if problems:
        raise ScenarioError(f"{path.name}: {'; '.join(problems)}")
    return scenario


def _node(name: str, table: Table) -> Node:
    return Node(
        id=name,
        say=tuple(table["say"]),
        again=tuple(table.get("again", ())),
        hints=tuple(table["hints"]),
        then=table.get("then", ""),
        expect=_expectations(table.get("expect", ())),
        free=table.get("free", False),
        react=tuple(table.get("react", ())),
        probe=tuple(table.get("probe", ())),
        skip_if=table.get("skip_if", ""),
        ends=table.get("ends", False),
    )


def _questions(tables: Any) -> tuple[Question, ...]:
    return tuple(
        Question(
            text=table["text"],
            right=tuple(table.get("right", ())),
            wrong=tuple(table["wrong"]),
            explanation=table.get("explanation", ""),
            early=table.get("early", False),
        )
        for table in tables
    )


def _aim(table: Table) -> Aim:
    hear = table.get("hear", "")
    return Aim(table["text"], table.get("slot", ""), _pattern(hear) if hear else None)


def rubric_of(scenario: Scenario, common: Common) -> Rubric:
    """Return what a talk in this scenario is graded by."""
    return Rubric(common.criteria, scenario.level, scenario.aims, scenario.phrases)


def _expectations(tables: Any) -> tuple[Expectation, ...]:
    return tuple(
        Expectation(
            hear=_pattern(table["hear"]),
            say=tuple(table.get("say", ())),
            goto=table.get("goto", ""),
            slot=table.get("slot", ""),
            value=table.get("value", ""),
            eager=table.get("eager", False),
        )
        for table in tables
    )


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})(?:\b|$)", re.IGNORECASE)


def find_problems(scenario: Scenario) -> list[str]:
    """Return what is wrong with a scenario's graph, one phrase each; empty when it can be walked to its end."""
    nodes = scenario.nodes
    problems: list[str] = []
    if scenario.start not in nodes:
        return [f"the start {scenario.start!r} is no node"]
    for node in nodes.values():
        targets = [*(expect.goto for expect in node.expect if expect.goto), node.then]
        problems += [f"{node.id} leads to {goto!r}, which is no node" for goto in targets if goto and goto not in nodes]
        if not node.ends and not node.then:
            problems.append(f"{node.id} is a dead end")
        if not node.ends and (len(node.hints) < 2 or not node.again):
            problems.append(f"{node.id} needs two hints and another way to ask")
        if not node.say:
            problems.append(f"{node.id} says nothing")
        if not (node.ends or node.free or node.expect):
            problems.append(f"{node.id} listens for nothing")
    reached = reachable(scenario)
    problems += [f"{name} is never reached" for name in nodes if name not in reached]
    slots = {expect.slot for node in nodes.values() for expect in node.expect}
    problems += [
        f"the aim {aim.text!r} cannot be met" for aim in scenario.aims if not aim.hear and aim.slot not in slots
    ]
    if not any(nodes[name].ends for name in reached):
        problems.append("no ending is reached")
    return problems


def reachable(scenario: Scenario) -> frozenset[str]:
    """Return the ids of the nodes that can be reached from the start."""
    seen: set[str] = set()
    waiting = [scenario.start]
    while waiting:
        node = scenario.nodes.get(waiting.pop())
        if node is None or node.id in seen:
            continue
        seen.add(node.id)
        waiting += [expect.goto for expect in node.expect if expect.goto]
        if node.then:
            waiting.append(node.then)
    return frozenset(seen)
