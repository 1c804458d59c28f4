"""The learner's turns, spoken and typed: opened, recognised, completed, each exactly once.

A turn is known by its item_id, else by its message_id. The first sign of a new spoken turn, be it its start or its
first words, silences the reply that is playing (barge-in); a sign of a known one never does, however late it comes.
"""

from dataclasses import replace

from desktop.conversation import events
from desktop.conversation.draft import TALKING, Draft
from desktop.conversation.effects import SendMessage
from desktop.conversation.limits import OPEN_TURN_S, THINKING_S, with_limit
from desktop.conversation.playback import silence
from desktop.conversation.replies import expect_reply
from desktop.conversation.state import Limit, Phase
from desktop.conversation.transcript import find_key, find_learner, find_unconfirmed_typed, with_turn
from desktop.conversation.turn import Speaker, Turn, TurnStatus

MAX_CORRECTION = 5000
"""As long as a typed message may be."""


def started_speaking(draft: Draft, event: events.LearnerStartedSpeaking) -> None:
    if not draft.is_ours(event.chat_id):
        return
    turns = draft.state.turns
    index = find_learner(turns, event.item_id, event.message_id)
    if index < 0 and not event.item_id:
        if find_unconfirmed_typed(turns) >= 0:  # the echo of a typed message; which one, its text will tell
            return
        if not event.message_id:
            index = find_key(turns, draft.state.open_turn_key)
    if index >= 0:
        _name(draft, index, event.item_id, event.message_id)
    elif draft.hears_learner:
        _open(draft, event.item_id, event.message_id, "")


def transcribed(draft: Draft, event: events.LearnerTranscribed) -> None:
    if not draft.is_ours(event.chat_id):
        return
    state = draft.state
    if event.item_id:
        index = find_learner(state.turns, event.item_id, "")
    else:
        index = find_key(state.turns, state.open_turn_key)
    if index < 0:
        if draft.hears_learner:
            _open(draft, event.item_id, "", event.transcript)
        elif event.item_id and event.transcript.strip():
            _add(draft, event.item_id, "", event.transcript)
        return
    turn = state.turns[index]
    if turn.ended_at is not None:  # completed: its text is fixed
        return
    is_last = index == len(state.turns) - 1
    if turn.key == state.open_turn_key or (is_last and not state.open_turn_key and draft.hears_learner):
        draft.state = replace(
            state,
            turns=with_turn(state.turns, index, replace(turn, text=event.transcript, status=TurnStatus.LIVE)),
            open_turn_key=turn.key,
            deadlines=with_limit(state.deadlines, Limit.OPEN_TURN, draft.now + OPEN_TURN_S),
        )
    else:
        draft.put_turn(index, replace(turn, text=event.transcript, status=_status(event.transcript)))


def turn_completed(draft: Draft, event: events.LearnerTurnCompleted) -> None:
    if not draft.is_ours(event.chat_id):
        _complete_earlier(draft, event)
        return
    if event.item_id and draft.state.voice_restarted:  # the voice session does its work again
        draft.state = replace(draft.state, voice_restarted=False)
    state = draft.state
    index = find_learner(state.turns, event.item_id, event.message_id)
    if index < 0 and not event.item_id:
        index = find_unconfirmed_typed(state.turns, event.text)
    if index < 0 and state.open_turn_key:
        open_index = find_key(state.turns, state.open_turn_key)
        if not (state.turns[open_index].item_id or state.turns[open_index].message_id):
            index = open_index
    if index < 0:
        if event.text.strip():
            _add(draft, event.item_id, event.message_id, event.text, ended_at=draft.now)
            expect_reply(draft, len(state.turns))
        return
    _name(draft, index, event.item_id, event.message_id)
    turn = draft.state.turns[index]
    first = turn.ended_at is None
    text = event.text if event.text.strip() else turn.text
    if first or text != turn.text:
        draft.put_turn(index, replace(turn, text=text, status=_status(text), ended_at=draft.now))
    if turn.key == state.open_turn_key:
        draft.close_open_turn()
    if first and event.text.strip():
        expect_reply(draft, index)


def _complete_earlier(draft: Draft, event: events.LearnerTurnCompleted) -> None:
    """The last words of a scenario that is over were recognised late."""
    state = draft.state
    index = find_learner(state.turns, event.item_id, event.message_id)
    if event.chat_id not in state.earlier_chats or not 0 <= index < state.first_turn or not event.text.strip():
        return
    turn = state.turns[index]
    message_id, ended_at = turn.message_id or event.message_id, turn.ended_at or draft.now
    completed = replace(turn, text=event.text, status=TurnStatus.FINAL, message_id=message_id, ended_at=ended_at)
    if completed != turn:
        draft.put_turn(index, completed)


def message_submitted(draft: Draft, event: events.MessageSubmitted) -> None:
    state = draft.state
    can_write = state.joined and (state.phase in TALKING or state.phase is Phase.JOINING)
    if not can_write or not event.text.strip():
        return
    silence(draft)
    turn = Turn(draft.new_key(Speaker.LEARNER), Speaker.LEARNER, draft.now, event.text, typed=True)
    draft.state = replace(draft.state, turns=(*draft.state.turns, turn))
    draft.ask(SendMessage(state.attempt_id, state.chat_id, event.text))
    draft.set_limit(Limit.THINKING, THINKING_S)


def turn_corrected(draft: Draft, event: events.TurnCorrected) -> None:
    """Keep beside what was heard what the learner says they said; what was heard, or nothing, takes that back."""
    index = find_key(draft.state.turns, event.turn_key)
    if index < 0 or draft.state.turns[index].speaker is not Speaker.LEARNER:
        return
    turn = draft.state.turns[index]
    said = event.text.strip()[:MAX_CORRECTION]
    corrected = "" if said == turn.text.strip() else said
    if corrected != turn.corrected:
        draft.put_turn(index, replace(turn, corrected=corrected))


def _open(draft: Draft, item_id: str, message_id: str, text: str) -> None:
    silence(draft)
    draft.close_open_turn()
    key = draft.new_key(Speaker.LEARNER)
    turn = Turn(key, Speaker.LEARNER, draft.now, text, item_id=item_id, message_id=message_id)
    draft.state = replace(draft.state, turns=(*draft.state.turns, turn), open_turn_key=key)
    draft.set_limit(Limit.OPEN_TURN, OPEN_TURN_S)


def _add(draft: Draft, item_id: str, message_id: str, text: str, ended_at: float | None = None) -> None:
    """Keep words whose turn was never opened. Without an item_id they were typed, perhaps elsewhere."""
    turn = Turn(
        draft.new_key(Speaker.LEARNER),
        Speaker.LEARNER,
        draft.now,
        text,
        TurnStatus.FINAL,
        typed=not item_id,
        item_id=item_id,
        message_id=message_id,
        ended_at=ended_at,
    )
    draft.state = replace(draft.state, turns=(*draft.state.turns, turn))


def _name(draft: Draft, index: int, item_id: str, message_id: str) -> None:
    turn = draft.state.turns[index]
    named = replace(turn, item_id=turn.item_id or item_id, message_id=turn.message_id or message_id)
    if named != turn:
        draft.put_turn(index, named)


def _status(text: str) -> TurnStatus:
    return TurnStatus.FINAL if text.strip() else TurnStatus.NO_TEXT
