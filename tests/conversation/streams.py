"""Event streams for properties: plausible conversations, and what a bad network makes of them.

A stream is a tuple of (seconds since the event before, event). Texts are unique within a stream, so that each can be
looked for; names of items and messages are the service's, the same for every copy of an event.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from desktop.conversation import events
from desktop.conversation.grade import EntryKind, GradeEntry
from desktop.conversation.quiz import Option, Question
from desktop.conversation.state import Problem, ProblemKind, TurnMode
from tests.conversation.driver import ATTEMPT, CHAT, OPENING, TALK

Stream = tuple[tuple[float, events.Event], ...]
Draw = Callable[[st.SearchStrategy[Any]], Any]

LEARNER_DID = (
    events.TalkRequested
    | events.StopRequested
    | events.MuteRequested
    | events.SilenceRequested
    | events.TurnModeChosen
    | events.FloorTaken
    | events.FloorReleased
    | events.TimeToThinkRequested
    | events.MessageSubmitted
    | events.NextScenarioRequested
    | events.TurnCorrected
    | events.GradeRequested
    | events.QuestionAnswered
    | events.TimePassed
)
"""Events that come from the learner's own hand or clock: a network neither repeats nor moves nor loses them."""

GAPS = st.sampled_from([0.0, 0.02, 0.02, 0.02, 0.3, 0.3, 3.0, 6.0, 16.0, 40.0])


