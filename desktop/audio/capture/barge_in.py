"""Whether the learner speaks over a reply. Pure: no clock, it counts blocks of 10 ms.

    state      what is heard                                                     answer    next
    ---------  ----------------------------------------------------------------  --------  ---------
    LISTENING  2 of 3 blocks louder than echo and noise can be, or 4 of 6 hardly HOLD      HELD
    HELD       300 ms of speech in all, the last of it after the echo's end      CONFIRM   CONFIRMED
               nothing for 250 ms; or 1.5 s without 300 ms of speech             RESUME    LISTENING, reluctant
    CONFIRMED  nothing for 1 s, and nobody has flushed the reply                 RESUME    LISTENING
    HELD or CONFIRMED  the reply was flushed (`released`)                                  LISTENING

How loud an echo can be is learned while only the far end is heard: its level beside what was played of late. At first
it is taken for as loud as what is played; once every echo must have come, for the loudest of the last second, with a
wider margin until 3 s of the far end were heard; then it follows rises at once and falls slowly. A hold that was for
nothing makes the next one harder for a while.
"""

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

SPEECH_BLOCKS = 30
ECHO_GUARD_BLOCKS = 300
"""3 s of sound of the far end."""

_RESUME_BLOCKS = 25
_HOLD_LIMIT_BLOCKS = 150
_UNFLUSHED_BLOCKS = 100
_OVER_FLOOR_DB = 10.0
_QUIETEST_VOICE_DB = -55.0
_OVER_ECHO_DB = 7.0
_GUARD_DB = 5.0
_HARDLY_DB = 3.0
_NONE = (-90.0,) * 6
_STILL_HEARD_DB = 6.0
"""How much quieter a voice may become within a hold and still count."""
_FIRST_ECHO_DB = 0.0
_ECHO_HAS_COME_BLOCKS = 45
_OBSERVED_BLOCKS = 100
_FORGETS_DB_PER_BLOCK = 0.02
_FAR_END_SOUNDS_DB = -50.0
_LEAST_ECHO_DB = -45.0
_RELUCTANCE_DB = 6.0
_MOST_RELUCTANCE_DB = 18.0
_RELENTS_DB_PER_BLOCK = 0.01


class Answer(Enum):
    NOTHING = auto()
    HOLD = auto()
    """Silence the reply, to be continued."""
    CONFIRM = auto()
    """The learner has interrupted it."""
    RESUME = auto()
    """It was nothing: let the reply go on."""


@dataclass(frozen=True, slots=True)
class Heard:
    """10 ms of the microphone. Levels are in dB against full scale."""

    near_db: float
    """Without the part of the echo that a linear filter can take out."""
    floor_db: float
    """The room's noise."""
    far_db: float | None
    """The loudest that was played and may still be heard; None for nothing."""
    is_speech: bool
    tail_blocks: int
    """For how long an echo is heard after the loudspeaker has fallen silent."""


class _State(Enum):
    LISTENING = auto()
    HELD = auto()
    CONFIRMED = auto()


class BargeIn:
    """first_echo_db: how loud the echo may be against what is played, before anything has been observed."""

    def __init__(self, first_echo_db: float = _FIRST_ECHO_DB) -> None:
        self._state = _State.LISTENING
        self._echo_db = first_echo_db
        self._reluctance_db = 0.0
        self._far_blocks = 0
        self._observed: deque[float] = deque(maxlen=_OBSERVED_BLOCKS)
        self._excesses: deque[float] = deque(_NONE, maxlen=len(_NONE))
        self._held = self._quiet = self._speech = 0

    @property
    def is_holding(self) -> bool:
        return self._state is not _State.LISTENING

    @property
    def suspects(self) -> bool:
        """Whether the learner may be speaking now, over the reply or while it is held."""
        return self.is_holding or self._excesses[-1] > -_HARDLY_DB

    def hear(self, heard: Heard, *, audible: bool) -> Answer:
        """Take in 10 ms. audible: whether there is a reply to be held."""
        self._reluctance_db = max(0.0, self._reluctance_db - _RELENTS_DB_PER_BLOCK)
        excess = heard.near_db - self._limit_db(heard)
        match self._state:
            case _State.LISTENING:
                return self._listen(heard, excess, audible)
            case _State.HELD:
                return self._hold(heard, excess)
            case _State.CONFIRMED:
                return self._wait(heard, excess)

    def released(self) -> None:
        """What was held is no more."""
        self._to(_State.LISTENING)

    def _limit_db(self, heard: Heard) -> float:
        """Return the level from which on it is neither echo nor noise."""
        noise = max(heard.floor_db + _OVER_FLOOR_DB, _QUIETEST_VOICE_DB)
        margin = _OVER_ECHO_DB + (_GUARD_DB if self._far_blocks < ECHO_GUARD_BLOCKS else 0.0)
        echo = noise if heard.far_db is None else heard.far_db + self._echo_db + margin
        return max(noise, echo) + self._reluctance_db

    def _listen(self, heard: Heard, excess: float, audible: bool) -> Answer:
        self._excesses.append(excess if audible else _NONE[0])
        last = tuple(self._excesses)
        if sum(each > 0 for each in last[-3:]) >= 2 or sum(each > -_HARDLY_DB for each in last) >= 4:
            self._to(_State.HELD)
            return Answer.HOLD
        if last[-1] <= 0:
            self._learn_echo(heard)
        return Answer.NOTHING

    def _learn_echo(self, heard: Heard) -> None:
        if heard.far_db is None or heard.far_db < _FAR_END_SOUNDS_DB:
            return
        self._far_blocks += 1
        observed = heard.near_db - heard.far_db
        if self._far_blocks < ECHO_GUARD_BLOCKS:
            self._observed.append(observed)
            if self._far_blocks >= _ECHO_HAS_COME_BLOCKS:
                self._echo_db = max(*self._observed, _LEAST_ECHO_DB)
        elif observed > self._echo_db:
            # By and by: a voice that is hardly louder than the echo must not become the measure of it.
            self._echo_db += min(1.0, observed - self._echo_db)
        else:
            self._echo_db = max(self._echo_db - _FORGETS_DB_PER_BLOCK, observed, _LEAST_ECHO_DB)

    def _hold(self, heard: Heard, excess: float) -> Answer:
        self._held += 1
        is_heard = excess > -_STILL_HEARD_DB
        self._quiet = 0 if is_heard else self._quiet + 1
        self._speech += is_heard and heard.is_speech
        after_echo = self._held > heard.tail_blocks
        if self._speech >= SPEECH_BLOCKS and after_echo and is_heard and heard.is_speech:
            self._to(_State.CONFIRMED)
            return Answer.CONFIRM
        if self._quiet >= _RESUME_BLOCKS or self._held >= _HOLD_LIMIT_BLOCKS:
            self._reluctance_db = min(self._reluctance_db + _RELUCTANCE_DB, _MOST_RELUCTANCE_DB)
            self._to(_State.LISTENING)
            return Answer.RESUME
        return Answer.NOTHING

    def _wait(self, heard: Heard, excess: float) -> Answer:
        self._quiet = 0 if excess > -_STILL_HEARD_DB and heard.is_speech else self._quiet + 1
        if self._quiet < _UNFLUSHED_BLOCKS:
            return Answer.NOTHING
        self._to(_State.LISTENING)
        return Answer.RESUME

    def _to(self, state: _State) -> None:
        self._state = state
        self._excesses.extend(_NONE)
        if state is not _State.CONFIRMED:
            self._held = self._speech = 0
        self._quiet = 0
