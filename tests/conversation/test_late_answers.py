"""Answers that come late, twice, or for another conversation change nothing of ours."""

import pytest

from desktop.conversation import effects, events
from desktop.conversation.state import Phase, Problem, ProblemKind
from tests.conversation.driver import ATTEMPT, CHAT, OPENING, TALK, Talk, listening, replying

IN_JOINING = OPENING[:4]
WAITING_FOR_VOICE = OPENING[:5]

LATE: tuple[events.Event, ...] = (
    events.LinkOpened(),
    events.AttemptStarted("attempt-9"),
    events.AttemptStarted(ATTEMPT),
    events.ChatStarted("attempt-9", "chat-9"),
    events.ChatStarted("", "chat-9"),
    events.ChatStarted(ATTEMPT, CHAT),
    events.ChatJoined(CHAT, True),
    events.ChatJoined(CHAT, False),
    events.ChatJoined("chat-9", False),
    events.VoiceReady(CHAT, True),
    events.VoiceReady(CHAT, False),
    events.VoiceReady("chat-9", True),
    events.VoiceEnded("chat-9"),
)


@pytest.mark.parametrize("event", LATE)
def test_a_standing_talk_is_not_disturbed_by_late_answers(event: events.Event) -> None:
    talk = listening()
    before = talk.state
    assert talk.tell(event) == []
    assert talk.state is before


@pytest.mark.parametrize("event", LATE[1:])
def test_late_answers_do_not_stand_for_the_lost_link(event: events.Event) -> None:
    talk = listening()
    talk.tell(events.LinkLost())
    before = talk.state
    assert talk.tell(event) == []
    assert talk.state is before


def test_a_lobby_left_for_the_lost_link_waits_for_the_link() -> None:
    talk = Talk(*OPENING[:3], events.LinkLost())
    before = talk.state
    assert talk.tell(events.AttemptStarted(ATTEMPT)) == []
    assert talk.state is before
    talk.wait(15)
    assert (talk.phase, talk.state.problem) == (Phase.FAILED, Problem(ProblemKind.NO_SERVICE))


def test_a_link_that_opened_late_leaves_all_the_time_for_the_answer() -> None:
    talk = Talk(TALK)
    talk.wait(14)
    talk.tell(events.LinkOpened())
    talk.wait(14)
    assert talk.phase is Phase.CONNECTING


def test_a_link_whose_opening_is_told_after_the_chat_does_not_join_twice() -> None:
    talk = Talk(TALK, events.ChatStarted(ATTEMPT, CHAT))
    assert talk.tell(events.LinkOpened()) == []
    assert talk.phase is Phase.JOINING


def test_an_attempt_without_a_name_or_the_one_just_ended_is_not_ours() -> None:
    talk = listening()
    talk.tell(events.StopRequested(), events.VoiceEnded(CHAT), TALK)
    before = talk.state
    talk.tell(events.AttemptStarted(""), events.AttemptStarted(ATTEMPT))
    assert talk.state is before


def test_a_lobby_takes_only_a_chat_of_its_own_attempt() -> None:
    talk = Talk(*OPENING[:3])
    assert talk.tell(events.ChatStarted("attempt-9", "chat-9"), events.ChatStarted(ATTEMPT, "")) == []
    assert talk.tell(events.ChatStarted("", CHAT)) == [effects.JoinChat(CHAT)]
    assert talk.state.attempt_id == ATTEMPT


@pytest.mark.parametrize("event", [events.ChatJoined("chat-9", True), events.VoiceReady("chat-9", True)])
def test_another_chats_answers_do_not_join_ours(event: events.Event) -> None:
    talk = Talk(*IN_JOINING)
    before = talk.state
    assert talk.tell(event) == []
    assert talk.state is before


def test_a_join_told_twice_starts_one_voice_session() -> None:
    talk = Talk(*WAITING_FOR_VOICE)
    assert talk.tell(events.ChatJoined(CHAT, True)) == []


def test_muting_does_nothing_while_stopping() -> None:
    talk = listening()
    talk.tell(events.StopRequested())
    assert talk.tell(events.MuteRequested(True)) == []


def test_a_link_lost_for_good_cuts_the_last_reply() -> None:
    talk = replying()
    talk.tell(events.ChatEnded(CHAT))
    taken = Problem(ProblemKind.TAKEN_OVER)
    assert talk.tell(events.LinkLost(taken)) == [
        effects.FlushPlayback(1),
        effects.StopCapture(),
        effects.FileConversation(TALK.course_id),
        effects.Notify(taken),
    ]
