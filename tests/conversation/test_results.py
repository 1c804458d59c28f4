"""Grades as part of a conversation: when one is expected, which chat a result is of, when it is given up."""

import pytest

from desktop.conversation import effects, events
from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.conversation.state import Limit, Phase, Problem, ProblemKind
from desktop.conversation.step import next_deadline
from tests.conversation.driver import ATTEMPT, CHAT, OPENING, TALK, Talk, completed, listening, started

GRAMMAR = GradeEntry(EntryKind.FEEDBACK, "Grammar", score=3, total=5)
AWAITED = Grade(CHAT, GradeStatus.AWAITED)
SECOND_TALK = (TALK, events.ChatStarted("attempt-2", "chat-2"), events.ChatJoined("chat-2", True))
REFUSED = Problem(ProblemKind.SERVICE, "The grader is asleep.", "grade")


def over() -> Talk:
    """Return a talk that the learner ended after having said something."""
    talk = listening()
    talk.tell(started("i1"), completed("i1", "Hello."), events.StopRequested(), events.VoiceEnded(CHAT))
    assert talk.phase is Phase.ENDED
    return talk


def test_a_talk_in_which_the_learner_spoke_is_expected_to_be_graded() -> None:
    talk = over()
    assert talk.state.grades == (AWAITED,)
    assert next_deadline(talk.state) == talk.now + 60


def test_a_talk_in_which_nobody_spoke_is_not() -> None:
    talk = listening()
    talk.tell(events.StopRequested(), events.VoiceEnded(CHAT))
    assert (talk.state.grades, next_deadline(talk.state)) == ((), None)


def test_the_name_of_the_grading_that_the_end_tells_of_is_kept() -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", "Hello."), events.ChatEnded(CHAT, True, "g1"))
    assert talk.state.grades == (Grade(CHAT, GradeStatus.AWAITED, grade_id="g1"),)


def test_results_fill_the_grade_during_the_talk_and_after_its_end() -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", "Hello."), events.CriterionGraded(CHAT, "", GRAMMAR))
    assert talk.state.grades == (Grade(CHAT, GradeStatus.GRADING, (GRAMMAR,)),)
    assert Limit.GRADING not in [limit for limit, _ in talk.state.deadlines]
    talk.tell(events.StopRequested(), events.VoiceEnded(CHAT), events.GradingStarted(CHAT, "g1"))
    talk.wait(50)
    reach = GradeEntry(EntryKind.STRENGTH, "Reach")
    talk.tell(events.CriterionGraded("", "g1", reach))
    talk.wait(50)
    talk.tell(events.GradingCompleted("", ""))
    assert talk.state.grades == (Grade(CHAT, GradeStatus.GRADED, (GRAMMAR, reach), "g1"),)
    assert next_deadline(talk.state) is None


def test_a_grade_of_which_nothing_is_heard_for_60_seconds_is_given_up() -> None:
    talk = over()
    talk.wait(59.9)
    assert talk.state.grades == (AWAITED,)
    talk.wait(0.2)
    assert talk.state.grades == (Grade(CHAT, GradeStatus.FAILED),)
    assert (talk.phase, next_deadline(talk.state)) == (Phase.ENDED, None)
    talk.tell(events.CriterionGraded(CHAT, "", GRAMMAR), events.GradingCompleted(CHAT))
    assert talk.state.grades[0].status is GradeStatus.GRADED


@pytest.mark.parametrize("chat_id", ["", CHAT])
def test_a_service_that_cannot_grade_says_why(chat_id: str) -> None:
    talk = over()
    assert talk.tell(events.ServiceFailed(REFUSED, chat_id)) == []
    assert talk.state.grades == (Grade(CHAT, GradeStatus.FAILED, note="The grader is asleep."),)
    assert next_deadline(talk.state) is None


def test_an_error_about_a_grade_that_nobody_awaits_is_told() -> None:
    talk = listening()
    assert talk.tell(events.ServiceFailed(REFUSED)) == [effects.Notify(REFUSED)]


def test_a_grade_given_up_can_be_asked_for_again_once_at_a_time() -> None:
    talk = over()
    talk.wait(60)
    asked = [effects.AskForGrade(ATTEMPT, CHAT)]
    assert talk.tell(events.GradeRequested(CHAT), events.GradeRequested(CHAT)) == asked
    assert talk.state.grades == (AWAITED,)
    talk.wait(60)
    assert talk.state.grades == (Grade(CHAT, GradeStatus.FAILED),)


def test_a_grade_can_be_asked_for_while_the_talk_goes_on_and_is_given_up_in_time() -> None:
    talk = listening()
    assert talk.tell(events.GradeRequested(CHAT)) == [effects.AskForGrade(ATTEMPT, CHAT)]
    talk.wait(60)
    assert (talk.phase, talk.state.grades) == (Phase.LISTENING, (Grade(CHAT, GradeStatus.FAILED),))


@pytest.mark.parametrize("happened", [(), OPENING[:2], OPENING])
def test_the_grade_of_a_chat_that_is_not_ours_cannot_be_asked_for(happened: tuple[events.Event, ...]) -> None:
    talk = Talk(*happened)
    assert talk.tell(events.GradeRequested("chat-9"), events.GradeRequested("")) == []
    assert talk.state.grades == ()


def test_without_a_link_asking_for_a_grade_is_refused_in_words() -> None:
    talk = over()
    talk.wait(60)
    talk.tell(events.LinkLost())
    (told,) = talk.tell(events.GradeRequested(CHAT))
    assert told == effects.Notify(Problem(ProblemKind.NO_SERVICE, source="grade"))
    assert talk.state.grades[0].status is GradeStatus.FAILED


def test_a_talk_that_ends_without_a_link_does_not_pretend_that_a_grade_will_come() -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", "Hello."), events.LinkLost(), events.StopRequested())
    assert talk.state.grades == (Grade(CHAT, GradeStatus.FAILED),)


def test_what_was_missed_while_the_link_was_down_is_asked_for() -> None:
    talk = over()
    talk.tell(events.LinkLost())
    assert talk.tell(events.LinkOpened()) == [effects.AskForGrade(ATTEMPT, CHAT)]
    talk.tell(events.GradingCompleted(CHAT))
    assert talk.tell(events.LinkLost(), events.LinkOpened()) == []


def test_a_result_of_another_chat_is_handed_on_and_changes_nothing_here() -> None:
    talk = over()
    before = talk.state
    other = events.CriterionGraded("chat-0", "g0", GRAMMAR)
    assert talk.tell(other) == [effects.FileResult(other)]
    assert talk.state is before


def test_a_result_without_any_name_before_there_is_a_chat_is_dropped() -> None:
    assert Talk(*OPENING[:2]).tell(events.CriterionGraded("", "", GRAMMAR)) == []


def test_a_result_that_names_only_the_grading_of_the_talk_before_is_not_of_this_one() -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", "Hello."), events.ChatEnded(CHAT, True, "g1"), *SECOND_TALK)
    late = events.CriterionGraded("", "g1", GRAMMAR)
    assert talk.tell(late) == [effects.FileResult(late)]
    assert talk.state.grades == ()
    talk.tell(events.CriterionGraded("", "g2", GRAMMAR))
    assert talk.state.grades == (Grade("chat-2", GradeStatus.GRADING, (GRAMMAR,), "g2"),)


def test_the_next_talk_begins_without_the_grades_of_the_last() -> None:
    talk = over()
    talk.tell(TALK)
    assert (talk.state.grades, talk.state.questions) == ((), ())
    assert Limit.GRADING not in [limit for limit, _ in talk.state.deadlines]
