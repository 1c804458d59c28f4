"""What went wrong at the service: told to the learner, and taken for the answer to what is being waited for."""

from dataclasses import replace

from desktop.conversation import events
from desktop.conversation.draft import Draft
from desktop.conversation.ending import cannot_begin, fail
from desktop.conversation.quizzing import response_refused
from desktop.conversation.results import grading_refused
from desktop.conversation.state import Limit, Phase, ProblemKind, Voice
from desktop.conversation.voice import voice_failed


def command_refused(draft: Draft, event: events.CommandRefused) -> None:
    state = draft.state
    if state.phase in (Phase.CONNECTING, Phase.LOBBY) and not state.chat_id:
        fail(draft, event.problem)
    else:
        draft.notify(event.problem)


def service_failed(draft: Draft, event: events.ServiceFailed) -> None:
    """Tell the learner, and take the error for the answer to what is being waited for."""
    state = draft.state
    problem = event.problem
    if problem.source == "grade" and grading_refused(draft, event.chat_id, problem.message):
        return
    if event.chat_id not in ("", state.chat_id):
        return
    if problem.source == "quiz" and response_refused(draft, problem.message):
        return
    opening = state.phase in (Phase.CONNECTING, Phase.LOBBY, Phase.JOINING) and not state.joined
    if problem.source == "audio" and state.voice is Voice.STARTING:
        voice_failed(draft, replace(problem, kind=ProblemKind.VOICE_FAILED))
    elif opening and problem.source in _OPENING + _NEXT * bool(state.earlier_chats):
        cannot_begin(draft, problem)
    else:
        draft.notify(problem)
        draft.lift(Limit.THINKING)


_OPENING = ("start", "join")
_NEXT = ("next", "proceed")
"""Where no scenario was held before, the next chat is asked for only in case the first was forgotten."""