class _Service:
    """Tells one conversation. The names of a second one differ, as a service's do; chat ids are often left empty."""

    def __init__(self, draw: Draw, number: int) -> None:
        self.draw = draw
        self.attempt, self._chat = f"attempt-{number}", f"chat-{number}"
        self._chats = [self._chat]
        self.first_turn = 10 * (number - 1) + 1

    @property
    def chat(self) -> str:
        return str(self.draw(st.sampled_from([self._chat, self._chat, ""])))

    def opening(self) -> list[events.Event]:
        start = [events.AttemptStarted(self.attempt)] if self.draw(st.booleans()) else []
        return [*start, events.ChatStarted(self.attempt, self._chat), *self.voice()]

    def voice(self) -> list[events.Event]:
        return [events.ChatJoined(self._chat, True), events.VoiceReady(self._chat, True)]

    def spoken(self, n: int) -> list[events.Event]:
        item, message = f"i{n}", f"lm{n}"
        turn: list[events.Event] = [events.LearnerStartedSpeaking(self.chat, message, item)]
        words = self.draw(st.integers(0, 3))
        turn += [events.LearnerTranscribed(self.chat, item, f"words {n} " * (word + 1)) for word in range(words)]
        if words or self.draw(st.booleans()):
            turn.append(events.LearnerTurnCompleted(self.chat, message, item, f"Said {n}."))
        return turn

    def typed(self, n: int) -> list[events.Event]:
        typed = f"Typed {n}."
        turn: list[events.Event] = [events.MessageSubmitted(typed)]
        if self.draw(st.booleans()):
            turn.append(events.LearnerStartedSpeaking(self.chat, f"lm{n}", ""))
        return [*turn, events.LearnerTurnCompleted(self.chat, f"lm{n}", "", typed)]

    def replied(self, n: int) -> list[events.Event]:
        """A reply, its sound, and what the loudspeaker made of it; as often as not broken off by the learner."""
        draw, message = self.draw, f"rm{n}"
        started = events.ReplyStarted(self.chat, message)
        pieces: list[events.Event] = []
        for piece in range(draw(st.integers(0, 3))):
            pieces.append(events.ReplyTextArrived(self.chat, f"piece {n}.{piece} "))
            pieces += [events.ReplySoundArrived(self.chat, 40.0)] * int(draw(st.integers(0, 2)))
        number = draw(st.integers(1, 6))
        if pieces and draw(st.booleans()):
            pieces.insert(draw(st.integers(0, len(pieces))), events.PlaybackStarted(number))
            pieces.append(events.PlaybackProgressed(number, 40))
        text = draw(st.sampled_from([f"Replied {n}.", f"Replied {n}.", None]))
        rest: list[events.Event] = [
            events.ReplyCompleted(self.chat, message, text),
            events.PlaybackFinished(number, 80),
        ]
        end = draw(st.sampled_from(["heard", "heard", "silenced", "broken off", "cut"]))
        if end == "silenced":
            stopped = events.ReplyStopped(self.chat, True)
            return [started, *pieces, events.SilenceRequested(), stopped, *pieces[-2:], *rest]
        if end == "broken off":  # what comes next in the stream is the barge-in
            return [started, *pieces, rest[0]]
        return [started, *pieces] if end == "cut" else [started, *pieces, *rest]

    def held(self, n: int) -> list[events.Event]:
        """A turn under the learner's own hand; what the service says of it may come when the key is up again."""
        turn = self.spoken(n)
        up = self.draw(st.integers(0, len(turn)))
        hand = st.sampled_from([events.FloorReleased(), events.TimeToThinkRequested(False), events.StopRequested()])
        think = [events.TimeToThinkRequested(True)] if self.draw(st.booleans()) else []
        return [
            events.TurnModeChosen(self.draw(st.sampled_from(TurnMode))),
            events.FloorTaken(),
            *turn[:up],
            *think,
            *([self.draw(hand)] if self.draw(st.integers(0, 3)) else []),
            *turn[up:],
        ]

    def mishap(self, n: int) -> list[events.Event]:
        source = self.draw(st.sampled_from(["audio", "rate_limit", "send", "join"]))
        failed = Problem(ProblemKind.SERVICE, f"failed {n}", source)
        mishaps: list[list[events.Event]] = [
            [events.ServiceFailed(failed)],
            [events.LinkLost(), events.LinkOpened(), *self.voice()],
            [events.VoiceEnded(self.chat), events.VoiceReady(self.chat, True)],
            [events.VoiceEnded(self.chat), events.VoiceReady(self.chat, False, "no")],
            [events.MuteRequested(True), events.MuteRequested(False)],
            [events.HintsArrived(self.chat, (("h", f"hint {n}"),))],
            [events.AudioFailed("unplugged")],
            [events.CommandRefused(failed)],
            [events.LearnerTurnCompleted("chat-9", f"xm{n}", f"xi{n}", "elsewhere"), events.ChatEnded("chat-9")],
            [events.ReplySoundArrived("chat-9", 40.0), events.ReplyCompleted("chat-9", f"xr{n}", "elsewhere")],
        ]
        return list(self.draw(st.sampled_from(mishaps)))

    def graded(self, n: int) -> list[events.Event]:
        """Results of any of the attempt's chats so far, named unless it is the current one."""
        chat_id = self.draw(st.sampled_from(self._chats))
        named = self.chat if chat_id == self._chat else chat_id
        told: list[events.Event] = [events.GradingStarted(named, f"g-{chat_id}")]
        for entry in range(self.draw(st.integers(0, 2))):
            criterion = GradeEntry(EntryKind.FEEDBACK, f"Criterion {n}.{entry}", score=float(entry))
            told.append(events.CriterionGraded(chat_id, f"g-{chat_id}", criterion))
        return [*told, events.GradingCompleted(named, f"g-{chat_id}")] if self.draw(st.booleans()) else told

    def quiz(self, n: int) -> list[events.Event]:
        asked = events.QuestionAsked(_question(f"q{n}", self.chat))
        answered = [events.QuestionAnswered(f"q{n}", ("a",))] if self.draw(st.booleans()) else []
        judged = [events.ResponseJudged(True, self.draw(st.booleans()), response_id=f"r{n}")]
        return [asked, *answered, *(judged if self.draw(st.booleans()) else [])]

    def scenario(self, n: int) -> list[events.Event]:
        """The chat ends, the next begins: when the learner asks, or by itself."""
        over = events.ChatEnded(self.chat, attempt_finished=False, grade_id=f"g-{self._chat}")
        self._chat = f"chat-{n}-next"
        self._chats.append(self._chat)
        begun, asked = events.ChatStarted(self.attempt, self._chat), events.NextScenarioRequested()
        change = [over, *self.draw(st.permutations([begun, asked]))]
        return [*change, *self.voice()] if self.draw(st.integers(0, 3)) else [over]

    def ending(self) -> list[events.Event]:
        ended: list[events.Event] = [events.ChatEnded(self.chat), events.AttemptEnded(self.attempt)]
        endings: list[list[events.Event]] = [
            [],
            [events.StopRequested(), events.VoiceEnded(self.chat), *ended],
            ended,
            [events.AttemptEnded(self.attempt, False, "time is up")],
            [events.LinkLost(Problem(ProblemKind.TAKEN_OVER))],
        ]
        return list(self.draw(st.sampled_from(endings)))


