"""Holds the reply while the learner's voice may be heard, and lets it go on where it was nothing.

Joins `BargeIn`, which decides, to `PlaybackPath`, which acts. The main process has the last word: it flushes the reply,
or after a second it goes on.
"""

from collections.abc import Callable
from dataclasses import replace
from math import log10

from desktop.audio import messages as m
from desktop.audio.capture.barge_in import Answer, BargeIn, Heard
from desktop.audio.playback.playback_path import PlaybackPath

_HEADSET_ECHO_DB = -30.0
"""What of a headset's sound is in its microphone, before anything has been observed."""
_PEAK_OVER_LEVEL_DB = 6.0


class Holding:
    """Belongs to the worker; lives as long as the streams do. loudspeaker: whether the microphone may hear it."""

    def __init__(self, playback: PlaybackPath, post: Callable[[m.Report], None], *, loudspeaker: bool) -> None:
        self._playback = playback
        self._post = post
        self._barge_in = BargeIn() if loudspeaker else BargeIn(_HEADSET_ECHO_DB)
        self._generation: int | None = None
        self.enabled = True

    @property
    def suspects_voice(self) -> bool:
        """Whether the learner may be speaking over a reply, or while it is held."""
        return self._barge_in.suspects

    def hear(self, heard: Heard) -> None:
        """Take in 10 ms of the microphone and act."""
        if heard.far_db is None:
            peak = self._playback.meter.peak
            heard = replace(heard, far_db=20 * log10(peak) - _PEAK_OVER_LEVEL_DB if peak else None)
        audible = self.enabled and not self._playback.is_idle
        match self._barge_in.hear(heard, audible=audible):
            case Answer.HOLD:
                self._hold()
            case Answer.CONFIRM if self._generation is not None:
                self._post(m.LearnerInterrupted(self._generation))
            case Answer.RESUME:
                self._resume()
            case _:
                pass

    def flushed(self, generation: int) -> None:
        """This reply and all older ones are silenced."""
        if self._generation is not None and self._generation <= generation:
            self._generation = None
            self._barge_in.released()

    def let_go(self) -> None:
        """Let what is held go on whatever is heard: the microphone is muted or gone."""
        self._barge_in.released()
        self._resume()

    def _hold(self) -> None:
        held = self._playback.hold()
        if held is None:
            self._barge_in.released()
            return
        self._generation = held[0]
        self._post(m.PlaybackHeld(*held))

    def _resume(self) -> None:
        if self._generation is not None:
            self._playback.resume()
            self._post(m.PlaybackResumed(self._generation))
            self._generation = None
