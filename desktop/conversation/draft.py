"""The next state while one event is being handled. Made and used up by `step`; nobody else sees one."""

from dataclasses import dataclass, field, replace

from desktop.conversation.effects import Effect, Notify
from desktop.conversation.limits import only_limits, with_limit, without_limits
from desktop.conversation.state import ConversationState, Limit, Phase, Problem
from desktop.conversation.transcript import find_key, with_turn
from desktop.conversation.turn import Speaker, Turn, TurnStatus

RESTING = frozenset({Phase.IDLE, Phase.ENDED, Phase.FAILED})
TALKING = frozenset(
    {
        Phase.LISTENING,
        Phase.MUTED,
        Phase.LEARNER_SPEAKING,
        Phase.ASSISTANT_THINKING,
        Phase.ASSISTANT_SPEAKING,
    }
)
"""The phases in which the learner can speak or write. Which of them it is follows from the state: `Draft.settle`."""


@dataclass(slots=True)
class Draft:
    """A state to be replaced, the moment it is, and what was asked for on the way."""

    state: ConversationState
    now: float
    may_follow: frozenset[Phase]
    """Row of the table of phases for the phase this step began in."""
    effects: list[Effect] = field(default_factory=list)

    # -- reading ---------------------------------------------------------------------------------------------

    def is_ours(self, chat_id: str) -> bool:
        """Whether an event with this chat_id is about this conversation; empty means the current chat."""
        ours = self.state.chat_id
        return bool(ours) and chat_id in ("", ours)

    @property
    def hears_learner(self) -> bool:
        """Whether what the learner says opens turns and interrupts replies."""
        phase = self.state.phase
        return phase in TALKING or phase is Phase.JOINING or phase is Phase.CONNECTING

    @property
    def plays_replies(self) -> bool:
        """Whether a reply may be heard; text that comes later still finds its turn."""
        return self.hears_learner or (self.state.phase is Phase.STOPPING and self.state.chat_over)

    def is_awaited(self, limit: Limit) -> bool:
        return any(entry[0] is limit for entry in self.state.deadlines)

    # -- writing ---------------------------------------------------------------------------------------------

    def ask(self, *effects: Effect) -> None:
        self.effects.extend(effects)

    def notify(self, problem: Problem) -> None:
        self.state = replace(self.state, problem=problem)
        self.effects.append(Notify(problem))

    def go(self, phase: Phase) -> None:
        """Move on. A move that the table of phases does not have is a mistake of this room."""
        if phase is self.state.phase:
            return
        if phase not in self.may_follow:
            raise AssertionError(f"{phase} may not follow {self.state.phase}")
        self.state = replace(self.state, phase=phase)

    def settle(self) -> None:
        """While the talk goes on, make the phase say what is happening.

        What is heard comes first, then who speaks, then what is awaited.
        """
        state = self.state
        if state.phase not in TALKING:
            return
        if state.reply_active:
            self.go(Phase.ASSISTANT_SPEAKING)
        elif state.open_turn_key:
            self.go(Phase.LEARNER_SPEAKING)
        elif self.is_awaited(Limit.THINKING):
            self.go(Phase.ASSISTANT_THINKING)
        else:
            self.go(Phase.MUTED if state.muted else Phase.LISTENING)

    def set_limit(self, limit: Limit, seconds: float) -> None:
        state = self.state
        self.state = replace(state, deadlines=with_limit(state.deadlines, limit, self.now + seconds))

    def lift(self, *limits: Limit) -> None:
        deadlines = without_limits(self.state.deadlines, *limits)
        if deadlines is not self.state.deadlines:
            self.state = replace(self.state, deadlines=deadlines)

    def keep_limits(self, limits: frozenset[Limit]) -> None:
        """Lift every limit but these."""
        self.state = replace(self.state, deadlines=only_limits(self.state.deadlines, limits))

    def put_turn(self, index: int, turn: Turn) -> None:
        self.state = replace(self.state, turns=with_turn(self.state.turns, index, turn))

    def new_key(self, speaker: Speaker) -> str:
        """Return a key no other turn has: turns are never taken away, so their count numbers them."""
        return f"{speaker.value}-{len(self.state.turns) + 1}"

    def close_turns(self, speaker: Speaker, status: TurnStatus) -> None:
        """Give every live turn of this side its last status."""
        state = self.state
        turns = state.turns
        for index in range(len(turns) - 1, -1, -1):
            turn = turns[index]
            if turn.status is TurnStatus.LIVE and turn.speaker is speaker:
                turns = with_turn(turns, index, replace(turn, status=status, ended_at=self.now))
        if turns is not state.turns:
            self.state = replace(state, turns=turns)

    def close_open_turn(self) -> None:
        """The learner's turn that is being spoken ends without its completion, which may still come.

        Words recognised so far are kept; without any it is marked, not dropped: its recording is kept too.
        """
        state = self.state
        if not state.open_turn_key:
            return
        index = find_key(state.turns, state.open_turn_key)
        turn = state.turns[index]
        status = TurnStatus.FINAL if turn.text.strip() else TurnStatus.NO_TEXT
        self.state = replace(
            state,
            turns=with_turn(state.turns, index, replace(turn, status=status)),
            open_turn_key="",
            deadlines=without_limits(state.deadlines, Limit.OPEN_TURN),
        )
