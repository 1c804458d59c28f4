import pytest

from desktop.conversation import effects, events
from desktop.conversation.state import Phase
from desktop.conversation.step import next_deadline
from desktop.conversation.turn import Speaker, TurnStatus
from tests.conversation.driver import (
    ATTEMPT,
    CHAT,
    OPENING,
    Talk,
    completed,
    done,
    echo,
    listening,
    reply,
    replying,
    said,
    sound,
    started,
    text,
)


def test_a_turn_begins_on_the_learners_clock_and_shows_its_words_as_they_come() -> None:
    talk = listening()
    talk.tell(started("i1"))
    began = talk.now
    assert talk.phase is Phase.LEARNER_SPEAKING
    talk.tell(said("i1", "I would"), said("i1", "I would like"))
    (turn,) = talk.turns
    assert (turn.text, turn.status, turn.started_at) == ("I would like", TurnStatus.LIVE, began)
    assert (turn.speaker, turn.item_id, turn.message_id) == (Speaker.LEARNER, "i1", "m-i1")


def test_a_completed_turn_has_its_text_for_good_and_a_reply_is_awaited() -> None:
    talk = listening()
    talk.tell(started("i1"), said("i1", "I wood"), completed("i1", "I would."))
    assert talk.phase is Phase.ASSISTANT_THINKING
    assert (talk.texts, talk.turns[0].status, talk.turns[0].ended_at) == (["I would."], TurnStatus.FINAL, talk.now)
    before = talk.state
    talk.tell(said("i1", "I wood"), started("i1"), completed("i1", "I would."))
    assert talk.state is before


def test_a_silent_service_is_not_an_error_and_the_button_does_not_lie() -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", "Hello."))
    talk.wait(19.9)
    assert talk.phase is Phase.ASSISTANT_THINKING
    talk.wait(0.2)
    assert (talk.phase, talk.state.problem, next_deadline(talk.state)) == (Phase.LISTENING, None, None)


def test_words_whose_start_was_lost_open_the_turn() -> None:
    talk = listening()
    talk.tell(said("i1", "Hello"))
    assert (talk.phase, talk.texts) == (Phase.LEARNER_SPEAKING, ["Hello"])
    talk.tell(started("i1", "m1"))
    assert len(talk.turns) == 1
    assert talk.turns[0].message_id == "m1"


def test_a_completion_of_which_nothing_was_known_makes_its_turn() -> None:
    talk = listening()
    talk.tell(completed("i1", "Hello."))
    assert [(turn.text, turn.status, turn.typed) for turn in talk.turns] == [("Hello.", TurnStatus.FINAL, False)]
    assert talk.phase is Phase.ASSISTANT_THINKING


def test_a_turn_is_known_by_its_message_where_the_item_is_missing() -> None:
    talk = listening()
    talk.tell(started("", "m1"), events.LearnerTurnCompleted(CHAT, "m1", "i1", "Hello."))
    assert [(turn.text, turn.item_id) for turn in talk.turns] == [("Hello.", "i1")]


def test_turns_of_one_message_with_two_items_stay_two() -> None:
    talk = listening()
    talk.tell(started("i1", "m"), completed("i1", "One.", "m"), started("i2", "m"), completed("i2", "Two.", "m"))
    assert talk.texts == ["One.", "Two."]


def test_words_without_an_item_are_those_of_the_open_turn() -> None:
    talk = listening()
    talk.tell(said("", "Hello"), said("", "Hello there"), events.LearnerTurnCompleted(CHAT, "m1", "", "Hello there."))
    assert talk.texts == ["Hello there."]


def test_a_completion_without_any_name_is_not_taken_twice() -> None:
    talk = listening()
    talk.tell(*[events.LearnerTurnCompleted(CHAT, "", "", "Hello.")] * 2)
    assert talk.texts == ["Hello."]


# -- speech without words, words without completion ----------------------------------------------------------


def test_empty_speech_is_marked_at_the_next_start() -> None:
    talk = listening()
    talk.tell(started("i1"), started("i2"))
    assert [turn.status for turn in talk.turns] == [TurnStatus.NO_TEXT, TurnStatus.LIVE]


