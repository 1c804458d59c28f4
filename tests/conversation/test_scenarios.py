"""An attempt of several scenarios, each with its own chat: between them the learner reads, and says when to go on."""

import pytest

from desktop.conversation import effects, events
from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.conversation.state import Limit, Phase, Problem, ProblemKind, TurnMode, Voice
from desktop.conversation.step import next_deadline
from desktop.conversation.turn import TurnStatus
from tests.conversation.driver import (
    ATTEMPT,
    CHAT,
    TALK,
    Talk,
    completed,
    done,
    listening,
    reply,
    replying,
    said,
    sound,
    started,
    text,
)

SECOND = "chat-2"
NEXT = events.NextScenarioRequested()
CHAT_OVER = events.ChatEnded(CHAT, attempt_finished=False)
GRAMMAR = GradeEntry(EntryKind.FEEDBACK, "Grammar", score=3, total=5)
SECOND_OPENS = (
    events.ChatStarted(ATTEMPT, SECOND),
    events.ChatJoined(SECOND, True),
    events.VoiceReady(SECOND, True),
)


def between() -> Talk:
    """Return a talk whose first scenario, in which the learner spoke, is over."""
    talk = listening()
    talk.tell(started("i1"), completed("i1", "Hello."), CHAT_OVER)
    assert talk.phase is Phase.BETWEEN
    return talk


def in_second() -> Talk:
    talk = between()
    talk.tell(NEXT, *SECOND_OPENS)
    assert talk.phase is Phase.LISTENING
    return talk


def test_after_a_scenario_nobody_is_listened_to_and_what_was_said_stays() -> None:
    talk = listening()
    talk.tell(started("i1"), said("i1", "Hel"), events.HintsArrived(CHAT, (("h", "hint"),)))
    assert talk.tell(CHAT_OVER) == [effects.CloseMicrophoneGate(), effects.StopCapture()]
    state = talk.state
    assert (state.phase, state.voice, state.sound_open, state.hints) == (Phase.BETWEEN, Voice.OFF, False, ())
    assert ([turn.status for turn in talk.turns], talk.texts) == ([TurnStatus.FINAL], ["Hel"])
    assert (state.scenarios_done, state.grades) == (1, (Grade(CHAT, GradeStatus.AWAITED),))
    assert [limit for limit, _ in state.deadlines] == [Limit.GRADING]


def test_the_last_reply_of_a_scenario_is_heard_to_its_end() -> None:
    talk = replying()
    talk.tell(CHAT_OVER)
    assert talk.phase is Phase.STOPPING
    assert talk.tell(sound()) == [effects.PlayChunk(1)]
    assert talk.tell(events.PlaybackFinished(1, 120)) == [effects.StopCapture()]
    assert (talk.phase, talk.state.scenarios_done) == (Phase.BETWEEN, 1)


def test_a_last_reply_that_never_ends_is_cut_before_the_next_scenario_too() -> None:
    talk = replying()
    talk.tell(sound(100_000), CHAT_OVER)
    talk.wait(30.1)
    assert (talk.phase, talk.turns[-1].status) == (Phase.BETWEEN, TurnStatus.INTERRUPTED)


def test_the_end_of_a_scenario_told_twice_counts_once() -> None:
    talk = between()
    before = talk.state
    assert talk.tell(CHAT_OVER, events.ChatEnded("", attempt_finished=False), events.VoiceEnded(CHAT)) == []
    assert talk.state is before


def test_the_next_scenario_begins_when_the_learner_asks_and_the_first_words_are_caught() -> None:
    talk = between()
    assert talk.tell(NEXT, NEXT) == [effects.StartCapture(TurnMode.HANDS_FREE), effects.OpenNextChat(ATTEMPT)]
    assert (talk.phase, talk.state.chat_id, talk.state.earlier_chats) == (Phase.LOBBY, "", (CHAT,))
    assert talk.tell(*SECOND_OPENS) == [
        effects.JoinChat(SECOND),
        effects.StartVoice(SECOND),
        effects.OpenMicrophoneGate(SECOND),
    ]
    talk.tell(events.LearnerTurnCompleted(SECOND, "m2", "i2", "Good evening."))
    assert (talk.texts, talk.state.first_turn) == (["Hello.", "Good evening."], 1)


