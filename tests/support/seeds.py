"""Reads the contracts' source texts: pages of documentation with JSON, or something like it, between the prose."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent / "samples"
EVENTS = "attempt-events"
PRIA = "pria-objects"
BIT = "bit-feedback"

# Outside of strings: a folded viewer's "- " before a key or item, "..." for what was left out, JavaScript's bare
# keys, single quotes and <string>, and commas with nothing behind them. Digits stand in for <string>: the text
# also writes it for ids that are numbers.
_TOKENS = re.compile(
    r"""
      (?P<string> "(?:[^"\\]|\\.)*" )
    | (?P<single> '(?:[^'\\]|\\.)*' )
    | (?P<hole>   <string> )
    | (?P<fold>   (?<=[{\[,]) \s* -\ (?=[^\d]) | (?<=\n) -\ (?=[^\d]) )
    | (?P<gap>    ,? \s* \.\.\. )
    | (?P<key>    [A-Za-z_]\w* (?=\s*:) )
    """,
    re.VERBOSE,
)
_OPENING = re.compile(r"^(?:const \w+ = )?(?=\{(?:- |\s*$))", re.MULTILINE)


@cache
def seed_text(name: str) -> str:
    return (SAMPLES / "seeds" / f"{name}.txt").read_text(encoding="utf-8")


def sample(name: str) -> Any:
    """Return a file of samples that both sides of a contract are run against."""
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def json_blocks(text: str) -> list[Any]:
    """Return every JSON or JavaScript object that begins a line of the text, in order."""
    blocks: list[Any] = []
    end = 0
    for opening in _OPENING.finditer(text):
        if opening.end() < end:
            continue
        end = _closing(text, opening.end())
        blocks.append(json.loads(_as_json(text[opening.end() : end])))
    return blocks


def _closing(text: str, start: int) -> int:
    depth = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[{}]', text[start:]):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return start + match.end()
    raise ValueError("an object is not closed")


def _as_json(block: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        if match["single"]:
            return json.dumps(match["single"][1:-1])
        if match["hole"]:
            return '"123456"'
        if match["key"]:
            return json.dumps(match["key"])
        return match["string"] or ""

    plain = _TOKENS.sub(replaced, block)
    return re.sub(r",(?=\s*[\]}])", "", plain)


@dataclass(frozen=True, slots=True)
class EventShape:
    """An event as the source text declares it."""

    name: str
    required: frozenset[str]
    optional: frozenset[str]


def event_shapes() -> list[EventShape]:
    """Return the events of the source text with their canonical names and fields."""
    shapes = []
    for section in re.split(r"^POST (?=/socket)", seed_text(EVENTS), flags=re.MULTILINE)[1:]:
        path = section.split(maxsplit=1)[0]
        body = re.search(r"Request body:\s*\{(.*?)\}", section, re.DOTALL)
        if body is None:
            raise ValueError(f"{path} declares no body")
        fields = re.findall(r"(\w+)(\??): `", body[1])
        shapes.append(
            EventShape(
                name="attempt_" + path.rsplit("/", 1)[1],
                required=frozenset(name for name, mark in fields if not mark),
                optional=frozenset(name for name, mark in fields if mark),
            )
        )
    return shapes