def test_empty_speech_is_marked_when_the_voice_session_ends() -> None:
    talk = listening()
    talk.tell(started("i1"), events.VoiceEnded(CHAT))
    assert talk.turns[0].status is TurnStatus.NO_TEXT


def test_empty_speech_is_marked_15_seconds_after_it_was_last_touched() -> None:
    talk = listening()
    talk.tell(started("i1"))
    talk.wait(10)
    talk.tell(said("i1", ""))
    talk.wait(14.9)
    assert talk.phase is Phase.LEARNER_SPEAKING
    talk.wait(0.2)
    assert (talk.phase, talk.turns[0].status) == (Phase.LISTENING, TurnStatus.NO_TEXT)


def test_words_that_were_never_completed_are_kept() -> None:
    talk = listening()
    talk.tell(started("i1"), said("i1", "I would"), started("i2"))
    assert (talk.texts[0], talk.turns[0].status) == ("I would", TurnStatus.FINAL)


def test_a_completion_that_comes_after_all_still_counts() -> None:
    talk = listening()
    talk.tell(started("i1"), started("i2"), completed("i1", "Well."))
    assert [(turn.text, turn.status) for turn in talk.turns] == [("Well.", TurnStatus.FINAL), ("", TurnStatus.LIVE)]


def test_words_after_a_long_silence_open_their_turn_again() -> None:
    talk = listening()
    talk.tell(started("i1"))
    talk.wait(15)
    talk.tell(said("i1", "Well"))
    assert (talk.phase, len(talk.turns), talk.turns[0].status) == (Phase.LEARNER_SPEAKING, 1, TurnStatus.LIVE)


def test_late_words_of_an_earlier_turn_do_not_open_it_again() -> None:
    talk = listening()
    talk.tell(started("i1"), started("i2"), completed("i2", "Two."), said("i1", "One"))
    assert (talk.phase, talk.texts) == (Phase.ASSISTANT_THINKING, ["One", "Two."])
    assert talk.turns[0].status is TurnStatus.FINAL


def test_a_completion_without_words_marks_the_turn_and_awaits_no_reply() -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", " "))
    assert (talk.phase, talk.turns[0].status) == (Phase.LISTENING, TurnStatus.NO_TEXT)


def test_a_completion_without_words_does_not_take_away_words_already_shown() -> None:
    talk = listening()
    talk.tell(started("i1"), said("i1", "Hello"), completed("i1", ""))
    assert (talk.texts, talk.turns[0].status) == (["Hello"], TurnStatus.FINAL)


# -- barge-in ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first_sign", [started("i2"), said("i2", "Wait")])
def test_the_first_sign_of_speech_silences_the_reply(first_sign: events.Event) -> None:
    talk = replying()
    talk.tell(events.PlaybackProgressed(1, 30))
    assert talk.tell(first_sign) == [effects.FlushPlayback(1)]
    assert (talk.phase, talk.state.silenced_through, talk.state.awaiting_reply) == (Phase.LEARNER_SPEAKING, 1, True)
    silenced = talk.turns[1]
    assert (silenced.status, silenced.heard_ms, silenced.text) == (TurnStatus.INTERRUPTED, 30, "Good morning")


def test_late_sound_of_a_silenced_reply_is_dropped_until_the_next_reply() -> None:
    talk = replying()
    talk.tell(started("i2"))
    assert talk.tell(sound(), events.ReplyStopped(CHAT, True), sound()) == []
    talk.tell(completed("i2", "Wait."), reply("r2"))
    assert talk.tell(sound()) == [effects.PlayChunk(2)]


def test_the_first_sound_after_the_completed_turn_opens_the_next_reply() -> None:
    talk = replying()
    talk.tell(started("i2"), completed("i2", "Wait."))
    assert talk.tell(sound()) == [effects.PlayChunk(2)]
    talk.tell(reply("r2"), text("Yes?"))
    assert talk.tell(sound()) == [effects.PlayChunk(2)]
    assert (talk.turns[-1].message_id, talk.turns[-1].text) == ("r2", "Yes?")


