"""How a conversation proceeds: `step(state, event, now) -> (state, effects)` and `next_deadline(state)`.

    phase            may be followed by                         because
    ---------------  -----------------------------------------  -------------------------------------------------
    IDLE             CONNECTING                                 the learner pressed the button
    CONNECTING       LOBBY JOINING BETWEEN STOPPING ENDED       an attempt, or its chat at once; no answer
                     FAILED
    LOBBY            JOINING CONNECTING BETWEEN ENDED FAILED    its chat; the link was lost; no chat
    JOINING          TALKING CONNECTING BETWEEN STOPPING        the voice session stands, or cannot be had
                     ENDED FAILED
    TALKING          TALKING JOINING CONNECTING STOPPING        the voice ended by itself (JOINING), the link was
                     BETWEEN ENDED FAILED                       lost (CONNECTING), somebody stopped
    STOPPING         BETWEEN ENDED                              the voice session ended, the last reply was heard
    BETWEEN          LOBBY JOINING CONNECTING ENDED FAILED      the learner asked for the next scenario's chat, which
                                                                begins, is there, or has to wait for the link
    ENDED, FAILED    CONNECTING                                 the learner pressed the button again

TALKING stands for LISTENING, MUTED, LEARNER_SPEAKING, ASSISTANT_THINKING and ASSISTANT_SPEAKING. Each of them may
follow each: nothing moves between them by itself, `Draft.settle` reads off the state which one it is.

    a reply is generated or played       ASSISTANT_SPEAKING
    else a learner's turn is open        LEARNER_SPEAKING
    else a reply is awaited              ASSISTANT_THINKING
    else                                 LISTENING, or MUTED

IDLE waits for nothing. ENDED and FAILED wait, for a limited time, for the grades of what was said and for the answers
to quiz responses; no other time limit runs in them. In every other phase StopRequested leads to ENDED.
Events come twice, late, out of order or not at all; none of them is an error in any phase.
"""

from dataclasses import replace
from typing import assert_never

from desktop.conversation import events
from desktop.conversation.draft import RESTING, TALKING, Draft
from desktop.conversation.effects import Effect
from desktop.conversation.ending import (
    attempt_ended,
    chat_ended,
    end_if_played_out,
    stop_requested,
)
from desktop.conversation.floor import (
    floor_released,
    floor_taken,
    time_to_think_requested,
    turn_mode_chosen,
    watch_open_turn,
)
from desktop.conversation.learner_turns import (
    message_submitted,
    started_speaking,
    transcribed,
    turn_completed,
    turn_corrected,
)
from desktop.conversation.limits import earliest
from desktop.conversation.opening import (
    attempt_started,
    chat_joined,
    chat_started,
    link_lost,
    link_opened,
    next_scenario_requested,
    talk_requested,
)
from desktop.conversation.playback import (
    learner_interrupted,
    playback_moved,
    silence_requested,
)
from desktop.conversation.problems import command_refused, service_failed
from desktop.conversation.quizzing import (
    question_answered,
    question_asked,
    response_judged,
)
from desktop.conversation.replies import (
    reply_completed,
    reply_started,
    reply_stopped,
    sound_arrived,
    text_arrived,
)
from desktop.conversation.results import (
    grade_requested,
    result_arrived,
)
from desktop.conversation.running_out import time_passed
from desktop.conversation.state import ConversationState, Phase
from desktop.conversation.turn import Hint
from desktop.conversation.voice import audio_failed, capture_moved, mute_requested, voice_ended, voice_ready

FOLLOWS: dict[Phase, frozenset[Phase]] = {
    Phase.IDLE: frozenset({Phase.CONNECTING}),
    Phase.CONNECTING: frozenset({Phase.LOBBY, Phase.JOINING, Phase.BETWEEN, Phase.STOPPING, Phase.ENDED, Phase.FAILED}),
    Phase.LOBBY: frozenset({Phase.JOINING, Phase.CONNECTING, Phase.BETWEEN, Phase.ENDED, Phase.FAILED}),
    Phase.JOINING: TALKING | {Phase.CONNECTING, Phase.BETWEEN, Phase.STOPPING, Phase.ENDED, Phase.FAILED},
    Phase.BETWEEN: frozenset({Phase.LOBBY, Phase.JOINING, Phase.CONNECTING, Phase.ENDED, Phase.FAILED}),
    **{
        phase: TALKING | {Phase.JOINING, Phase.CONNECTING, Phase.STOPPING, Phase.BETWEEN, Phase.ENDED, Phase.FAILED}
        for phase in TALKING
    },
    Phase.STOPPING: frozenset({Phase.BETWEEN, Phase.ENDED}),
    Phase.ENDED: frozenset({Phase.CONNECTING}),
    Phase.FAILED: frozenset({Phase.CONNECTING}),
}


