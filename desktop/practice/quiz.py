"""The questions of a scenario: put while it goes on or when it is over, and judged here.

What is right never leaves this module before an answer came.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from desktop.practice.scenarios import Question
from desktop.protocol.attempt import ContentProgress, ResponseResult

QUESTIONS = "questions"
"""resource_type of a content_progress that is something to be answered."""


@dataclass(frozen=True, slots=True)
class _Put:
    """A question as one chat puts it. option_texts: by option id, shuffled."""

    question: Question
    question_id: str
    option_texts: dict[str, str]

    @property
    def right_ids(self) -> set[str]:
        return {option_id for option_id, text in self.option_texts.items() if text in self.question.right}


class Quiz:
    """The questions of one chat, each put once."""

    def __init__(self, chat_id: str, questions: Iterable[Question], seed: int | None = None) -> None:
        """seed: decides the order of the options; None: any."""
        self._chat_id = chat_id
        self._waiting = list(questions)
        self._put: dict[str, _Put] = {}
        self._random = random.Random(seed)

    def put(self, early: bool = False) -> list[ContentProgress]:
        """Return the questions to be put now. early: only those that belong into the middle of the talk."""
        due = [question for question in self._waiting if question.early or not early]
        self._waiting = [question for question in self._waiting if question not in due]
        return [self._event(question) for question in due]

    def _event(self, question: Question) -> ContentProgress:
        texts = [*question.right, *question.wrong]
        if question.is_judged:
            self._random.shuffle(texts)
        put = _Put(question, uuid4().hex, {f"o{number}": text for number, text in enumerate(texts, start=1)})
        self._put[put.question_id] = put
        entry: dict[str, Any] = {
            "question_id": put.question_id,
            "question": question.text,
            "options": [{"id": option_id, "text": text} for option_id, text in put.option_texts.items()],
            "multiple": len(question.right) > 1,
        }
        return ContentProgress(chat_id=self._chat_id, resource_type=QUESTIONS, entry=entry)

    def judge(self, question_id: str, option_ids: Sequence[str]) -> ResponseResult:
        """Return what a learner's answer is worth; it may be given again."""
        put = self._put.get(question_id)
        if put is None:
            return ResponseResult(success=False, message="This question does not belong to this talk.")
        given = set(option_ids)
        if not given or not given <= set(put.option_texts):
            return ResponseResult(success=False, message="Choose one of the answers and send it again.")
        if len(given) > 1 and len(put.question.right) < 2:
            return ResponseResult(success=False, message="Choose one answer only and send it again.")
        is_correct = given == put.right_ids if put.question.is_judged else None
        return ResponseResult(
            success=True, is_correct=is_correct, message=_told(put, is_correct), response_id=uuid4().hex
        )


def _told(put: _Put, is_correct: bool | None) -> str:
    explanation = put.question.explanation
    if is_correct is None:
        return explanation or "Thank you, that is noted."
    if is_correct:
        return f"Right! {explanation}".strip()
    right = " and ".join(f"“{text.rstrip('.')}”" for text in put.question.right)
    begin = "The right answer is" if len(put.question.right) == 1 else "The right answers are"
    return f"Not quite. {begin} {right}. {explanation}".strip()
