import pytest

from desktop.conversation import effects, events
from desktop.conversation.state import Phase, Problem, ProblemKind
from desktop.conversation.step import next_deadline
from desktop.conversation.turn import Speaker, TurnStatus
from tests.conversation.driver import (
    CHAT,
    TALK,
    Talk,
    completed,
    done,
    listening,
    reply,
    replying,
    sound,
    started,
    text,
)


def snapshot(whole: str, message: str = "") -> events.ReplyTextArrived:
    return events.ReplyTextArrived(CHAT, whole, message, snapshot=True)


# -- opening -------------------------------------------------------------------------------------------------


def test_a_reply_opens_a_turn_and_the_next_number() -> None:
    talk = listening()
    talk.tell(reply("r1"))
    (turn,) = talk.turns
    assert (turn.speaker, turn.generation, turn.message_id) == (Speaker.ASSISTANT, 1, "r1")
    assert (talk.phase, turn.status) == (Phase.ASSISTANT_SPEAKING, TurnStatus.LIVE)
    before = talk.state
    talk.tell(reply("r1"))
    assert talk.state is before


@pytest.mark.parametrize("first", [text("Good "), sound()])
def test_text_or_sound_without_a_start_opens_a_reply_which_the_late_start_names(first: events.Event) -> None:
    talk = listening()
    talk.tell(first, reply("r1"), text("morning"))
    assert [(turn.message_id, turn.generation) for turn in talk.turns] == [("r1", 1)]
    assert talk.texts[0].endswith("morning")


def test_a_reply_that_opens_clears_the_problem() -> None:
    talk = listening()
    talk.tell(events.ServiceFailed(Problem(ProblemKind.SERVICE, "hiccup")), reply("r1"))
    assert talk.state.problem is None


def test_a_start_without_a_name_that_comes_twice_opens_one_reply() -> None:
    talk = listening()
    talk.tell(reply(""), reply(""), text("Hi"), done("", "Hi"), reply(""))
    assert talk.texts == ["Hi", ""]


def test_a_reply_may_have_the_name_of_the_message_it_answers() -> None:
    talk = listening()
    talk.tell(completed("i1", "Hello.", "m1"), reply("m1"), done("m1", "Hi"))
    assert talk.texts == ["Hello.", "Hi"]


def test_a_reply_opened_by_its_text_takes_one_name_only() -> None:
    talk = listening()
    talk.tell(text("Good"), reply("r1"), reply("r2"))
    assert [turn.message_id for turn in talk.turns] == ["r1", "r2"]


def test_a_start_after_the_learners_turn_is_never_the_late_name_of_the_reply_before() -> None:
    for name in ("r1", ""):
        talk = listening()
        talk.tell(text("Good"), sound(), started("i1"), completed("i1", "Wait."), reply(name))
        assert talk.tell(sound()) == [effects.PlayChunk(2)]


def test_a_reply_without_sound_is_over_when_the_next_one_opens() -> None:
    talk = listening()
    talk.tell(reply("r1"), text("Good"), reply("r2"))
    assert [turn.status for turn in talk.turns] == [TurnStatus.FINAL, TurnStatus.LIVE]


def test_what_is_replied_in_another_chat_is_not_shown() -> None:
    talk = replying()
    before = talk.state
    elsewhere = events.ReplyTextArrived("chat-9", "x"), events.ReplyCompleted("chat-9", "r9", "x")
    assert talk.tell(*elsewhere, events.ReplyStopped("chat-9", True), events.ReplySoundArrived("chat-9", 40.0)) == []
    assert talk.state is before


def test_a_reply_that_follows_another_leaves_it_to_be_heard() -> None:
    talk = replying()
    talk.tell(reply("r2"), text("And"), sound())
    assert talk.played == [1, 1, 2]
    assert [turn.status for turn in talk.turns[1:]] == [TurnStatus.LIVE, TurnStatus.LIVE]
    talk.tell(events.PlaybackFinished(1, 80))
    assert (talk.turns[1].status, talk.turns[1].heard_ms) == (TurnStatus.FINAL, 80)
    assert talk.phase is Phase.ASSISTANT_SPEAKING


def test_a_barge_in_interrupts_both_of_two_replies_in_a_row() -> None:
    talk = replying()
    talk.tell(reply("r2"), sound())
    assert talk.tell(started("i2")) == [effects.FlushPlayback(2)]
    assert [turn.status for turn in talk.turns[1:3]] == [TurnStatus.INTERRUPTED] * 2


# -- text ----------------------------------------------------------------------------------------------------


def test_increments_are_appended() -> None:
    talk = listening()
    talk.tell(reply("r1"), text("Good "), text("mor"), text("ning"))
    assert talk.texts == ["Good morning"]


def test_an_increment_that_comes_twice_in_a_row_is_a_duplicate() -> None:
    talk = listening()
    talk.tell(reply("r1"), text("Good "), text("Good "), text("morning"), text("morning"))
    assert talk.texts == ["Good morning"]


