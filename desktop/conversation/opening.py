"""From the button to the voice session, and back to it after the link or the voice was lost.

    TalkRequested -> OpenConversation -> AttemptStarted -> ChatStarted -> JoinChat -> ChatJoined
                  -> StartVoice -> VoiceReady -> OpenMicrophoneGate

Any answer may overtake the one before it, or be lost: what proves more counts for what proves less.
"""

from dataclasses import replace

from desktop.conversation import events
from desktop.conversation.draft import RESTING, TALKING, Draft
from desktop.conversation.effects import (
    CloseMicrophoneGate,
    JoinChat,
    MuteMicrophone,
    OpenConversation,
    OpenMicrophoneGate,
    OpenNextChat,
    SendMute,
    StartCapture,
    StartVoice,
    StopCapture,
    StopVoice,
)
from desktop.conversation.ending import end, fail
from desktop.conversation.floor import leave_floor, release_floor
from desktop.conversation.limits import (
    AGAIN_S,
    JOIN_S,
    LINK_RESTORED_S,
    LINK_S,
    LOBBY_S,
    NUDGE_S,
    VOICE_S,
)
from desktop.conversation.playback import silence
from desktop.conversation.results import ask_for_what_was_missed
from desktop.conversation.state import ConversationState, Limit, Phase, Problem, ProblemKind, Voice

# -- the learner ---------------------------------------------------------------------------------------------


def talk_requested(draft: Draft, event: events.TalkRequested) -> None:
    old = draft.state
    if old.phase not in RESTING:
        return
    draft.state = ConversationState(
        phase=Phase.CONNECTING,
        assistant_id=event.assistant_id,
        course_id=event.course_id,
        course_name=event.course_name,
        opening=event.opening,
        started_at=draft.now,
        link_up=old.link_up,
        left_attempt_id=old.attempt_id if old.phase is Phase.ENDED else old.left_attempt_id,
        sound_open=True,
        turn_mode=event.turn_mode,
        generation=old.generation,
        silenced_through=old.generation,
    )
    draft.ask(StartCapture(event.turn_mode))
    if old.muted:
        draft.ask(MuteMicrophone(False))
    draft.set_limit(Limit.LINK, LINK_S)
    if old.link_up:
        _open_conversation(draft)


def mute_requested(draft: Draft, event: events.MuteRequested) -> None:
    state = draft.state
    if state.phase in RESTING or state.phase is Phase.STOPPING or event.muted == state.muted:
        return
    if event.muted:
        release_floor(draft)
    draft.state = replace(draft.state, muted=event.muted)
    draft.ask(MuteMicrophone(event.muted))
    if state.voice is Voice.ON:
        draft.ask(SendMute(state.chat_id, event.muted))


# -- the link ------------------------------------------------------------------------------------------------


def link_opened(draft: Draft) -> None:
    state = draft.state
    if state.link_up:
        return
    draft.state = replace(state, link_up=True)
    ask_for_what_was_missed(draft)
    if state.phase is not Phase.CONNECTING:
        return
    if state.chat_id:
        _join(draft)
    elif state.attempt_id:
        _wait_in_lobby(draft)
        draft.ask(OpenNextChat(state.attempt_id))
    else:
        draft.set_limit(Limit.LINK, LINK_S)
        _open_conversation(draft)


def link_lost(draft: Draft, event: events.LinkLost) -> None:
    state = draft.state
    was_up = state.link_up
    draft.state = replace(state, link_up=False)
    if event.final is not None:
        if state.phase in RESTING:
            draft.notify(event.final)
        elif state.phase is Phase.STOPPING:
            silence(draft)
            end(draft)
            draft.notify(event.final)
        else:
            fail(draft, event.final)
    elif was_up and state.phase is Phase.STOPPING:
        if not state.ended_by_service:
            end(draft)
    elif was_up and state.phase not in RESTING:
        _wait_for_link(draft)


def _wait_for_link(draft: Draft) -> None:
    """Go back to connecting. The microphone is still heard, outside, until the voice session stands again."""
    state = draft.state
    draft.close_open_turn()
    draft.go(Phase.CONNECTING)
    if state.voice is Voice.ON:
        draft.ask(CloseMicrophoneGate())
    draft.lift(Limit.NUDGE, Limit.LOBBY, Limit.JOIN_AGAIN, Limit.JOIN, Limit.VOICE_AGAIN, Limit.VOICE)
    draft.state = replace(draft.state, voice=Voice.OFF, joined=False)
    if state.chat_id:
        draft.set_limit(Limit.LINK, LINK_RESTORED_S)
        draft.notify(Problem(ProblemKind.LINK_LOST))
    else:
        draft.set_limit(Limit.LINK, LINK_S)


# -- attempt and chat ----------------------------------------------------------------------------------------


def attempt_started(draft: Draft, event: events.AttemptStarted) -> None:
    state = draft.state
    if state.phase is not Phase.CONNECTING or state.attempt_id or state.chat_id:
        return
    if not event.attempt_id or event.attempt_id == state.left_attempt_id:
        return
    draft.state = replace(state, attempt_id=event.attempt_id)
    _wait_in_lobby(draft)
    draft.set_limit(Limit.NUDGE, NUDGE_S)


