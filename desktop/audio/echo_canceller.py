"""Takes the loudspeaker's sound out of the microphone's: WebRTC's canceller from LiveKit's audio processing module.

It finds the delay between the two by itself; fed with exactly the samples played it reaches 50 dB within 10 s.
"""

import logging
from typing import Any, Protocol

import numpy as np

from desktop.audio.format import BLOCK_FRAMES, SAMPLE_RATE_HZ
from desktop.audio.samples import Int16Block, samples_from

_log = logging.getLogger(__name__)


class EchoCanceller(Protocol):
    """Both take exactly 10 ms (240 samples). Far end before near end, as they were at the same moment."""

    def hear_far_end(self, played: Int16Block) -> None: ...

    def clean(self, captured: Int16Block) -> Int16Block: ...


def load_echo_canceller(delay_ms: int) -> EchoCanceller | None:
    """Return a canceller, or None where it cannot be had on this machine (and say so in the log).

    Takes 0.2 s the first time: called when the process is prepared, before anything is open.
    delay_ms: the devices' own latencies, a hint for the first second.
    """
    try:
        return _WebRtcCanceller(delay_ms)
    except (ImportError, OSError, RuntimeError) as error:
        _log.warning("No echo cancellation, the loudspeaker may be heard by the microphone: %s", error)
        return None


class _WebRtcCanceller:
    def __init__(self, delay_ms: int) -> None:
        from livekit import rtc

        self._make_frame = rtc.AudioFrame
        self._module = rtc.AudioProcessingModule(echo_cancellation=True)
        self._module.set_stream_delay_ms(delay_ms)

    def hear_far_end(self, played: Int16Block) -> None:
        self._module.process_reverse_stream(self._frame(played))

    def clean(self, captured: Int16Block) -> Int16Block:
        frame = self._frame(captured)
        self._module.process_stream(frame)
        return samples_from(bytes(frame.data.cast("B"))).astype(np.int16, copy=False)

    def _frame(self, samples: Int16Block) -> Any:
        return self._make_frame(bytearray(samples.tobytes()), SAMPLE_RATE_HZ, 1, BLOCK_FRAMES)