def test_an_increment_that_begins_with_all_the_text_so_far_replaces_it() -> None:
    talk = listening()
    talk.tell(reply("r1"), text("Good"), text("Good mor"), text("Good morning"), text("Good morning"))
    assert talk.texts == ["Good morning"]


def test_a_snapshot_replaces() -> None:
    talk = listening()
    talk.tell(reply("r1"), text("Goot"), snapshot("Good"), text(" day"), snapshot("Good day."))
    assert talk.texts == ["Good day."]


def test_a_snapshot_of_an_older_reply_finds_its_turn() -> None:
    talk = replying()
    talk.tell(reply("r2"), text("And"), snapshot("Good morning, Ann", "r1"), snapshot("Good", "r1"))
    talk.tell(events.ReplyTextArrived(CHAT, "; " * 20, "r1"))
    assert talk.texts == ["Hello.", "Good morning, Ann", "And"]


def test_a_snapshot_of_a_reply_that_never_started_opens_it() -> None:
    talk = listening()
    talk.tell(snapshot("Good", "r1"))
    assert talk.turns[0].message_id == "r1"
    talk.tell(reply("r1"), events.ReplyTextArrived(CHAT, " day", "r1"), snapshot("Good", "r1"))
    assert [(turn.text, turn.message_id) for turn in talk.turns] == [("Good", "r1")]


def test_text_brings_a_reply_back_that_had_been_given_up() -> None:
    talk = listening()
    talk.tell(reply("r1"))
    talk.wait(20)
    talk.tell(text("Hi"))
    assert (talk.phase, talk.turns[0].status, talk.turns[0].ended_at) == (
        Phase.ASSISTANT_SPEAKING,
        TurnStatus.LIVE,
        None,
    )


def test_a_reply_lasts_while_its_text_grows() -> None:
    talk = listening()
    talk.tell(reply("r1"))
    for word in range(5):
        talk.tell(text(f"word {word} "))
        talk.wait(9)
    assert talk.phase is Phase.ASSISTANT_SPEAKING
    talk.wait(1)
    assert talk.phase is Phase.LISTENING


def test_late_text_of_a_reply_already_over_does_not_bring_it_back() -> None:
    talk = replying()
    talk.tell(done("r1"), events.PlaybackFinished(1, 80), text("!"))
    assert (talk.texts[1], talk.phase, talk.turns[1].status) == ("Good morning!", Phase.LISTENING, TurnStatus.FINAL)


def test_late_text_of_a_silenced_reply_finds_its_turn() -> None:
    talk = replying()
    talk.tell(events.SilenceRequested(), text(", Ann"), done("r1"))
    assert (talk.texts[1], talk.turns[1].status) == ("Good morning, Ann", TurnStatus.INTERRUPTED)
    assert next_deadline(talk.state) is None
    talk.tell(started("i2"), text("!"))
    assert talk.texts == ["Hello.", "Good morning, Ann!", ""]


def test_a_completion_overwrites_the_text_and_late_increments_add_nothing() -> None:
    talk = replying()
    talk.tell(done("r1", "Good morning!"), text("!!"))
    assert talk.texts[1] == "Good morning!"


def test_a_completion_without_text_leaves_it_and_late_increments_still_add() -> None:
    talk = replying()
    talk.tell(done("r1"), text("!"))
    assert talk.texts[1] == "Good morning!"


def test_a_completion_of_an_older_reply_changes_that_turn_only() -> None:
    talk = replying()
    talk.tell(reply("r2"), text("And"), done("r1", "Good morning."))
    assert talk.texts == ["Hello.", "Good morning.", "And"]
    assert talk.phase is Phase.ASSISTANT_SPEAKING


def test_a_completion_of_which_nothing_was_known_keeps_its_text() -> None:
    talk = listening()
    talk.tell(done("r1", "Good morning."), done("r1", "Good morning."))
    assert talk.texts == ["Good morning."]
    assert talk.tell(sound()) == [effects.PlayChunk(1)]


def test_a_completion_of_which_nothing_was_known_does_not_disturb_the_reply_under_way() -> None:
    talk = replying()
    talk.tell(done("r0", "Welcome."))
    assert talk.texts == ["Hello.", "Good morning", "Welcome."]
    assert talk.tell(text(", Ann"), sound()) == [effects.PlayChunk(1)]
    assert talk.texts[1] == "Good morning, Ann"


def test_a_completion_without_a_name_is_that_of_the_latest_reply() -> None:
    talk = replying()
    talk.tell(done("", "Good morning!"))
    assert talk.texts == ["Hello.", "Good morning!"]
    alone = listening()
    alone.tell(done("", "Hi"))
    assert alone.texts == ["Hi"]


