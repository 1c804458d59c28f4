"""What a chat brings beside the talk: praise and questions while it goes on, its grade when it is over.

    exchanges ----------> content_progress: a phrase worth keeping; a question
    chat_ended, ended --> content_progress: the other questions; comments ... grading_progress ... graded
    attempt_grade ------> comments ... grading_progress ... graded

Lives as long as its session is remembered, which is longer than the chat.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from uuid import uuid4

from desktop.practice.failures import where_it_failed
from desktop.practice.grading.grader import grade
from desktop.practice.grading.phrases import Highlighter
from desktop.practice.grading.rubric import Entry, Rubric
from desktop.practice.grading.talk_record import LearnerTurn, TalkRecord, Timing
from desktop.practice.quiz import Quiz
from desktop.practice.review.reviewer import Reviewer
from desktop.practice.store import KeptGrade, Store
from desktop.protocol.attempt import ContentProgress, Error, Event, Graded, GradingProgress

CRITERION_GAP_S = 0.15
"""Between two criteria: a learner sees the rubric fill in, and the loop serves others."""
HIGHLIGHT_EVERY = 2
"""Learner's turns between two phrases that are praised during the talk."""
EARLY_AFTER = 4
"""Learner's turns before a question is put in the middle of the talk."""
LEAST_TURNS = 2
"""Who said less is asked nothing at the end."""
_CRITERION = "feedbacks"

_log = logging.getLogger(__name__)


class Debrief:
    """One chat's record and grade. Lives on the service's loop."""

    def __init__(
        self,
        chat_id: str,
        course_id: int,
        rubric: Rubric,
        quiz: Quiz,
        reviewer: Reviewer,
        store: Store,
        send: Callable[[Event], None],
        late_s: float = 0.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """late_s: how long a grade is waited for, beyond its making."""
        self.record = TalkRecord()
        self.grade_id = uuid4().hex
        """Names the grade that is made, or will be made, of this chat."""
        self.chat_id = chat_id
        self._course_id = course_id
        self._rubric = rubric
        self._quiz = quiz
        self._highlighter = Highlighter(rubric)
        self._highlighted = 0
        self._reviewer = reviewer
        self._store = store
        self._send = send
        self._late_s = late_s
        self._sleep = sleep
        self._graded: tuple[Entry, ...] = ()
        self._graded_turns = -1
        self._task: asyncio.Task[None] | None = None

    @property
    def grading(self) -> bool:
        return self._task is not None and not self._task.done()

    def note_turn(self, message_id: str, text: str, timing: Timing | None) -> None:
        """Take down what the learner said. timing: None for a typed message."""
        self.record.add(message_id, text, timing)
        self._highlighter.look(LearnerTurn(message_id, text))

    def note_exchange(self, scenario_over: bool) -> None:
        """An exchange is over: send what comes with it."""
        count = self.record.turn_count
        if not count:
            return
        found = self._highlighter.found
        if len(found) > self._highlighted and count % HIGHLIGHT_EVERY == 0:
            self._tell(found[self._highlighted])
            self._highlighted += 1
        if scenario_over:
            self.ask()
        elif count >= EARLY_AFTER:
            self._ask(self._quiz.put(early=True))

    def ask(self) -> None:
        """Put the questions that were not put yet, if the learner said enough to be asked."""
        if self.record.turn_count >= LEAST_TURNS:
            self._ask(self._quiz.put())

    def _ask(self, questions: list[ContentProgress]) -> None:
        for question in questions:
            self._send(question)

    def answer(self, question_id: str, option_ids: Sequence[str]) -> None:
        """Judge the learner's answer, and tell."""
        self._send(self._quiz.judge(question_id, option_ids))

    def begin_grading(self, finished: bool) -> None:
        """Grade what was said by now and send it. While a grade is being made it is not begun again."""
        if self.grading:
            return
        if self._graded and self._graded_turns != self.record.turn_count:
            self.grade_id = uuid4().hex
            self._graded = ()
        self._task = asyncio.get_running_loop().create_task(self._grade(finished), name="grade")

    async def _grade(self, finished: bool) -> None:
        try:
            await self._sleep(self._late_s)
            if self._graded:
                for entry in self._graded:
                    self._tell(entry)
            else:
                await self._make(finished)
            self._send(Graded(chat_id=self.chat_id, grade_id=self.grade_id))
        except Exception as error:  # noqa: BLE001  # told to the client
            _log.error("grading failed: %s", where_it_failed(error))  # no message: it may hold words
            message = "The grade could not be made. Ask for it again."
            self._send(Error(chat_id=self.chat_id, type="grade", message=message))

    async def _make(self, finished: bool) -> None:
        turns, entries = self.record.turn_count, list[Entry]()
        async for entry in grade(self.record.talk(finished), self._rubric, self._reviewer):
            if entry.resource_type == _CRITERION and entries:
                await self._sleep(CRITERION_GAP_S)
            self._tell(entry)
            entries.append(entry)
        self._graded, self._graded_turns = tuple(entries), turns
        await self._store.keep_grade(KeptGrade(self.chat_id, self._course_id, self.grade_id, to_json(entries)))

    def _tell(self, entry: Entry) -> None:
        self._send(told(self.chat_id, self.grade_id, entry))

    async def close(self) -> None:
        """Stop grading."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


def told(chat_id: str, grade_id: str, entry: Entry) -> Event:
    """Return the event that carries an entry: a criterion as grading, all else as content."""
    model = GradingProgress if entry.resource_type == _CRITERION else ContentProgress
    return model(chat_id=chat_id, grade_id=grade_id, resource_type=entry.resource_type, entry=dict(entry.fields))


def to_json(entries: Sequence[Entry]) -> str:
    return json.dumps([[entry.resource_type, entry.fields] for entry in entries], ensure_ascii=False)


def from_json(text: str) -> tuple[Entry, ...]:
    return tuple(Entry(resource_type, fields) for resource_type, fields in json.loads(text))
