from dataclasses import replace

from desktop.conversation.grade import Grade, GradeStatus
from desktop.conversation.state import Phase
from desktop.gui.talk_news import TalkNews
from tests.support.sample_conversation import sample_state
from tests.support.sample_grades import GRADED, HALF, QUESTIONS, SECOND

TALKING = sample_state(Phase.LISTENING)
ENDED = replace(sample_state(Phase.ENDED), chat_over=True)


def test_results_and_questions_are_new_as_they_arrive() -> None:
    news = TalkNews()
    lines, wants = news.follow(replace(TALKING, grades=(HALF,), questions=QUESTIONS))
    assert (len(news.results), len(news.questions)) == (2, 2)
    assert lines == ["A question for you"]
    assert not wants, "results that come during a talk are no grade"
    news.results.see()
    news.follow(replace(TALKING, grades=(GRADED,), questions=QUESTIONS))
    assert len(news.results) == len(GRADED.entries) - 2


def test_grades_want_to_be_seen_once_when_they_begin_after_the_end() -> None:
    news = TalkNews()
    awaited = Grade("chat-1", GradeStatus.AWAITED)
    assert news.follow(replace(ENDED, grades=(awaited,))) == ([], False)
    assert news.follow(replace(ENDED, grades=(HALF,))) == (["Your talk is being graded."], True)
    assert news.follow(replace(ENDED, grades=(HALF,))) == ([], False)
    assert news.follow(replace(ENDED, grades=(GRADED,))) == (["Your talk is graded: 27.5 of 40 points."], False)
    assert news.follow(replace(ENDED, grades=(GRADED, SECOND)))[1] is False
    assert news.follow(replace(ENDED, started_at=9.0, grades=(HALF,)))[1] is True, "another talk"


def test_the_first_scenes_grade_wants_to_be_seen_between_two_scenes_but_not_during_the_second() -> None:
    between = replace(TALKING, phase=Phase.BETWEEN, chat_over=True, grades=(HALF,))
    assert TalkNews().follow(between)[1]
    second = replace(TALKING, chat_id="chat-2", grades=(HALF,))
    assert TalkNews().follow(second) == (["Your talk is being graded."], False)
