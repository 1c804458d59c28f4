"""The partner: who answers the learner. Scripted by default, needing no model and no network.

How a scripted reply is put together, in this order:

    recast      an error said back the right way            "Oh, your brother goes by bus."
    answer      to what the learner asked or said           "One latte, lovely."
    question    of the node the talk has come to            "What size would you like?"

No line is said twice in a conversation as long as the stock lasts; only "Can you repeat that?" brings one back.
"""

import random
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Protocol

from desktop.practice.recasts import recast, swap_sides
from desktop.practice.scenarios import Common, Expectation, Node, Scenario
from desktop.practice.sentences import split_sentences

PATIENCE = 2
"""Answers that fit nothing before the partner goes on to its next question by itself."""
_SHORT_ANSWER = 3
"""Words below which an answer to an open question is asked after."""


class Partner(Protocol):
    """Who the learner speaks with, for one conversation."""

    def opening(self) -> AsyncGenerator[str, None]:
        """Yield the sentences that begin the conversation."""

    def welcome_back(self) -> AsyncGenerator[str, None]:
        """Yield the sentences that take a past conversation up again."""

    def reply(self, learner_text: str) -> AsyncGenerator[str, None]:
        """Yield the sentences of the answer. Closing the iterator early is allowed."""

    def hints(self) -> tuple[str, ...]:
        """Return what the learner could say next."""

    @property
    def slots(self) -> Mapping[str, str]:
        """Return what the learner has settled by now: slot of the scenario -> their words."""

    @property
    def finished(self) -> bool:
        """Whether the scenario has come to its end; the talk may still go on."""


