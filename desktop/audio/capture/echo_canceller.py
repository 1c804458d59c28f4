"""Takes the loudspeaker's sound out of the microphone's, and what else is asked: LiveKit's audio processing module.

Its canceller is WebRTC's. It finds the delay between the two by itself; fed with exactly the samples played it reaches
50 dB within 10 s.
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


def load_echo_canceller(
    delay_ms: int,
    *,
    echo: bool = True,
    noise_suppression: bool = False,
    gain_control: bool = False,
    high_pass: bool = False,
) -> EchoCanceller | None:
    """Return what does all that is asked for; None for nothing, or (with a line in the log) where it cannot be had.

    Takes 0.2 s the first time: called when the process is prepared, before anything is open.
    delay_ms: the devices' own latencies, a hint for the first second.
    """
    if not (echo or noise_suppression or gain_control or high_pass):
        return None
    try:
        return _WebRtcCanceller(
            delay_ms,
            echo_cancellation=echo,
            noise_suppression=noise_suppression,
            auto_gain_control=gain_control,
            high_pass_filter=high_pass,
        )
    except (ImportError, OSError, RuntimeError) as error:
        _log.warning("No echo cancellation, the loudspeaker may be heard by the microphone: %s", error)
        return None


class _WebRtcCanceller:
    def __init__(self, delay_ms: int, **modules: bool) -> None:
        from livekit import rtc

        self._make_frame = rtc.AudioFrame
        self._module = rtc.AudioProcessingModule(**modules)
        if modules["echo_cancellation"]:
            self._module.set_stream_delay_ms(delay_ms)

    def hear_far_end(self, played: Int16Block) -> None:
        self._module.process_reverse_stream(self._frame(played))

    def clean(self, captured: Int16Block) -> Int16Block:
        frame = self._frame(captured)
        self._module.process_stream(frame)
        return samples_from(bytes(frame.data.cast("B"))).astype(np.int16, copy=False)

    def _frame(self, samples: Int16Block) -> Any:
        return self._make_frame(bytearray(samples.tobytes()), SAMPLE_RATE_HZ, 1, BLOCK_FRAMES)