def test_a_new_reply_without_a_completed_turn_is_heard() -> None:
    talk = replying()
    talk.tell(started("i2"), reply("r2"))
    assert talk.tell(sound()) == [effects.PlayChunk(2)]


def test_a_late_start_of_a_known_turn_never_silences_a_newer_reply() -> None:
    talk = replying()
    talk.tell(started("i2"), completed("i2", "Wait."), reply("r2"), sound())
    assert talk.tell(started("i2"), said("i2", "Wait"), completed("i2", "Wait."), started("i1")) == []
    assert (talk.phase, talk.tell(sound())) == (Phase.ASSISTANT_SPEAKING, [effects.PlayChunk(2)])


def test_a_late_completion_neither_awaits_a_second_reply_nor_cuts_the_first() -> None:
    talk = listening()
    talk.tell(started("i1"), reply("r1"), text("Hi"), sound(), completed("i1", "Hello."), done("r1", "Hi"))
    assert talk.tell(sound()) == [effects.PlayChunk(1)]
    talk.tell(events.PlaybackFinished(1, 80))
    assert talk.phase is Phase.LISTENING


def test_a_reply_silenced_by_a_cough_stays_silenced() -> None:
    talk = replying()
    talk.tell(started("i2"))
    talk.wait(15)
    assert talk.turns[-1].status is TurnStatus.NO_TEXT
    assert talk.tell(sound()) == []
    assert talk.phase is Phase.LISTENING


def test_a_silenced_reply_may_still_get_its_whole_text() -> None:
    talk = replying()
    talk.tell(started("i2"), done("r1", "Good morning, Ann."))
    assert (talk.texts[1], talk.turns[1].status) == ("Good morning, Ann.", TurnStatus.INTERRUPTED)


def test_sound_left_over_from_a_reply_already_heard_is_not_played_over_the_learner() -> None:
    talk = replying()
    talk.tell(done("r1"), events.PlaybackFinished(1, 80))
    assert talk.tell(started("i2"), sound()) == []


# -- typed messages ------------------------------------------------------------------------------------------


def test_a_typed_message_is_sent_and_shown_at_once() -> None:
    talk = listening()
    assert talk.tell(events.MessageSubmitted("Hello")) == [effects.SendMessage(ATTEMPT, CHAT, "Hello")]
    (turn,) = talk.turns
    assert (turn.text, turn.typed, turn.status) == ("Hello", True, TurnStatus.LIVE)
    assert talk.phase is Phase.ASSISTANT_THINKING


def test_the_echo_of_a_typed_message_confirms_it_and_makes_no_second_turn() -> None:
    talk = listening()
    talk.tell(events.MessageSubmitted("Hello "), started("", "m1"), echo("m1", "Hello"), echo("m1", "Hello"))
    (turn,) = talk.turns
    assert (turn.text, turn.message_id, turn.status, turn.typed) == ("Hello", "m1", TurnStatus.FINAL, True)


def test_an_echo_without_its_start_is_known_by_its_text() -> None:
    talk = listening()
    talk.tell(events.MessageSubmitted("Yes"), events.MessageSubmitted("Yes"), echo("m1", "Yes"), echo("m2", "Yes"))
    assert [(turn.text, turn.message_id) for turn in talk.turns] == [("Yes", "m1"), ("Yes", "m2")]


def test_a_typed_message_whose_echo_was_lost_does_not_take_that_of_the_next() -> None:
    talk = listening()
    talk.tell(events.MessageSubmitted("One"), reply("r1"), events.MessageSubmitted("Two"))
    talk.tell(started("", "m2"), echo("m2", "Two"), started("", "m2"))
    assert [(turn.text, turn.message_id) for turn in talk.turns if turn.typed] == [("One", ""), ("Two", "m2")]