class ScriptedPartner:
    """A scenario being played. The same seed and the same learner give the same talk."""

    def __init__(self, scenario: Scenario, common: Common, seed: int, settled: Mapping[str, str] | None = None) -> None:
        """settled: slots filled in the scene before."""
        self._scenario = scenario
        self._common = common
        self._random = random.Random(f"{scenario.id}:{seed}")
        self._node = scenario.nodes[scenario.start]
        self._slots: dict[str, str] = dict(settled or {})
        self._said: set[str] = set()
        self._last_reply: list[str] = []
        self._misses = 0
        self._probed = False
        self._recast_last = False
        self._finished = False

    @property
    def slots(self) -> Mapping[str, str]:
        return self._slots

    @property
    def finished(self) -> bool:
        return self._finished

    def hints(self) -> tuple[str, ...]:
        return self._node.hints

    async def opening(self) -> AsyncGenerator[str, None]:
        for sentence in self._remember(self._fresh(self._node.say)):
            yield sentence

    async def welcome_back(self) -> AsyncGenerator[str, None]:
        for sentence in self._remember(self._fresh(self._scenario.welcome_back), self._fresh(self._node.again)):
            yield sentence

    async def reply(self, learner_text: str) -> AsyncGenerator[str, None]:
        for sentence in self._answer(" ".join(learner_text.replace("’", "'").split())):
            yield sentence

    # -- one answer --------------------------------------------------------------------------------------------

    def _answer(self, text: str) -> list[str]:
        if not re.search(r"\w", text):
            return self._remember(self._line("nothing_heard"))
        if self._common.intents["repeat"].search(text) and self._last_reply:
            return [self._line("as_i_said"), *self._last_reply]
        if self._finished:
            return self._remember(*self._after_the_end(text))
        for intent in ("unclear", "slower", "help"):
            if self._common.intents[intent].search(text):
                return self._remember(self._line(intent), self._ask_again(), *self._suggest(intent))
        self._fill_slots(text)
        return self._remember(*self._recast(text), *self._go_on(text))

    def _go_on(self, text: str) -> list[str]:
        node = self._node
        if expectation := _first(node.expect, text):
            return [*self._acknowledge(expectation), *self._enter(expectation.goto or node.then)]
        if node.skip_if and node.skip_if in self._slots:
            return [self._line("noted"), *self._enter(node.then)]
        if self._common.intents["goodbye"].search(text):
            return self._enter(self._ending().id)
        if aside := _first(self._scenario.asides + self._common.asides, text):
            return [self._fresh(aside.say), self._ask_again()]
        if node.free:
            return self._take_freely(node, text)
        return self._repair(node, text)

    def _take_freely(self, node: Node, text: str) -> list[str]:
        if node.probe and not self._probed and len(text.split()) < _SHORT_ANSWER:
            self._probed = True
            return [self._fresh(node.probe)]
        reaction = self._fresh(node.react) if node.react else self._mirror(text) or self._line("noted")
        return [reaction, *self._enter(node.then)]

    def _repair(self, node: Node, text: str) -> list[str]:
        self._misses += 1
        if self._misses > PATIENCE:
            return [self._line("moving_on"), *self._enter(node.then)]
        # A question with few answers was probably misheard: saying the words back would be odd.
        line = self._line("pardon") if self._misses == 1 else self._line("reflect")
        return [line, self._ask_again()]

    def _after_the_end(self, text: str) -> list[str]:
        if self._common.intents["goodbye"].search(text) or self._common.intents["thanks"].search(text):
            return [self._line("farewell")]
        aside = _first(self._scenario.asides + self._common.asides, text)
        answer = self._fresh(aside.say) if aside else self._mirror(text) or self._line("reflect")
        return [answer, self._line("after_end")]

    # -- moving through the nodes ------------------------------------------------------------------------------

    def _enter(self, goto: str) -> list[str]:
        """Go to a node, passing over those whose question is already answered, and return what is said there."""
        node = self._scenario.nodes[goto]
        for _ in self._scenario.nodes:
            if not node.skip_if or node.skip_if not in self._slots or node.ends:
                break
            node = self._scenario.nodes[node.then]
        self._node = node
        self._misses = 0
        self._probed = False
        lines = [self._fresh(node.say)]
        if node.ends:
            self._finished = True
            lines.append(self._fresh(self._scenario.summary))
        return lines

    def _ending(self) -> Node:
        return next(node for node in self._scenario.nodes.values() if node.ends)

    def _fill_slots(self, text: str) -> None:
        for node in self._scenario.nodes.values():
            for expectation in node.expect:
                wanted = expectation.eager or node is self._node
                if expectation.slot and wanted and (match := expectation.hear.search(text)):
                    if expectation.slot not in self._slots or node is self._node:
                        self._slots[expectation.slot] = expectation.value or match.group().lower()
                    break

    # -- lines -------------------------------------------------------------------------------------------------

    def _acknowledge(self, expectation: Expectation) -> list[str]:
        return [self._fresh(expectation.say)] if expectation.say else []

    def _recast(self, text: str) -> list[str]:
        """Say an error back the right way, but never twice running: a talk is no lesson."""
        words = "" if self._recast_last else recast(text)
        self._recast_last = bool(words)
        return [self._line("recast", words=words)] if words else []

    def _mirror(self, text: str) -> str:
        for frame in self._common.mirrors:
            if match := frame.hear.search(text):
                thing = re.split(r"[,.;!?]| and | but | because | so | when ", match["thing"], maxsplit=1)[0]
                words = swap_sides(" ".join(thing.split()[:6])).strip()
                if words:
                    return self._fresh(frame.say, thing=words)
        return ""

    def _suggest(self, intent: str) -> list[str]:
        if intent == "slower" or not self._node.hints:
            return []
        return [self._line("you_could_say", words=self._random.choice(self._node.hints))]

    def _ask_again(self) -> str:
        return self._fresh(self._node.again or self._node.say)

    def _line(self, pool: str, **words: str) -> str:
        return self._fresh(self._common.lines[pool], **words)

    def _fresh(self, pool: Sequence[str], **words: str) -> str:
        """Return a line of the pool that was not said yet; when all were, one with another beginning."""
        slots = {**self._scenario.slots, **self._slots, **words}
        lines = [_capital(line.format_map(slots)) for line in pool]
        if fresh := [line for line in lines if line not in self._said]:
            return self._say(self._random.choice(fresh))
        varied = [f"{bridge} {line}" for bridge in self._common.lines["bridges"] for line in lines]
        fresh = [line for line in varied if line not in self._said]
        if not fresh:
            self._said.difference_update(lines, varied)
            fresh = lines
        return self._say(self._random.choice(fresh))

    def _say(self, line: str) -> str:
        self._said.add(line)
        return line

    def _remember(self, *lines: str) -> list[str]:
        self._last_reply = [sentence for line in lines for sentence in split_sentences(line)]
        return self._last_reply


def _first(expectations: Sequence[Expectation], text: str) -> Expectation | None:
    return next((expectation for expectation in expectations if expectation.hear.search(text)), None)


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]