def step(state: ConversationState, event: events.Event, now: float) -> tuple[ConversationState, tuple[Effect, ...]]:
    """Return the state after the event, and what is to be done, in order. Nothing changed: the same object.

    now: seconds since the epoch; never less than at the step before.
    """
    draft = Draft(state, now, FOLLOWS[state.phase])
    _handle(draft, event)
    end_if_played_out(draft)
    watch_open_turn(draft)
    draft.settle()
    return draft.state, tuple(draft.effects)


def next_deadline(state: ConversationState) -> float | None:
    """Return the moment at which `step` wants a TimePassed, or None while it waits for no time limit."""
    due = earliest(state.deadlines)
    return None if due is None else due[1]


def _handle(draft: Draft, event: events.Event) -> None:
    match event:
        case events.ReplySoundArrived():
            sound_arrived(draft, event)
        case events.PlaybackProgressed() | events.PlaybackStarted() | events.PlaybackFinished():
            playback_moved(draft, event)
        case events.ReplyTextArrived():
            text_arrived(draft, event)
        case events.LearnerTranscribed():
            transcribed(draft, event)
        case events.TimePassed():
            time_passed(draft)
        case events.LearnerStartedSpeaking():
            started_speaking(draft, event)
        case events.LearnerTurnCompleted():
            turn_completed(draft, event)
        case events.ReplyStarted():
            reply_started(draft, event)
        case events.ReplyCompleted():
            reply_completed(draft, event)
        case events.ReplyStopped():
            reply_stopped(draft, event)
        case events.HintsArrived():
            _hints_arrived(draft, event)
        case events.TalkRequested():
            talk_requested(draft, event)
        case events.StopRequested():
            stop_requested(draft)
        case events.MuteRequested():
            mute_requested(draft, event)
        case events.SilenceRequested():
            silence_requested(draft)
        case events.TurnModeChosen():
            turn_mode_chosen(draft, event)
        case events.FloorTaken():
            floor_taken(draft)
        case events.FloorReleased():
            floor_released(draft)
        case events.TimeToThinkRequested():
            time_to_think_requested(draft, event)
        case events.MessageSubmitted():
            message_submitted(draft, event)
        case events.LinkOpened():
            link_opened(draft)
        case events.LinkLost():
            link_lost(draft, event)
        case events.CommandRefused():
            command_refused(draft, event)
        case events.AttemptStarted():
            attempt_started(draft, event)
        case events.ChatStarted():
            chat_started(draft, event)
        case events.ChatJoined():
            chat_joined(draft, event)
        case events.VoiceReady():
            voice_ready(draft, event)
        case events.VoiceEnded():
            voice_ended(draft, event)
        case events.ChatEnded():
            chat_ended(draft, event)
        case events.AttemptEnded():
            attempt_ended(draft, event)
        case events.ServiceFailed():
            service_failed(draft, event)
        case events.AudioFailed():
            audio_failed(draft, event)
        case events.LearnerInterrupted():
            learner_interrupted(draft, event)
        case events.CaptureStarted():
            capture_moved(draft, flows=True)
        case events.CaptureStopped():
            capture_moved(draft, flows=False)
        case events.GradingStarted() | events.CriterionGraded() | events.GradingCompleted():
            result_arrived(draft, event)
        case events.GradeRequested():
            grade_requested(draft, event)
        case events.QuestionAsked():
            question_asked(draft, event)
        case events.QuestionAnswered():
            question_answered(draft, event)
        case events.ResponseJudged():
            response_judged(draft, event)
        case events.NextScenarioRequested():
            next_scenario_requested(draft)
        case events.TurnCorrected():
            turn_corrected(draft, event)
        case _:
            assert_never(event)


def _hints_arrived(draft: Draft, event: events.HintsArrived) -> None:
    if draft.is_ours(event.chat_id) and draft.state.phase not in RESTING:
        draft.state = replace(draft.state, hints=tuple(Hint(text, id_) for id_, text in event.hints))