@st.composite
def sessions(draw: Draw, number: int = 1) -> list[events.Event]:
    """A whole conversation as a well-behaved service would tell it; the first one or the second."""
    service = _Service(draw, number)
    talk = replace(TALK, turn_mode=draw(st.sampled_from([TurnMode.HANDS_FREE, *TurnMode])))
    session: list[events.Event] = [events.LinkOpened(), talk] if draw(st.booleans()) else [talk, events.LinkOpened()]
    session += service.opening()
    kinds = [service.spoken, service.spoken, service.held, service.typed, *[service.replied] * 3, service.mishap]
    kinds += [service.graded, service.quiz, service.scenario]
    for n in range(draw(st.integers(1, 8))):
        session += draw(st.sampled_from(kinds))(service.first_turn + n)
    return session + service.ending()


@st.composite
def streams(draw: Draw) -> Stream:
    """A conversation after a bad network: parts repeated, moved and lost, cut off anywhere, at any pace."""
    told = draw(sessions())
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(told) - 1))
        to = draw(st.integers(0, len(told) - 1) | st.integers(max(0, at - 3), min(len(told) - 1, at + 3)))
        if isinstance(told[at], LEARNER_DID):
            continue
        damage = draw(st.sampled_from(["repeat", "repeat", "move", "lose"]))
        if damage == "repeat":
            told.insert(to, told[at])
        elif damage == "move":
            told.insert(to, told.pop(at))
        elif len(told) > 1:
            del told[at]
    if draw(st.integers(0, 3)) == 0:
        told = told[: draw(st.integers(1, len(told)))]
    if draw(st.integers(0, 3)) == 0:
        told += draw(sessions(2))
    if draw(st.integers(0, 3)) == 0:
        told.insert(draw(st.integers(0, len(told))), events.StopRequested())
    pace = draw(st.sampled_from([st.just(0.02), GAPS]))
    return tuple((draw(pace), event) for event in _without_early_echoes(told))


def _without_early_echoes(told: list[events.Event]) -> list[events.Event]:
    """Whatever happens on the way, no echo of a typed message comes before the message was typed."""
    typed_at = {event.text: at for at, event in enumerate(told) if isinstance(event, events.MessageSubmitted)}

    def is_early(at: int, event: events.Event) -> bool:
        match event:
            case events.LearnerStartedSpeaking(_, message_id, ""):
                return at < typed_at.get(f"Typed {message_id.removeprefix('lm')}.", -1)
            case events.LearnerTurnCompleted(_, _, "", text):
                return at < typed_at.get(text, -1)
            case _:
                return False

    return [event for at, event in enumerate(told) if not is_early(at, event)]


_ids = st.sampled_from(["", CHAT, "chat-2", "chat-9"])
_names = st.sampled_from(["", "a", "b", "c"])
_texts = st.sampled_from(["", " ", "a", "ab", "abc", "x\U0001f600"])
_generations = st.integers(-1, 5)
_milliseconds = st.integers(0, 500)
_problems = st.builds(
    Problem, st.sampled_from(ProblemKind), _texts, st.sampled_from(["", "audio", "join", "start", "send"])
)

_grade_ids = st.sampled_from(["", "", "g1", "g2"])
grade_entries = st.builds(
    GradeEntry,
    st.sampled_from([EntryKind.FEEDBACK, EntryKind.HIGHLIGHT]),
    name=st.sampled_from(["", "Grammar", "Vocabulary"]),
    reason=st.sampled_from(["", "clear", "mixed"]),
    score=st.sampled_from([None, 1.0, 2.0]),
    words=st.sampled_from(["", "I goes"]),
)


