"""How a conversation ends: the learner stops it, the service ends it, or it fails. Also how one of its scenarios does.

the chat ends, its attempt does not      BETWEEN, when the last reply was heard: the learner asks for the next chat
the attempt ends, or its last chat       ENDED, when the last reply was heard
the learner stops                        ENDED; what the service leaves open of the attempt is ended too
no chat could be had                     FAILED; BETWEEN, where a scenario was held before
"""

from dataclasses import replace

from desktop.conversation import events
from desktop.conversation.draft import RESTING, Draft
from desktop.conversation.effects import (
    CloseMicrophoneGate,
    EndAttempt,
    FileConversation,
    StopCapture,
    StopVoice,
)
from desktop.conversation.floor import leave_floor
from desktop.conversation.limits import LAST_REPLY_S, LASTING, VOICE_S
from desktop.conversation.playback import silence
from desktop.conversation.results import expect_grade, grading_announced, watch_grades
from desktop.conversation.state import Limit, Phase, Problem, ProblemKind, Voice
from desktop.conversation.turn import Speaker, TurnStatus


def stop_requested(draft: Draft) -> None:
    """The learner stops. A voice session is ended in good order; a second request does not wait for that."""
    state = draft.state
    if state.phase in RESTING:
        return
    silence(draft)
    if state.voice is not Voice.ON:
        if state.voice is Voice.STARTING:
            draft.ask(StopVoice(state.chat_id))
        end(draft)
        return
    draft.close_open_turn()
    leave_floor(draft)
    draft.ask(CloseMicrophoneGate(), StopVoice(state.chat_id))
    draft.go(Phase.STOPPING)
    draft.state = replace(draft.state, voice=Voice.STOPPING)
    draft.keep_limits(LASTING)
    draft.set_limit(Limit.VOICE_STOP, VOICE_S)


def chat_ended(draft: Draft, event: events.ChatEnded) -> None:
    grading_announced(draft, event)
    state = draft.state
    if not draft.is_ours(event.chat_id):
        return
    more = bool(state.attempt_id) and not event.attempt_finished
    if state.phase is Phase.ENDED and more:
        end_what_is_left(draft)
    elif state.phase not in RESTING:
        learner_stops = state.phase is Phase.STOPPING and not state.chat_over
        if more and learner_stops:
            end_what_is_left(draft)
        _over(draft, more=more and not learner_stops, counts=True)


def attempt_ended(draft: Draft, event: events.AttemptEnded) -> None:
    state = draft.state
    if event.attempt_id not in ("", state.attempt_id or event.attempt_id):
        return
    if not state.attempt_id and (event.attempt_id in ("", state.left_attempt_id) or state.phase in RESTING):
        return
    _note_end(draft, event)
    if state.phase in RESTING:
        return
    problem = Problem(ProblemKind.SERVICE, event.message)
    if not event.success and not state.chat_id and not state.earlier_chats:
        fail(draft, problem)
        return
    if not event.success and event.message:
        draft.notify(problem)
    _over(draft, more=False, counts=event.success and bool(state.chat_id))


def end(draft: Draft) -> None:
    state = draft.state
    if state.attempt_id and not state.ended_by_service:
        if state.chat_over or not state.chat_id:
            end_what_is_left(draft)
        else:
            draft.ask(EndAttempt(state.attempt_id, state.chat_id))
    expect_grade(draft)
    _rest(draft, Phase.ENDED)


def end_what_is_left(draft: Draft) -> None:
    """No chat of the attempt is held any more, and the service may wait for its next: end all of it, once."""
    state = draft.state
    if not state.ended_by_service:
        draft.state = replace(state, ended_by_service=True)
        draft.ask(EndAttempt(state.attempt_id, ""))


def fail(draft: Draft, problem: Problem) -> None:
    silence(draft)
    _rest(draft, Phase.FAILED)
    draft.notify(problem)


def cannot_begin(draft: Draft, problem: Problem) -> None:
    """The chat that was asked for cannot be had. The first: there is no talk. A later one can be asked for again."""
    state = draft.state
    if not state.earlier_chats:
        fail(draft, problem)
        return
    _let_go(draft)
    *before, last = state.earlier_chats
    draft.state = replace(draft.state, chat_id=last, earlier_chats=tuple(before), next_chat_id="")
    draft.go(Phase.BETWEEN)
    draft.notify(problem)


def end_if_played_out(draft: Draft) -> None:
    """After the service ended the chat: the last reply was heard, or was silenced."""
    state = draft.state
    if state.phase is Phase.STOPPING and state.chat_over and not state.reply_playing:
        _leave(draft)


def _over(draft: Draft, *, more: bool, counts: bool) -> None:
    """The service ended the chat, and with it (unless there is `more`) the attempt. Its last words are still heard."""
    state = draft.state
    if not (more or state.ended_by_service):
        draft.state = replace(state, ended_by_service=True)
    if not state.chat_over:
        if state.voice is Voice.ON:
            draft.ask(CloseMicrophoneGate())
        leave_floor(draft)
        draft.keep_limits(LASTING | {Limit.REPLY})
        draft.state = replace(
            draft.state,
            chat_over=True,
            scenarios_done=state.scenarios_done + int(counts),
            voice=Voice.OFF,
        )
        if state.reply_playing:
            draft.go(Phase.STOPPING)
            draft.set_limit(Limit.LAST_REPLY, LAST_REPLY_S)
    if not state.reply_playing:
        _leave(draft)


def _leave(draft: Draft) -> None:
    """The chat is over and nothing of it is heard any more."""
    if draft.state.ended_by_service:
        end(draft)
    elif draft.state.phase is not Phase.BETWEEN:
        expect_grade(draft)
        _let_go(draft)
        draft.go(Phase.BETWEEN)


def _rest(draft: Draft, phase: Phase) -> None:
    _let_go(draft)
    if draft.state.attempt_id or draft.state.chat_id:
        draft.ask(FileConversation(draft.state.course_id))
    draft.go(phase)


def _let_go(draft: Draft) -> None:
    """Keep the turns and what is known of them; let go of everything that was for talking."""
    draft.close_open_turn()
    draft.close_turns(Speaker.LEARNER, TurnStatus.FINAL)
    draft.close_turns(Speaker.ASSISTANT, TurnStatus.FINAL)
    leave_floor(draft)
    state = draft.state
    if state.voice is Voice.ON:
        draft.ask(CloseMicrophoneGate())
    if state.sound_open:
        draft.ask(StopCapture())
    draft.keep_limits(LASTING)
    draft.state = replace(
        draft.state,
        chat_over=True,
        joined=False,
        voice=Voice.OFF,
        sound_open=False,
        capturing=False,
        reply=None if state.reply is None else replace(state.reply, playing=False, over=True),
        hints=(),
    )
    watch_grades(draft)


def _note_end(draft: Draft, event: events.AttemptEnded) -> None:
    state = draft.state
    complete = state.all_scenarios_complete if event.all_scenarios_complete is None else event.all_scenarios_complete
    message = event.message or state.closing_message
    is_left = state.ended_by_service or state.phase in RESTING
    if (complete, message, is_left) != (state.all_scenarios_complete, state.closing_message, state.ended_by_service):
        draft.state = replace(state, all_scenarios_complete=complete, closing_message=message, ended_by_service=is_left)