def test_the_next_reply_confirms_a_typed_message_and_its_echo_may_come_later() -> None:
    talk = listening()
    talk.tell(events.MessageSubmitted("Hello"), reply("r1"))
    assert (talk.turns[0].status, talk.turns[0].ended_at) == (TurnStatus.FINAL, talk.now)
    talk.tell(echo("m1", "Hello"))
    assert (len(talk.turns), talk.turns[0].message_id) == (2, "m1")
    assert talk.phase is Phase.ASSISTANT_SPEAKING


def test_a_message_typed_elsewhere_is_shown_too() -> None:
    talk = listening()
    talk.tell(echo("m9", "From the phone"))
    assert [(turn.text, turn.typed) for turn in talk.turns] == [("From the phone", True)]


def test_a_typed_message_silences_the_reply() -> None:
    talk = replying()
    assert talk.tell(events.MessageSubmitted("Stop"))[0] == effects.FlushPlayback(1)
    assert talk.tell(sound()) == []


def test_a_message_is_not_sent_where_no_chat_is_joined() -> None:
    talk = listening()
    talk.tell(events.LinkLost())
    assert talk.tell(events.MessageSubmitted("Hello")) == []
    assert talk.turns == ()


def test_a_blank_message_is_not_sent() -> None:
    assert listening().tell(events.MessageSubmitted(" \n")) == []


def test_what_is_said_in_another_chat_is_not_shown() -> None:
    talk = listening()
    before = talk.state
    talk.tell(
        events.LearnerStartedSpeaking("chat-9", "m1", "i1"),
        events.LearnerTranscribed("chat-9", "i1", "Hello"),
        events.LearnerTurnCompleted("chat-9", "m1", "i1", "Hello."),
    )
    assert talk.state is before


def test_an_empty_chat_id_means_the_current_chat() -> None:
    talk = listening()
    talk.tell(events.LearnerTurnCompleted("", "m1", "i1", "Hello."))
    assert talk.texts == ["Hello."]


def test_a_reply_proves_that_the_turn_it_answers_is_over() -> None:
    talk = listening()
    talk.tell(started("i1"), said("i1", "Hello"), reply("r1"), done("r1", "Hi"))
    assert talk.turns[0].status is TurnStatus.FINAL
    talk.wait(5)
    assert talk.phase is Phase.LISTENING
    talk.tell(completed("i1", "Hello."))
    assert talk.texts == ["Hello.", "Hi"]
    assert talk.phase is Phase.LISTENING


# -- which turn is meant -------------------------------------------------------------------------------------


def test_speech_after_a_typed_message_without_an_echo_opens_its_turn() -> None:
    talk = listening()
    talk.tell(events.MessageSubmitted("One"), reply("r1"))
    assert talk.tell(events.LearnerStartedSpeaking(CHAT, "", "i1")) == [effects.FlushPlayback(1)]
    assert talk.turns[-1].item_id == "i1"


def test_a_start_without_any_name_is_not_taken_twice_but_two_messages_are_two_turns() -> None:
    talk = listening()
    talk.tell(*[events.LearnerStartedSpeaking(CHAT, "", "")] * 2)
    assert len(talk.turns) == 1
    talk.tell(started("", "m1"), started("", "m2"), started("", "m2"))
    assert [turn.message_id for turn in talk.turns] == ["", "m1", "m2"]


def test_spoken_words_are_not_the_echo_of_the_same_words_typed() -> None:
    talk = listening()
    talk.tell(events.MessageSubmitted("Yes"), completed("i1", "Yes"))
    assert [(turn.text, turn.typed) for turn in talk.turns] == [("Yes", True), ("Yes", False)]


@pytest.mark.parametrize("opened", [started("", "m1"), started("i1"), said("i1", "Hello")])
def test_a_completion_of_another_turn_leaves_the_open_one_open(opened: events.Event) -> None:
    talk = listening()
    talk.tell(opened, completed("i9", "Nine."))
    assert [turn.text for turn in talk.turns][1:] == ["Nine."]
    assert talk.phase is Phase.LEARNER_SPEAKING


