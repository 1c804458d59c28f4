"""The speech engines of this computer: which there are, loaded and warm."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desktop.practice.consensus import agreed, first_look
from desktop.practice.endpointing import SAMPLE_RATE_HZ
from desktop.practice.recognisers import Decode, QueuedRecogniser, Samples, load_moonshine, load_whisper
from desktop.practice.speak import SpokenVoice, load_hibari, tone_voice
from desktop.practice.voice_activity import EnergyVoiceActivity, SileroVoiceActivity, VoiceActivity

ENGINES: tuple[tuple[str, Callable[[], Decode]], ...] = (
    ("moonshine", load_moonshine),
    ("faster-whisper", load_whisper),
)
"""In order of preference. The second is for systems without a package of the first (old macOS, ARM Windows)."""

_log = logging.getLogger(__name__)


class SpeechUnavailable(Exception):
    """This computer cannot listen or speak; the message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What every voice session shares."""

    recogniser: QueuedRecogniser
    new_voice_activity: Callable[[], VoiceActivity]
    voice: SpokenVoice
    name: str
    """The recogniser's name, for the window."""

    def close(self) -> None:
        """Stop both workers after what they are doing."""
        self.recogniser.close()
        self.voice.close()


def load_speech() -> Speech:
    """Load and warm up the engines. Blocks for 1 to 3 s: call it in an executor. Raises SpeechUnavailable."""
    try:
        voice = load_hibari()
        SileroVoiceActivity()
    except ImportError as error:
        raise SpeechUnavailable(_missing(error)) from error
    try:
        name, decode = _load_recogniser()
        decode(np.zeros(SAMPLE_RATE_HZ, np.float32))
    except BaseException:
        voice.close()
        raise
    if name == "moonshine":  # fast enough for several looks, and better for it
        return Speech(QueuedRecogniser(first_look(decode), agreed(decode)), SileroVoiceActivity, voice, name)
    return Speech(QueuedRecogniser(decode), SileroVoiceActivity, voice, name)


def stubbed_speech() -> Speech:
    """Speech without models, for load tests: hears "stubbed words" in every loud sound and speaks by humming."""

    def decode(_samples: Samples) -> str:
        return "stubbed words"

    return Speech(QueuedRecogniser(decode), EnergyVoiceActivity, tone_voice(), "stub")


def _load_recogniser() -> tuple[str, Decode]:
    failures = []
    for name, load in ENGINES:
        try:
            return name, load()
        except (ImportError, OSError) as error:
            _log.info("%s cannot be used: %s", name, error)
            failures.append(f"{name}: {error}")
    raise SpeechUnavailable(
        "No speech recogniser works on this computer. Install the extra `practice`, or `whisper` where there is "
        f"no package of the first. ({'; '.join(failures)})"
    )


def _missing(error: ImportError) -> str:
    return f"The speech packages are not installed ({error}). Install Vivavoce with the extra `practice`."
