from dataclasses import replace

import pytest

from desktop.conversation import effects, events
from desktop.conversation.state import Limit, Phase, Problem, ProblemKind
from desktop.conversation.step import next_deadline
from desktop.conversation.turn import TurnStatus
from tests.conversation.driver import (
    ATTEMPT,
    CHAT,
    OPENING,
    TALK,
    Talk,
    completed,
    done,
    listening,
    replying,
    said,
    sound,
    started,
    text,
)

LET_GO = [
    effects.EndAttempt(ATTEMPT, CHAT),
    effects.StopCapture(),
    effects.FileConversation(TALK.course_id),
]


def test_stopping_silences_the_reply_and_ends_the_voice_session_first() -> None:
    talk = replying()
    assert talk.tell(events.StopRequested()) == [
        effects.FlushPlayback(1),
        effects.CloseMicrophoneGate(),
        effects.StopVoice(CHAT),
    ]
    assert (talk.phase, talk.turns[-1].status) == (Phase.STOPPING, TurnStatus.INTERRUPTED)
    assert talk.tell(events.VoiceEnded(CHAT)) == LET_GO
    assert (talk.phase, [limit for limit, _ in talk.state.deadlines]) == (Phase.ENDED, [Limit.GRADING])


def test_a_voice_session_that_does_not_end_is_left_after_10_seconds() -> None:
    talk = listening()
    talk.tell(events.StopRequested())
    assert talk.wait(9.9) == []
    assert talk.wait(0.2) == LET_GO
    assert talk.phase is Phase.ENDED


def test_nothing_but_the_end_of_the_voice_session_is_waited_for_while_stopping() -> None:
    talk = listening()
    talk.tell(completed("i1", "Hello."), events.StopRequested())
    assert next_deadline(talk.state) == talk.now + 10


def test_what_the_service_says_of_the_end_after_the_end_changes_only_the_summary() -> None:
    talk = listening()
    talk.tell(events.HintsArrived(CHAT, (("h", "hint"),)), events.StopRequested(), events.VoiceEnded(CHAT))
    before = talk.state
    assert before.hints == ()
    assert talk.tell(events.ChatEnded(CHAT), events.AttemptEnded(ATTEMPT, False, "x"), events.VoiceEnded(CHAT)) == []
    assert talk.state == replace(before, closing_message="x", ended_by_service=True)
    before = talk.state
    assert talk.tell(events.ChatEnded(CHAT), events.AttemptEnded(ATTEMPT, False, "x")) == []
    assert talk.state is before


def test_an_attempt_that_ends_well_before_its_chat_began_is_an_end() -> None:
    talk = Talk(*OPENING[:2])
    talk.tell(events.AttemptEnded("attempt-9"))
    assert (talk.phase, talk.state.problem) == (Phase.ENDED, None)


@pytest.mark.parametrize(
    "ended", [events.AttemptEnded(ATTEMPT, True, "well done"), events.AttemptEnded(ATTEMPT, False)]
)
def test_an_end_without_a_reason_or_with_success_is_no_problem(ended: events.Event) -> None:
    talk = listening()
    talk.tell(ended)
    assert (talk.phase, talk.state.problem) == (Phase.ENDED, None)


def test_a_chat_whose_attempt_is_not_known_is_filed_but_its_attempt_cannot_be_ended() -> None:
    for stop in (events.ChatEnded(CHAT, attempt_finished=False), events.StopRequested()):
        talk = Talk(*OPENING[:2], events.ChatStarted("", CHAT))
        assert talk.tell(stop) == [effects.StopCapture(), effects.FileConversation(TALK.course_id)]


def test_a_second_stop_does_not_wait() -> None:
    talk = listening()
    talk.tell(events.StopRequested())
    assert talk.tell(events.StopRequested()) == LET_GO
    assert talk.phase is Phase.ENDED
    assert talk.tell(events.StopRequested()) == []


@pytest.mark.parametrize(
    ("lead", "asked"),
    [
        (2, [effects.StopCapture()]),
        (3, [effects.EndAttempt(ATTEMPT, ""), effects.StopCapture(), effects.FileConversation(TALK.course_id)]),
        (4, LET_GO),
        (5, [effects.StopVoice(CHAT), *LET_GO]),
    ],
)
def test_stopping_before_the_voice_stands_ends_at_once(lead: int, asked: list[effects.Effect]) -> None:
    talk = Talk(*OPENING[:lead])
    assert talk.tell(events.StopRequested()) == asked
    assert (talk.phase, next_deadline(talk.state)) == (Phase.ENDED, None)


def test_stopping_while_the_link_is_lost_ends_at_once() -> None:
    talk = listening()
    talk.tell(events.LinkLost())
    assert talk.tell(events.StopRequested()) == LET_GO


