"""What holds of every conversation, however badly its events were treated on the way."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings

from desktop.conversation import effects, events
from desktop.conversation.draft import RESTING, TALKING
from desktop.conversation.limits import OPEN_TURN_S
from desktop.conversation.state import ConversationState, Limit, Phase, TurnMode, Voice
from desktop.conversation.step import FOLLOWS, next_deadline, step
from desktop.conversation.turn import Speaker, TurnStatus
from tests.conversation.driver import START, Talk
from tests.conversation.streams import LEARNER_DID, Stream, noise, streams

Moment = tuple[ConversationState, events.Event, ConversationState, tuple[effects.Effect, ...]]
"""State before, what happened, state after, what was asked for."""

any_stream = streams() | noise()


def moments(stream: Stream, talk: Talk | None = None, *, times: int = 1) -> Iterator[Moment]:
    """Play a stream, with the clock's TimePassed where it is due; service events `times` times each, but for sound,
    whose duplicates are removed before it gets here."""
    talk = talk or Talk()
    for gap, event in stream:
        until = talk.now + gap
        while (due := next_deadline(talk.state)) is not None and due <= until:
            talk.now = max(talk.now, due)
            yield _moment(talk, events.TimePassed())
        talk.now = until
        once = isinstance(event, LEARNER_DID | events.ReplySoundArrived)
        for _ in range(1 if once else times):
            yield _moment(talk, event)


def _moment(talk: Talk, event: events.Event) -> Moment:
    before = talk.state
    talk.state, asked = step(before, event, talk.now)
    talk.effects += asked
    return before, event, talk.state, asked


def is_ours(state: ConversationState, chat_id: str) -> bool:
    return bool(state.chat_id) and chat_id in ("", state.chat_id)


# -- the phases ----------------------------------------------------------------------------------------------


@given(any_stream)
def test_phases_follow_the_table(stream: Stream) -> None:
    for before, _, after, _ in moments(stream):
        assert after.phase is before.phase or after.phase in FOLLOWS[before.phase]


@given(any_stream)
def test_a_conversation_at_rest_waits_only_to_be_graded_and_holds_nothing(stream: Stream) -> None:
    for _, _, after, _ in moments(stream):
        if after.phase in RESTING:
            assert {limit for limit, _ in after.deadlines} <= {Limit.GRADING, Limit.RESPONSE}
            assert (after.open_turn_key, after.joined, after.voice, after.sound_open) == ("", False, Voice.OFF, False)
            assert (after.reply_active, after.floor_held, after.thinking_time) == (False, False, False)
            assert all(turn.status is not TurnStatus.LIVE for turn in after.turns)


@given(any_stream)
def test_the_phase_says_what_is_happening(stream: Stream) -> None:
    for _, _, after, _ in moments(stream):
        assert after.reply_active or not after.reply_playing
        if after.phase in TALKING:
            assert (after.phase is Phase.ASSISTANT_SPEAKING) == after.reply_active
            assert after.phase is not Phase.LEARNER_SPEAKING or after.open_turn_key
            assert after.phase is not Phase.MUTED or after.muted
            assert after.phase is not Phase.LISTENING or not (after.muted or after.open_turn_key)


@given(any_stream)
def test_the_learner_can_always_stop(stream: Stream) -> None:
    talk = Talk()
    for _ in moments(stream, talk):
        pass
    resting = talk.state.phase in RESTING
    patient = Talk()
    patient.state, patient.now = talk.state, talk.now
    patient.tell(events.StopRequested())
    for _ in range(3):
        if (due := next_deadline(patient.state)) is not None:
            patient.wait(due - patient.now)
    assert patient.phase is (talk.state.phase if resting else Phase.ENDED)
    talk.tell(events.StopRequested(), events.StopRequested())
    assert talk.phase is patient.phase


@given(any_stream)
def test_time_alone_leads_back_to_listening_or_to_the_end(stream: Stream) -> None:
    talk = Talk()
    for _ in moments(stream, talk):
        pass
    for _ in range(30):
        due = next_deadline(talk.state)
        if due is None:
            break
        talk.now = max(talk.now, due)
        talk.state, _ = step(talk.state, events.TimePassed(), talk.now)
        following = next_deadline(talk.state)
        assert following is None or following > talk.now
    assert next_deadline(talk.state) is None
    if talk.state.turn_held_open:  # for as long as the learner likes
        assert (talk.phase, talk.state.thinking_time) == (Phase.LEARNER_SPEAKING, False)
        talk.tell(events.FloorReleased())
        talk.wait(OPEN_TURN_S)
    assert talk.phase in RESTING | {Phase.LISTENING, Phase.MUTED, Phase.BETWEEN}
    assert all(turn.status is not TurnStatus.LIVE or turn.typed for turn in talk.turns)


# -- the floor -----------------------------------------------------------------------------------------------


@given(any_stream)
def test_time_runs_for_a_turn_exactly_while_the_learner_does_not_hold_it_open(stream: Stream) -> None:
    for _, _, after, _ in moments(stream):
        running = {limit for limit, _ in after.deadlines}
        assert (Limit.OPEN_TURN in running) == (bool(after.open_turn_key) and not after.turn_held_open)
        assert (Limit.TIME_TO_THINK in running) == after.thinking_time


@given(any_stream)
def test_while_the_floor_is_held_nothing_is_heard_and_the_microphone_is_on(stream: Stream) -> None:
    for _, _, after, asked in moments(stream):
        if after.floor_held:
            assert (after.muted, after.reply_active) == (False, False)
            assert (after.turn_mode, after.sound_open) == (TurnMode.HOLD, True)
            assert not any(isinstance(effect, effects.PlayChunk) for effect in asked)


@given(any_stream)
def test_the_microphones_gate_is_told_of_each_turn_of_the_hand(stream: Stream) -> None:
    mode, held, withheld = TurnMode.HANDS_FREE, False, False
    for _, _, after, asked in moments(stream):
        for effect in asked:
            match effect:
                case effects.StartCapture(turn_mode):
                    mode, held, withheld = turn_mode, False, False
                case effects.UseTurnMode(turn_mode):
                    assert turn_mode is not mode
                    mode = turn_mode
                case effects.TakeFloor():
                    assert (mode, held) == (TurnMode.HOLD, False)
                    held = True
                case effects.ReleaseFloor():
                    assert held or mode is TurnMode.TAP
                    held = False
                case effects.WithholdSilence(on):
                    assert withheld is not on
                    withheld = on
                case _:
                    pass
        if after.sound_open and after.phase is not Phase.STOPPING:
            assert (after.turn_mode, after.floor_held, after.thinking_time) == (mode, held, withheld)


# -- no effect without its cause -----------------------------------------------------------------------------

CAUSES: dict[type[effects.Effect], tuple[type[events.Event], ...]] = {
    effects.StartCapture: (events.TalkRequested, events.NextScenarioRequested),
    effects.OpenConversation: (events.TalkRequested, events.LinkOpened),
    effects.OpenNextChat: (events.TimePassed, events.LinkOpened, events.NextScenarioRequested),
    effects.JoinChat: (events.ChatStarted, events.LinkOpened, events.TimePassed, events.NextScenarioRequested),
    effects.StartVoice: (events.ChatJoined, events.VoiceEnded, events.TimePassed),
    effects.OpenMicrophoneGate: (events.VoiceReady,),
    effects.StopVoice: (events.StopRequested, events.AudioFailed, events.VoiceReady),
    effects.SendMute: (events.MuteRequested, events.VoiceReady),
    effects.MuteMicrophone: (events.MuteRequested, events.TalkRequested, events.NextScenarioRequested),
    effects.AskForGrade: (events.GradeRequested, events.LinkOpened),
    effects.SubmitResponse: (events.QuestionAnswered,),
    effects.UseTurnMode: (events.TurnModeChosen,),
    effects.TakeFloor: (events.FloorTaken,),
    effects.ReleaseFloor: (events.FloorReleased, events.TurnModeChosen, events.MuteRequested),
    effects.WithholdSilence: (
        events.TimeToThinkRequested,
        events.TimePassed,
        events.FloorReleased,
        events.TurnModeChosen,
        events.MuteRequested,
    ),
    effects.SendMessage: (events.MessageSubmitted,),
    effects.PlayChunk: (events.ReplySoundArrived,),
}


@given(any_stream)
def test_no_effect_without_its_cause(stream: Stream) -> None:
    for before, event, after, asked in moments(stream):
        for effect in asked:
            assert isinstance(event, CAUSES.get(type(effect), object)), effect
        for effect in asked:
            match effect:
                case effects.SendMessage(attempt_id, chat_id, text):
                    assert isinstance(event, events.MessageSubmitted)
                    assert (text, attempt_id, chat_id) == (event.text, before.attempt_id, before.chat_id)
                    assert before.joined
                case effects.OpenMicrophoneGate(chat_id):
                    assert isinstance(event, events.VoiceReady)
                    assert event.success
                    assert is_ours(before, event.chat_id)
                    assert (chat_id, after.voice) == (before.chat_id, Voice.ON)
                case effects.PlayChunk(generation):
                    assert isinstance(event, events.ReplySoundArrived)
                    assert is_ours(before, event.chat_id)
                    assert before.sound_open
                    assert after.silenced_through < generation <= after.generation
                case effects.FlushPlayback(generation):
                    assert before.silenced_through < generation == after.silenced_through
                    assert before.reply_active or before.floor_held
                case effects.StopReply():
                    wanted = events.SilenceRequested | events.LearnerInterrupted | events.FloorTaken
                    assert before.floor_held or isinstance(event, wanted)
                case effects.Notify(problem):
                    assert after.problem == problem
                case _:
                    pass


@given(any_stream)
def test_sound_card_and_gate_are_opened_and_closed_in_turn(stream: Stream) -> None:
    card_open = gate_open = filed = False
    ended: list[effects.EndAttempt] = []
    for _, _, after, asked in moments(stream):
        for effect in asked:
            match effect:
                case effects.StartCapture():
                    assert not card_open
                    card_open, filed = True, False
                case effects.OpenConversation():
                    ended.clear()
                case effects.StopCapture():
                    assert card_open
                    card_open = False
                case effects.OpenMicrophoneGate():
                    assert not gate_open
                    gate_open = True
                case effects.CloseMicrophoneGate():
                    assert gate_open
                    gate_open = False
                case effects.FileConversation():
                    assert not filed
                    filed = True
                case effects.EndAttempt():
                    assert effect not in ended[-2:]
                    ended.append(effect)
                case _:
                    pass
        assert (after.sound_open, after.voice is Voice.ON) == (card_open, gate_open)


# -- sound ---------------------------------------------------------------------------------------------------


@given(any_stream)
def test_no_late_chunk_of_an_old_reply_is_audible(stream: Stream) -> None:
    flushed = last = 0
    for _, _, _, asked in moments(stream):
        for effect in asked:
            if isinstance(effect, effects.FlushPlayback):
                flushed = max(flushed, effect.generation)
            elif isinstance(effect, effects.PlayChunk):
                assert effect.generation > flushed
                assert effect.generation >= last
                last = effect.generation


@given(any_stream)
def test_after_a_silenced_reply_nothing_is_played_before_a_sign_of_the_next(stream: Stream) -> None:
    signs = (
        events.ReplyStarted
        | events.ReplyCompleted
        | events.ReplyTextArrived
        | events.LearnerTurnCompleted
        | events.TalkRequested
    )
    silent = False
    for _, event, _, asked in moments(stream):
        if isinstance(event, signs):
            named = not isinstance(event, events.ReplyTextArrived) or event.message_id
            silent = silent and not named
        assert not (silent and any(isinstance(effect, effects.PlayChunk) for effect in asked))
        silent = silent or any(isinstance(effect, effects.FlushPlayback) for effect in asked)


@given(any_stream)
def test_only_what_the_learner_newly_does_interrupts_a_reply_in_a_standing_talk(stream: Stream) -> None:
    for before, event, after, asked in moments(stream):
        flushed = any(isinstance(effect, effects.FlushPlayback) for effect in asked)
        if flushed and isinstance(event, events.LearnerStartedSpeaking | events.LearnerTranscribed):
            assert len(after.turns) == len(before.turns) + 1
            assert not event.item_id or all(turn.item_id != event.item_id for turn in before.turns)
        if before.phase in TALKING and after.phase in TALKING and flushed and not before.floor_held:
            assert isinstance(
                event,
                events.LearnerStartedSpeaking
                | events.LearnerTranscribed
                | events.MessageSubmitted
                | events.SilenceRequested
                | events.LearnerInterrupted
                | events.FloorTaken
                | events.AudioFailed
                | events.VoiceEnded,
            )


# -- turns ---------------------------------------------------------------------------------------------------


@given(streams())
def test_nothing_that_was_said_is_lost_or_shown_twice(stream: Stream) -> None:
    said: Counter[str] = Counter()
    replied: Counter[str] = Counter()
    talk = Talk()
    for before, event, _, asked in moments(stream, talk):
        if any(isinstance(effect, effects.StartCapture) for effect in asked):
            said.clear()
            replied.clear()
        match event:
            case events.LearnerTurnCompleted(chat_id, _, _, text) if is_ours(before, chat_id):
                said[text] = 1
            case events.ReplyCompleted(chat_id, _, str(text)) if is_ours(before, chat_id):
                replied[text] = 1
            case events.MessageSubmitted(text) if any(isinstance(e, effects.SendMessage) for e in asked):
                said[text] = 1
            case _:
                pass
    shown = Counter(turn.text for turn in talk.turns if turn.speaker is Speaker.LEARNER)
    assert said <= shown
    assert all(shown[text] == 1 for text in said)
    shown = Counter(turn.text for turn in talk.turns if turn.speaker is Speaker.ASSISTANT)
    assert all(shown[text] == 1 for text in replied)
    items = Counter(turn.item_id for turn in talk.turns if turn.item_id)
    messages = Counter((turn.speaker, turn.message_id) for turn in talk.turns if turn.message_id)
    assert not items or items.most_common(1)[0][1] == 1
    assert not messages or messages.most_common(1)[0][1] == 1


@given(any_stream)
def test_turns_are_only_added_and_stand_in_the_order_of_the_learners_clock(stream: Stream) -> None:
    for before, event, after, _ in moments(stream):
        if after.started_at == before.started_at:
            kept = [turn.key for turn in after.turns[: len(before.turns)]]
            assert kept == [turn.key for turn in before.turns]
            for old, new in zip(before.turns, after.turns, strict=False):
                assert (old.started_at, old.speaker, old.generation) == (new.started_at, new.speaker, new.generation)
                assert new.heard_ms >= old.heard_ms
                assert new.sound_ms >= old.sound_ms
                assert new.item_id == old.item_id or not old.item_id
                assert new.message_id == old.message_id or not old.message_id
        else:
            assert isinstance(event, events.TalkRequested)
            assert after.turns == ()
        for turn in after.turns:
            assert turn.speaker is Speaker.ASSISTANT or (turn.heard_ms, turn.sound_ms, turn.generation) == (0, 0, 0)
        times = [turn.started_at for turn in after.turns]
        assert times == sorted(times)
        assert len({turn.key for turn in after.turns}) == len(after.turns)
        assert after.generation >= before.generation
        assert after.silenced_through >= before.silenced_through


@given(any_stream)
def test_another_chat_never_touches_the_conversation(stream: Stream) -> None:
    for before, event, after, asked in moments(stream):
        chat_id = getattr(event, "chat_id", "")
        if (
            chat_id
            and chat_id not in (before.chat_id, *before.earlier_chats)
            and not isinstance(event, events.ChatStarted)
        ):
            is_result = isinstance(event, events.GradingStarted | events.CriterionGraded | events.GradingCompleted)
            assert after is before
            assert asked == ((effects.FileResult(event),) if is_result else ())


# -- duplicates ----------------------------------------------------------------------------------------------


@given(any_stream)
def test_events_that_come_twice_change_nothing(stream: Stream) -> None:
    """State and effects are the same, but that the same problem may be told twice."""
    once, twice = Talk(), Talk()
    for _ in moments(stream, once):
        pass
    for _ in moments(stream, twice, times=2):
        pass
    assert replace(twice.state, problem=None) == replace(once.state, problem=None)
    told = effects.Notify | effects.FileResult  # filing a result twice is filing it once
    assert [effect for effect in twice.effects if not isinstance(effect, told)] == [
        effect for effect in once.effects if not isinstance(effect, told)
    ]


@given(streams())
@settings(max_examples=25)
def test_a_conversation_can_be_told_again(stream: Stream) -> None:
    first, second = Talk(), Talk()
    assert [moment[3] for moment in moments(stream, first)] == [moment[3] for moment in moments(stream, second)]
    assert first.state == second.state
    assert first.now >= START
