import pytest

from desktop.conversation import effects, events
from desktop.conversation.quiz import Option, Outcome, Question
from desktop.conversation.quizzing import MAX_QUESTIONS
from desktop.conversation.state import Phase, Problem, ProblemKind
from desktop.conversation.step import next_deadline
from tests.conversation.driver import CHAT, OPENING, Talk, listening

OPTIONS = (Option("a", "in"), Option("b", "on"), Option("c", "at"))


def question(id_: str = "q1", *, chat_id: str = CHAT, several: bool = False) -> Question:
    return Question(id_, chat_id, "I live ___ Bern.", OPTIONS, several)


def asked(*ids: str) -> Talk:
    talk = listening()
    talk.tell(*(events.QuestionAsked(question(id_)) for id_ in ids))
    return talk


def answer(id_: str, *options: str) -> events.QuestionAnswered:
    return events.QuestionAnswered(id_, options)


def outcomes(talk: Talk) -> list[Outcome]:
    return [one.outcome for one in talk.state.questions]


def test_a_question_is_asked_once_and_belongs_to_its_chat() -> None:
    talk = asked("q1", "q1")
    talk.tell(events.QuestionAsked(question(chat_id="")), events.QuestionAsked(question("q2", chat_id="")))
    talk.tell(events.QuestionAsked(question("q3", chat_id="chat-9")))
    assert talk.state.questions == (question("q1"), question("q2"))


def test_a_question_before_there_is_a_chat_is_dropped() -> None:
    assert Talk(*OPENING[:2], events.QuestionAsked(question(chat_id=""))).state.questions == ()


def test_no_more_than_100_questions_are_kept() -> None:
    assert len(asked(*(f"q{n}" for n in range(MAX_QUESTIONS + 3))).state.questions) == MAX_QUESTIONS


@pytest.mark.parametrize(
    ("judged", "outcome"),
    [
        (events.ResponseJudged(True, True, "Yes."), Outcome.RIGHT),
        (events.ResponseJudged(True, False, "No."), Outcome.WRONG),
        (events.ResponseJudged(True, None, "Noted."), Outcome.RECORDED),
        (events.ResponseJudged(False, None, "Too late."), Outcome.REFUSED),
        (events.ResponseJudged(False, True, "Too late."), Outcome.REFUSED),
    ],
)
def test_an_answer_is_submitted_and_judged(judged: events.ResponseJudged, outcome: Outcome) -> None:
    talk = asked("q1")
    assert talk.tell(answer("q1", "a")) == [effects.SubmitResponse(CHAT, "q1", ("a",))]
    assert outcomes(talk) == [Outcome.SUBMITTED]
    talk.tell(judged)
    (known,) = talk.state.questions
    assert (known.outcome, known.message, known.chosen) == (outcome, judged.message, ("a",))
    assert next_deadline(talk.state) is None


@pytest.mark.parametrize("options", [(), ("z",), ("a", "b")])
def test_what_is_no_answer_to_the_question_is_not_submitted(options: tuple[str, ...]) -> None:
    talk = asked("q1")
    assert talk.tell(answer("q1", *options), answer("q9", "a")) == []
    assert outcomes(talk) == [Outcome.OPEN]


def test_several_options_are_sent_in_the_order_of_the_question() -> None:
    talk = listening()
    talk.tell(events.QuestionAsked(question(several=True)))
    assert talk.tell(answer("q1", "c", "a", "z")) == [effects.SubmitResponse(CHAT, "q1", ("a", "c"))]


def test_an_answer_that_waits_or_was_judged_is_not_submitted_again_and_a_refused_one_may_be() -> None:
    talk = asked("q1")
    talk.tell(answer("q1", "a"))
    assert talk.tell(answer("q1", "b")) == []
    talk.tell(events.ResponseJudged(False, None, "Try again.", "r1"))
    assert talk.tell(answer("q1", "b")) == [effects.SubmitResponse(CHAT, "q1", ("b",))]
    talk.tell(events.ResponseJudged(True, True, "Yes.", "r1"))
    assert outcomes(talk) == [Outcome.RIGHT]
    assert talk.tell(answer("q1", "c")) == []


