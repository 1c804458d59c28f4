from desktop.conversation import effects, events
from desktop.conversation.state import Phase
from desktop.conversation.step import next_deadline
from desktop.conversation.turn import TurnStatus
from tests.conversation.driver import CHAT, completed, done, listening, reply, replying, sound, started, text


def test_a_reply_is_over_when_its_text_is_complete_and_its_sound_was_heard() -> None:
    talk = replying()
    talk.tell(done("r1"))
    assert (talk.phase, talk.turns[1].status) == (Phase.ASSISTANT_SPEAKING, TurnStatus.LIVE)
    talk.tell(events.PlaybackFinished(1, 80))
    assert (talk.phase, talk.turns[1].status) == (Phase.LISTENING, TurnStatus.FINAL)
    assert next_deadline(talk.state) is None


def test_a_reply_heard_before_its_text_is_complete_is_over_with_the_text() -> None:
    talk = replying()
    talk.tell(events.PlaybackFinished(1, 80))
    assert talk.phase is Phase.ASSISTANT_SPEAKING
    talk.tell(done("r1"))
    assert talk.phase is Phase.LISTENING


def test_a_reply_without_sound_is_over_5_seconds_after_its_text() -> None:
    talk = listening()
    talk.tell(reply("r1"), text("Hi"), done("r1"))
    talk.wait(4.9)
    assert talk.phase is Phase.ASSISTANT_SPEAKING
    talk.wait(0.2)
    assert (talk.phase, talk.turns[0].status) == (Phase.LISTENING, TurnStatus.FINAL)


def test_a_reply_that_is_never_completed_is_over_10_seconds_after_its_sound() -> None:
    talk = replying()
    talk.tell(events.PlaybackFinished(1, 80))
    talk.wait(9.9)
    assert talk.phase is Phase.ASSISTANT_SPEAKING
    talk.wait(0.2)
    assert (talk.phase, talk.turns[1].status) == (Phase.LISTENING, TurnStatus.FINAL)


def test_a_reply_of_which_nothing_comes_is_over_after_20_seconds() -> None:
    talk = listening()
    talk.tell(reply("r1"))
    talk.wait(20)
    assert talk.phase is Phase.LISTENING


def test_a_long_reply_is_waited_for_as_long_as_it_lasts() -> None:
    talk = replying()
    talk.tell(sound(60_000), done("r1"))
    talk.wait(65)
    assert talk.phase is Phase.ASSISTANT_SPEAKING
    talk.wait(6)
    assert talk.phase is Phase.LISTENING


def test_playing_that_goes_on_after_its_end_was_told_brings_the_reply_back() -> None:
    talk = replying()
    talk.tell(done("r1"), sound(), events.PlaybackFinished(1, 80), events.PlaybackProgressed(1, 100))
    assert (talk.phase, talk.turns[1].status) == (Phase.ASSISTANT_SPEAKING, TurnStatus.LIVE)
    talk.tell(events.PlaybackFinished(1, 120))
    assert talk.phase is Phase.LISTENING


def test_what_was_heard_only_grows_and_is_kept_for_older_replies_too() -> None:
    talk = replying()
    talk.tell(events.PlaybackProgressed(1, 60), events.PlaybackProgressed(1, 40), started("i2"))
    talk.tell(completed("i2", "Tea."), reply("r2"), sound(), events.PlaybackProgressed(1, 70))
    talk.tell(events.PlaybackProgressed(2, 10), events.PlaybackFinished(1, 65), events.PlaybackProgressed(9, 5))
    assert [turn.heard_ms for turn in talk.turns] == [0, 70, 0, 10]
    assert talk.turns[1].status is TurnStatus.INTERRUPTED


def test_the_learner_may_silence_a_reply() -> None:
    talk = replying()
    assert talk.tell(events.SilenceRequested()) == [effects.FlushPlayback(1), effects.StopReply(CHAT)]
    assert (talk.phase, talk.turns[1].status) == (Phase.LISTENING, TurnStatus.INTERRUPTED)
    assert talk.tell(sound(), events.SilenceRequested()) == []
    talk.tell(text(", Ann"))
    assert talk.texts[1] == "Good morning, Ann"
    assert talk.phase is Phase.LISTENING


def test_silencing_nothing_asks_for_nothing() -> None:
    talk = listening()
    assert talk.tell(events.SilenceRequested()) == []


def test_telling_the_end_of_playing_again_does_not_bring_a_reply_back() -> None:
    talk = replying()
    talk.tell(done("r1"), events.PlaybackFinished(1, 80))
    before = talk.state
    talk.tell(events.PlaybackFinished(1, 80), events.PlaybackProgressed(1, 80), events.PlaybackStarted(1))
    assert talk.state is before


def test_playing_that_is_told_of_a_silenced_reply_is_only_counted() -> None:
    talk = replying()
    talk.tell(events.SilenceRequested(), events.PlaybackProgressed(1, 70), events.PlaybackFinished(1, 75))
    assert (talk.turns[1].heard_ms, talk.turns[1].status) == (75, TurnStatus.INTERRUPTED)
    assert (talk.phase, next_deadline(talk.state)) == (Phase.LISTENING, None)


def test_the_end_of_an_older_reply_is_not_that_of_the_latest() -> None:
    talk = replying()
    talk.tell(reply("r2"), sound(), done("r2", "And?"), events.PlaybackFinished(1, 80))
    assert (talk.phase, talk.turns[-1].status) == (Phase.ASSISTANT_SPEAKING, TurnStatus.LIVE)
    assert (talk.turns[1].status, talk.turns[1].ended_at) == (TurnStatus.FINAL, talk.now)
    talk.tell(events.PlaybackFinished(2, 40))
    assert (talk.phase, talk.turns[-1].status) == (Phase.LISTENING, TurnStatus.FINAL)


def test_an_end_that_comes_after_the_reply_was_given_up_is_only_counted() -> None:
    talk = replying()
    talk.tell(done("r1"))
    talk.wait(12)
    assert talk.phase is Phase.LISTENING
    talk.tell(events.PlaybackFinished(1, 80))
    assert (talk.phase, talk.turns[1].heard_ms, next_deadline(talk.state)) == (Phase.LISTENING, 80, None)


def test_playing_of_no_reply_or_an_unknown_one_changes_nothing() -> None:
    talk = replying()
    before = talk.state
    talk.tell(events.PlaybackProgressed(0, 50), events.PlaybackProgressed(9, 50), events.PlaybackFinished(-1, 50))
    assert talk.state is before
