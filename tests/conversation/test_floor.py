from dataclasses import replace

import pytest

from desktop.conversation import effects, events
from desktop.conversation.limits import OPEN_TURN_S, TIME_TO_THINK_S
from desktop.conversation.state import Phase, TurnMode
from desktop.conversation.turn import TurnStatus
from tests.conversation.driver import CHAT, OPENING, TALK, Talk, completed, listening, reply, said, sound, started, text

TAKE, RELEASE = events.FloorTaken(), events.FloorReleased()
THINK, THOUGHT = events.TimeToThinkRequested(True), events.TimeToThinkRequested(False)


def talking_by(mode: TurnMode) -> Talk:
    """Return a conversation in this mode in which the learner may speak; nothing has been said."""
    link, _, *rest = OPENING
    return Talk(link, replace(TALK, turn_mode=mode), *rest)


def holding() -> Talk:
    talk = talking_by(TurnMode.HOLD)
    talk.tell(TAKE)
    return talk


def test_a_talk_begins_in_the_mode_it_was_asked_for() -> None:
    talk = Talk(replace(TALK, turn_mode=TurnMode.TAP))
    assert talk.effects[0] == effects.StartCapture(TurnMode.TAP)
    assert talk.state.turn_mode is TurnMode.TAP


def test_the_key_takes_the_floor_and_gives_it_back() -> None:
    talk = talking_by(TurnMode.HOLD)
    assert talk.tell(TAKE, TAKE) == [effects.TakeFloor()]
    assert (talk.phase, talk.state.floor_held) == (Phase.LISTENING, True)
    assert talk.tell(RELEASE, RELEASE) == [effects.ReleaseFloor()]
    assert not talk.state.floor_held


@pytest.mark.parametrize("mode", [TurnMode.HANDS_FREE, TurnMode.TAP])
def test_in_other_modes_the_key_takes_nothing(mode: TurnMode) -> None:
    assert talking_by(mode).tell(TAKE) == []


def test_taking_the_floor_silences_the_reply_at_once() -> None:
    talk = talking_by(TurnMode.HOLD)
    talk.tell(reply("r1"), text("Good "), sound(), events.PlaybackStarted(1))
    assert talk.tell(TAKE) == [effects.TakeFloor(), effects.FlushPlayback(1), effects.StopReply(CHAT)]
    assert talk.turns[-1].status is TurnStatus.INTERRUPTED
    talk.tell(sound(), text("morning."))
    assert talk.played == [1]
    assert talk.texts == ["Good morning."]


def test_a_late_answer_is_read_and_not_heard_while_the_key_is_down() -> None:
    talk = holding()
    talk.tell(started("i1"), RELEASE, completed("i1", "One."), TAKE)
    assert talk.tell(reply("r1")) == [effects.FlushPlayback(1), effects.StopReply(CHAT)]
    assert talk.tell(sound(), text("Late."), sound()) == []
    assert talk.texts == ["One.", "Late."]
    talk.tell(started("i2"), RELEASE, completed("i2", "Two."), reply("r2"), sound())
    assert talk.played == [2]


def test_a_press_before_the_service_is_ready_counts() -> None:
    talk = Talk(*OPENING[:1], replace(TALK, turn_mode=TurnMode.HOLD))
    assert talk.tell(TAKE) == [effects.TakeFloor()]
    talk.tell(*OPENING[2:])
    assert (talk.phase, talk.state.floor_held) == (Phase.LISTENING, True)
    assert talk.effects[-1] == effects.OpenMicrophoneGate(CHAT)


def test_the_floor_is_held_through_a_lost_link() -> None:
    talk = holding()
    talk.tell(events.LinkLost(), events.LinkOpened(), *OPENING[4:])
    assert talk.state.floor_held


def test_muted_wins() -> None:
    talk = talking_by(TurnMode.HOLD)
    talk.tell(events.MuteRequested(True))
    assert talk.tell(TAKE) == []
    talk.tell(events.MuteRequested(False), TAKE)
    asked = talk.tell(events.MuteRequested(True))
    assert asked[:2] == [effects.ReleaseFloor(), effects.MuteMicrophone(True)]
    assert not talk.state.floor_held