def test_a_link_lost_while_stopping_ends() -> None:
    talk = listening()
    talk.tell(events.StopRequested())
    assert talk.tell(events.LinkLost()) == LET_GO


def test_a_link_lost_for_good_while_stopping_ends_and_is_told() -> None:
    talk = listening()
    talk.tell(events.StopRequested())
    taken = Problem(ProblemKind.TAKEN_OVER)
    assert talk.tell(events.LinkLost(taken)) == [*LET_GO, effects.Notify(taken)]


def test_stopping_keeps_the_words_of_the_turn_being_spoken() -> None:
    talk = listening()
    talk.tell(started("i1"), said("i1", "I would"), events.StopRequested())
    assert [(turn.text, turn.status) for turn in talk.turns] == [("I would", TurnStatus.FINAL)]
    talk.tell(completed("i1", "I would like tea."))
    assert talk.texts == ["I would like tea."]
    assert talk.phase is Phase.STOPPING


def test_words_completed_after_the_end_are_kept_and_change_nothing_audible() -> None:
    talk = replying()
    talk.tell(events.StopRequested(), events.VoiceEnded(CHAT))
    late: list[events.Event] = [
        completed("i2", "Wait!"),
        started("i3"),
        done("r1", "Good morning!"),
        sound(),
        text("x"),
        done("r2", "Yes?"),
    ]
    assert talk.tell(*late) == []
    assert talk.texts == ["Hello.", "Good morning!", "Wait!", "Yes?"]
    assert (talk.phase, [limit for limit, _ in talk.state.deadlines]) == (Phase.ENDED, [Limit.GRADING])
    assert all(turn.status is not TurnStatus.LIVE for turn in talk.turns)


@pytest.mark.parametrize("ended", [events.ChatEnded(CHAT), events.AttemptEnded(ATTEMPT), events.ChatEnded("")])
def test_a_conversation_ended_by_the_service_is_not_ended_again(ended: events.Event) -> None:
    talk = listening()
    assert talk.tell(ended) == [
        effects.CloseMicrophoneGate(),
        effects.StopCapture(),
        effects.FileConversation(TALK.course_id),
    ]
    assert talk.phase is Phase.ENDED


def test_an_end_without_success_is_told() -> None:
    talk = listening()
    talk.tell(events.AttemptEnded(ATTEMPT, False, "time is up"))
    assert talk.state.problem == Problem(ProblemKind.SERVICE, "time is up")
    assert talk.phase is Phase.ENDED


def test_the_last_reply_is_heard_to_its_end() -> None:
    talk = replying()
    talk.tell(done("r1"), events.ChatEnded(CHAT), events.AttemptEnded(ATTEMPT), events.LinkLost())
    assert talk.phase is Phase.STOPPING
    assert effects.StopCapture() not in talk.effects
    assert talk.tell(sound()) == [effects.PlayChunk(1)]
    assert talk.tell(events.PlaybackFinished(1, 120)) == [
        effects.StopCapture(),
        effects.FileConversation(TALK.course_id),
    ]
    assert (talk.phase, talk.turns[-1].status, talk.turns[-1].heard_ms) == (Phase.ENDED, TurnStatus.FINAL, 120)


def test_a_last_reply_that_never_ends_is_cut_after_30_seconds() -> None:
    talk = replying()
    talk.tell(sound(100_000), events.ChatEnded(CHAT))
    talk.wait(29.9)
    assert talk.phase is Phase.STOPPING
    talk.wait(0.2)
    assert (talk.phase, talk.turns[-1].status) == (Phase.ENDED, TurnStatus.INTERRUPTED)


def test_the_learner_need_not_hear_the_last_reply_out() -> None:
    talk = replying()
    talk.tell(events.ChatEnded(CHAT))
    assert talk.tell(events.StopRequested()) == [
        effects.FlushPlayback(1),
        effects.StopCapture(),
        effects.FileConversation(TALK.course_id),
    ]


def test_an_end_of_another_attempt_or_chat_is_not_ours() -> None:
    talk = listening()
    before = talk.state
    assert talk.tell(events.AttemptEnded("attempt-9", False, "no"), events.ChatEnded("chat-9")) == []
    assert talk.state is before


def test_a_new_conversation_begins_empty_and_goes_on_counting_replies() -> None:
    talk = replying()
    talk.tell(events.StopRequested(), events.VoiceEnded(CHAT), TALK)
    state = talk.state
    assert (state.turns, state.chat_id, state.generation, state.silenced_through) == ((), "", 1, 1)
    talk.tell(events.ChatStarted("attempt-2", "chat-2"), events.ChatJoined("chat-2", True))
    talk.tell(events.ReplyStarted("chat-2", "r1"), events.ReplySoundArrived("chat-2", 40))
    assert talk.played[-1] == 2
