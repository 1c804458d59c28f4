"""VoicedSpans: when the microphone heard somebody in this talk, by the learner's clock.

    frame n of 20 ms          flagged as voiced: v       ....vvvvvvvvvvvvvvv....vvvvvvv......
    the voice itself          55 ms before the flag      ...|=======|..........|=|
                              until 280 ms before its end

Frames are counted, not clocked: one that arrives late makes no pause. What the clock says is when frame 0 was: a frame
never arrives early, so the earliest arrival is right. That is looked at anew after a silence, when no turn can be torn,
for sound cards and clocks drift apart; and when capture begins anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.conversation.speech_figures import Span

FRAME_S = 0.02
ONSET_S = 0.055
"""A voice is told from noise so long after it began."""
RELEASE_S = 0.28
"""And counts as one so long after it ended. Both are medians: 75 sentences, three synthetic voices."""
LEAST_VOICE_S = 0.02
NEW_STRETCH_FRAMES = 250
"""5 s of silence."""


@dataclass(slots=True)
class _Stretch:
    """Frames that were captured without a break. zero_at: when its frame 0 began."""

    zero_at: float
    runs: list[list[int]] = field(default_factory=list)
    """[first voiced frame, the one after the last voiced]."""


class VoicedSpans:
    """now: seconds since the epoch. One thread calls everything."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.begin()

    def begin(self) -> None:
        """Forget everything: a new talk begins."""
        self._stretches: list[_Stretch] = []
        self._latest = -1
        self._quiet_frames = 0
        self._quiet_zero_at = float("inf")

    def restart(self) -> None:
        """Capture begins anew, after a time in which nothing was captured."""
        self._latest = -1

    def add(self, index: int, voiced: bool) -> None:
        """Take the next frame. index: as `FrameCaptured` counts; a frame that was lost leaves a hole."""
        zero_at = self._now() - (index + 1) * FRAME_S
        if self._latest < 0 or index <= self._latest:
            self._stretches.append(_Stretch(zero_at))
            self._quiet_frames = 0
        before, self._latest = self._latest, index
        stretch = self._stretches[-1]
        if not voiced:
            self._quiet_zero_at = zero_at if self._quiet_frames == 0 else min(zero_at, self._quiet_zero_at)
            self._quiet_frames += 1
            return
        if self._quiet_frames >= NEW_STRETCH_FRAMES:
            stretch = _Stretch(self._quiet_zero_at)
            self._stretches.append(stretch)
        self._quiet_frames = 0
        stretch.zero_at = min(stretch.zero_at, zero_at)
        if stretch.runs and stretch.runs[-1][1] == before + 1:
            stretch.runs[-1][1] = index + 1
        else:
            stretch.runs.append([index, index + 1])

    @property
    def spans(self) -> tuple[Span, ...]:
        """When the voice was heard, in seconds since the epoch, oldest first. One that goes on ends now."""
        return tuple(
            _voice(stretch.zero_at + first * FRAME_S, stretch.zero_at + after * FRAME_S)
            for stretch in self._stretches
            for first, after in stretch.runs
        )


def _voice(flagged_at: float, released_at: float) -> Span:
    start = flagged_at - ONSET_S
    return start, max(start + LEAST_VOICE_S, released_at - RELEASE_S)
