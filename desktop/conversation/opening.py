"""From the button to the voice session, and back to it after the link or the voice was lost.

    TalkRequested -> OpenConversation -> AttemptStarted -> ChatStarted -> JoinChat -> ChatJoined
                  -> StartVoice -> VoiceReady -> OpenMicrophoneGate

Any answer may overtake the one before it, or be lost: what proves more counts for what proves less.
"""

from dataclasses import replace

from desktop.conversation import events
from desktop.conversation.draft import RESTING, Draft
from desktop.conversation.effects import (
    CloseMicrophoneGate,
    JoinChat,
    MuteMicrophone,
    OpenConversation,
    OpenNextChat,
    StartCapture,
)
from desktop.conversation.ending import cannot_begin, end, end_what_is_left, fail
from desktop.conversation.limits import (
    AGAIN_S,
    JOIN_S,
    LINK_RESTORED_S,
    LINK_S,
    LOBBY_S,
    NUDGE_S,
)
from desktop.conversation.playback import silence
from desktop.conversation.results import ask_for_what_was_missed
from desktop.conversation.state import ConversationState, Limit, Phase, Problem, ProblemKind, Voice
from desktop.conversation.voice import start_voice

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
        left_grade_ids=tuple(grade.grade_id for grade in old.grades if grade.grade_id),
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
        _open_chat(draft)
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
        if not state.chat_over:
            end(draft)
    elif was_up and state.phase not in RESTING and state.phase is not Phase.BETWEEN:
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
    """Join the chat that was asked for. One that begins by itself waits until the learner asks for the next: nobody is
    listened to without having said so."""
    state = draft.state
    if event.chat_id in ("", state.chat_id, *state.earlier_chats):
        return
    attempt_id = event.attempt_id or state.attempt_id
    if (attempt_id and attempt_id == state.left_attempt_id) or state.attempt_id not in ("", attempt_id):
        return
    if state.phase in (Phase.CONNECTING, Phase.LOBBY) and not state.chat_id:
        draft.state = replace(state, attempt_id=attempt_id, chat_id=event.chat_id)
        _join(draft)
    elif not event.attempt_id or not state.chat_id:
        return
    elif state.phase is Phase.ENDED:
        end_what_is_left(draft)
    elif state.phase not in RESTING and state.next_chat_id != event.chat_id:
        draft.state = replace(state, next_chat_id=event.chat_id)


def next_scenario_requested(draft: Draft) -> None:
    """Capture begins at once here too, and the first words wait for the chat."""
    state = draft.state
    if state.phase is not Phase.BETWEEN:
        return
    draft.state = replace(
        state,
        earlier_chats=(*state.earlier_chats, state.chat_id),
        chat_id="",
        chat_over=False,
        first_turn=len(state.turns),
        voice_restarted=False,
        sound_open=True,
        muted=False,
        reply=None,
        problem=None,
    )
    draft.ask(StartCapture(state.turn_mode))
    if state.muted:
        draft.ask(MuteMicrophone(False))
    if state.link_up:
        _open_chat(draft)
    else:
        draft.go(Phase.CONNECTING)
        draft.set_limit(Limit.LINK, LINK_S)


def chat_joined(draft: Draft, event: events.ChatJoined) -> None:
    state = draft.state
    if state.phase is not Phase.JOINING or state.joined or not draft.is_ours(event.chat_id):
        return
    if not event.success:
        cannot_begin(draft, Problem(ProblemKind.NOT_STARTED))
        return
    draft.lift(Limit.JOIN_AGAIN, Limit.JOIN)
    draft.state = replace(draft.state, joined=True)
    start_voice(draft)


# -- inside --------------------------------------------------------------------------------------------------


def _open_conversation(draft: Draft) -> None:
    state = draft.state
    draft.ask(OpenConversation(state.assistant_id, state.course_id, state.course_name, state.opening))


def _open_chat(draft: Draft) -> None:
    """Have the attempt's next chat: it is there already, or is asked for."""
    state = draft.state
    if state.next_chat_id:
        draft.state = replace(state, chat_id=state.next_chat_id, next_chat_id="")
        _join(draft)
    else:
        _wait_in_lobby(draft)
        draft.ask(OpenNextChat(state.attempt_id))


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