def test_the_oldest_response_is_judged_first_whatever_the_order_of_the_questions() -> None:
    talk = asked("q1", "q2")
    talk.tell(answer("q2", "a"), answer("q1", "a"), events.ResponseJudged(True, True))
    assert outcomes(talk) == [Outcome.SUBMITTED, Outcome.RIGHT]
    talk.tell(events.ResponseJudged(True, False))
    assert outcomes(talk) == [Outcome.WRONG, Outcome.RIGHT]


@pytest.mark.parametrize("response_id", ["", "r1"])
def test_the_second_copy_of_a_result_does_not_judge_the_next_response(response_id: str) -> None:
    talk = asked("q1", "q2")
    result = events.ResponseJudged(True, True, "Yes.", response_id)
    talk.tell(answer("q1", "a"), answer("q2", "a"), result, result)
    assert outcomes(talk) == [Outcome.RIGHT, Outcome.SUBMITTED]


def test_the_same_result_a_while_later_is_another_one() -> None:
    talk = asked("q1", "q2")
    result = events.ResponseJudged(True, None)
    talk.tell(answer("q1", "a"), result)
    talk.wait(1.1)
    talk.tell(answer("q2", "a"), result)
    assert outcomes(talk) == [Outcome.RECORDED, Outcome.RECORDED]


def test_a_result_that_nobody_waits_for_changes_nothing() -> None:
    talk = asked("q1")
    before = talk.state
    assert talk.tell(events.ResponseJudged(True, True)) == []
    assert talk.state is before


def test_a_response_without_a_result_is_refused_after_10_seconds_the_oldest_first() -> None:
    talk = asked("q1", "q2")
    talk.tell(answer("q1", "a"), answer("q2", "b"))
    talk.wait(10)
    assert outcomes(talk) == [Outcome.REFUSED, Outcome.SUBMITTED]
    talk.wait(10)
    assert outcomes(talk) == [Outcome.REFUSED, Outcome.REFUSED]
    assert next_deadline(talk.state) is None


def test_without_a_link_a_response_is_refused_at_once() -> None:
    talk = asked("q1")
    talk.tell(events.LinkLost())
    assert talk.tell(answer("q1", "a")) == []
    assert (outcomes(talk), talk.state.questions[0].chosen) == ([Outcome.REFUSED], ("a",))


def test_an_error_about_the_quiz_refuses_the_oldest_response_and_is_told_where_none_waits() -> None:
    talk = asked("q1")
    problem = Problem(ProblemKind.SERVICE, "No such question.", "quiz")
    assert talk.tell(events.ServiceFailed(problem)) == [effects.Notify(problem)]
    talk.tell(answer("q1", "a"))
    assert talk.tell(events.ServiceFailed(problem)) == []
    assert (outcomes(talk), talk.state.questions[0].message) == ([Outcome.REFUSED], "No such question.")


def test_a_response_that_waits_when_the_talk_ends_is_judged_or_refused_in_time() -> None:
    talk = asked("q1", "q2")
    talk.tell(answer("q1", "a"), answer("q2", "a"), events.StopRequested(), events.VoiceEnded(CHAT))
    talk.wait(10)
    talk.tell(events.ResponseJudged(True, True))
    assert outcomes(talk) == [Outcome.REFUSED, Outcome.RIGHT]


def test_questions_are_asked_and_answered_after_the_end_too() -> None:
    talk = asked("q1")
    talk.tell(events.StopRequested(), events.VoiceEnded(CHAT), events.QuestionAsked(question("q2", chat_id="")))
    assert talk.phase is Phase.ENDED
    assert talk.tell(answer("q2", "a")) == [effects.SubmitResponse(CHAT, "q2", ("a",))]
    talk.wait(10)
    assert outcomes(talk) == [Outcome.OPEN, Outcome.REFUSED]
