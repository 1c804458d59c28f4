"""The newer service's shape: a free text task is checked like an essay and answered in its own words."""

import re
from collections.abc import Sequence
from typing import Any

from desktop.protocol.bit import Answer, Correctness, EssayRequest, FeedbackEngine, FeedbackItem, Meta
from desktop.protocol.free_text import (
    Aspect,
    AspectType,
    FreeTextItem,
    FreeTextReply,
    FreeTextRequest,
    FreeTextResult,
    Points,
)

_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)|\n+")


def essay_of(task: FreeTextRequest) -> EssayRequest:
    """Return the task as an essay bit; of several sample solutions the first is compared with."""
    definition = task.taskDefinition
    tenant = (task.model_extra or {}).get("tenantId")
    return EssayRequest(
        format="text",
        feedbackEngine=FeedbackEngine(
            feedbackId=definition.id, tenantId=tenant if isinstance(tenant, str | int) else None, userId=task.userId
        ),
        meta=Meta(learningLanguage=definition.language),
        instruction=definition.problemStatement,
        sampleSolution=_first(definition.sampleSolutions),
        answer=Answer(text=task.answer.content),
    )


def _first(solutions: Sequence[Any]) -> str:
    """Return the first solution, written as text or as an object with `content`."""
    for solution in solutions:
        text = solution.get("content") if isinstance(solution, dict) else solution
        if isinstance(text, str):
            return text
    return ""


def free_text_reply(task: FreeTextRequest, feedback: Sequence[FeedbackItem]) -> dict[str, Any]:
    """Return the reply. One point a sentence, earned by the sentences without an error."""
    ends = [match.end() for match in _SENTENCE_END.finditer(task.answer.content.rstrip() + "\n")]
    wrong = {
        next((number for number, end in enumerate(ends) if one.context[0].offset < end), 0)
        for one in feedback
        if one.verdict is Correctness.WRONG and one.context
    }
    points = Points(achievedPoints=len(ends) - len(wrong), achievablePoints=len(ends))
    reply = FreeTextReply(result=FreeTextResult(feedback=tuple(_item(one) for one in feedback), points=points))
    return {"userId": task.userId, "taskId": task.taskDefinition.id, "taskType": task.taskType, **reply.to_wire()}


def _item(item: FeedbackItem) -> FreeTextItem:
    kind = AspectType.CONCEPT if item.verdict is Correctness.CORRECT else AspectType.MISCONCEPTION
    return FreeTextItem(
        message=item.message,
        correctness=item.correctness,
        topic=item.topic,
        aspects=(Aspect(type=kind.value, name=item.topic.name if item.topic else ""),),
        context=item.context,
    )
