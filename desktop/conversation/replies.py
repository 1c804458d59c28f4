"""The assistant's replies: which text and which sound belong to which.

Each reply has a generation number. `state.reply` is the latest one; text and sound carry no name of their own and
belong to it until another reply opens or the learner completes a turn. The text of a silenced reply still finds its
turn.
"""

from dataclasses import replace

from desktop.conversation import events
from desktop.conversation.draft import Draft
from desktop.conversation.effects import PlayChunk
from desktop.conversation.floor import yield_floor
from desktop.conversation.limits import THINKING_S, with_limit, without_limits
from desktop.conversation.playback import end_reply, patience
from desktop.conversation.state import Limit, Problem, ProblemKind, Reply
from desktop.conversation.transcript import find_assistant, find_key, with_turn
from desktop.conversation.turn import Speaker, Turn, TurnStatus

# -- text and sound ------------------------------------------------------------------------------------------


def reply_started(draft: Draft, event: events.ReplyStarted) -> None:
    state = draft.state
    if not draft.is_ours(event.chat_id) or find_assistant(state.turns, event.message_id) >= 0:
        return
    reply = state.reply
    if reply is not None and _is_nameless(reply):
        _name(draft, reply, event.message_id)
    elif event.message_id or reply is None or reply.closed or reply.text_complete:
        _open(draft, event.message_id)


def text_arrived(draft: Draft, event: events.ReplyTextArrived) -> None:
    if not draft.is_ours(event.chat_id):
        return
    index = find_assistant(draft.state.turns, event.message_id)
    reply = draft.state.reply
    if index >= 0 and (reply is None or draft.state.turns[index].key != reply.turn_key):
        turn = draft.state.turns[index]
        if event.snapshot and len(event.text) > len(turn.text):
            draft.put_turn(index, replace(turn, text=event.text))
        return
    if event.message_id:
        reply_started(draft, events.ReplyStarted(event.chat_id, event.message_id))
    _add_text(draft, _current(draft), event)


def sound_arrived(draft: Draft, event: events.ReplySoundArrived) -> None:
    if not draft.is_ours(event.chat_id) or not draft.plays_replies or not draft.state.sound_open:
        return
    reply = _current(draft)
    state = draft.state
    if reply.generation <= state.silenced_through:
        return
    reply = replace(reply, sound_ms=reply.sound_ms + event.duration_ms, playing=True, over=False)
    index = find_key(state.turns, reply.turn_key)
    turn = replace(state.turns[index], sound_ms=round(reply.sound_ms), status=TurnStatus.LIVE, ended_at=None)
    draft.state = replace(
        state,
        reply=reply,
        turns=with_turn(state.turns, index, turn),
        deadlines=with_limit(state.deadlines, Limit.REPLY, draft.now + patience(reply, turn)),
    )
    draft.ask(PlayChunk(reply.generation))


def reply_completed(draft: Draft, event: events.ReplyCompleted) -> None:
    state = draft.state
    if not draft.is_ours(event.chat_id):
        index = find_assistant(state.turns, event.message_id)
        if event.chat_id in state.earlier_chats and 0 <= index < state.first_turn and event.text:
            draft.put_turn(index, replace(state.turns[index], text=event.text))
        return
    reply = state.reply
    index = find_assistant(state.turns, event.message_id)
    if index >= 0 and (reply is None or state.turns[index].key != reply.turn_key):
        if event.text is not None:
            draft.put_turn(index, replace(state.turns[index], text=event.text))
        return
    if index < 0 and event.message_id:
        if reply is not None and _is_nameless(reply):
            _name(draft, reply, event.message_id)
        elif not event.text:
            return
        elif state.reply_active:
            _add_elsewhere(draft, event.message_id, event.text)
            return
        else:
            _open(draft, event.message_id)
    elif index < 0 and (reply is None or reply.closed):
        if not event.text:
            return
        _open(draft, "")
    _complete(draft, event.text)


def reply_stopped(draft: Draft, event: events.ReplyStopped) -> None:
    """Usually follows a barge-in and then changes nothing. One that comes late, into the next reply, is harmless:
    what else arrives of that reply is still shown and played. A service that goes on generating and says why is
    shown; the reply is silent here in any case."""
    reply = draft.state.reply
    if reply is None or not draft.is_ours(event.chat_id):
        return
    if not event.success and event.message and not reply.text_complete:
        draft.notify(Problem(ProblemKind.SERVICE, event.message, "stop"))
    elif event.success and draft.state.reply_active:
        _complete(draft, None)


# -- between learner and assistant ---------------------------------------------------------------------------