def test_a_completion_of_a_known_turn_is_not_that_of_a_nameless_open_one() -> None:
    talk = listening()
    talk.tell(completed("i1", "One."), said("", "Two"), completed("i1", "One!"))
    assert talk.texts == ["One!", "Two"]


def test_an_empty_completion_of_which_nothing_was_known_changes_nothing() -> None:
    talk = listening()
    talk.tell(completed("i1", "One."))
    before = talk.state
    talk.tell(completed("i2", " "))
    assert talk.state is before


def test_a_completion_makes_the_words_shown_final_even_when_they_are_the_same() -> None:
    talk = listening()
    talk.tell(started("i1", "m1"), said("i1", "Hello"), completed("i1", "Hello", "m2"))
    (turn,) = talk.turns
    assert (turn.status, turn.ended_at, turn.message_id) == (TurnStatus.FINAL, talk.now, "m1")


def test_a_second_completion_corrects_the_first() -> None:
    talk = listening()
    talk.tell(completed("i1", "Won."), completed("i1", "One."))
    assert talk.texts == ["One."]


# -- before and after the talk -------------------------------------------------------------------------------


def test_words_that_come_while_stopping_are_kept_and_open_nothing() -> None:
    talk = listening()
    talk.tell(started("i1"), events.StopRequested())
    talk.tell(said("i1", "Wait"), said("i2", "Please"), said("i3", " "), said("", "Nameless"))
    assert [(turn.text, turn.status) for turn in talk.turns] == [
        ("Wait", TurnStatus.FINAL),
        ("Please", TurnStatus.FINAL),
    ]
    assert (talk.phase, talk.state.open_turn_key) == (Phase.STOPPING, "")


def test_a_message_is_sent_while_the_voice_session_starts_but_not_before_the_join_nor_while_stopping() -> None:
    talk = Talk(*OPENING[:4])
    assert talk.tell(events.MessageSubmitted("Early")) == []
    talk.tell(*OPENING[4:5])
    assert talk.tell(events.MessageSubmitted("Now")) == [effects.SendMessage(ATTEMPT, CHAT, "Now")]
    talk.tell(*OPENING[5:], events.StopRequested())
    assert talk.tell(events.MessageSubmitted("Late")) == []


def test_words_without_a_chat_belong_to_nobody_before_there_is_one() -> None:
    talk = Talk(*OPENING[:2])
    before = talk.state
    talk.tell(events.LearnerTurnCompleted("", "m1", "i1", "Hello."), events.LearnerTranscribed("", "i1", "Hello"))
    assert talk.state is before


def corrected(talk: Talk, key: str, text: str) -> list[tuple[str, str]]:
    talk.tell(events.TurnCorrected(key, text))
    return [(turn.text, turn.corrected) for turn in talk.turns]


def test_what_the_learner_says_they_said_is_kept_beside_what_was_heard() -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", "I scream."))
    assert corrected(talk, "learner-1", "  Ice cream. ") == [("I scream.", "Ice cream.")]
    assert talk.turns[0].wording == "Ice cream."
    talk.tell(events.StopRequested(), events.VoiceEnded(CHAT))
    assert corrected(talk, "learner-1", "Ice creams.") == [("I scream.", "Ice creams.")]


@pytest.mark.parametrize("text", ["", "  ", "I scream.", " I scream. "])
def test_a_correction_is_taken_back_by_nothing_and_by_what_was_heard(text: str) -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", "I scream."), events.TurnCorrected("learner-1", "Ice cream."))
    assert corrected(talk, "learner-1", text) == [("I scream.", "")]
    before = talk.state
    corrected(talk, "learner-1", text)
    assert talk.state is before


def test_only_turns_of_the_learner_are_corrected_and_only_up_to_5000_characters() -> None:
    talk = replying()
    before = talk.state
    talk.tell(events.TurnCorrected("assistant-2", "No."), events.TurnCorrected("learner-9", "No."))
    assert talk.state is before
    assert corrected(talk, "learner-1", "x" * 9000)[0] == ("Hello.", "x" * 5000)
