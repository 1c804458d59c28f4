import pytest

from desktop.conversation import effects, events
from desktop.conversation.state import Phase, Problem, ProblemKind
from desktop.conversation.step import FOLLOWS, step
from desktop.conversation.turn import Hint
from tests.conversation.driver import CHAT, OPENING, Talk, completed, listening, started


def test_the_table_of_phases_knows_every_phase() -> None:
    assert set(FOLLOWS) == set(Phase)


def test_every_phase_but_the_first_can_be_reached_and_every_one_can_be_left() -> None:
    assert set().union(*FOLLOWS.values()) == set(Phase) - {Phase.IDLE}
    assert all(FOLLOWS.values())


def test_an_event_that_changes_nothing_returns_the_same_state() -> None:
    state = Talk().state
    assert step(state, events.TimePassed(), 5.0) == (state, ())
    assert step(state, events.VoiceReady("chat-9", True), 5.0)[0] is state


def test_hints_replace_hints_and_none_are_none() -> None:
    talk = listening()
    talk.tell(events.HintsArrived(CHAT, (("h1", "I would like ..."), ("h2", "Could I have ..."))))
    assert talk.state.hints == (Hint("I would like ...", "h1"), Hint("Could I have ...", "h2"))
    talk.tell(events.HintsArrived("chat-9", (("h3", "Elsewhere"),)))
    assert len(talk.state.hints) == 2
    talk.tell(events.HintsArrived(CHAT, ()))
    assert talk.state.hints == ()


def test_an_error_without_a_chat_is_told_and_leaves_the_conversation_usable() -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", "Hello."))
    limit = Problem(ProblemKind.RATE_LIMIT, "slow down", "rate_limit")
    assert talk.tell(events.ServiceFailed(limit)) == [effects.Notify(limit)]
    assert (talk.phase, talk.state.problem) == (Phase.LISTENING, limit)


def test_an_error_of_another_chat_is_not_ours() -> None:
    talk = listening()
    assert talk.tell(events.ServiceFailed(Problem(ProblemKind.SERVICE, "no"), "chat-9")) == []


@pytest.mark.parametrize("source", ["join", "audio", "start"])
def test_an_error_about_what_already_stands_is_only_told(source: str) -> None:
    talk = listening()
    problem = Problem(ProblemKind.SERVICE, "no", source)
    assert talk.tell(events.ServiceFailed(problem)) == [effects.Notify(problem)]
    assert talk.phase is Phase.LISTENING


def test_limits_that_are_due_together_are_acted_on_together() -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", "One."), started("i2"))
    talk.now += 60
    talk.tell(events.TimePassed())
    assert (talk.phase, talk.state.deadlines) == (Phase.LISTENING, ())


def test_hints_that_come_after_the_end_are_not_shown() -> None:
    talk = listening()
    talk.tell(events.ChatEnded(CHAT), events.HintsArrived(CHAT, (("h", "Too late"),)))
    assert (talk.phase, talk.state.hints) == (Phase.ENDED, ())


@pytest.mark.parametrize("source", ["join", "start", "audio", "send"])
def test_what_fails_between_conversations_is_only_told(source: str) -> None:
    talk = listening()
    talk.tell(events.ChatEnded(CHAT))
    problem = Problem(ProblemKind.SERVICE, "no", source)
    assert talk.tell(events.ServiceFailed(problem), events.CommandRefused(problem)) == [effects.Notify(problem)] * 2
    assert Talk().tell(events.ServiceFailed(problem), events.CommandRefused(problem)) == [effects.Notify(problem)] * 2
    assert talk.phase is Phase.ENDED


@pytest.mark.parametrize("source", ["join", "send"])
def test_an_error_about_anything_else_does_not_stop_the_voice_session_from_starting(source: str) -> None:
    talk = Talk(*OPENING[:5])
    problem = Problem(ProblemKind.SERVICE, "no", source)
    assert talk.tell(events.ServiceFailed(problem)) == [effects.Notify(problem)]
    talk.tell(events.VoiceReady(CHAT, True))
    assert talk.phase is Phase.LISTENING


@pytest.mark.parametrize(
    ("happened", "phase"), [(OPENING[:4], Phase.JOINING), ((*OPENING, events.LinkLost()), Phase.CONNECTING)]
)
def test_a_command_refused_once_there_is_a_chat_is_only_told(happened: tuple[events.Event, ...], phase: Phase) -> None:
    talk = Talk(*happened)
    problem = Problem(ProblemKind.REFUSED, "no")
    assert talk.tell(events.CommandRefused(problem)) == [effects.Notify(problem)]
    assert talk.phase is phase
