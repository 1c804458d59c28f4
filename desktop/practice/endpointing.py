"""When a learner's turn begins, pauses and ends. Pure: counts audio frames, knows no clock.

Because only frames are counted, sound that arrives faster than real time is cut exactly as live sound is.

    phase    on                                         cue       then
    quiet    2 of 3 frames of speech, one of them sure  STARTED   talking
    talking  a partial transcript is due                PARTIAL   talking
    talking  0.35 s without speech                      PAUSED    pausing
    talking  30 s in this turn, or a pause of 0.35 s    ENDED     quiet
             after `cut_at_pause_s` of it
    pausing  speech                                     RESUMED   talking
    pausing  pause_s without speech (1.6 s when the     ENDED     quiet
             words so far are plainly unfinished)
"""

from collections import deque
from enum import Enum, auto

SAMPLE_RATE_HZ = 16_000
FRAME_SAMPLES = 512
FRAME_S = FRAME_SAMPLES / SAMPLE_RATE_HZ

SPEECH_PROBABILITY = 0.5
SURE_PROBABILITY = 0.8
"""A voice reaches 0.95 within 0.1 s, a tone of 200 Hz, the most voice-like of machine sounds, stays under 0.75."""
SILENCE_PROBABILITY = 0.35
"""Between the two a frame changes nothing: it neither begins a silence nor breaks one."""
START_FRAMES = 2
START_WINDOW = 3
PRE_ROLL_S = 0.3
"""Sound before the first speech frame that belongs to the turn: soft first consonants."""
DECODE_SILENCE_S = 0.35
"""Silence after which the turn is decoded; when it goes on, that decode is the final one and costs no waiting."""
LEAST_SPEECH_S = 0.3
"""Recognisers invent words for less speech than this."""
TURN_LIMIT_S = 30.0
PAUSE_S = 0.8
UNFINISHED_PAUSE_S = 1.6
SHORTEST_PAUSE_S = 0.6
LONGEST_PAUSE_S = 2.0
PARTIAL_EVERY_S = ((16.0, 1.2), (8.0, 0.6), (0.0, 0.3))
"""(from this much sound to decode, a partial this often): decoding costs more the longer the sound is."""


class Cue(Enum):
    """What a frame means for the turn."""

    STARTED = auto()
    PARTIAL = auto()
    PAUSED = auto()
    RESUMED = auto()
    ENDED = auto()


class _Phase(Enum):
    QUIET = auto()
    TALKING = auto()
    PAUSING = auto()


class Endpointer:
    """Cuts one stream of speech probabilities into turns."""

    def __init__(self, pause_s: float = PAUSE_S, cut_at_pause_s: float = TURN_LIMIT_S) -> None:
        """pause_s: silence that ends a turn, held within 0.6 to 2 s.

        cut_at_pause_s: a turn that is as long ends at its next pause of 0.35 s.
        """
        self._cut_at_pause_s = cut_at_pause_s
        self._pause_s = min(max(pause_s, SHORTEST_PAUSE_S), LONGEST_PAUSE_S)
        self._phase = _Phase.QUIET
        self._recent: deque[float] = deque(maxlen=START_WINDOW)
        self._unfinished: bool | None = None
        self._turn_frames = 0
        self._segment_frames = 0
        self._speech_frames = 0
        self._silence_frames = 0
        self._frames_since_partial = 0
        self._pauses: list[float] = []

    @property
    def in_turn(self) -> bool:
        return self._phase is not _Phase.QUIET

    @property
    def speech_s(self) -> float:
        """How much speech the sound now being decoded (the segment) holds."""
        return self._speech_frames * FRAME_S

    @property
    def turn_span_s(self) -> float:
        """From the turn's first speech to its last, also when it has ended."""
        return (self._turn_frames - self._silence_frames) * FRAME_S

    @property
    def pauses_s(self) -> tuple[float, ...]:
        """The silences of 0.35 s and more inside the turn, in order."""
        return tuple(self._pauses)

    @property
    def segment_s(self) -> float:
        """Length of the sound now being decoded, without pre-roll."""
        return self._segment_frames * FRAME_S

    def note_unfinished(self, unfinished: bool) -> None:
        """Say whether the words heard up to this pause are plainly unfinished ("I want to")."""
        self._unfinished = unfinished

    @property
    def undecided(self) -> bool:
        """Whether the next frame may end the turn while `note_unfinished` has not been called for this pause."""
        silence_s = (self._silence_frames + 1) * FRAME_S
        return self._phase is _Phase.PAUSING and self._unfinished is None and silence_s >= self._pause_s

    def begin_segment(self) -> None:
        """The sound so far needs no decoding any more; the turn goes on."""
        self._segment_frames = 0
        self._speech_frames = 0

    def step(self, probability: float) -> Cue | None:
        """Take the next frame's speech probability (0 to 1) and return what it means, if anything."""
        speech = probability > SPEECH_PROBABILITY
        if self._phase is _Phase.QUIET:
            return self._listen(probability)
        self._turn_frames += 1
        self._segment_frames += 1
        self._frames_since_partial += 1
        if speech:
            if self._phase is _Phase.PAUSING:
                self._pauses.append(self._silence_frames * FRAME_S)
            self._speech_frames += 1
            self._silence_frames = 0
        elif self._silence_frames or probability < SILENCE_PROBABILITY:
            self._silence_frames += 1
        elif probability >= SILENCE_PROBABILITY:
            self._speech_frames += 1
        return self._follow(speech)

    def _listen(self, probability: float) -> Cue | None:
        self._recent.append(probability)
        frames = sum(recent > SPEECH_PROBABILITY for recent in self._recent)
        if frames < START_FRAMES or max(self._recent) < SURE_PROBABILITY:
            return None
        self._phase = _Phase.TALKING
        self._turn_frames = self._segment_frames = self._speech_frames = self._frames_since_partial = frames
        self._pauses = []
        self._silence_frames = 0
        return Cue.STARTED

    def _follow(self, speech: bool) -> Cue | None:
        silence_s = self._silence_frames * FRAME_S
        if self._turn_frames * FRAME_S >= TURN_LIMIT_S:
            return self._end()
        if self._phase is _Phase.PAUSING:
            if speech:
                self._phase = _Phase.TALKING
                return Cue.RESUMED
            pause_s = max(self._pause_s, UNFINISHED_PAUSE_S) if self._unfinished else self._pause_s
            return self._end() if silence_s >= pause_s else None
        if silence_s >= DECODE_SILENCE_S:
            if self._turn_frames * FRAME_S >= self._cut_at_pause_s:
                return self._end()
            self._phase = _Phase.PAUSING
            self._unfinished = None
            return Cue.PAUSED
        if speech and self.speech_s >= LEAST_SPEECH_S and self._frames_since_partial * FRAME_S >= self._interval_s():
            self._frames_since_partial = 0
            return Cue.PARTIAL
        return None

    def _interval_s(self) -> float:
        return next(every for start, every in PARTIAL_EVERY_S if self.segment_s >= start)

    def _end(self) -> Cue:
        self._phase = _Phase.QUIET
        self._recent.clear()
        return Cue.ENDED
