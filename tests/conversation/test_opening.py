import pytest

from desktop.conversation import effects, events
from desktop.conversation.state import Phase, Problem, ProblemKind, Voice
from desktop.conversation.step import next_deadline
from desktop.conversation.turn import TurnStatus
from tests.conversation.driver import (
    ATTEMPT,
    CHAT,
    OPENING,
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

OPEN_CONVERSATION = effects.OpenConversation("mia", TALK.course_id, "Cafe order", True)
IN_JOINING = OPENING[:4]
WAITING_FOR_VOICE = OPENING[:5]


def problem(talk: Talk) -> ProblemKind | None:
    return None if talk.state.problem is None else talk.state.problem.kind


# -- connecting ----------------------------------------------------------------------------------------------


def test_capture_begins_at_the_click_before_anything_else() -> None:
    talk = Talk(events.LinkOpened())
    assert talk.tell(TALK) == [effects.StartCapture(), OPEN_CONVERSATION]
    assert (talk.phase, talk.state.started_at) == (Phase.CONNECTING, talk.now)


def test_without_a_link_the_conversation_is_opened_when_the_link_is() -> None:
    talk = Talk()
    assert talk.tell(TALK) == [effects.StartCapture()]
    assert talk.tell(events.LinkOpened()) == [OPEN_CONVERSATION]


def test_a_link_that_opens_twice_opens_one_conversation() -> None:
    talk = Talk(TALK, events.LinkOpened())
    assert talk.tell(events.LinkOpened()) == []


def test_no_link_within_15_seconds_is_a_failure_that_lets_go_of_the_microphone() -> None:
    talk = Talk(TALK)
    assert talk.wait(14.9) == []
    no_service = Problem(ProblemKind.NO_SERVICE)
    assert talk.wait(0.2) == [effects.StopCapture(), effects.Notify(no_service)]
    assert (talk.phase, talk.state.problem) == (Phase.FAILED, no_service)


def test_no_answer_over_an_open_link_is_another_failure_than_no_link() -> None:
    talk = Talk(events.LinkOpened(), TALK)
    talk.wait(15)
    assert (talk.phase, problem(talk)) == (Phase.FAILED, ProblemKind.NOT_STARTED)


@pytest.mark.parametrize("lead", range(2, len(OPENING) + 1))
def test_the_button_does_nothing_while_a_conversation_goes_on(lead: int) -> None:
    talk = Talk(*OPENING[:lead])
    before = talk.state
    assert talk.tell(TALK) == []
    assert talk.state is before


def test_a_link_lost_while_connecting_is_waited_for_and_asked_again() -> None:
    talk = Talk(events.LinkOpened(), TALK)
    assert talk.tell(events.LinkLost()) == []
    assert talk.phase is Phase.CONNECTING
    assert talk.tell(events.LinkOpened()) == [OPEN_CONVERSATION]


def test_a_refused_start_is_a_failure() -> None:
    talk = Talk(events.LinkOpened(), TALK)
    refused = Problem(ProblemKind.REFUSED, "no such assistant")
    assert talk.tell(events.CommandRefused(refused)) == [effects.StopCapture(), effects.Notify(refused)]
    assert talk.phase is Phase.FAILED


def test_a_command_refused_later_is_told_and_nothing_else() -> None:
    talk = listening()
    refused = Problem(ProblemKind.REFUSED, "not now")
    assert talk.tell(events.CommandRefused(refused)) == [effects.Notify(refused)]
    assert talk.phase is Phase.LISTENING


def test_an_attempt_that_ends_without_success_before_its_chat_is_a_failure() -> None:
    talk = Talk(events.LinkOpened(), TALK)
    talk.tell(events.AttemptEnded("attempt-9", False, "no minutes left"))
    assert (talk.phase, talk.state.problem) == (Phase.FAILED, Problem(ProblemKind.SERVICE, "no minutes left"))


# -- lobby ---------------------------------------------------------------------------------------------------


def test_a_lobby_without_a_chat_is_asked_for_it_once() -> None:
    talk = Talk(*OPENING[:3])
    assert talk.phase is Phase.LOBBY
    assert talk.wait(1.9) == []
    assert talk.wait(7) == [effects.OpenNextChat(ATTEMPT)]


def test_a_lobby_is_left_as_a_failure_after_10_seconds() -> None:
    talk = Talk(*OPENING[:3])
    talk.wait(9.9)
    assert talk.phase is Phase.LOBBY
    talk.wait(0.2)
    assert (talk.phase, problem(talk)) == (Phase.FAILED, ProblemKind.NOT_STARTED)
    assert talk.effects.count(effects.StopCapture()) == 1


def test_an_attempt_that_came_late_has_all_of_its_time_for_its_chat() -> None:
    talk = Talk(*OPENING[:2])
    talk.wait(14)
    talk.tell(events.AttemptStarted(ATTEMPT))
    talk.wait(9)
    assert talk.phase is Phase.LOBBY


def test_a_chat_may_start_without_its_attempt() -> None:
    talk = Talk(events.LinkOpened(), TALK)
    assert talk.tell(events.ChatStarted(ATTEMPT, CHAT)) == [effects.JoinChat(CHAT)]
    assert (talk.phase, talk.state.attempt_id) == (Phase.JOINING, ATTEMPT)


def test_a_lobby_survives_the_loss_of_the_link() -> None:
    talk = Talk(*OPENING[:3])
    talk.tell(events.LinkLost())
    assert talk.phase is Phase.CONNECTING
    assert talk.tell(events.LinkOpened()) == [effects.OpenNextChat(ATTEMPT)]
    assert talk.phase is Phase.LOBBY


def test_the_next_chat_of_the_attempt_just_ended_is_not_ours() -> None:
    talk = listening()
    talk.tell(events.StopRequested(), events.VoiceEnded(CHAT), TALK)
    assert talk.tell(events.ChatStarted(ATTEMPT, "chat-2"), events.AttemptEnded(ATTEMPT)) == []
    assert talk.phase is Phase.CONNECTING
    talk.tell(events.ChatStarted("attempt-2", "chat-3"))
    assert (talk.phase, talk.state.chat_id) == (Phase.JOINING, "chat-3")


# -- joining -------------------------------------------------------------------------------------------------


def test_a_joined_chat_starts_the_voice_session() -> None:
    talk = Talk(*IN_JOINING)
    assert talk.tell(events.ChatJoined(CHAT, True)) == [effects.StartVoice(CHAT)]


def test_a_join_without_answer_is_asked_again_and_given_up_after_10_seconds() -> None:
    talk = Talk(*IN_JOINING)
    assert talk.wait(6) == [effects.JoinChat(CHAT)]
    talk.wait(4)
    assert (talk.phase, problem(talk)) == (Phase.FAILED, ProblemKind.NOT_STARTED)


def test_a_join_without_success_is_a_failure() -> None:
    talk = Talk(*IN_JOINING)
    talk.tell(events.ChatJoined(CHAT, False))
    assert (talk.phase, problem(talk)) == (Phase.FAILED, ProblemKind.NOT_STARTED)


def test_the_voice_session_proves_the_join_whose_answer_was_lost() -> None:
    talk = Talk(*IN_JOINING)
    assert talk.tell(events.VoiceReady(CHAT, True)) == [effects.OpenMicrophoneGate(CHAT)]
    assert (talk.phase, talk.state.joined, next_deadline(talk.state)) == (Phase.LISTENING, True, None)
    assert talk.tell(events.ChatJoined(CHAT, True)) == []


@pytest.mark.parametrize("source", ["start", "join"])
def test_an_error_about_joining_is_a_failure_before_the_chat_is_joined(source: str) -> None:
    talk = Talk(*IN_JOINING)
    talk.tell(events.ServiceFailed(Problem(ProblemKind.SERVICE, "full", source)))
    assert talk.phase is Phase.FAILED


# -- the voice session ---------------------------------------------------------------------------------------


def test_the_microphone_is_let_through_when_the_voice_session_stands() -> None:
    talk = Talk(*WAITING_FOR_VOICE)
    assert talk.phase is Phase.JOINING
    assert talk.tell(events.VoiceReady(CHAT, True)) == [effects.OpenMicrophoneGate(CHAT)]
    assert (talk.phase, talk.state.voice) == (Phase.LISTENING, Voice.ON)
    assert talk.tell(events.VoiceReady(CHAT, True)) == []


def test_a_silent_voice_start_is_asked_again_and_given_up_after_10_seconds() -> None:
    talk = Talk(*WAITING_FOR_VOICE)
    assert talk.wait(5) == [effects.StartVoice(CHAT)]
    failed = Problem(ProblemKind.VOICE_FAILED)
    assert talk.wait(5) == [effects.StopCapture(), effects.Notify(failed)]
    assert (talk.phase, talk.state.voice, next_deadline(talk.state)) == (Phase.LISTENING, Voice.OFF, None)


def test_the_second_voice_start_may_succeed() -> None:
    talk = Talk(*WAITING_FOR_VOICE)
    talk.wait(6)
    talk.tell(events.VoiceReady(CHAT, True))
    assert (talk.phase, talk.state.voice, next_deadline(talk.state)) == (Phase.LISTENING, Voice.ON, None)


@pytest.mark.parametrize(
    "refusal",
    [
        events.VoiceReady(CHAT, False, "no voices left"),
        events.ServiceFailed(Problem(ProblemKind.SERVICE, "no voices left", "audio")),
    ],
)
def test_a_refused_voice_session_leaves_a_conversation_by_text(refusal: events.Event) -> None:
    talk = Talk(*WAITING_FOR_VOICE)
    talk.tell(refusal)
    assert (talk.phase, talk.state.voice) == (Phase.LISTENING, Voice.OFF)
    assert talk.state.problem is not None
    assert next_deadline(talk.state) is None
    assert (talk.state.problem.kind, talk.state.problem.message) == (ProblemKind.VOICE_FAILED, "no voices left")
    assert talk.tell(events.MessageSubmitted("Hello")) == [effects.SendMessage(ATTEMPT, CHAT, "Hello")]
    talk.tell(reply("r1"), text("Hi"), done("r1"))
    assert talk.texts == ["Hello", "Hi"]
    assert talk.phase is Phase.LISTENING


def test_an_opening_line_before_the_voice_session_is_heard() -> None:
    talk = Talk(*WAITING_FOR_VOICE)
    talk.tell(reply("r1"), text("Good morning"), sound())
    assert (talk.phase, talk.played) == (Phase.JOINING, [1])
    talk.tell(events.VoiceReady(CHAT, True))
    assert talk.phase is Phase.ASSISTANT_SPEAKING


def test_a_voice_session_that_ends_by_itself_is_told_and_started_anew() -> None:
    talk = listening()
    talk.tell(started("i1"))
    failed = Problem(ProblemKind.VOICE_FAILED, "idle")
    assert talk.tell(events.VoiceEnded(CHAT, True, "idle")) == [
        effects.CloseMicrophoneGate(),
        effects.Notify(failed),
        effects.StartVoice(CHAT),
    ]
    assert (talk.phase, talk.state.open_turn_key) == (Phase.JOINING, "")
    assert talk.tell(events.VoiceEnded(CHAT)) == []
    assert talk.tell(events.VoiceReady(CHAT, True)) == [effects.OpenMicrophoneGate(CHAT)]
    assert (talk.phase, talk.state.problem) == (Phase.LISTENING, None)


def test_a_voice_session_that_keeps_ending_is_given_up() -> None:
    talk = listening()
    talk.tell(events.VoiceEnded(CHAT), events.VoiceReady(CHAT, True))
    failed = Problem(ProblemKind.VOICE_FAILED)
    assert talk.tell(events.VoiceEnded(CHAT)) == [
        effects.CloseMicrophoneGate(),
        effects.StopCapture(),
        effects.Notify(failed),
    ]
    assert (talk.phase, talk.state.voice) == (Phase.LISTENING, Voice.OFF)


def test_typed_words_do_not_earn_another_start_of_the_voice_session() -> None:
    talk = listening()
    talk.tell(events.VoiceEnded(CHAT), events.VoiceReady(CHAT, True), events.MessageSubmitted("Hello"))
    talk.tell(events.LearnerTurnCompleted(CHAT, "m1", "", "Hello"))
    assert effects.StartVoice(CHAT) not in talk.tell(events.VoiceEnded(CHAT))


def test_words_that_were_heard_earn_another_start_of_the_voice_session() -> None:
    talk = listening()
    talk.tell(events.VoiceEnded(CHAT), events.VoiceReady(CHAT, True), started("i1"), completed("i1", "Hello."))
    assert effects.StartVoice(CHAT) in talk.tell(events.VoiceEnded(CHAT))


# -- mute ----------------------------------------------------------------------------------------------------


def test_muting_silences_the_microphone_and_tells_the_service() -> None:
    talk = listening()
    assert talk.tell(events.MuteRequested(True)) == [effects.MuteMicrophone(True), effects.SendMute(CHAT, True)]
    assert talk.phase is Phase.MUTED
    assert talk.tell(events.MuteRequested(True)) == []
    assert talk.tell(events.MuteRequested(False)) == [effects.MuteMicrophone(False), effects.SendMute(CHAT, False)]
    assert talk.phase is Phase.LISTENING


def test_muting_before_the_voice_session_is_told_when_it_stands() -> None:
    talk = Talk(*WAITING_FOR_VOICE)
    assert talk.tell(events.MuteRequested(True)) == [effects.MuteMicrophone(True)]
    talk.tell(events.VoiceReady(CHAT, True))
    assert effects.SendMute(CHAT, True) in talk.effects
    assert talk.phase is Phase.MUTED


def test_a_new_conversation_begins_with_an_open_microphone() -> None:
    talk = listening()
    talk.tell(events.MuteRequested(True), events.StopRequested(), events.VoiceEnded(CHAT))
    assert talk.tell(TALK)[:2] == [effects.StartCapture(), effects.MuteMicrophone(False)]
    assert not talk.state.muted


def test_muting_does_nothing_where_there_is_no_conversation() -> None:
    talk = Talk(events.LinkOpened())
    assert talk.tell(events.MuteRequested(True)) == []
    assert not talk.state.muted


# -- the link ------------------------------------------------------------------------------------------------


def test_a_lost_link_keeps_the_chat_and_the_microphone_and_says_so() -> None:
    talk = listening()
    lost = Problem(ProblemKind.LINK_LOST)
    assert talk.tell(events.LinkLost()) == [effects.CloseMicrophoneGate(), effects.Notify(lost)]
    assert (talk.phase, talk.state.chat_id, talk.state.voice) == (Phase.CONNECTING, CHAT, Voice.OFF)
    assert talk.tell(events.LinkLost()) == []


def test_nothing_but_the_link_is_waited_for_while_it_is_lost() -> None:
    for lead in (IN_JOINING, WAITING_FOR_VOICE):
        talk = Talk(*lead, started("i1"), events.LinkLost())
        assert talk.turns[0].status is TurnStatus.NO_TEXT
        assert talk.wait(50) == []
        assert talk.phase is Phase.CONNECTING


def test_a_restored_link_joins_again_and_starts_the_voice_again() -> None:
    talk = listening()
    talk.tell(events.LinkLost())
    talk.wait(50)
    assert talk.tell(events.LinkOpened()) == [effects.JoinChat(CHAT)]
    assert talk.tell(events.ChatJoined(CHAT, True)) == [effects.StartVoice(CHAT)]
    assert talk.tell(events.VoiceReady(CHAT, True)) == [effects.OpenMicrophoneGate(CHAT)]
    assert (talk.phase, talk.state.problem) == (Phase.LISTENING, None)


def test_mute_is_told_again_after_the_link_was_restored() -> None:
    talk = listening()
    talk.tell(events.MuteRequested(True), events.LinkLost(), events.LinkOpened(), events.ChatJoined(CHAT, True))
    assert effects.SendMute(CHAT, True) in talk.tell(events.VoiceReady(CHAT, True))


def test_a_link_lost_for_60_seconds_fails_and_keeps_what_was_said() -> None:
    talk = listening()
    talk.tell(started("i1"), completed("i1", "Hello."), events.LinkLost())
    talk.wait(59.9)
    assert talk.phase is Phase.CONNECTING
    talk.wait(0.2)
    assert (talk.phase, problem(talk), talk.texts) == (Phase.FAILED, ProblemKind.LINK_LOST, ["Hello."])


def test_what_was_queued_of_a_reply_is_heard_to_its_end_over_a_lost_link() -> None:
    talk = replying()
    talk.tell(done("r1"), events.LinkLost(), events.PlaybackFinished(1, 80))
    assert effects.FlushPlayback(1) not in talk.effects
    assert talk.turns[-1].heard_ms == 80


def test_a_link_lost_for_good_ends_everything_and_says_why() -> None:
    talk = replying()
    taken = Problem(ProblemKind.TAKEN_OVER)
    assert talk.tell(events.LinkLost(taken)) == [
        effects.FlushPlayback(1),
        effects.CloseMicrophoneGate(),
        effects.StopCapture(),
        effects.FileConversation(TALK.course_id),
        effects.Notify(taken),
    ]
    assert (talk.phase, talk.state.link_up) == (Phase.FAILED, False)


def test_a_link_lost_for_good_between_conversations_is_told() -> None:
    talk = Talk(events.LinkOpened())
    taken = Problem(ProblemKind.TAKEN_OVER)
    assert talk.tell(events.LinkLost(taken)) == [effects.Notify(taken)]
    assert (talk.phase, talk.state.link_up) == (Phase.IDLE, False)


def test_a_link_lost_between_conversations_is_only_noted() -> None:
    talk = Talk(events.LinkOpened())
    assert talk.tell(events.LinkLost()) == []
    assert (talk.phase, talk.state.link_up) == (Phase.IDLE, False)


# -- the sound card ------------------------------------------------------------------------------------------


def test_a_sound_card_that_goes_away_leaves_a_conversation_by_text() -> None:
    talk = replying()
    gone = Problem(ProblemKind.AUDIO_DEVICE, "unplugged")
    assert talk.tell(events.AudioFailed("unplugged")) == [
        effects.CloseMicrophoneGate(),
        effects.StopVoice(CHAT),
        effects.FlushPlayback(1),
        effects.StopCapture(),
        effects.Notify(gone),
    ]
    assert (talk.phase, talk.state.voice) == (Phase.LISTENING, Voice.OFF)
    assert talk.tell(events.AudioFailed("unplugged"), events.VoiceEnded(CHAT), sound()) == []
    assert talk.tell(events.MessageSubmitted("Hello")) == [effects.SendMessage(ATTEMPT, CHAT, "Hello")]


def test_a_sound_card_that_cannot_be_opened_does_not_keep_the_chat_from_being_joined() -> None:
    talk = Talk(*OPENING[:2])
    talk.tell(events.AudioFailed("no microphone"))
    assert talk.phase is Phase.CONNECTING
    assert talk.tell(*OPENING[2:5]) == [effects.JoinChat(CHAT)]
    assert talk.phase is Phase.LISTENING


def test_a_voice_session_without_a_sound_card_is_stopped() -> None:
    talk = Talk(*IN_JOINING)
    talk.tell(events.AudioFailed("no microphone"))
    assert talk.tell(events.VoiceReady(CHAT, True)) == [effects.StopVoice(CHAT)]
    assert (talk.phase, talk.state.voice) == (Phase.LISTENING, Voice.OFF)


@pytest.mark.parametrize("lead", [5, 6])
def test_a_sound_card_that_goes_away_ends_the_turn_being_spoken_and_every_wait_for_the_voice(lead: int) -> None:
    talk = Talk(*OPENING[:lead], started("i1"), events.AudioFailed("unplugged"))
    assert (talk.phase, talk.state.voice, next_deadline(talk.state)) == (Phase.LISTENING, Voice.OFF, None)
    assert talk.turns[0].status is TurnStatus.NO_TEXT


def test_a_sound_card_that_goes_away_between_conversations_is_told() -> None:
    talk = Talk()
    gone = Problem(ProblemKind.AUDIO_DEVICE, "unplugged")
    assert talk.tell(events.AudioFailed("unplugged")) == [effects.Notify(gone)]
    assert talk.phase is Phase.IDLE


def test_the_learner_is_heard_while_the_microphones_samples_flow() -> None:
    talk = Talk(events.CaptureStarted())
    assert not talk.state.capturing
    talk.tell(*OPENING)
    assert not talk.state.capturing
    talk.tell(events.CaptureStarted())
    assert talk.state.capturing
    talk.tell(events.CaptureStopped(), events.CaptureStopped())
    assert not talk.state.capturing
    talk.tell(events.CaptureStarted(), events.LinkLost())
    assert talk.state.capturing
    talk.tell(events.StopRequested())
    assert not talk.state.capturing
