"""A conversation driven by hand: a clock that moves when told, every state and effect kept."""

from collections.abc import Iterable

from desktop.conversation import events
from desktop.conversation.effects import Effect, PlayChunk
from desktop.conversation.state import ConversationState, Phase
from desktop.conversation.step import next_deadline, step
from desktop.conversation.turn import Turn

START = 1_760_000_000.0
TALK = events.TalkRequested("mia", 1_760_000_000_000, "Cafe order")
ATTEMPT, CHAT = "attempt-1", "chat-1"

OPENING: tuple[events.Event, ...] = (
    events.LinkOpened(),
    TALK,
    events.AttemptStarted(ATTEMPT),
    events.ChatStarted(ATTEMPT, CHAT),
    events.ChatJoined(CHAT, True),
    events.VoiceReady(CHAT, True),
)


class Talk:
    """One conversation. Each event comes 0.1 s after the one before, unless `wait` lets more time pass."""

    def __init__(self, *happened: events.Event) -> None:
        self.state = ConversationState()
        self.now = START
        self.effects: list[Effect] = []
        self.tell(*happened)

    def tell(self, *happened: events.Event) -> list[Effect]:
        """Let these events happen and return what they asked for together."""
        asked: list[Effect] = []
        for event in happened:
            self.now += 0.1
            asked += self._step(event)
        return asked

    def wait(self, seconds: float) -> list[Effect]:
        """Let time pass, waking `step` at each deadline on the way, as the runner does."""
        until = self.now + seconds
        asked: list[Effect] = []
        while (due := next_deadline(self.state)) is not None and due <= until:
            self.now = max(self.now, due)
            asked += self._step(events.TimePassed())
        self.now = until
        return asked

    def _step(self, event: events.Event) -> Iterable[Effect]:
        self.state, asked = step(self.state, event, self.now)
        self.effects += asked
        return asked

    @property
    def phase(self) -> Phase:
        return self.state.phase

    @property
    def turns(self) -> tuple[Turn, ...]:
        return self.state.turns

    @property
    def texts(self) -> list[str]:
        return [turn.text for turn in self.state.turns]

    @property
    def played(self) -> list[int]:
        """The reply numbers of the chunks that were played, in order."""
        return [effect.generation for effect in self.effects if isinstance(effect, PlayChunk)]


def listening() -> Talk:
    """Return a conversation in which the learner may speak; nothing has been said."""
    return Talk(*OPENING)


def started(item: str, message: str = "") -> events.LearnerStartedSpeaking:
    return events.LearnerStartedSpeaking(CHAT, message or f"m-{item}", item)


def said(item: str, text: str) -> events.LearnerTranscribed:
    return events.LearnerTranscribed(CHAT, item, text)


def completed(item: str, text: str, message: str = "") -> events.LearnerTurnCompleted:
    return events.LearnerTurnCompleted(CHAT, message or f"m-{item}", item, text)


def echo(message: str, text: str) -> events.LearnerTurnCompleted:
    """The completion of a typed message: no item."""
    return events.LearnerTurnCompleted(CHAT, message, "", text)


def reply(message: str) -> events.ReplyStarted:
    return events.ReplyStarted(CHAT, message)


def text(increment: str) -> events.ReplyTextArrived:
    return events.ReplyTextArrived(CHAT, increment)


def sound(duration_ms: float = 40.0) -> events.ReplySoundArrived:
    return events.ReplySoundArrived(CHAT, duration_ms)


def done(message: str, text: str | None = None) -> events.ReplyCompleted:
    return events.ReplyCompleted(CHAT, message, text)


def replying() -> Talk:
    """Return a conversation in which the reply "r1", number 1, answers "Hello." and is being played."""
    talk = listening()
    talk.tell(started("i1"), completed("i1", "Hello."))
    talk.tell(reply("r1"), text("Good "), sound(), text("morning"), sound(), events.PlaybackStarted(1))
    return talk
