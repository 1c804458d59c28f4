"""The one adapter from a feedback service's replies, older (bits) and newer (free text), to `Feedback`."""

from collections.abc import Sequence

from desktop.conversation.feedback import Aspect, Feedback, Points, TextSpan, Verdict
from desktop.protocol import bit, free_text
from desktop.protocol.placeholders import FilledText, filled_text
from desktop.protocol.spans import resolve_span


def answer_text(request: bit.Request | free_text.FreeTextRequest) -> str:
    """Return what the spans of the feedback count in: the learner's text, or the body with everything filled in."""
    match request:
        case bit.EssayRequest():
            return request.answer.text
        case free_text.FreeTextRequest():
            return request.answer.content
        case _:
            return filled_text(request).text


def feedback_on_bit(request: bit.Request, reply: bit.FeedbackReply) -> tuple[Feedback, ...]:
    """Return the remarks in the order received. Spans that cannot be placed are left out.

    The request, not the bit in the reply, holds what the learner sees.
    """
    if isinstance(request, bit.EssayRequest):
        text = request.answer.text
        return tuple(_of_item(item, _spans(text, item.context)) for item in reply.feedback)
    filled = filled_text(request)
    return tuple(_of_item(item, _filled_spans(filled, item.context)) for item in reply.feedback)


def feedback_on_free_text(request: free_text.FreeTextRequest, reply: free_text.FreeTextReply) -> tuple[Feedback, ...]:
    """Return the remarks in the order received; points given once for the whole stand in every remark."""
    text = request.answer.content
    whole = reply.result.points
    return tuple(_of_free_item(item, _spans(text, item.context), whole) for item in reply.result.feedback)


def _of_item(item: bit.FeedbackItem, spans: tuple[TextSpan, ...]) -> Feedback:
    return Feedback(item.message, Verdict(item.verdict.value), item.topic.name if item.topic else "", spans)


def _of_free_item(
    item: free_text.FreeTextItem, spans: tuple[TextSpan, ...], whole: free_text.Points | None
) -> Feedback:
    aspects = tuple(_aspect(one) for one in item.aspects)
    given = item.points or whole
    points = Points(given.achievedPoints, given.achievablePoints) if given else None
    topic = item.topic.name if item.topic else next((one.name for one in aspects if one.name), "")
    return Feedback(item.message, _verdict(item, aspects), topic, spans, aspects, points)


def _aspect(aspect: free_text.Aspect) -> Aspect:
    is_misconception = aspect.type == free_text.AspectType.MISCONCEPTION
    return Aspect(aspect.name or "", is_misconception, aspect.description or "")


def _verdict(item: free_text.FreeTextItem, aspects: Sequence[Aspect]) -> Verdict:
    """Return what is said outright, else what aspects show, else what the remark's own points show."""
    if item.correctness is not None:
        read = bit.FeedbackItem(correctness=item.correctness, message="").verdict
        return Verdict(read.value)
    concepts = any(aspect.type == free_text.AspectType.CONCEPT for aspect in item.aspects)
    misconceptions = any(aspect.is_misconception for aspect in aspects)
    if concepts or misconceptions:
        return Verdict.PARTIAL if concepts and misconceptions else Verdict.WRONG if misconceptions else Verdict.CORRECT
    if item.points is None or item.points.achievablePoints <= 0:
        return Verdict.UNKNOWN
    share = item.points.achievedPoints / item.points.achievablePoints
    return Verdict.CORRECT if share >= 1 else Verdict.PARTIAL if share > 0 else Verdict.WRONG


def _spans(text: str, context: Sequence[bit.Context]) -> tuple[TextSpan, ...]:
    placed = (resolve_span(text, one.content, one.offset, one.length) for one in context)
    return tuple(TextSpan(start, end, text[start:end]) for start, end in filter(None, placed))


def _filled_spans(filled: FilledText, context: Sequence[bit.Context]) -> tuple[TextSpan, ...]:
    spans = []
    for one in context:
        placed = filled.locate(one)
        if placed is not None:
            start, end = placed
            name = one.content if one.content in filled.spans else ""
            spans.append(TextSpan(start, end, filled.text[start:end], name))
    return tuple(spans)
