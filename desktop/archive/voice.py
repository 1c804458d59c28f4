"""Spans of the learner's voice as the archive keeps them: short JSON, in ms from the beginning of the sitting."""

import json
from collections.abc import Iterable

from desktop.conversation.speech_figures import Span


def packed(spans: Iterable[Span], sitting: int) -> str:
    """Return spans, in seconds since the epoch, as text. sitting: epoch milliseconds."""
    pairs = [[round(start * 1000) - sitting, round((end - start) * 1000)] for start, end in spans]
    return json.dumps(pairs, separators=(",", ":"))


def unpacked(text: str, sitting: int) -> tuple[Span, ...]:
    """Return the spans that were `packed`."""
    return tuple(((sitting + start) / 1000, (sitting + start + length) / 1000) for start, length in json.loads(text))