def chat_started(draft: Draft, event: events.ChatStarted) -> None:
    state = draft.state
    if state.phase not in (Phase.CONNECTING, Phase.LOBBY) or state.chat_id or not event.chat_id:
        return
    attempt_id = event.attempt_id or state.attempt_id
    if (attempt_id and attempt_id == state.left_attempt_id) or state.attempt_id not in ("", attempt_id):
        return
    draft.state = replace(state, attempt_id=attempt_id, chat_id=event.chat_id)
    _join(draft)


def chat_joined(draft: Draft, event: events.ChatJoined) -> None:
    state = draft.state
    if state.phase is not Phase.JOINING or state.joined or not draft.is_ours(event.chat_id):
        return
    if not event.success:
        fail(draft, Problem(ProblemKind.NOT_STARTED))
        return
    draft.lift(Limit.JOIN_AGAIN, Limit.JOIN)
    draft.state = replace(draft.state, joined=True)
    _start_voice(draft)


# -- the voice session ---------------------------------------------------------------------------------------


def voice_ready(draft: Draft, event: events.VoiceReady) -> None:
    state = draft.state
    if state.phase is not Phase.JOINING or not draft.is_ours(event.chat_id):
        return
    if not event.success:
        if state.voice is Voice.STARTING:
            voice_failed(draft, Problem(ProblemKind.VOICE_FAILED, event.message))
        return
    draft.lift(Limit.JOIN_AGAIN, Limit.JOIN, Limit.VOICE_AGAIN, Limit.VOICE)
    draft.state = replace(draft.state, joined=True)
    draft.go(Phase.LISTENING)
    if not state.sound_open:
        draft.ask(StopVoice(state.chat_id))
        return
    draft.state = replace(draft.state, voice=Voice.ON, problem=None)
    draft.ask(OpenMicrophoneGate(state.chat_id))
    if state.muted:
        draft.ask(SendMute(state.chat_id, True))


def voice_ended(draft: Draft, event: events.VoiceEnded) -> None:
    """The voice session is over: as asked, or by itself, and then it is started anew, once."""
    state = draft.state
    if not draft.is_ours(event.chat_id):
        return
    if state.voice is Voice.STOPPING:
        end(draft)
    elif state.voice is Voice.ON:
        draft.close_open_turn()
        draft.ask(CloseMicrophoneGate())
        problem = Problem(ProblemKind.VOICE_FAILED, event.message)
        if state.voice_restarted:
            voice_failed(draft, problem)
            return
        draft.notify(problem)
        draft.state = replace(draft.state, voice_restarted=True)
        draft.go(Phase.JOINING)
        _start_voice(draft)


def voice_failed(draft: Draft, problem: Problem) -> None:
    """Go on by text alone."""
    _close_sound(draft)
    draft.lift(Limit.VOICE_AGAIN, Limit.VOICE)
    draft.state = replace(draft.state, voice=Voice.OFF)
    draft.go(Phase.LISTENING)
    draft.notify(problem)


def capture_moved(draft: Draft, *, flows: bool) -> None:
    if draft.state.sound_open and draft.state.capturing is not flows:
        draft.state = replace(draft.state, capturing=flows)


def audio_failed(draft: Draft, event: events.AudioFailed) -> None:
    """The sound card is gone: go on by text alone."""
    state = draft.state
    problem = Problem(ProblemKind.AUDIO_DEVICE, event.message)
    if state.phase in RESTING:
        draft.notify(problem)
    elif state.sound_open:
        if state.voice is Voice.ON:
            draft.ask(CloseMicrophoneGate())
        if state.voice in (Voice.ON, Voice.STARTING):
            draft.ask(StopVoice(state.chat_id))
            draft.lift(Limit.VOICE_AGAIN, Limit.VOICE)
            draft.state = replace(draft.state, voice=Voice.OFF)
            draft.close_open_turn()
        _close_sound(draft)
        if state.phase in TALKING or (state.joined and state.phase is Phase.JOINING):
            draft.go(Phase.LISTENING)
        draft.notify(problem)


# -- inside --------------------------------------------------------------------------------------------------


def _open_conversation(draft: Draft) -> None:
    state = draft.state
    draft.ask(OpenConversation(state.assistant_id, state.course_id, state.course_name, state.opening))


def _wait_in_lobby(draft: Draft) -> None:
    draft.go(Phase.LOBBY)
    draft.lift(Limit.LINK)
    draft.set_limit(Limit.LOBBY, LOBBY_S)


def _join(draft: Draft) -> None:
    draft.go(Phase.JOINING)
    draft.lift(Limit.LINK, Limit.NUDGE, Limit.LOBBY)
    draft.set_limit(Limit.JOIN_AGAIN, AGAIN_S)
    draft.set_limit(Limit.JOIN, JOIN_S)
    draft.ask(JoinChat(draft.state.chat_id))


def _start_voice(draft: Draft) -> None:
    if not draft.state.sound_open:
        draft.go(Phase.LISTENING)
        return
    draft.state = replace(draft.state, voice=Voice.STARTING)
    draft.set_limit(Limit.VOICE_AGAIN, AGAIN_S)
    draft.set_limit(Limit.VOICE, VOICE_S)
    draft.ask(StartVoice(draft.state.chat_id))


def _close_sound(draft: Draft) -> None:
    """Let go of microphone and loudspeaker; a reply that was being heard is interrupted, one being read goes on."""
    if draft.state.reply_playing:
        silence(draft)
    leave_floor(draft)
    draft.ask(StopCapture())
    draft.state = replace(draft.state, sound_open=False, capturing=False)
