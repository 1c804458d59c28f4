"""Lets the learner hear turns of this talk, or of the last, once more."""

from collections.abc import Callable

from desktop.conversation.state import ConversationState
from desktop.conversation.turn import Turn, TurnStatus
from desktop.sound import Sound

LEAST_MS = 100
"""Less than a syllable is not worth a button."""


class TurnPlayer:
    """Called on the main loop. tell: called after `playing` changed."""

    def __init__(self, sound: Sound, state: Callable[[], ConversationState], tell: Callable[[], None]) -> None:
        self._sound = sound
        self._state = state
        self._tell = tell
        self.playing = ""
        """Key of the turn that is being played, or the unheard rest of it; empty when none is."""

    @property
    def unheard(self) -> frozenset[str]:
        """Keys of the interrupted turns whose unheard rest can be played, in a talk too."""
        return frozenset(
            turn.key
            for turn in self._state().turns
            if turn.status is TurnStatus.INTERRUPTED and self._sound.unheard_ms(turn.generation) >= LEAST_MS
        )

    @property
    def playable(self) -> frozenset[str]:
        """Keys of the turns that can be played from their beginning; none while the microphone is open."""
        if self._sound.is_open:
            return frozenset()
        return frozenset(turn.key for turn in self._state().turns if self._length_ms(turn) >= LEAST_MS)

    def play(self, turn_key: str) -> None:
        """Play a turn that is `playable`, in place of what is played; nothing of any other."""
        if turn_key in self.playable:
            turn = self._turn(turn_key)
            self._begin(turn_key)
            self._sound.replay_reply(turn.generation)

    def play_unheard(self, turn_key: str) -> None:
        """Play what was not heard of an interrupted reply; not while a reply is being heard."""
        if turn_key in self.unheard and not self._state().reply_active:
            turn = self._turn(turn_key)
            self._begin(turn_key)
            self._sound.replay_rest(turn.generation)

    def stop(self) -> None:
        self._sound.stop_replay()

    def ended(self) -> None:
        """The sound card has played all of it, or broken it off."""
        if self.playing:
            self.playing = ""
            self._tell()

    def _begin(self, turn_key: str) -> None:
        self.playing = turn_key
        self._tell()

    def _turn(self, turn_key: str) -> Turn:
        return next(turn for turn in self._state().turns if turn.key == turn_key)

    def _length_ms(self, turn: Turn) -> int:
        return self._sound.length_ms(turn.generation) if turn.generation else 0
