"""Whose word it is: how the learner takes the floor, keeps it while thinking, and gives it.

    mode         the turn begins      the turn ends
    HANDS_FREE   with the voice       with a pause
    HOLD         with FloorTaken      with FloorReleased
    TAP          with the voice       with FloorReleased

Time to think keeps any turn from ending. A muted microphone has no floor to take.
"""

from dataclasses import replace

from desktop.conversation import events
from desktop.conversation.draft import Draft
from desktop.conversation.effects import ReleaseFloor, StopReply, TakeFloor, UseTurnMode, WithholdSilence
from desktop.conversation.limits import OPEN_TURN_S, TIME_TO_THINK_S
from desktop.conversation.playback import silence
from desktop.conversation.state import Limit, Phase, TurnMode


def turn_mode_chosen(draft: Draft, event: events.TurnModeChosen) -> None:
    """Take effect at once, in the middle of a talk too."""
    if event.mode is draft.state.turn_mode:
        return
    release_floor(draft)
    draft.state = replace(draft.state, turn_mode=event.mode)
    if draft.state.sound_open:
        draft.ask(UseTurnMode(event.mode))


def floor_taken(draft: Draft) -> None:
    """The learner speaks now: no reply so far is heard any more. Counts before the service is ready, too."""
    state = draft.state
    if state.turn_mode is not TurnMode.HOLD or state.floor_held or state.muted or not _can_speak(draft):
        return
    draft.state = replace(state, floor_held=True)
    draft.ask(TakeFloor())
    yield_floor(draft)


def yield_floor(draft: Draft) -> None:
    """While the key is down no reply is heard, not even the late answer to what was said before."""
    if draft.state.floor_held:
        active = draft.state.reply_active
        silence(draft)
        if active:
            draft.ask(StopReply(draft.state.chat_id))


def floor_released(draft: Draft) -> None:
    state = draft.state
    if state.turn_mode is TurnMode.TAP and _can_speak(draft):
        draft.state = replace(state, sent_turn_key=state.open_turn_key)
        draft.ask(ReleaseFloor())
        end_time_to_think(draft)
    else:
        release_floor(draft)


def release_floor(draft: Draft) -> None:
    """HOLD: end the turn for which the key is down."""
    if draft.state.floor_held:
        draft.state = replace(draft.state, floor_held=False)
        draft.ask(ReleaseFloor())
        end_time_to_think(draft)


def time_to_think_requested(draft: Draft, event: events.TimeToThinkRequested) -> None:
    if not event.on:
        end_time_to_think(draft)
    elif not draft.state.thinking_time and _can_speak(draft):
        draft.state = replace(draft.state, thinking_time=True)
        draft.set_limit(Limit.TIME_TO_THINK, TIME_TO_THINK_S)
        draft.ask(WithholdSilence(True))


def end_time_to_think(draft: Draft) -> None:
    if draft.state.thinking_time:
        draft.lift(Limit.TIME_TO_THINK)
        draft.state = replace(draft.state, thinking_time=False)
        draft.ask(WithholdSilence(False))


def leave_floor(draft: Draft) -> None:
    """The microphone is no longer heard: nothing is held any more."""
    draft.lift(Limit.TIME_TO_THINK)
    draft.state = replace(draft.state, floor_held=False, thinking_time=False)


def watch_open_turn(draft: Draft) -> None:
    """Let the limit of an open turn run exactly while nothing but the service keeps the turn open."""
    state = draft.state
    if state.turn_held_open:
        draft.lift(Limit.OPEN_TURN)
    elif state.open_turn_key and not draft.is_awaited(Limit.OPEN_TURN):
        draft.set_limit(Limit.OPEN_TURN, OPEN_TURN_S)


def _can_speak(draft: Draft) -> bool:
    state = draft.state
    return state.sound_open and state.phase is not Phase.STOPPING
