"""Questions with options: asked once, answered by the learner, judged by the service in the order of the answers."""

from dataclasses import replace

from desktop.conversation import events
from desktop.conversation.draft import Draft
from desktop.conversation.effects import SubmitResponse
from desktop.conversation.limits import RESPONSE_S
from desktop.conversation.quiz import Outcome, Question
from desktop.conversation.state import ConversationState, Limit

MAX_QUESTIONS = 100
SAME_ANSWER_S = 1.0
"""An answer without an id that says what the one before said, so soon after it, is its second copy."""


def question_asked(draft: Draft, event: events.QuestionAsked) -> None:
    state = draft.state
    chat_id = event.question.chat_id or state.chat_id or (state.earlier_chats[-1] if state.earlier_chats else "")
    if not chat_id or chat_id not in (state.chat_id, *state.earlier_chats) or len(state.questions) >= MAX_QUESTIONS:
        return
    if any((one.chat_id, one.id) == (chat_id, event.question.id) for one in state.questions):
        return
    draft.state = replace(state, questions=(*state.questions, replace(event.question, chat_id=chat_id)))


def question_answered(draft: Draft, event: events.QuestionAnswered) -> None:
    """Submit, where these are options of a question that waits for an answer. Without a link it is refused at once."""
    state = draft.state
    index = next((n for n in reversed(range(len(state.questions))) if state.questions[n].id == event.question_id), -1)
    if index < 0 or state.questions[index].outcome not in (Outcome.OPEN, Outcome.REFUSED):
        return
    question = state.questions[index]
    chosen = tuple(option.id for option in question.options if option.id in event.option_ids)
    if not chosen or (len(chosen) > 1 and not question.takes_several):
        return
    question = replace(question, chosen=chosen, message="", response_id="", moved_at=draft.now)
    if not state.link_up:
        _put(draft, index, replace(question, outcome=Outcome.REFUSED))
        return
    _put(draft, index, replace(question, outcome=Outcome.SUBMITTED))
    if not draft.is_awaited(Limit.RESPONSE):
        draft.set_limit(Limit.RESPONSE, RESPONSE_S)
    draft.ask(SubmitResponse(question.chat_id, question.id, chosen))


def response_judged(draft: Draft, event: events.ResponseJudged) -> None:
    outcome = _outcome(event)
    for question in draft.state.questions:
        if event.response_id and question.response_id == event.response_id:
            return
        same = (question.outcome, question.message, question.response_id) == (outcome, event.message, "")
        if same and not event.response_id and draft.now - question.moved_at < SAME_ANSWER_S:
            return
    _settle(draft, outcome, event.message, event.response_id)


def response_refused(draft: Draft, message: str) -> bool:
    """Take an error for the answer to the oldest response; return whether there was one."""
    return _settle(draft, Outcome.REFUSED, message)


def response_ran_out(draft: Draft) -> None:
    _settle(draft, Outcome.REFUSED, "")


def _settle(draft: Draft, outcome: Outcome, message: str, response_id: str = "") -> bool:
    index = _oldest(draft.state)
    if index < 0:
        return False
    question = draft.state.questions[index]
    judged = replace(question, outcome=outcome, message=message, response_id=response_id, moved_at=draft.now)
    _put(draft, index, judged)
    if _oldest(draft.state) < 0:
        draft.lift(Limit.RESPONSE)
    else:
        draft.set_limit(Limit.RESPONSE, RESPONSE_S)
    return True


def _outcome(event: events.ResponseJudged) -> Outcome:
    if not event.success:
        return Outcome.REFUSED
    if event.is_correct is None:
        return Outcome.RECORDED
    return Outcome.RIGHT if event.is_correct else Outcome.WRONG


def _oldest(state: ConversationState) -> int:
    """Return the index of the question whose response was submitted first and is not answered, -1 for none."""
    waiting = [n for n, question in enumerate(state.questions) if question.outcome is Outcome.SUBMITTED]
    return min(waiting, key=lambda n: state.questions[n].moved_at, default=-1)


def _put(draft: Draft, index: int, question: Question) -> None:
    questions = draft.state.questions
    draft.state = replace(draft.state, questions=(*questions[:index], question, *questions[index + 1 :]))
