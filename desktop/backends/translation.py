"""From the wire's models to the conversation's own terms. Pure; the only place where the two meet."""

from datetime import datetime
from typing import Any, assert_never

from desktop.backends.results import event_from_result
from desktop.conversation import events
from desktop.conversation.catalogue import Assistant, Favorite, PastConversation
from desktop.conversation.state import Problem, ProblemKind
from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.protocol import attempt, pria

MAX_TEXT = 50_000
"""Longer texts are cut: no turn comes near, and a window must lay out what it shows."""
MAX_MESSAGE = 2_000
MAX_HINT, MAX_HINTS = 500, 20

_PROBLEM_KINDS = {
    "join": ProblemKind.NOT_STARTED,
    "start": ProblemKind.NOT_STARTED,
    "next": ProblemKind.NOT_STARTED,
    "proceed": ProblemKind.NOT_STARTED,
    "audio": ProblemKind.VOICE_FAILED,
    "rate_limit": ProblemKind.RATE_LIMIT,
}


def event_from_wire(message: attempt.AttemptEvent) -> events.Event | None:
    """Return what happened; None for sound, and for what holds nothing to go by."""
    match message:
        case attempt.Started():
            return events.AttemptStarted(message.attempt_id)
        case attempt.ChatStarted():
            return events.ChatStarted(message.attempt_id, message.chat_id)
        case attempt.Joined():
            return events.ChatJoined(message.chat_id, message.success)
        case attempt.AudioReady():
            return events.VoiceReady(message.chat_id, message.success, message.message or "")
        case attempt.AudioEnded():
            return events.VoiceEnded(message.chat_id, message.success, message.message or "")
        case attempt.UserStart():
            return events.LearnerStartedSpeaking(message.chat_id, message.message_id, message.item_id or "")
        case attempt.UserDelta():
            return events.LearnerTranscribed(message.chat_id, message.item_id, message.transcript[:MAX_TEXT])
        case attempt.UserComplete():
            return events.LearnerTurnCompleted(
                message.chat_id, message.message_id, message.item_id or "", message.content[:MAX_TEXT]
            )
        case attempt.AssistantStart():
            return events.ReplyStarted(message.chat_id, message.message_id)
        case attempt.AssistantDelta():
            text = (message.content or "")[:MAX_TEXT]
            return events.ReplyTextArrived(message.chat_id, text, message.message_id, snapshot=True)
        case attempt.Progress():
            if not message.content:
                return None
            return events.ReplyTextArrived(message.chat_id, message.content[:MAX_TEXT])
        case attempt.AssistantComplete():
            text_or_none = None if message.content is None else message.content[:MAX_TEXT]
            return events.ReplyCompleted(message.chat_id, message.message_id, text_or_none)
        case attempt.Stopped():
            return events.ReplyStopped(message.chat_id, message.success, (message.message or "")[:MAX_MESSAGE])
        case attempt.HintProgress():
            hints = tuple((hint.id or "", hint.text[:MAX_HINT]) for hint in message.hints[:MAX_HINTS] if hint.text)
            return events.HintsArrived(message.chat_id, hints)
        case attempt.ChatEnded():
            return events.ChatEnded(message.chat_id, message.is_attempt_finished is not False, message.grade_id or "")
        case attempt.Ended():
            return events.AttemptEnded(
                message.attempt_id,
                message.success,
                (message.message or "")[:MAX_MESSAGE],
                message.all_scenarios_complete,
            )
        case attempt.Error():
            kind = _PROBLEM_KINDS.get(message.type or "", ProblemKind.SERVICE)
            return events.ServiceFailed(Problem(kind, message.message, message.type or ""), message.chat_id or "")
        case attempt.ContentProgress() | attempt.GradingProgress():
            return event_from_result(message)
        case attempt.GradeStarted():
            return events.GradingStarted(message.chat_id, message.grade_id or "")
        case attempt.Graded():
            return events.GradingCompleted(message.chat_id, message.grade_id or "")
        case attempt.ResponseResult():
            said = (message.message or "")[:MAX_MESSAGE]
            return events.ResponseJudged(message.success, message.is_correct, said, message.response_id or "")
        case attempt.AssistantAudio():
            return None
        case _:
            assert_never(message)


def assistant(record: pria.AssistantRecord) -> Assistant:
    return Assistant(
        id=record.id,
        name=record.display_name,
        description=record.description or "",
        picture_url=record.picture_url or "",
        level=record.level or "",
        goal=record.goal or "",
        liked_count=record.liked_count or 0,
        persona=(record.persona or "").strip(),
    )


def past_conversation(record: pria.ConversationRecord) -> PastConversation:
    partner = record.assistant
    return PastConversation(
        course_id=record.course_id,
        name=record.display_name,
        assistant_id=partner.id if partner else "",
        assistant_name=((partner.persona or "").strip() or partner.display_name) if partner else "",
        picture_url=(partner.picture_url or "") if partner else "",
        exchange_count=record.history_count or 0,
        last_at=epoch_s(record.last_dialogue_date or ""),
    )


def favorite(record: pria.FavoriteRecord) -> Favorite:
    said = record.in_.input if record.in_ else None
    answered = record.out.outputs if record.out else ()
    return Favorite(
        id=record.id,
        created_at=epoch_s(record.created or ""),
        course_id=record.course_id or 0,
        course_name=(record.course_name or "").strip(),
        learner_text=said or "",
        assistant_text="\n".join(answered or ()),
    )


def turns_from_history(answer: Any) -> tuple[Turn, ...]:
    """Return the turns of a /user/histories answer, {success, data: [exchange, ...]}, oldest first."""
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, list):
        raise ValueError("no list of exchanges")  # noqa: TRY004  # the wire's fault, not the caller's
    turns: list[Turn] = []
    for record in pria.favorites(data):
        exchange = favorite(record)
        if exchange.learner_text:
            turns.append(_told(f"{exchange.id}-in", Speaker.LEARNER, exchange, exchange.learner_text))
        if exchange.assistant_text:
            turns.append(_told(exchange.id, Speaker.ASSISTANT, exchange, exchange.assistant_text))
    return tuple(sorted(turns, key=lambda turn: turn.started_at))


def _told(key: str, speaker: Speaker, exchange: Favorite, text: str) -> Turn:
    return Turn(
        key=key,
        speaker=speaker,
        started_at=exchange.created_at,
        text=text,
        status=TurnStatus.FINAL,
        message_id=exchange.id if speaker is Speaker.ASSISTANT else "",
    )


def epoch_s(text: str) -> float:
    """Return an ISO 8601 time as seconds since the epoch, 0.0 for anything else."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0
