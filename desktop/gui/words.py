"""What the window says about a conversation: its state, what a press does, its length. Plain words, no widgets."""

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from desktop.conversation.state import ConversationState, Phase

LIVE_PHASES = frozenset(Phase) - {Phase.IDLE, Phase.ENDED, Phase.FAILED}
"""Phases in which the talk button ends the talk instead of starting one."""

OPEN_PHASES = frozenset(
    {
        Phase.LISTENING,
        Phase.LEARNER_SPEAKING,
        Phase.ASSISTANT_THINKING,
        Phase.ASSISTANT_SPEAKING,
        Phase.MUTED,
    }
)
"""Phases in which the assistant can be spoken and written to."""


class Mood(Enum):
    """What the talk button's colour and shape repeat."""

    RESTING = "resting"
    WAITING = "waiting"
    YOUR_TURN = "your_turn"
    THEIR_TURN = "their_turn"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state in one or two words, what it means for the learner, and its mood."""

    title: str
    advice: str
    mood: Mood


def state_words(state: ConversationState, partner: str, next_course_id: int = 0) -> StateWords:
    """Return how the conversation stands.

    partner: the assistant's name, empty when none is chosen. next_course_id: the past conversation that the
    talk button goes on with; 0 when it begins a new one.
    """
    title, advice, mood = _phase_words(state, next_course_id)
    if not partner:
        partner = QCoreApplication.translate("Words", "your partner")
    return StateWords(title.format(partner=partner), advice.format(partner=partner), mood)


def _phase_words(state: ConversationState, next_course_id: int) -> tuple[str, str, Mood]:
    translate = QCoreApplication.translate
    phase = state.phase
    match phase:
        case Phase.ENDED if next_course_id == state.course_id:
            return (
                translate("Words", "Ended"),
                translate("Words", "Press to go on with {partner}"),
                Mood.RESTING,
            )
        case Phase.IDLE | Phase.ENDED:
            return (
                translate("Words", "Ready"),
                translate("Words", "Press to go on with {partner}")
                if next_course_id
                else translate("Words", "Press to talk with {partner}"),
                Mood.RESTING,
            )
        case Phase.CONNECTING if state.turns:
            return (
                translate("Words", "Reconnecting"),
                translate("Words", "I still hear you"),
                Mood.WAITING,
            )
        case Phase.CONNECTING | Phase.LOBBY | Phase.JOINING:
            return (
                translate("Words", "Connecting"),
                translate("Words", "You can speak already"),
                Mood.WAITING,
            )
        case Phase.LISTENING:
            return (
                translate("Words", "Speak now"),
                translate("Words", "{partner} is all ears"),
                Mood.YOUR_TURN,
            )
        case Phase.LEARNER_SPEAKING:
            return (
                translate("Words", "Listening"),
                translate("Words", "Pause when you are done"),
                Mood.YOUR_TURN,
            )
        case Phase.ASSISTANT_THINKING:
            return (
                translate("Words", "Thinking"),
                translate("Words", "{partner} will answer in a moment"),
                Mood.WAITING,
            )
        case Phase.ASSISTANT_SPEAKING:
            return (
                translate("Words", "{partner} is speaking"),
                translate("Words", "Speak, or press Esc, to interrupt"),
                Mood.THEIR_TURN,
            )
        case Phase.MUTED:
            return (
                translate("Words", "Muted"),
                translate("Words", "Nobody hears you; unmute to speak"),
                Mood.MUTED,
            )
        case Phase.STOPPING:
            return (
                translate("Words", "Stopping"),
                translate("Words", "Your talk is being kept"),
                Mood.WAITING,
            )
        case Phase.FAILED:
            return (
                translate("Words", "Not connected"),
                translate("Words", "Press to try again"),
                Mood.RESTING,
            )
        case _:
            assert_never(phase)


def press_words(state: ConversationState, partner: str, next_course_id: int = 0) -> str:
    """Return what a press on the talk button does; the arguments are those of `state_words`."""
    if state.phase is Phase.STOPPING:
        return QCoreApplication.translate("Words", "The talk is stopping")
    if state.phase in LIVE_PHASES:
        return QCoreApplication.translate("Words", "Stop the talk")
    if not partner:
        return QCoreApplication.translate("Words", "Choose a partner to start talking")
    if next_course_id:
        sentence = QCoreApplication.translate("Words", "Go on talking with {partner}")
    else:
        sentence = QCoreApplication.translate("Words", "Start talking with {partner}")
    return sentence.format(partner=partner)


def elapsed_words(seconds: float) -> str:
    """Return a duration as 00:42, or 1:00:42 from an hour on."""
    minutes, second = divmod(max(0, int(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"