def test_a_held_turn_stays_open_as_long_as_the_key_is_down() -> None:
    talk = holding()
    talk.tell(started("i1"), said("i1", "I would"))
    talk.wait(10 * OPEN_TURN_S)
    assert talk.phase is Phase.LEARNER_SPEAKING
    talk.tell(RELEASE)
    talk.wait(OPEN_TURN_S)
    assert talk.phase is Phase.LISTENING


def test_a_turn_to_be_sent_by_a_tap_stays_open_until_then() -> None:
    talk = talking_by(TurnMode.TAP)
    talk.tell(started("i1"), said("i1", "I would"))
    talk.wait(10 * OPEN_TURN_S)
    assert talk.phase is Phase.LEARNER_SPEAKING
    assert talk.tell(RELEASE) == [effects.ReleaseFloor()]
    talk.wait(OPEN_TURN_S)
    assert talk.phase is Phase.LISTENING
    talk.tell(started("i2"))
    talk.wait(10 * OPEN_TURN_S)
    assert talk.phase is Phase.LEARNER_SPEAKING


def test_hands_free_a_tap_sends_nothing() -> None:
    talk = listening()
    talk.tell(started("i1"))
    assert talk.tell(RELEASE) == []


def test_time_to_think_keeps_the_turn_open_and_ends_by_itself() -> None:
    talk = listening()
    talk.tell(started("i1"), said("i1", "I would"))
    assert talk.tell(THINK, THINK) == [effects.WithholdSilence(True)]
    assert talk.wait(TIME_TO_THINK_S - 1) == []
    assert (talk.phase, talk.state.thinking_time) == (Phase.LEARNER_SPEAKING, True)
    assert talk.wait(2) == [effects.WithholdSilence(False)]
    assert not talk.state.thinking_time
    talk.wait(OPEN_TURN_S)
    assert talk.phase is Phase.LISTENING


def test_time_to_think_ends_when_the_learner_says_so() -> None:
    talk = listening()
    assert talk.tell(THINK, THOUGHT, THOUGHT) == [effects.WithholdSilence(True), effects.WithholdSilence(False)]
    assert talk.wait(2 * TIME_TO_THINK_S) == []


@pytest.mark.parametrize("mode", [TurnMode.HOLD, TurnMode.TAP])
def test_who_gives_the_word_has_thought(mode: TurnMode) -> None:
    talk = talking_by(mode)
    talk.tell(TAKE, THINK)
    assert talk.tell(RELEASE) == [effects.ReleaseFloor(), effects.WithholdSilence(False)]


def test_the_mode_changes_in_the_middle_of_a_talk() -> None:
    talk = holding()
    assert talk.tell(events.TurnModeChosen(TurnMode.TAP)) == [
        effects.ReleaseFloor(),
        effects.UseTurnMode(TurnMode.TAP),
    ]
    assert (talk.state.turn_mode, talk.state.floor_held) == (TurnMode.TAP, False)
    assert talk.tell(events.TurnModeChosen(TurnMode.TAP)) == []


def test_between_talks_a_mode_is_only_noted() -> None:
    talk = Talk()
    assert talk.tell(events.TurnModeChosen(TurnMode.HOLD)) == []
    assert talk.state.turn_mode is TurnMode.HOLD


@pytest.mark.parametrize(
    "end",
    [events.StopRequested(), events.ChatEnded(CHAT), events.AudioFailed("unplugged"), events.VoiceReady(CHAT, False)],
)
def test_where_nobody_is_heard_nothing_is_held(end: events.Event) -> None:
    talk = holding()
    talk.tell(THINK)
    if isinstance(end, events.VoiceReady):
        talk.tell(events.VoiceEnded(CHAT))
    talk.tell(end)
    assert (talk.state.floor_held, talk.state.thinking_time) == (False, False)
    assert talk.tell(TAKE, THINK, RELEASE) == []
