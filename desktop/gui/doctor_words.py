"""What the window says about a test of the sound. Plain words for the values of `Check`, `Step` and `Verdict`."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

CHECKS = (
    "sound_system",
    "microphone",
    "loudspeaker",
    "permission",
    "room_noise",
    "level",
    "loop_delay",
    "echo",
    "clock_drift",
    "dropouts",
    "network",
)
"""In the order in which they are found."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What goes on, or what the learner is to do now."""

    icon: str
    title: str
    sentence: str
    follows_voice: bool = False
    """The bar shows the level of the microphone, not how far the step has come."""


def check_name(check: str) -> str:
    """Return what is looked at."""
    translate = QCoreApplication.translate
    return {
        "sound_system": translate("Doctor", "Sound system"),
        "microphone": translate("Doctor", "Microphone"),
        "loudspeaker": translate("Doctor", "Loudspeaker"),
        "permission": translate("Doctor", "Permission"),
        "room_noise": translate("Doctor", "Room noise"),
        "level": translate("Doctor", "Your level"),
        "loop_delay": translate("Doctor", "Loop delay"),
        "echo": translate("Doctor", "Echo"),
        "clock_drift": translate("Doctor", "Clock drift"),
        "dropouts": translate("Doctor", "Dropouts"),
        "network": translate("Doctor", "Network"),
    }[check]


def verdict_word(verdict: str) -> str:
    translate = QCoreApplication.translate
    return {
        "": translate("Doctor", "Waiting"),
        "good": translate("Doctor", "Good"),
        "warn": translate("Doctor", "Could be better"),
        "bad": translate("Doctor", "Bad"),
        "unknown": translate("Doctor", "Not known"),
    }[verdict]


VERDICT_MARKS = {
    "": ("clock", "text-faint"),
    "good": ("check", "correct"),
    "warn": ("warning", "partial"),
    "bad": ("close", "wrong"),
    "unknown": ("info", "unknown"),
}
"""Verdict -> icon, colour token; empty while it is waited for."""


def prompt(step: str) -> Prompt:
    """Return what to tell the learner during a step."""
    translate = QCoreApplication.translate
    return {
        "devices": Prompt(
            "settings",
            translate("Doctor", "Opening the devices"),
            translate("Doctor", "This takes a moment."),
        ),
        "room": Prompt(
            "microphone",
            translate("Doctor", "Be quiet for a moment"),
            translate("Doctor", "The noise of the room is measured."),
            follows_voice=True,
        ),
        "speaking": Prompt(
            "microphone",
            translate("Doctor", "Say a few words"),
            translate("Doctor", "For example what you had for breakfast. The bar follows your voice."),
            follows_voice=True,
        ),
        "playing_back": Prompt(
            "loudspeaker",
            translate("Doctor", "Now you hear yourself"),
            translate("Doctor", "If you do not, turn the loudspeaker up."),
        ),
        "loop": Prompt(
            "loudspeaker",
            translate("Doctor", "Short chirps are played"),
            translate("Doctor", "Be quiet: the microphone looks for them."),
        ),
        "echo": Prompt(
            "loudspeaker",
            translate("Doctor", "Something like speech is played"),
            translate("Doctor", "Be quiet: the echo of it is measured."),
        ),
        "network": Prompt(
            "refresh",
            translate("Doctor", "Asking the service"),
            translate("Doctor", "How long its answers take is measured."),
        ),
    }[step]
