"""What the loudspeaker does with the replies: how much of each was heard, when one is over, and silence.

A silenced reply stays silenced even when what interrupted it turns out to hold no words: its late sound is dropped.
"""

from dataclasses import replace

from desktop.conversation import events
from desktop.conversation.draft import Draft
from desktop.conversation.effects import FlushPlayback, StopReply
from desktop.conversation.limits import FIRST_SOUND_S, MORE_REPLY_S, with_limit, without_limits
from desktop.conversation.state import Limit, Reply
from desktop.conversation.transcript import find_generation, with_turn
from desktop.conversation.turn import Speaker, Turn, TurnStatus


def playback_moved(
    draft: Draft, event: events.PlaybackStarted | events.PlaybackProgressed | events.PlaybackFinished
) -> None:
    """Note how much of a reply, of the latest or of an older one, was heard."""
    state = draft.state
    index = find_generation(state.turns, event.generation)
    if event.generation < 1 or index < 0:
        return
    turn = state.turns[index]
    heard_ms = 0 if isinstance(event, events.PlaybackStarted) else event.heard_ms
    finished = isinstance(event, events.PlaybackFinished)
    advanced = heard_ms > turn.heard_ms
    if advanced:
        turn = replace(turn, heard_ms=heard_ms)
    reply = state.reply
    if reply is None or reply.generation != event.generation or event.generation <= state.silenced_through:
        if finished and turn.status is TurnStatus.LIVE:  # the next reply had opened before this one was heard
            turn = replace(turn, status=TurnStatus.FINAL, ended_at=draft.now)
        if turn is not state.turns[index]:
            draft.put_turn(index, turn)
        return
    if reply.over and (finished or not advanced or not draft.plays_replies):
        if advanced:
            draft.put_turn(index, turn)
        return
    if reply.over:  # it had been given up, or had run dry, and goes on
        turn = replace(turn, status=TurnStatus.LIVE, ended_at=None)
    reply = replace(reply, playing=not finished, over=False)
    draft.state = replace(
        state,
        turns=with_turn(state.turns, index, turn),
        reply=reply,
        deadlines=with_limit(state.deadlines, Limit.REPLY, draft.now + patience(reply, turn)),
    )
    if finished and reply.text_complete:
        end_reply(draft)


def silence(draft: Draft) -> None:
    """Nothing of the replies so far is heard from now on. One that was under way is marked as interrupted.

    Its text stays, and may still be completed; how much of it was heard stands in `heard_ms`.
    """
    state = draft.state
    if state.reply is None or state.reply.generation <= state.silenced_through:
        return
    active = state.reply_active
    draft.state = replace(
        state,
        silenced_through=state.generation,
        reply=replace(state.reply, playing=False, over=True),
        deadlines=without_limits(state.deadlines, Limit.REPLY),
    )
    if active:
        draft.ask(FlushPlayback(state.generation))
        draft.close_turns(Speaker.ASSISTANT, TurnStatus.INTERRUPTED)


def silence_requested(draft: Draft) -> None:
    if draft.state.reply_active:
        silence(draft)
        draft.ask(StopReply(draft.state.chat_id))


def learner_interrupted(draft: Draft, event: events.LearnerInterrupted) -> None:
    """The learner speaks over the reply: what the service has not noticed yet is told to it."""
    reply = draft.state.reply
    if reply is not None and reply.generation == event.generation:
        silence_requested(draft)


def end_reply(draft: Draft) -> None:
    """Nothing more is expected of the latest reply: it was heard, or nothing more of it came."""
    reply = draft.state.reply
    if reply is None or not draft.state.reply_active:
        return
    draft.state = replace(
        draft.state,
        reply=replace(reply, playing=False, over=True),
        deadlines=without_limits(draft.state.deadlines, Limit.REPLY),
    )
    draft.close_turns(Speaker.ASSISTANT, TurnStatus.FINAL)


def patience(reply: Reply, turn: Turn) -> float:
    """Return the seconds after which a reply of which nothing more is seen or heard is over."""
    if reply.playing:
        return max(0.0, reply.sound_ms - turn.heard_ms) / 1000 + MORE_REPLY_S
    return FIRST_SOUND_S if reply.text_complete else MORE_REPLY_S
