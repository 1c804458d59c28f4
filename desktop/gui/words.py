"""What the window says about a conversation: its state, its problems, its length. Plain words, no widgets."""

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from desktop.conversation.state import ConversationState, Phase, Problem, ProblemKind

LONGEST_SERVICE_MESSAGE = 200
"""Characters shown of what a service says about its problem."""

_JOINERS = "\u200c\u200d"
"""Invisible, but they hold emoji and the letters of some scripts together."""

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


class Action(Enum):
    """The one thing a notice offers to do."""

    TRY_AGAIN = "try_again"
    RECONNECT = "reconnect"
    OPEN_SETTINGS = "open_settings"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state in one or two words, what it means for the learner, and its mood."""

    title: str
    advice: str
    mood: Mood


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """A problem as one sentence ending with what to do, and the action that does it."""

    sentence: str
    action: Action
    service_message: str
    """The service's own words, empty where it sent none. Untrusted: show it as plain text only."""


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


def notice_words(problem: Problem) -> NoticeWords:
    """Return what to tell the learner about a problem."""
    sentence, action = _problem_words(problem.kind)
    return NoticeWords(sentence, action, shortened(problem.message))


def _problem_words(kind: ProblemKind) -> tuple[str, Action]:
    translate = QCoreApplication.translate
    match kind:
        case ProblemKind.NO_SERVICE:
            return (
                translate("Words", "The service does not answer. Check your network, then reconnect."),
                Action.RECONNECT,
            )
        case ProblemKind.REFUSED:
            return (
                translate("Words", "The service did not let you in. Check its address and token in the settings."),
                Action.OPEN_SETTINGS,
            )
        case ProblemKind.TAKEN_OVER:
            return (
                translate("Words", "Your talk moved to another window or device. Reconnect to have it here."),
                Action.RECONNECT,
            )
        case ProblemKind.LINK_LOST:
            return (
                translate("Words", "The connection was lost. Wait a moment, or reconnect now."),
                Action.RECONNECT,
            )
        case ProblemKind.NOT_STARTED:
            return (
                translate("Words", "The talk could not be started. Try again."),
                Action.TRY_AGAIN,
            )
        case ProblemKind.VOICE_FAILED:
            return (
                translate("Words", "Your voice does not get through. Write a message, or start the talk again."),
                Action.TRY_AGAIN,
            )
        case ProblemKind.AUDIO_DEVICE:
            return (
                translate(
                    "Words",
                    "The microphone or the loudspeaker cannot be used. Choose another one in the settings.",
                ),
                Action.OPEN_SETTINGS,
            )
        case ProblemKind.DEVICE_CHANGED:
            return (
                translate("Words", "Sound goes on through another device. You can choose one in the settings."),
                Action.OPEN_SETTINGS,
            )
        case ProblemKind.MICROPHONE_SILENT:
            return (
                translate("Words", "Your microphone is silent. Switch it on, or choose another one in the settings."),
                Action.OPEN_SETTINGS,
            )
        case ProblemKind.RATE_LIMIT:
            return (
                translate("Words", "The service asks for a pause. Wait a minute, then go on."),
                Action.DISMISS,
            )
        case ProblemKind.SERVICE:
            return (
                translate("Words", "The service had a problem. Go on; if nothing happens, stop and start again."),
                Action.DISMISS,
            )
        case _:
            assert_never(kind)


def action_words(action: Action) -> str:
    """Return what the action's button says."""
    match action:
        case Action.TRY_AGAIN:
            return QCoreApplication.translate("Words", "Try again")
        case Action.RECONNECT:
            return QCoreApplication.translate("Words", "Reconnect")
        case Action.OPEN_SETTINGS:
            return QCoreApplication.translate("Words", "Open settings")
        case Action.DISMISS:
            return QCoreApplication.translate("Words", "Dismiss")
        case _:
            assert_never(action)


def shortened(message: str, limit: int = LONGEST_SERVICE_MESSAGE) -> str:
    """Return the message on one line, without control characters, cut at a word to at most `limit` characters."""
    line = " ".join("".join(c if c.isprintable() or c in _JOINERS else " " for c in message).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at_word, _, rest = cut.rpartition(" ")
    if at_word and len(rest) < limit // 4:
        cut = at_word
    return cut.rstrip() + "…"


def elapsed_words(seconds: float) -> str:
    """Return a duration as 00:42, or 1:00:42 from an hour on."""
    minutes, second = divmod(max(0, int(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"
