"""The grades of this attempt's chats: expected when a chat is over, filled as results arrive, given up in time.

Results come during the talk, between scenarios and after the end, for any chat of the attempt. One of a chat that is
not of this attempt is handed on: the archive may know the talk it is about.
"""

from dataclasses import replace

from desktop.conversation import events
from desktop.conversation.draft import Draft
from desktop.conversation.effects import AskForGrade, FileResult
from desktop.conversation.grade import Grade, GradeStatus
from desktop.conversation.grading import PENDING, GradingEvent, failed, with_result
from desktop.conversation.limits import GRADING_S
from desktop.conversation.state import ConversationState, Limit, Problem, ProblemKind
from desktop.conversation.turn import Speaker


def result_arrived(draft: Draft, event: GradingEvent) -> None:
    chat_id = _chat_of(draft.state, event.chat_id, event.grade_id)
    if chat_id:
        known = _find(draft.state, chat_id) or Grade(chat_id, GradeStatus.GRADING)
        _put(draft, with_result(known, event))
        watch_grades(draft, begun=isinstance(event, events.GradingStarted))
    elif event.chat_id or event.grade_id:
        draft.ask(FileResult(event))


def grade_requested(draft: Draft, event: events.GradeRequested) -> None:
    state = draft.state
    if not state.attempt_id or event.chat_id not in _chats(state):
        return
    known = _find(state, event.chat_id)
    if known is not None and known.status in PENDING:
        return
    if not state.link_up:
        draft.notify(Problem(ProblemKind.NO_SERVICE, source="grade"))
        return
    known = known or Grade(event.chat_id, GradeStatus.AWAITED)
    _put(draft, replace(known, status=GradeStatus.AWAITED, note=""))
    watch_grades(draft, begun=True)
    draft.ask(AskForGrade(state.attempt_id, event.chat_id))


def expect_grade(draft: Draft) -> None:
    """The current chat is over: services grade what the learner said in it. Without a link nobody will tell."""
    state = draft.state
    spoke = any(turn.speaker is Speaker.LEARNER and turn.text.strip() for turn in state.turns[state.first_turn :])
    if _find(state, state.chat_id) is None and spoke and state.attempt_id and state.chat_id:
        _put(draft, Grade(state.chat_id, GradeStatus.AWAITED if state.link_up else GradeStatus.FAILED))


def grading_announced(draft: Draft, event: events.ChatEnded) -> None:
    """The end of a chat names the grading that follows."""
    chat_id = _chat_of(draft.state, event.chat_id)
    if not chat_id or not event.grade_id:
        return
    known = _find(draft.state, chat_id) or Grade(chat_id, GradeStatus.AWAITED)
    if not known.grade_id:
        _put(draft, replace(known, grade_id=event.grade_id))
        watch_grades(draft)


def ask_for_what_was_missed(draft: Draft) -> None:
    """The link is back, and a service tells nothing twice."""
    for grade in draft.state.grades:
        if grade.status in PENDING and _is_over(draft.state, grade.chat_id):
            draft.ask(AskForGrade(draft.state.attempt_id, grade.chat_id))
            watch_grades(draft)


def grading_refused(draft: Draft, chat_id: str, note: str) -> bool:
    """Take an error for the answer to a grade that is awaited; return whether one was."""
    known = _find(draft.state, _chat_of(draft.state, chat_id))
    if known is None or known.status not in PENDING:
        return False
    _put(draft, failed(known, note))
    if not any(grade.status in PENDING for grade in draft.state.grades):
        draft.lift(Limit.GRADING)
    return True


def grading_ran_out(draft: Draft) -> None:
    for grade in draft.state.grades:
        if _counts(draft.state, grade):
            _put(draft, failed(grade, ""))


def _counts(state: ConversationState, grade: Grade) -> bool:
    """Whether time runs for this grade. Results that a running talk brings forth by itself may be far apart."""
    return grade.status is GradeStatus.AWAITED or (
        grade.status is GradeStatus.GRADING and _is_over(state, grade.chat_id)
    )


def watch_grades(draft: Draft, *, begun: bool = False) -> None:
    """There is news, or a chat is over: let the limit run anew while anything is to come."""
    if begun or any(_counts(draft.state, grade) for grade in draft.state.grades):
        draft.set_limit(Limit.GRADING, GRADING_S)
    else:
        draft.lift(Limit.GRADING)


def _chats(state: ConversationState) -> tuple[str, ...]:
    return (*state.earlier_chats, state.chat_id) if state.chat_id else state.earlier_chats


def _is_over(state: ConversationState, chat_id: str) -> bool:
    return chat_id != state.chat_id or state.chat_over


def _chat_of(state: ConversationState, chat_id: str, grade_id: str = "") -> str:
    """Return the chat of this attempt that is meant, empty for none.

    Without a name it is the chat of that grading; else the one whose grade is awaited, the current one first.
    """
    chats = _chats(state)
    if chat_id:
        return chat_id if chat_id in chats else ""
    if grade_id in state.left_grade_ids:
        return ""
    for grade in state.grades:
        if grade_id and grade.grade_id == grade_id:
            return grade.chat_id
    waiting = [grade.chat_id for grade in state.grades if grade.status in PENDING]
    if waiting and state.chat_id not in waiting:
        return waiting[-1]
    return chats[-1] if chats else ""


def _find(state: ConversationState, chat_id: str) -> Grade | None:
    return next((grade for grade in state.grades if grade.chat_id == chat_id), None)


def _put(draft: Draft, grade: Grade) -> None:
    state = draft.state
    if _find(state, grade.chat_id) is grade:
        return
    by_chat = {one.chat_id: one for one in state.grades} | {grade.chat_id: grade}
    draft.state = replace(state, grades=tuple(by_chat[chat] for chat in _chats(state) if chat in by_chat))