def test_a_microphone_muted_in_one_scenario_is_heard_in_the_next() -> None:
    talk = listening()
    talk.tell(events.MuteRequested(True), CHAT_OVER)
    assert talk.tell(events.MuteRequested(False)) == []
    assert effects.MuteMicrophone(False) in talk.tell(NEXT)
    assert not talk.state.muted


def test_a_chat_that_begins_by_itself_waits_for_the_learner() -> None:
    for talk in (between(), listening()):
        assert talk.tell(*SECOND_OPENS) == []
        talk.tell(CHAT_OVER)
        assert (talk.phase, talk.state.next_chat_id) == (Phase.BETWEEN, SECOND)
        assert talk.tell(NEXT) == [effects.StartCapture(TurnMode.HANDS_FREE), effects.JoinChat(SECOND)]
        assert (talk.phase, talk.state.chat_id, talk.state.next_chat_id) == (Phase.JOINING, SECOND, "")


@pytest.mark.parametrize("late", [events.ChatStarted(ATTEMPT, CHAT), CHAT_OVER, events.ChatJoined(CHAT, True)])
def test_what_comes_late_of_the_first_chat_does_not_open_or_end_the_second(late: events.Event) -> None:
    talk = between()
    assert talk.tell(late) == []
    talk.tell(NEXT)
    before = talk.state
    assert talk.tell(late) == []
    assert talk.state is before
    talk.tell(*SECOND_OPENS, late)
    assert (talk.phase, talk.state.chat_id, talk.state.next_chat_id) == (Phase.LISTENING, SECOND, "")


def test_sound_of_the_first_chat_that_comes_late_is_not_heard_in_the_second() -> None:
    talk = replying()
    talk.tell(CHAT_OVER, events.PlaybackFinished(1, 80), NEXT, *SECOND_OPENS)
    talk.tell(sound(), events.ReplyStarted(SECOND, "r2"), events.ReplySoundArrived(SECOND, 40))
    assert talk.played == [1, 1, 2]


def test_last_words_of_a_scenario_that_are_known_late_are_kept_where_they_were_said() -> None:
    talk = listening()
    talk.tell(started("i1"), said("i1", "I would"), reply("r1"), text("Well"), CHAT_OVER, NEXT, *SECOND_OPENS)
    talk.wait(20)
    asked = talk.tell(completed("i1", "I would like tea."), done("r1", "Well done."))
    assert (asked, talk.texts) == ([], ["I would like tea.", "Well done."])
    before = talk.state
    talk.tell(
        completed("i1", " "),
        completed("i9", "Never heard of."),
        done("r9", "Nor of this."),
        events.LearnerTurnCompleted("chat-9", "m-i1", "i1", "Elsewhere."),
        events.ReplyCompleted("chat-9", "r1", "Elsewhere."),
    )
    assert talk.state is before


def test_stopping_between_scenarios_ends_the_whole_attempt_once() -> None:
    talk = between()
    assert talk.tell(events.StopRequested()) == [
        effects.EndAttempt(ATTEMPT, ""),
        effects.FileConversation(TALK.course_id),
    ]
    assert talk.tell(CHAT_OVER, events.ChatStarted(ATTEMPT, SECOND), events.StopRequested()) == []
    assert (talk.phase, talk.state.grades) == (Phase.ENDED, (Grade(CHAT, GradeStatus.AWAITED),))


@pytest.mark.parametrize("left", [CHAT_OVER, events.ChatStarted(ATTEMPT, SECOND)])
def test_what_a_stopped_talk_leaves_of_its_attempt_is_ended_once(left: events.Event) -> None:
    talk = listening()
    stop = talk.tell(events.StopRequested(), events.VoiceEnded(CHAT))
    assert effects.EndAttempt(ATTEMPT, CHAT) in stop
    assert talk.tell(left, left) == [effects.EndAttempt(ATTEMPT, "")]


