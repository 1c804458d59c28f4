import re
import string
import tomllib
from pathlib import Path

import pytest

from desktop.practice.scenarios import (
    COMMON,
    FOLDER,
    Expectation,
    Scenario,
    ScenarioError,
    load_common,
    load_scenarios,
    load_scenes,
    reachable,
)

SCENARIOS = load_scenarios()
SCENES = load_scenes()
MINIMAL = """
id = "x"
name = "Test"
persona = "Tess"
description = "A test."
level = "A1"
goal = "Say hello."
picture = "x.svg"
start = "hello"
role = "Tess."
summary = ["Done."]
welcome_back = ["Again."]
[node.hello]
say = ["Hello!"]
again = ["Hello?"]
hints = ["Hi.", "Hello."]
then = "end"
free = true
[node.end]
say = ["Bye."]
hints = ["Bye."]
ends = true
"""


@pytest.fixture(params=[*SCENARIOS.values(), *SCENES.values()], ids=lambda scenario: scenario.name)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    given: Scenario = request.param
    return given


def lines_of(scenario: Scenario) -> list[str]:
    expectations = [*scenario.asides, *(expect for node in scenario.nodes.values() for expect in node.expect)]
    said = [line for node in scenario.nodes.values() for line in (*node.say, *node.again, *node.react, *node.probe)]
    return [*said, *(line for expect in expectations for line in expect.say), *scenario.summary, *scenario.welcome_back]


def test_there_are_six_in_order_of_difficulty() -> None:
    assert [scenario.level for scenario in SCENARIOS.values()] == ["A1", "A2", "A2", "B1", "B1", "B2"]
    assert [Path(scenario.picture).stem for scenario in SCENARIOS.values()] == [
        "cafe", "directions", "hotel", "smalltalk", "doctor", "interview",
    ]  # fmt: skip


def test_every_scene_follows_on_a_scenario_and_leads_no_further() -> None:
    assert {scenario.then_scenario for scenario in SCENARIOS.values()} - {""} == set(SCENES)
    assert len(SCENES) >= 2
    assert not set(SCENES) & set(SCENARIOS)
    assert not any(scene.then_scenario for scene in SCENES.values())


def test_every_aim_and_phrase_can_be_met(scenario: Scenario) -> None:
    assert 4 <= len(scenario.aims) <= 8
    slots = {expect.slot for node in scenario.nodes.values() for expect in node.expect}
    for aim in scenario.aims:
        assert aim.text.split()[0].endswith("ing"), aim.text
        assert aim.hear or aim.slot
        assert not aim.slot or aim.slot in slots or aim.hear
    assert len(scenario.phrases) >= 6


def test_every_node_is_reached_and_leads_on(scenario: Scenario) -> None:
    assert reachable(scenario) == set(scenario.nodes)
    assert len(scenario.nodes) >= (5 if scenario.id in SCENES else 10)
    assert sum(node.ends for node in scenario.nodes.values()) == 1


def test_every_node_offers_hints_variants_and_another_way_to_ask(scenario: Scenario) -> None:
    for node in scenario.nodes.values():
        assert len(set(node.hints)) >= 2, node.id
        assert len(set(node.say)) >= 2, node.id
        if not node.ends:
            assert len(set(node.again)) >= 2, node.id


def test_every_slot_that_is_said_has_words_when_it_was_never_filled(scenario: Scenario) -> None:
    for line in lines_of(scenario):
        names = {name for _, name, _, _ in string.Formatter().parse(line) if name}
        assert names <= set(scenario.slots), line


def test_every_slot_that_is_filled_is_a_known_one(scenario: Scenario) -> None:
    filled = {expect.slot for node in scenario.nodes.values() for expect in node.expect if expect.slot}
    assert filled <= set(scenario.slots)
    assert {node.skip_if for node in scenario.nodes.values() if node.skip_if} <= filled


def test_lines_are_short_spoken_sentences(scenario: Scenario) -> None:
    for line in lines_of(scenario):
        assert line == line.strip()
        assert line[-1] in ".!?", line
        for sentence in re.split(r"(?<=[.!?])\s+", line):
            assert len(sentence.split()) <= 22, sentence


def test_no_line_stands_twice_in_a_scenario(scenario: Scenario) -> None:
    lines = lines_of(scenario)
    assert {line for line in lines if lines.count(line) > 1} == set()


def test_every_picture_is_a_square_of_plain_shapes(scenario: Scenario) -> None:
    picture = (FOLDER / scenario.picture).read_text(encoding="utf-8")
    assert 'viewBox="0 0 512 512"' in picture
    assert not re.search(r"<(text|filter|image|use|script|style|clipPath|mask)\b|href|url\(", picture)


def test_what_every_partner_can_say_is_complete() -> None:
    common = load_common()
    assert set(common.intents) == {"repeat", "unclear", "slower", "help", "goodbye", "thanks"}
    assert all(len(set(lines)) == len(lines) >= 4 for lines in common.lines.values())
    assert all("thing" in frame.hear.groupindex for frame in common.mirrors)
    assert all(isinstance(aside, Expectation) and aside.say for aside in common.asides)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('then = "end"', 'then = "nowhere"'), "leads to 'nowhere'"),
        (('then = "end"', ""), "dead end"),
        (('hints = ["Hi.", "Hello."]', "hints = []"), "hints"),
        (("free = true", ""), "listens for nothing"),
        (('start = "hello"', 'start = "x"'), "start"),
        (("ends = true", 'then = "hello"\nagain = ["?"]\nfree = true'), "hint"),
        (("free = true", 'free = true\nexpect = [{ hear = "(" }]'), "x.toml"),
        (('name = "Test"', ""), "name"),
        (('say = ["Hello!"]', "say = []"), "says nothing"),
        (('name = "Test"', 'name = "Test'), "cannot be read"),
    ],
)
def test_a_scenario_that_cannot_be_played_is_refused_with_its_file_name(
    tmp_path: Path, change: tuple[str, str], complaint: str
) -> None:
    assert change[0] in MINIMAL
    (tmp_path / "x.toml").write_text(MINIMAL.replace(*change), encoding="utf-8")
    with pytest.raises(ScenarioError, match=re.escape(complaint)) as failure:
        load_scenarios(tmp_path)
    assert "x.toml" in str(failure.value)


def test_the_smallest_scenario_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(MINIMAL, encoding="utf-8")
    assert list(load_scenarios(tmp_path)) == ["x"]


def test_an_empty_folder_and_a_missing_common_file_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError):
        load_scenarios(tmp_path)
    with pytest.raises(ScenarioError, match=r"common\.toml"):
        load_common(tmp_path)


def test_the_common_file_is_no_scenario() -> None:
    assert COMMON not in {Path(scenario.picture).stem for scenario in SCENARIOS.values()}
    assert "node" not in tomllib.loads((FOLDER / f"{COMMON}.toml").read_text(encoding="utf-8"))
