"""The voice session at the service, and the sound card that it needs. Without either the talk goes on by text."""

from dataclasses import replace

from desktop.conversation import events
from desktop.conversation.draft import RESTING, TALKING, Draft
from desktop.conversation.effects import (
    CloseMicrophoneGate,
    MuteMicrophone,
    OpenMicrophoneGate,
    SendMute,
    StartVoice,
    StopCapture,
    StopVoice,
)
from desktop.conversation.ending import end
from desktop.conversation.floor import leave_floor, release_floor
from desktop.conversation.limits import AGAIN_S, VOICE_S
from desktop.conversation.playback import silence
from desktop.conversation.state import Limit, Phase, Problem, ProblemKind, Voice


def start_voice(draft: Draft) -> None:
    if not draft.state.sound_open:
        draft.go(Phase.LISTENING)
        return
    draft.state = replace(draft.state, voice=Voice.STARTING)
    draft.set_limit(Limit.VOICE_AGAIN, AGAIN_S)
    draft.set_limit(Limit.VOICE, VOICE_S)
    draft.ask(StartVoice(draft.state.chat_id))


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
        start_voice(draft)


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


def mute_requested(draft: Draft, event: events.MuteRequested) -> None:
    state = draft.state
    if state.phase in RESTING | {Phase.STOPPING, Phase.BETWEEN} or event.muted == state.muted:
        return
    if event.muted:
        release_floor(draft)
    draft.state = replace(draft.state, muted=event.muted)
    draft.ask(MuteMicrophone(event.muted))
    if state.voice is Voice.ON:
        draft.ask(SendMute(state.chat_id, event.muted))


def _close_sound(draft: Draft) -> None:
    """Let go of microphone and loudspeaker; a reply that was being heard is interrupted, one being read goes on."""
    if draft.state.reply_playing:
        silence(draft)
    leave_floor(draft)
    draft.ask(StopCapture())
    draft.state = replace(draft.state, sound_open=False, capturing=False)