def test_a_scenario_that_ends_while_the_learner_stops_is_the_last() -> None:
    talk = listening()
    talk.tell(events.StopRequested())
    assert talk.tell(CHAT_OVER)[0] == effects.EndAttempt(ATTEMPT, "")
    assert talk.phase is Phase.ENDED


def test_the_attempts_end_is_kept_for_the_summary_and_ends_what_waits_between_scenarios() -> None:
    talk = between()
    assert talk.tell(events.AttemptEnded(ATTEMPT, True, "Well done.", True)) == [
        effects.FileConversation(TALK.course_id)
    ]
    state = talk.state
    assert (state.phase, state.all_scenarios_complete, state.closing_message) == (Phase.ENDED, True, "Well done.")
    talk.tell(events.AttemptEnded(ATTEMPT))
    assert (talk.state.all_scenarios_complete, talk.state.closing_message) == (True, "Well done.")


def test_an_attempt_that_ends_while_its_last_reply_is_heard_does_not_wait_for_a_next_scenario() -> None:
    talk = replying()
    talk.tell(CHAT_OVER, events.AttemptEnded(ATTEMPT, True, "", False))
    assert talk.phase is Phase.STOPPING
    talk.tell(events.PlaybackFinished(1, 80))
    assert (talk.phase, talk.state.all_scenarios_complete, talk.state.scenarios_done) == (Phase.ENDED, False, 1)


def test_an_attempt_without_another_chat_ends_instead_of_giving_one() -> None:
    talk = between()
    talk.tell(NEXT)
    asked = talk.tell(events.AttemptEnded(ATTEMPT, True, "", True))
    assert asked == [effects.StopCapture(), effects.FileConversation(TALK.course_id)]
    assert (talk.phase, talk.state.scenarios_done) == (Phase.ENDED, 1)
    talk = between()
    refusal = talk.tell(NEXT, events.AttemptEnded(ATTEMPT, False, "No more today."))
    assert (talk.phase, refusal[-1]) == (Phase.ENDED, effects.FileConversation(TALK.course_id))
    assert talk.state.problem == Problem(ProblemKind.SERVICE, "No more today.")


@pytest.mark.parametrize(
    "refusal",
    [
        (events.ServiceFailed(Problem(ProblemKind.NOT_STARTED, "busy", "next")),),
        (events.ServiceFailed(Problem(ProblemKind.NOT_STARTED, "busy", "start")),),
        (SECOND_OPENS[0], events.ChatJoined(SECOND, False)),
    ],
)
def test_a_next_chat_that_cannot_be_had_is_told_and_can_be_asked_for_again(refusal: tuple[events.Event, ...]) -> None:
    talk = between()
    asked = talk.tell(NEXT, *refusal)
    assert effects.StopCapture() in asked
    assert isinstance(asked[-1], effects.Notify)
    assert (talk.phase, talk.state.chat_id, talk.state.earlier_chats) == (Phase.BETWEEN, CHAT, ())
    talk.tell(NEXT, *SECOND_OPENS)
    assert (talk.phase, talk.state.chat_id) == (Phase.LISTENING, SECOND)


def test_a_next_chat_that_nobody_gives_is_given_up_after_10_seconds_and_can_be_asked_for_again() -> None:
    talk = between()
    talk.tell(NEXT)
    talk.wait(10)
    assert (talk.phase, talk.state.problem) == (Phase.BETWEEN, Problem(ProblemKind.NOT_STARTED))


def test_an_error_about_the_next_chat_of_a_first_scenario_leaves_it_alone() -> None:
    talk = Talk(events.LinkOpened(), TALK, events.AttemptStarted(ATTEMPT))
    talk.tell(events.ServiceFailed(Problem(ProblemKind.NOT_STARTED, "no lobby", "next")))
    assert talk.phase is Phase.LOBBY


