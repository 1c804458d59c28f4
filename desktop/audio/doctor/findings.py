"""What an examination of the sound tells, for people. Loads no numpy: the main process has it too."""

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"
    """It could not be told, and need not be bad."""


class Check(Enum):
    """What is looked at. The value is for files."""

    SOUND_SYSTEM = "sound_system"
    MICROPHONE = "microphone"
    LOUDSPEAKER = "loudspeaker"
    PERMISSION = "permission"
    ROOM_NOISE = "room_noise"
    LEVEL = "level"
    LOOP_DELAY = "loop_delay"
    ECHO = "echo"
    CLOCK_DRIFT = "clock_drift"
    DROPOUTS = "dropouts"
    NETWORK = "network"


class Step(Enum):
    """What is going on, in this order."""

    DEVICES = "devices"
    ROOM = "room"
    """Be quiet for a second."""
    SPEAKING = "speaking"
    """Say a few words."""
    PLAYING_BACK = "playing_back"
    """What was said is played."""
    LOOP = "loop"
    """Chirps are played and looked for in the microphone."""
    ECHO = "echo"
    """Something like speech is played and cancelled."""
    NETWORK = "network"


QUICK = frozenset({Step.DEVICES, Step.ROOM, Step.LOOP, Step.ECHO})
"""What needs nobody to speak."""
THOROUGH = QUICK | {Step.SPEAKING, Step.PLAYING_BACK}


@dataclass(frozen=True, slots=True)
class Finding:
    check: Check
    value: str
    """What was measured, in words."""
    verdict: Verdict
    advice: str = ""
    """The one thing to do; empty where there is nothing."""