def _question(id_: str, chat_id: str) -> Question:
    return Question(id_, chat_id, "Which?", (Option("a", "This"), Option("b", "That")), takes_several=id_ == "b")


anything: st.SearchStrategy[events.Event] = st.one_of(
    st.builds(replace, st.just(TALK), turn_mode=st.sampled_from(TurnMode)),
    st.just(events.StopRequested()),
    st.builds(events.MuteRequested, st.booleans()),
    st.just(events.SilenceRequested()),
    st.builds(events.TurnModeChosen, st.sampled_from(TurnMode)),
    st.just(events.FloorTaken()),
    st.just(events.FloorReleased()),
    st.builds(events.TimeToThinkRequested, st.booleans()),
    st.builds(events.MessageSubmitted, _texts),
    st.just(events.LinkOpened()),
    st.builds(events.LinkLost, st.none() | _problems),
    st.builds(events.CommandRefused, _problems),
    st.builds(events.AttemptStarted, st.sampled_from(["", ATTEMPT])),
    st.builds(events.ChatStarted, st.sampled_from(["", ATTEMPT]), _ids),
    st.builds(events.ChatJoined, _ids, st.booleans()),
    st.builds(events.VoiceReady, _ids, st.booleans()),
    st.builds(events.VoiceEnded, _ids),
    st.builds(events.LearnerStartedSpeaking, _ids, _names, _names),
    st.builds(events.LearnerTranscribed, _ids, _names, _texts),
    st.builds(events.LearnerTurnCompleted, _ids, _names, _names, _texts),
    st.builds(events.ReplyStarted, _ids, _names),
    st.builds(events.ReplyTextArrived, _ids, _texts, _names, st.booleans()),
    st.builds(events.ReplySoundArrived, _ids, st.floats(0.0, 5000.0)),
    st.builds(events.ReplyCompleted, _ids, _names, st.none() | _texts),
    st.builds(events.ReplyStopped, _ids, st.booleans()),
    st.builds(events.HintsArrived, _ids, st.just((("h", "hint"),))),
    st.builds(events.ChatEnded, _ids, st.booleans()),
    st.builds(events.AttemptEnded, st.sampled_from(["", ATTEMPT, "attempt-9"]), st.booleans(), _texts),
    st.builds(events.ServiceFailed, _problems, _ids),
    st.builds(events.PlaybackStarted, _generations),
    st.builds(events.PlaybackProgressed, _generations, _milliseconds),
    st.builds(events.PlaybackFinished, _generations, _milliseconds),
    st.builds(events.LearnerInterrupted, _generations),
    st.just(events.CaptureStarted()),
    st.just(events.CaptureStopped()),
    st.builds(events.AudioFailed, _texts),
    st.just(events.TimePassed()),
    st.just(events.NextScenarioRequested()),
    st.builds(events.TurnCorrected, st.sampled_from(["learner-1", "assistant-2", "learner-3"]), _texts),
    st.builds(events.GradingStarted, _ids, _grade_ids),
    st.builds(events.CriterionGraded, _ids, _grade_ids, st.none() | grade_entries),
    st.builds(events.GradingCompleted, _ids, _grade_ids),
    st.builds(events.GradeRequested, _ids),
    st.builds(events.QuestionAsked, st.builds(_question, _names, _ids)),
    st.builds(events.QuestionAnswered, _names, st.sampled_from([(), ("a",), ("a", "b"), ("z",)])),
    st.builds(events.ResponseJudged, st.booleans(), st.none() | st.booleans(), _texts, _names),
)
"""Any event at all, with names that often meet."""


@st.composite
def noise(draw: Draw) -> Stream:
    """Anything at all, at any pace; begun as conversations begin more often than not."""
    lead = draw(st.sampled_from([0, 2, 4, 6]))
    told = [*OPENING[:lead], *draw(st.lists(anything, max_size=40))]
    return tuple((draw(GAPS), event) for event in told)
