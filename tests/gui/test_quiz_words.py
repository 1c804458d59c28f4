from dataclasses import replace

from desktop.conversation.quiz import Outcome
from desktop.gui.quiz_words import ANSWERABLE, OUTCOME_MARKS, announced, outcome_words, question_line, question_text
from tests.support.sample_grades import QUESTIONS

QUESTION = QUESTIONS[1]


def test_every_outcome_of_an_answer_has_words_and_a_mark_of_its_own() -> None:
    known = set(Outcome) - {Outcome.OPEN}
    assert set(OUTCOME_MARKS) == known
    assert len({outcome_words(outcome) for outcome in known}) == len(known)
    assert outcome_words(Outcome.OPEN) == ""
    assert {Outcome.OPEN, Outcome.REFUSED} == ANSWERABLE


def test_the_answer_is_announced_with_what_the_service_says_of_it() -> None:
    assert announced(replace(QUESTION, outcome=Outcome.SUBMITTED)) == ""
    assert announced(replace(QUESTION, outcome=Outcome.RIGHT, message="Lemon\ntoo.")) == "Right. Lemon too."


def test_a_question_is_named_with_its_state() -> None:
    assert question_line(QUESTION) == "What did Mia offer with the tea?"
    assert question_line(replace(QUESTION, outcome=Outcome.WRONG)) == "What did Mia offer with the tea? Not right"
    assert question_text(replace(QUESTION, text=" \n")) == "A question without words"
    assert len(question_text(replace(QUESTION, text="why " * 5000))) <= 600
