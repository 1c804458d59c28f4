"""What the window says about a problem: one sentence that ends with what to do, and the action that does it."""

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from desktop.conversation.state import Problem, ProblemKind

LONGEST_SERVICE_MESSAGE = 200
"""Characters shown of what a service says about its problem."""

_TOLD_BY_THE_SOUND_CARD = frozenset(
    {
        ProblemKind.AUDIO_DEVICE,
        ProblemKind.DEVICE_CHANGED,
        ProblemKind.DEVICE_ADVICE,
        ProblemKind.MICROPHONE_SILENT,
    }
)
"""Their messages are sentences of ours, which name the device and the cause and end with what to do."""

_JOINERS = "\u200c\u200d"
"""Invisible, but they hold emoji and the letters of some scripts together."""


class Action(Enum):
    """The one thing a notice offers to do."""

    TRY_AGAIN = "try_again"
    RECONNECT = "reconnect"
    OPEN_SETTINGS = "open_settings"
    TEST_SOUND = "test_sound"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """A problem as one sentence ending with what to do, and the action that does it."""

    sentence: str
    action: Action
    service_message: str
    """The service's own words, empty where it sent none. Untrusted: show it as plain text only."""


def notice_words(problem: Problem) -> NoticeWords:
    """Return what to tell the learner about a problem."""
    sentence, action = _problem_words(problem.kind)
    message = shortened(problem.message)
    if problem.kind in _TOLD_BY_THE_SOUND_CARD and message:
        return NoticeWords(message, action, "")
    return NoticeWords(sentence, action, message)


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
                    "The microphone or the loudspeaker cannot be used. Test the sound to find out why.",
                ),
                Action.TEST_SOUND,
            )
        case ProblemKind.DEVICE_CHANGED:
            return (
                translate("Words", "Sound goes on through another device. You can choose one in the settings."),
                Action.DISMISS,
            )
        case ProblemKind.MICROPHONE_SILENT:
            return (
                translate("Words", "Your microphone is silent. Switch it on, or test the sound to find out why."),
                Action.TEST_SOUND,
            )
        case ProblemKind.DEVICE_ADVICE:
            return (
                translate(
                    "Words",
                    "A Bluetooth headset sounds like a telephone while it listens, too. Choose another microphone.",
                ),
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
        case Action.TEST_SOUND:
            return QCoreApplication.translate("Words", "Test sound")
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
