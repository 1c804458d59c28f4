"""What the window says about a conversation: its state, what a press does, its length. Plain words, no widgets."""

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from desktop.conversation.state import ConversationState, Phase, TurnMode

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
    FLOOR_FREE = "floor_free"
    """HOLD: the learner is heard once the key is held."""
    FLOOR_HELD = "floor_held"
    TAKES_TIME = "takes_time"
    """The learner thinks, and the turn stays open."""
    THEIR_TURN = "their_turn"
    MUTED = "muted"


class Press(Enum):
    """What a press of the talk button, or of Space, does."""

    START = "start"
    NEXT = "next"
    """Begin the next scene of the talk."""
    STOP = "stop"
    HOLD = "hold"
    """Speak for as long as it lasts."""
    SEND = "send"
    INTERRUPT = "interrupt"


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
    title, advice, mood = _learners_words(state) or _phase_words(state, next_course_id)
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
                translate("Words", "I still hear you") if state.capturing else translate("Words", "One moment"),
                Mood.WAITING,
            )
        case Phase.LOBBY:
            return (
                translate("Words", "In the lobby"),
                translate("Words", "The talk begins in a moment"),
                Mood.WAITING,
            )
        case Phase.CONNECTING | Phase.JOINING:
            return (
                translate("Words", "Connecting"),
                translate("Words", "The microphone is being opened"),
                Mood.WAITING,
            )
        case Phase.LISTENING if not state.sound_open:
            return (
                translate("Words", "No sound"),
                translate("Words", "You can write to {partner}"),
                Mood.RESTING,
            )
        case Phase.LISTENING if not state.capturing:
            return (
                translate("Words", "One moment"),
                translate("Words", "The microphone is being opened"),
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
                _interrupting(state.turn_mode),
                Mood.THEIR_TURN,
            )
        case Phase.MUTED:
            return (
                translate("Words", "Muted"),
                translate("Words", "Nobody hears you; unmute to speak"),
                Mood.MUTED,
            )
        case Phase.BETWEEN:
            return (
                translate("Words", "Scene finished"),
                translate("Words", "Begin the next one when you are ready"),
                Mood.RESTING,
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


def _learners_words(state: ConversationState) -> tuple[str, str, Mood] | None:
    """Return the words while the learner has the floor, or can take it, in a way of their own; None where not."""
    translate = QCoreApplication.translate
    phase, mode = state.phase, state.turn_mode
    is_calling = phase in (Phase.CONNECTING, Phase.LOBBY, Phase.JOINING) and not state.turns
    if phase not in LIVE_PHASES - {Phase.STOPPING, Phase.MUTED} or not state.capturing:
        return None
    if state.floor_held:
        return (
            translate("Words", "I hear you"),
            translate("Words", "Let go when you are done"),
            Mood.FLOOR_HELD,
        )
    if not is_calling and phase not in (Phase.LISTENING, Phase.LEARNER_SPEAKING):
        return None
    if phase is Phase.LEARNER_SPEAKING and not state.thinking_time and _is_sent(state):
        return (
            translate("Words", "Sent"),
            translate("Words", "{partner} will answer in a moment"),
            Mood.WAITING,
        )
    if mode is TurnMode.HOLD:
        return (
            translate("Words", "Hold Space to speak"),
            translate("Words", "{partner} is being called; what you say is kept")
            if is_calling
            else translate("Words", "Or hold the button; let go when you are done"),
            Mood.FLOOR_FREE,
        )
    if state.thinking_time:
        return (
            translate("Words", "Take your time"),
            translate("Words", "Your turn stays open"),
            Mood.TAKES_TIME,
        )
    if is_calling:
        return (
            translate("Words", "Speak now"),
            translate("Words", "You are heard; {partner} is being called"),
            Mood.YOUR_TURN,
        )
    if mode is TurnMode.TAP:
        return (
            translate("Words", "Listening") if phase is Phase.LEARNER_SPEAKING else translate("Words", "Speak now"),
            translate("Words", "Tap the button, or Space, to send"),
            Mood.YOUR_TURN,
        )
    return None


def _is_sent(state: ConversationState) -> bool:
    """Return whether the learner gave the turn away that is still open."""
    if state.turn_mode is TurnMode.HOLD:
        return not state.floor_held
    return state.turn_mode is TurnMode.TAP and state.sent_turn_key == state.open_turn_key


TURN_MODE_ICONS = {TurnMode.HANDS_FREE: "voice", TurnMode.HOLD: "hold", TurnMode.TAP: "send"}


def turn_mode_words(mode: TurnMode) -> tuple[str, str]:
    """Return the name of a turn mode, and a line that explains it."""
    translate = QCoreApplication.translate
    match mode:
        case TurnMode.HANDS_FREE:
            return translate("Words", "Hands-free"), translate("Words", "Just speak. A pause ends your turn.")
        case TurnMode.HOLD:
            return (
                translate("Words", "Hold to talk"),
                translate("Words", "You are heard only while you hold Space or the button. Right for noisy rooms."),
            )
        case TurnMode.TAP:
            return (
                translate("Words", "Tap to send"),
                translate("Words", "Speak, and think as long as you like. A tap on Space or the button sends it."),
            )
        case _:
            assert_never(mode)


def _interrupting(mode: TurnMode) -> str:
    match mode:
        case TurnMode.HANDS_FREE:
            return QCoreApplication.translate("Words", "Speak, or press Esc, to interrupt")
        case TurnMode.HOLD:
            return QCoreApplication.translate("Words", "Hold Space, or press Esc, to interrupt")
        case TurnMode.TAP:
            return QCoreApplication.translate("Words", "Speak, or tap Space, to interrupt")
        case _:
            assert_never(mode)


def press_of(state: ConversationState) -> Press:
    """Return what a press does at this moment of a conversation."""
    if state.phase not in LIVE_PHASES:
        return Press.START
    if state.phase is Phase.STOPPING:
        return Press.STOP
    if state.phase is Phase.BETWEEN:
        return Press.NEXT
    match state.turn_mode:
        case TurnMode.HANDS_FREE:
            return Press.STOP
        case TurnMode.HOLD:
            return Press.HOLD
        case TurnMode.TAP:
            return Press.INTERRUPT if state.phase is Phase.ASSISTANT_SPEAKING else Press.SEND
        case _:
            assert_never(state.turn_mode)


def press_words(state: ConversationState, partner: str, next_course_id: int = 0) -> str:
    """Return what a press on the talk button does; the arguments are those of `state_words`."""
    if state.phase is Phase.STOPPING:
        return QCoreApplication.translate("Words", "The talk is stopping")
    match press_of(state):
        case Press.STOP:
            return QCoreApplication.translate("Words", "Stop the talk")
        case Press.NEXT:
            return QCoreApplication.translate("Words", "Begin the next scene")
        case Press.HOLD:
            return QCoreApplication.translate("Words", "Hold to speak")
        case Press.SEND:
            return QCoreApplication.translate("Words", "Send what you said")
        case Press.INTERRUPT:
            return QCoreApplication.translate("Words", "Interrupt")
        case Press.START:
            pass
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