def test_a_completion_of_which_nothing_was_known_opens_the_reply_after_a_silenced_one() -> None:
    talk = replying()
    talk.tell(started("i2"), done("r9", "New."))
    assert talk.texts == ["Hello.", "Good morning", "", "New."]
    assert talk.tell(sound()) == [effects.PlayChunk(2)]


def test_a_completion_names_a_reply_that_had_no_start() -> None:
    talk = listening()
    talk.tell(text("Good"), done("r1", "Good morning."), reply("r1"))
    assert [(turn.text, turn.message_id) for turn in talk.turns] == [("Good morning.", "r1")]


def test_a_completion_of_nothing_makes_no_turn() -> None:
    talk = listening()
    talk.tell(done("r1"), done("", None))
    assert talk.turns == ()


# -- sound ---------------------------------------------------------------------------------------------------


def test_each_chunk_is_played_as_part_of_its_reply() -> None:
    talk = replying()
    assert talk.tell(sound(20.4), sound(20.4)) == [effects.PlayChunk(1)] * 2
    assert talk.turns[1].sound_ms == 121


def test_sound_after_the_completion_still_belongs_to_the_reply() -> None:
    talk = replying()
    talk.tell(done("r1"), events.PlaybackFinished(1, 80))
    assert talk.tell(sound()) == [effects.PlayChunk(1)]
    assert (talk.phase, talk.turns[1].status) == (Phase.ASSISTANT_SPEAKING, TurnStatus.LIVE)
    assert talk.turns[1].ended_at is None
    talk.tell(events.PlaybackFinished(1, 120))
    assert (talk.phase, talk.turns[1].status) == (Phase.LISTENING, TurnStatus.FINAL)


def test_sound_after_the_next_completed_turn_belongs_to_the_next_reply() -> None:
    talk = replying()
    talk.tell(done("r1"), events.PlaybackFinished(1, 80), started("i2"), completed("i2", "Tea."))
    assert talk.tell(sound()) == [effects.PlayChunk(2)]


def test_sound_after_a_turn_completed_without_a_start_belongs_to_the_next_reply_if_the_last_is_complete() -> None:
    talk = replying()
    talk.tell(completed("i2", "Tea."))
    assert talk.tell(sound(), done("r1")) == [effects.PlayChunk(1)]
    talk.tell(completed("i3", "Cake."))
    assert talk.tell(sound()) == [effects.PlayChunk(2)]


def test_sound_that_was_queued_is_waited_for_before_its_start_is_told() -> None:
    talk = listening()
    talk.tell(reply("r1"), sound(30_000), done("r1"))
    talk.wait(30)
    assert talk.phase is Phase.ASSISTANT_SPEAKING


def test_sound_is_not_played_before_the_chat_or_without_a_sound_card_or_once_the_learner_stopped() -> None:
    early = Talk(events.LinkOpened(), TALK)
    deaf = listening()
    deaf.tell(events.AudioFailed("unplugged"))
    stopping = listening()
    stopping.tell(events.StopRequested())
    for talk in (early, deaf, stopping):
        before = talk.state
        assert talk.tell(events.ReplySoundArrived("", 40.0)) == []
        assert talk.state is before


# -- stopped by the service ----------------------------------------------------------------------------------


def test_a_reply_stopped_by_the_service_is_over_when_it_was_heard() -> None:
    talk = replying()
    talk.tell(events.ReplyStopped(CHAT, True), events.PlaybackFinished(1, 80))
    assert talk.phase is Phase.LISTENING


def test_a_stop_that_comes_late_does_no_harm_to_the_next_reply() -> None:
    talk = replying()
    talk.tell(started("i2"), completed("i2", "Tea."), reply("r2"), events.ReplyStopped(CHAT, True))
    assert talk.tell(text("Sure"), text("."), sound()) == [effects.PlayChunk(2)]
    assert talk.texts[-1] == "Sure."


def test_a_stop_without_success_changes_nothing() -> None:
    talk = replying()
    before = talk.state
    talk.tell(events.ReplyStopped(CHAT, False))
    assert talk.state is before


def test_the_late_name_of_a_silenced_reply_does_not_bring_it_back() -> None:
    talk = listening()
    talk.tell(text("Good"), sound(), started("i1"), events.ReplyStopped(CHAT, True), reply("r1"))
    assert talk.tell(sound()) == []
    assert talk.turns[0].message_id == "r1"


def test_a_service_that_goes_on_though_it_was_to_stop_is_shown_with_its_reason() -> None:
    talk = replying()
    talk.tell(events.SilenceRequested())
    assert talk.tell(events.ReplyStopped(CHAT, False), events.ReplyStopped("chat-9", False, "no")) == []
    busy = Problem(ProblemKind.SERVICE, "Still busy.", "stop")
    assert talk.tell(events.ReplyStopped(CHAT, False, "Still busy.")) == [effects.Notify(busy)]
    talk.tell(done("r1", "Good morning."))
    assert talk.tell(events.ReplyStopped(CHAT, False, "Nothing to stop.")) == []
