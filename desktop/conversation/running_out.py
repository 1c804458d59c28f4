"""What becomes of the conversation when a time limit is due."""

from typing import assert_never

from desktop.conversation.draft import Draft
from desktop.conversation.effects import JoinChat, OpenNextChat, StartVoice
from desktop.conversation.ending import cannot_begin, end, fail
from desktop.conversation.floor import end_time_to_think
from desktop.conversation.limits import earliest
from desktop.conversation.playback import end_reply, silence
from desktop.conversation.quizzing import response_ran_out
from desktop.conversation.results import grading_ran_out
from desktop.conversation.state import Limit, Problem, ProblemKind
from desktop.conversation.voice import voice_failed


def time_passed(draft: Draft) -> None:
    """Act on every time limit that is due, the earliest first. Each is over when it is acted on."""
    due = earliest(draft.state.deadlines)
    while due is not None and due[1] <= draft.now:
        draft.lift(due[0])
        _ran_out(draft, due[0])
        due = earliest(draft.state.deadlines)


def _ran_out(draft: Draft, limit: Limit) -> None:
    state = draft.state
    match limit:
        case Limit.LINK if state.chat_id:
            fail(draft, Problem(ProblemKind.LINK_LOST))
        case Limit.LINK:
            cannot_begin(draft, Problem(ProblemKind.NOT_STARTED if state.link_up else ProblemKind.NO_SERVICE))
        case Limit.NUDGE:
            draft.ask(OpenNextChat(state.attempt_id))
        case Limit.LOBBY | Limit.JOIN:
            cannot_begin(draft, Problem(ProblemKind.NOT_STARTED))
        case Limit.JOIN_AGAIN:
            draft.ask(JoinChat(state.chat_id))
        case Limit.VOICE_AGAIN:
            draft.ask(StartVoice(state.chat_id))
        case Limit.VOICE:
            voice_failed(draft, Problem(ProblemKind.VOICE_FAILED))
        case Limit.VOICE_STOP:
            end(draft)
        case Limit.OPEN_TURN:
            draft.close_open_turn()
        case Limit.TIME_TO_THINK:
            end_time_to_think(draft)
        case Limit.THINKING:
            pass  # it does not run any more, and that is what the phase is read off
        case Limit.REPLY:
            end_reply(draft)
        case Limit.LAST_REPLY:
            silence(draft)  # and with that it is over: `end_if_played_out`
        case Limit.GRADING:
            grading_ran_out(draft)
        case Limit.RESPONSE:
            response_ran_out(draft)
        case _:
            assert_never(limit)