def test_a_link_lost_between_scenarios_changes_nothing_and_the_next_waits_for_it() -> None:
    talk = between()
    talk.wait(60)
    assert talk.tell(events.LinkLost()) == []
    talk.wait(300)
    assert (talk.phase, next_deadline(talk.state)) == (Phase.BETWEEN, None)
    assert talk.tell(NEXT) == [effects.StartCapture(TurnMode.HANDS_FREE)]
    assert talk.phase is Phase.CONNECTING
    assert talk.tell(events.LinkOpened()) == [effects.OpenNextChat(ATTEMPT)]
    talk.tell(*SECOND_OPENS)
    assert talk.phase is Phase.LISTENING


def test_a_link_that_does_not_come_back_leads_back_between_the_scenarios() -> None:
    talk = between()
    talk.tell(events.LinkLost(), NEXT)
    talk.wait(15)
    assert (talk.phase, talk.state.problem) == (Phase.BETWEEN, Problem(ProblemKind.NO_SERVICE))
    assert talk.state.chat_id == CHAT


def test_a_chat_that_waited_is_joined_when_the_link_is_back() -> None:
    talk = between()
    talk.tell(SECOND_OPENS[0], events.LinkLost(), NEXT)
    assert effects.JoinChat(SECOND) in talk.tell(events.LinkOpened())


def test_a_link_lost_for_good_between_scenarios_ends_the_talk() -> None:
    talk = between()
    taken = Problem(ProblemKind.TAKEN_OVER)
    assert talk.tell(events.LinkLost(taken)) == [effects.FileConversation(TALK.course_id), effects.Notify(taken)]
    assert talk.phase is Phase.FAILED


def test_results_of_the_first_chat_are_filed_there_while_the_second_goes_on() -> None:
    talk = in_second()
    talk.tell(
        events.LearnerTurnCompleted(SECOND, "m2", "i2", "Good evening."),
        events.CriterionGraded("", "", GRAMMAR),
        events.CriterionGraded(SECOND, "", GRAMMAR),
        events.GradingCompleted(CHAT),
        events.ChatEnded(SECOND),
    )
    assert talk.state.grades == (
        Grade(CHAT, GradeStatus.GRADED, (GRAMMAR,)),
        Grade(SECOND, GradeStatus.GRADING, (GRAMMAR,)),
    )
    assert (talk.phase, talk.state.scenarios_done) == (Phase.ENDED, 2)


def test_a_result_that_names_only_its_grading_goes_where_that_grading_is() -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", "Hello."), events.ChatEnded(CHAT, False, "g1"), NEXT, *SECOND_OPENS)
    talk.tell(events.GradeRequested(SECOND), events.CriterionGraded("", "g1", GRAMMAR))
    assert [(grade.chat_id, len(grade.entries)) for grade in talk.state.grades] == [(CHAT, 1), (SECOND, 0)]


def test_a_grade_given_up_takes_no_other_with_it_that_a_running_talk_fills_by_itself() -> None:
    talk = in_second()
    talk.tell(events.CriterionGraded(SECOND, "", GRAMMAR))
    talk.wait(60)
    assert [grade.status for grade in talk.state.grades] == [GradeStatus.FAILED, GradeStatus.GRADING]


def test_a_scenario_without_a_word_of_the_learner_is_not_expected_to_be_graded() -> None:
    talk = in_second()
    talk.tell(events.ChatEnded(SECOND))
    assert [grade.chat_id for grade in talk.state.grades] == [CHAT]


def test_a_talk_begun_anew_knows_nothing_of_earlier_scenarios() -> None:
    talk = in_second()
    talk.tell(events.StopRequested(), events.VoiceEnded(SECOND), TALK)
    state = talk.state
    assert (state.earlier_chats, state.first_turn, state.scenarios_done, state.chat_over) == ((), 0, 0, False)
