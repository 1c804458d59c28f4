"""Lets the learner hear turns of this talk, or of the last, once more: the replies and the learner's own voice."""

from collections.abc import Callable

from desktop.conversation.state import ConversationState
from desktop.conversation.turn import Turn, TurnStatus
from desktop.sound.learner_sounds import LearnerSounds
from desktop.sound.sound import Sound

LEAST_MS = 100
"""Less than a syllable is not worth a button."""


class TurnPlayer:
    """Called on the main loop. tell: called after `playing` changed."""

    def __init__(self, sound: Sound, state: Callable[[], ConversationState], tell: Callable[[], None]) -> None:
        self._sound = sound
        self._state = state
        self._tell = tell
        self._learner = LearnerSounds()
        self._started_at = 0.0
        self.playing = ""
        """Key of the turn that is being played, or the unheard rest of it; empty when none is."""

    @property
    def unheard(self) -> frozenset[str]:
        """Keys of the interrupted turns whose unheard rest can be played, in a talk too."""
        if self._sound.is_open and not self._state().sound_open:
            return frozenset()  # the microphone is open for something else
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
            if turn.generation:
                self._sound.replay_reply(turn.generation)
            else:
                self._sound.replay(self._learner.sound(turn_key))

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

    def frame_captured(self, pcm: bytes, voiced: bool) -> None:
        """The microphone of the talk heard this."""
        self._learner.frame_captured(pcm, voiced)

    def moved(self) -> None:
        """The state is new: keep what is said for the turn that is open; let go of what was said in an earlier talk."""
        state = self._state()
        if state.started_at != self._started_at:
            self._started_at = state.started_at
            self._sound.forget()
            self._learner.forget()
        self._learner.turn_is_open(state.open_turn_key)

    def close(self) -> None:
        self._learner.close()

    def _begin(self, turn_key: str) -> None:
        self.playing = turn_key
        self._tell()

    def _turn(self, turn_key: str) -> Turn:
        return next(turn for turn in self._state().turns if turn.key == turn_key)

    def _length_ms(self, turn: Turn) -> int:
        return self._sound.length_ms(turn.generation) if turn.generation else self._learner.length_ms(turn.key)


class TurnIntents:
    """What a window asks of the turns' sound; `App` is one."""

    _turns: TurnPlayer

    @property
    def unheard(self) -> frozenset[str]:
        """Keys of the interrupted turns of this talk, or of the last, whose unheard rest can be played."""
        return self._turns.unheard

    @property
    def playable(self) -> frozenset[str]:
        """Keys of the turns of the last talk that can be played whole; none while a talk or a dictation is on."""
        return self._turns.playable

    @property
    def playing(self) -> str:
        """Key of the turn that is being played, or the unheard rest of it; empty when none is."""
        return self._turns.playing

    def play_unheard(self, turn_key: str) -> None:
        """Play what was not heard of an interrupted reply; not while a reply is being heard."""
        self._turns.play_unheard(turn_key)

    def play_turn(self, turn_key: str) -> None:
        """Play a turn that is `playable`, from its beginning."""
        self._turns.play(turn_key)

    def stop_playing(self) -> None:
        self._turns.stop()
