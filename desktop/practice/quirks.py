"""The bad manners met in the field, played on purpose and always in the same order.

    name        every spelling in turn: canonical, aliases, with a dot; sound also as progress of type "audio"
    twice       every third event, every seventh chunk of sound
    chat_id     empty in every fourth event
    text        reply by reply: increments, attempt_assistant_delta snapshots, snapshots sent as increments
    complete    assistant_complete without content every second time, not at all every fifth time
    sound       base64 every second chunk; one stale chunk after the learner has begun to speak over a reply
    stopped     late: after the next event, every second time only after the next assistant_start
    grades      late; begun by attempt_grade_start; with a result of a type nobody knows
    strangers   now and then an event of a chat nobody here has joined
    voice       in every second session the first attempt_audio_start is ignored (a client tries again)
    envelopes   by acknowledgement and event, by event only, by acknowledgement only, without command and isError

A client that follows attempt.md holds a complete conversation all the same. The cut transport is no part of this:
it is asked for with --drop-after N.
"""

import base64
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import Any

from desktop.protocol.aliases import PROGRESS, spellings
from desktop.protocol.attempt import (
    AssistantAudio,
    AssistantComplete,
    AssistantDelta,
    AssistantStart,
    ChatEnded,
    ChatStarted,
    Ended,
    Event,
    GradeStarted,
    GradingProgress,
    Progress,
    Started,
    Stopped,
    UserStart,
)

STRANGER_CHAT = "chat-of-somebody-else"
_NEEDS_ITS_CHAT = (Started, ChatStarted, ChatEnded, Ended)


@dataclass(frozen=True, slots=True)
class Emission:
    """One event as it goes out."""

    name: str
    payload: dict[str, Any]


class AnswerManner(Enum):
    """How a pria-request is answered."""

    ACKNOWLEDGED = "acknowledged"
    AS_EVENT = "as_event"
    BOTH = "both"


class GoodManners:
    """Every event once, in order, under its own name."""

    ignores_first_voice = False
    holding = False

    def play(self, event: Event) -> list[Emission]:
        return [Emission(event.event, event.to_wire())]

    def release(self) -> list[Emission]:
        """Return what was held back; called when nothing followed for a while."""
        return []

    def answer(self, envelope: dict[str, Any]) -> tuple[AnswerManner, dict[str, Any]]:
        return AnswerManner.ACKNOWLEDGED, envelope


class BadManners(GoodManners):
    """The table on top of this module, for one session or one socket."""

    def __init__(self, ignores_first_voice: bool = False) -> None:
        self.ignores_first_voice = ignores_first_voice
        self._count: Counter[str] = Counter()
        self._held: list[Emission] = []
        self._release_at_reply = False
        self._text = ""
        self._last_sound: Emission | None = None
        self._grade_id: str | None = None

    @property
    def holding(self) -> bool:  # type: ignore[override]  # a plain False in the base
        return bool(self._held)

    def play(self, event: Event) -> list[Emission]:
        self._count["events"] += 1
        if isinstance(event, Stopped):
            self._count["stopped"] += 1
            self._release_at_reply = self._count["stopped"] % 2 == 0
            self._held += self._spelled(event)
            return []
        played = self._strangers() + self._played(event)
        if self._held and (isinstance(event, AssistantStart) or not self._release_at_reply):
            played += self.release()
        return played

    def release(self) -> list[Emission]:
        held, self._held = self._held, []
        return held

    def answer(self, envelope: dict[str, Any]) -> tuple[AnswerManner, dict[str, Any]]:
        self._count["answers"] += 1
        turn = self._count["answers"] % 4
        if turn == 0:
            response = {key: value for key, value in envelope["response"].items() if key not in ("command", "isError")}
            if not envelope["response"]["isError"]:
                envelope = {**envelope, "response": response}
        manners = (AnswerManner.ACKNOWLEDGED, AnswerManner.BOTH, AnswerManner.AS_EVENT, AnswerManner.ACKNOWLEDGED)
        return manners[turn], envelope

    def _played(self, event: Event) -> list[Emission]:
        match event:
            case AssistantAudio():
                return self._sound(event)
            case Progress():
                return self._progress(event)
            case AssistantStart():
                self._count["replies"] += 1
                self._text = ""
                return self._spelled(event)
            case AssistantComplete():
                self._count["completes"] += 1
                self._last_sound = None
                if self._count["completes"] % 5 == 0:
                    return []
                if self._count["completes"] % 2 == 0:
                    return self._spelled(event.model_copy(update={"content": None}))
                return self._spelled(event)
            case UserStart():
                stale, self._last_sound = self._last_sound, None
                return self._spelled(event) + ([stale] if stale else [])
            case GradingProgress():
                return self._criterion(event)
            case _:
                return self._spelled(event)

    def _criterion(self, event: GradingProgress) -> list[Emission]:
        played = self._spelled(event)
        if event.grade_id == self._grade_id:
            return played
        self._grade_id = event.grade_id
        started = GradeStarted(chat_id=event.chat_id, grade_id=event.grade_id)
        strange = event.model_copy(update={"resource_type": "badges", "entry": {"shape": "star"}})
        return [*self._spelled(started), *played, *self._spelled(strange)]

    def _sound(self, event: AssistantAudio) -> list[Emission]:
        self._count["chunks"] += 1
        number = self._count["chunks"]
        payload = event.to_wire()
        if number % 2 == 0:
            payload["audio"] = base64.b64encode(payload["audio"]).decode("ascii")
        names = (*spellings(event.event), *spellings(PROGRESS))
        emission = Emission(names[number % len(names)], payload)
        self._last_sound = emission
        return [emission] * (2 if number % 7 == 0 else 1)

    def _progress(self, event: Progress) -> list[Emission]:
        self._text += event.content or ""
        manner = self._count["replies"] % 3
        if manner == 1:
            return self._spelled(event)
        if manner == 2:
            return self._spelled(AssistantDelta(chat_id=event.chat_id, content=self._text))
        return self._spelled(event.model_copy(update={"content": self._text}))

    def _spelled(self, event: Event) -> list[Emission]:
        kind = event.event
        names = spellings(kind)
        self._count[kind] += 1
        self._count["spelled"] += 1
        payload = event.to_wire()
        if self._count["spelled"] % 4 == 0 and not isinstance(event, _NEEDS_ITS_CHAT) and "chat_id" in payload:
            payload["chat_id"] = ""
        emission = Emission(names[self._count[kind] % len(names)], payload)
        if self._count["spelled"] % 3 == 0:
            return [emission, Emission(names[(self._count[kind] + 1) % len(names)], payload)]
        return [emission]

    def _strangers(self) -> list[Emission]:
        if self._count["events"] % 20:
            return []
        stranger = Progress(chat_id=STRANGER_CHAT, content_type="delta", content="Not for you.")
        return [Emission(stranger.event, stranger.to_wire())]
