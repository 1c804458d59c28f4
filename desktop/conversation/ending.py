"""How a conversation ends: the learner stops it, the service ends it, or it fails."""

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
from desktop.conversation.results import expect_grade, grading_announced
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
    if draft.is_ours(event.chat_id) and draft.state.phase not in RESTING:
        _ended_by_service(draft, everything=event.attempt_finished)


def attempt_ended(draft: Draft, event: events.AttemptEnded) -> None:
    state = draft.state
    if state.phase in RESTING or event.attempt_id not in ("", state.attempt_id or event.attempt_id):
        return
    if not state.attempt_id and event.attempt_id in ("", state.left_attempt_id):
        return
    problem = Problem(ProblemKind.SERVICE, event.message)
    if not event.success and not state.chat_id:
        fail(draft, problem)
        return
    if not event.success and event.message:
        draft.notify(problem)
    _ended_by_service(draft, everything=True)


def end(draft: Draft) -> None:
    state = draft.state
    if state.attempt_id and not state.ended_by_service:
        draft.ask(EndAttempt(state.attempt_id, state.chat_id))
    _rest(draft, Phase.ENDED)
    expect_grade(draft)


def fail(draft: Draft, problem: Problem) -> None:
    silence(draft)
    _rest(draft, Phase.FAILED)
    draft.notify(problem)


def end_if_played_out(draft: Draft) -> None:
    """After the service ended the conversation: the last reply was heard, or was silenced."""
    state = draft.state
    if state.phase is Phase.STOPPING and state.ended_by_service and not state.reply_playing:
        end(draft)


def _ended_by_service(draft: Draft, *, everything: bool) -> None:
    """Nothing is asked of the service any more, but to end what it left open. Its last words are still heard."""
    state = draft.state
    if state.ended_by_service:
        return
    if state.attempt_id and not everything:
        draft.ask(EndAttempt(state.attempt_id, state.chat_id))
    if state.voice is Voice.ON:
        draft.ask(CloseMicrophoneGate())
    leave_floor(draft)
    draft.keep_limits(LASTING | {Limit.REPLY})
    draft.state = replace(draft.state, ended_by_service=True, voice=Voice.OFF)
    if state.reply_playing:
        draft.go(Phase.STOPPING)
        draft.set_limit(Limit.LAST_REPLY, LAST_REPLY_S)
    else:
        end(draft)


def _rest(draft: Draft, phase: Phase) -> None:
    """Let go of everything but the turns."""
    draft.close_open_turn()
    draft.close_turns(Speaker.LEARNER, TurnStatus.FINAL)
    draft.close_turns(Speaker.ASSISTANT, TurnStatus.FINAL)
    leave_floor(draft)
    state = draft.state
    if state.voice is Voice.ON:
        draft.ask(CloseMicrophoneGate())
    if state.sound_open:
        draft.ask(StopCapture())
    if state.attempt_id or state.chat_id:
        draft.ask(FileConversation(state.course_id))
    draft.go(phase)
    draft.keep_limits(LASTING)
    draft.state = replace(
        draft.state,
        joined=False,
        voice=Voice.OFF,
        sound_open=False,
        capturing=False,
        reply=None if state.reply is None else replace(state.reply, playing=False, over=True),
        chat_over=True,
        hints=(),
    )