def expect_reply(draft: Draft, index: int) -> None:
    """The learner's turn at `index` is complete: what comes next answers it.

    Unless it is the completion that came late, and the latest reply was the answer already.
    """
    state = draft.state
    reply = state.reply
    if reply is not None:
        if find_key(state.turns, reply.turn_key) > index:
            return
        if state.reply_active and not reply.text_complete:
            return
        draft.state = replace(state, reply=replace(reply, closed=True))
    if draft.hears_learner:
        draft.set_limit(Limit.THINKING, THINKING_S)


# -- inside --------------------------------------------------------------------------------------------------


def _is_nameless(reply: Reply) -> bool:
    """Whether a name that comes now is this reply's: its text or sound had overtaken its start."""
    return not (reply.message_id or reply.closed or reply.text_complete)


def _name(draft: Draft, reply: Reply, message_id: str) -> None:
    if message_id:
        index = find_key(draft.state.turns, reply.turn_key)
        draft.put_turn(index, replace(draft.state.turns[index], message_id=message_id))
        draft.state = replace(draft.state, reply=replace(reply, message_id=message_id))


def _current(draft: Draft) -> Reply:
    """Return the reply that text or sound arriving now belongs to, opening one where none is."""
    reply = draft.state.reply
    return _open(draft, "") if reply is None or reply.closed else reply


def _open(draft: Draft, message_id: str) -> Reply:
    """Open the next reply: an answer proves that what the learner said or wrote before is complete.

    Where replies are not heard any more, only its text is kept.
    """
    previous = draft.state.reply
    if previous is not None and not previous.playing:
        end_reply(draft)
    state = draft.state
    heard = draft.plays_replies
    turn = Turn(
        draft.new_key(Speaker.ASSISTANT),
        Speaker.ASSISTANT,
        draft.now,
        status=TurnStatus.LIVE if heard else TurnStatus.FINAL,
        message_id=message_id,
        generation=state.generation + 1,
    )
    reply = Reply(turn.generation, turn.key, message_id, over=not heard)
    draft.close_open_turn()
    draft.close_turns(Speaker.LEARNER, TurnStatus.FINAL)
    draft.state = replace(
        draft.state,
        turns=(*draft.state.turns, turn),
        reply=reply,
        generation=turn.generation,
        problem=None if heard else state.problem,
        deadlines=without_limits(draft.state.deadlines, Limit.THINKING, Limit.REPLY),
    )
    if heard:
        draft.set_limit(Limit.REPLY, THINKING_S)
    yield_floor(draft)
    return draft.state.reply or reply


def _add_elsewhere(draft: Draft, message_id: str, text: str) -> None:
    """Keep the text of a reply that was never opened, without disturbing the one under way."""
    state = draft.state
    turn = Turn(
        draft.new_key(Speaker.ASSISTANT),
        Speaker.ASSISTANT,
        draft.now,
        text,
        TurnStatus.FINAL,
        message_id=message_id,
        ended_at=draft.now,
    )
    draft.state = replace(state, turns=(*state.turns, turn))


def _add_text(draft: Draft, reply: Reply, event: events.ReplyTextArrived) -> None:
    state = draft.state
    index = find_key(state.turns, reply.turn_key)
    turn = state.turns[index]
    if reply.text_given or (not event.snapshot and event.text == reply.last_delta):
        return
    is_whole = event.snapshot or (len(event.text) > len(turn.text) and event.text.startswith(turn.text))
    turn = replace(turn, text=event.text if is_whole else turn.text + event.text)
    reply = replace(reply, last_delta="" if event.snapshot else event.text)
    deadlines = state.deadlines
    if not reply.text_complete and reply.generation > state.silenced_through and draft.plays_replies:
        reply = replace(reply, over=False)
        turn = replace(turn, status=TurnStatus.LIVE, ended_at=None)
        deadlines = with_limit(deadlines, Limit.REPLY, draft.now + patience(reply, turn))
    draft.state = replace(state, reply=reply, turns=with_turn(state.turns, index, turn), deadlines=deadlines)


def _complete(draft: Draft, text: str | None) -> None:
    """All of the latest reply's text is there; it is over when its sound, if it has any, was heard."""
    state = draft.state
    reply = state.reply
    if reply is None:
        return
    reply = replace(reply, text_complete=True, text_given=reply.text_given or text is not None)
    index = find_key(state.turns, reply.turn_key)
    turn = state.turns[index]
    if text is not None and text != turn.text:
        turn = replace(turn, text=text)
        draft.put_turn(index, turn)
    draft.state = replace(draft.state, reply=reply)
    if not draft.state.reply_active:
        return
    if not reply.playing and (reply.sound_ms > 0 or not state.sound_open):
        end_reply(draft)
    else:
        draft.set_limit(Limit.REPLY, patience(reply, turn))
