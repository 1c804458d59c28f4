"""Event streams for properties: plausible conversations, and what a bad network makes of them.

A stream is a tuple of (seconds since the event before, event). Texts are unique within a stream, so that each can be
looked for; names of items and messages are the service's, the same for every copy of an event.
"""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from desktop.conversation import events
from desktop.conversation.state import Problem, ProblemKind
from tests.conversation.driver import ATTEMPT, CHAT, TALK

Stream = tuple[tuple[float, events.Event], ...]
Draw = Callable[[st.SearchStrategy[Any]], Any]

LEARNER_DID = (
    events.TalkRequested
    | events.StopRequested
    | events.MuteRequested
    | events.SilenceRequested
    | events.MessageSubmitted
    | events.TimePassed
)
"""Events that come from the learner's own hand or clock: a network neither repeats nor moves nor loses them."""

GAPS = st.sampled_from([0.0, 0.02, 0.02, 0.02, 0.3, 0.3, 3.0, 6.0, 16.0, 40.0])


def _chat(draw: Draw) -> str:
    """The chat's id as the service sends it: often empty."""
    return str(draw(st.sampled_from([CHAT, CHAT, ""])))


def _spoken(draw: Draw, n: int) -> list[events.Event]:
    item, message = f"i{n}", f"lm{n}"
    turn: list[events.Event] = [events.LearnerStartedSpeaking(_chat(draw), message, item)]
    words = draw(st.integers(0, 3))
    turn += [events.LearnerTranscribed(_chat(draw), item, f"words {n} " * (word + 1)) for word in range(words)]
    if draw(st.booleans()) or words:
        turn.append(events.LearnerTurnCompleted(_chat(draw), message, item, f"Said {n}."))
    return turn


def _typed(draw: Draw, n: int) -> list[events.Event]:
    typed = f"Typed {n}."
    turn: list[events.Event] = [events.MessageSubmitted(typed)]
    if draw(st.booleans()):
        turn.append(events.LearnerStartedSpeaking(_chat(draw), f"lm{n}", ""))
    return [*turn, events.LearnerTurnCompleted(_chat(draw), f"lm{n}", "", typed)]


def _replied(draw: Draw, n: int) -> list[events.Event]:
    """A reply with its sound and what the loudspeaker made of it, as often as not broken off by the learner."""
    message = f"rm{n}"
    started = events.ReplyStarted(_chat(draw), message)
    pieces: list[events.Event] = []
    for piece in range(draw(st.integers(0, 3))):
        pieces.append(events.ReplyTextArrived(_chat(draw), f"piece {n}.{piece} "))
        pieces += [events.ReplySoundArrived(_chat(draw), 40.0)] * int(draw(st.integers(0, 2)))
    if pieces and draw(st.booleans()):
        pieces.insert(draw(st.integers(0, len(pieces))), events.PlaybackStarted(n))
        pieces.append(events.PlaybackProgressed(n, 40))
    text = draw(st.sampled_from([f"Replied {n}.", f"Replied {n}.", None]))
    rest: list[events.Event] = [events.ReplyCompleted(_chat(draw), message, text), events.PlaybackFinished(n, 80)]
    end = draw(st.sampled_from(["heard", "heard", "silenced", "stopped"]))
    if end == "silenced":
        return [started, *pieces, events.SilenceRequested(), events.ReplyStopped(CHAT, True), *pieces[-2:], *rest]
    if end == "stopped":  # what comes next in the stream is the barge-in
        return [started, *pieces, rest[0]] if draw(st.booleans()) else [started, *pieces]
    return [started, *pieces, *rest]


