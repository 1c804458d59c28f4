"""The one adapter for bits with a body: from `{0}` and its answer to filled-in text, and from a remark to a place.

A remark names the placeholder in `context.content` and offsets into the filled-in text. A service that shapes
cloze or multiple-choice-text otherwise needs another file like this one and nothing else.
"""

import re
from dataclasses import dataclass

from desktop.protocol.bit import ClozeRequest, Context, Gap, MultipleChoiceTextRequest, Select
from desktop.protocol.spans import Span, resolve_span

PLACEHOLDER = re.compile(r"\{\d+\}")


@dataclass(frozen=True, slots=True)
class FilledText:
    """The body with every placeholder replaced by what the learner put there.

    spans: where each placeholder's answer stands; empty (start == end) where the learner left it open. A
    placeholder that stands twice is found where it stands first.
    """

    text: str
    spans: dict[str, Span]

    def locate(self, context: Context) -> Span | None:
        """Return what a remark points at, None where no mark can be drawn."""
        if context.content in self.spans:
            return self.spans[context.content]
        return resolve_span(self.text, context.content, context.offset, context.length)


def filled_text(request: ClozeRequest | MultipleChoiceTextRequest) -> FilledText:
    """Return the body as the learner sees it. A `{n}` without a placeholder is ordinary text."""
    pieces: list[str] = []
    spans: dict[str, Span] = {}
    length = 0
    taken = 0
    for match in PLACEHOLDER.finditer(request.body):
        placeholder = request.placeholders.get(match.group())
        if placeholder is None:
            continue
        before, given, behind = _shown(placeholder)
        lead = request.body[taken : match.start()] + before
        start = length + len(lead)
        spans.setdefault(match.group(), (start, start + len(given)))
        pieces += (lead, given, behind)
        length = start + len(given) + len(behind)
        taken = match.end()
    pieces.append(request.body[taken:])
    return FilledText("".join(pieces), spans)


def _shown(placeholder: Gap | Select) -> tuple[str, str, str]:
    given = placeholder.answer.text if placeholder.answer else ""
    match placeholder:
        case Gap():
            return "", given, ""
        case Select(prefix=prefix, postfix=postfix):
            return prefix or "", given, postfix or ""