def _mishap(draw: Draw, n: int) -> list[events.Event]:
    failed = Problem(ProblemKind.SERVICE, f"failed {n}", draw(st.sampled_from(["audio", "rate_limit", "send", "join"])))
    again: list[events.Event] = [events.ChatJoined(CHAT, True), events.VoiceReady(CHAT, True)]
    mishaps: list[list[events.Event]] = [
        [events.ServiceFailed(failed)],
        [events.LinkLost(), events.LinkOpened(), *again],
        [events.VoiceEnded(CHAT), events.VoiceReady(CHAT, True)],
        [events.VoiceEnded(CHAT), events.VoiceReady(CHAT, False, "no")],
        [events.MuteRequested(True), events.MuteRequested(False)],
        [events.HintsArrived(CHAT, (("h", f"hint {n}"),))],
        [events.AudioFailed("unplugged")],
        [events.CommandRefused(failed)],
        [events.LearnerTurnCompleted("chat-9", f"xm{n}", f"xi{n}", "elsewhere"), events.ChatEnded("chat-9")],
        [events.ReplySoundArrived("chat-9", 40.0), events.ReplyCompleted("chat-9", f"xr{n}", "elsewhere")],
    ]
    return list(draw(st.sampled_from(mishaps)))


@st.composite
def sessions(draw: Draw, mishaps: bool = True) -> tuple[events.Event, ...]:
    """A whole conversation as a well-behaved service would tell it."""
    session: list[events.Event] = [events.LinkOpened(), TALK] if draw(st.booleans()) else [TALK, events.LinkOpened()]
    if draw(st.booleans()):
        session.append(events.AttemptStarted(ATTEMPT))
    session += [events.ChatStarted(ATTEMPT, CHAT), events.ChatJoined(CHAT, True), events.VoiceReady(CHAT, True)]
    kinds = [_spoken, _spoken, _typed, _replied, _replied, _replied] + [_mishap] * mishaps
    for n in range(1, draw(st.integers(1, 8)) + 1):
        session += draw(st.sampled_from(kinds))(draw, n)
    ends: list[list[events.Event]] = [
        [],
        [events.StopRequested(), events.VoiceEnded(CHAT), events.ChatEnded(CHAT), events.AttemptEnded(ATTEMPT)],
        [events.ChatEnded(CHAT), events.AttemptEnded(ATTEMPT)],
        [events.AttemptEnded(ATTEMPT, False, "time is up")],
        [events.LinkLost(Problem(ProblemKind.TAKEN_OVER))],
    ]
    return (*session, *draw(st.sampled_from(ends)))


@st.composite
def streams(draw: Draw, mishaps: bool = True) -> Stream:
    """A conversation after a bad network: parts repeated, moved and lost, cut off anywhere, at any pace."""
    told = list(draw(sessions(mishaps=mishaps)))
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
        told += draw(sessions(mishaps=mishaps))
    if draw(st.integers(0, 3)) == 0:
        told.insert(draw(st.integers(0, len(told))), events.StopRequested())
    pace = draw(st.sampled_from([st.just(0.02), GAPS]))
    return tuple((draw(pace), event) for event in told)


_ids = st.sampled_from(["", CHAT, "chat-9"])
_names = st.sampled_from(["", "a", "b", "c"])
_texts = st.sampled_from(["", " ", "a", "ab", "abc", "x\U0001f600"])
_generations = st.integers(-1, 5)
_milliseconds = st.integers(0, 500)
_problems = st.builds(
    Problem, st.sampled_from(ProblemKind), _texts, st.sampled_from(["", "audio", "join", "start", "send"])
)

anything: st.SearchStrategy[events.Event] = st.one_of(
    st.just(TALK),
    st.just(events.StopRequested()),
    st.builds(events.MuteRequested, st.booleans()),
    st.just(events.SilenceRequested()),
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
    st.builds(events.AudioFailed, _texts),
    st.just(events.TimePassed()),
)
"""Any event at all, with names that often meet."""


@st.composite
def noise(draw: Draw) -> Stream:
    """Anything at all, at any pace; begun as conversations begin more often than not."""
    lead = draw(st.sampled_from([0, 2, 4, 6]))
    opening: list[events.Event] = [
        events.LinkOpened(),
        TALK,
        events.AttemptStarted(ATTEMPT),
        events.ChatStarted(ATTEMPT, CHAT),
        events.ChatJoined(CHAT, True),
        events.VoiceReady(CHAT, True),
    ][:lead]
    told = opening + draw(st.lists(anything, max_size=40))
    return tuple((draw(GAPS), event) for event in told)
