"""Checks answers on a thread of its own, so that the service goes on listening meanwhile."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from desktop.practice.review.finding import Finding
from desktop.practice.review.gaps import placeholder_findings
from desktop.practice.review.grammar import Grammar, load_grammar
from desktop.protocol.bit import Context, EssayRequest, FeedbackItem, Request, Topic
from desktop.protocol.placeholders import filled_text

_Result = TypeVar("_Result")


class Reviewer:
    """The grammar checker is loaded with the first essay (about a second): most starts need none."""

    def __init__(self, utf16: bool = False) -> None:
        """utf16: count offsets in UTF-16 units, as some services do, instead of code points."""
        self._utf16 = utf16
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="review")
        self._grammar: Grammar | None = None
        """Known to the worker only."""

    async def review(self, request: Request) -> tuple[FeedbackItem, ...]:
        """Return the remarks: on the whole answer first, then as they stand in the text."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._review, request)

    async def run(self, work: Callable[[Grammar], _Result]) -> _Result:
        """Return what `work` makes of the grammar checker, called on the checks' thread."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, lambda: work(self._loaded()))

    def close(self) -> None:
        self._worker.shutdown(cancel_futures=True)

    # -- on the worker -----------------------------------------------------------------------------------------

    def _review(self, request: Request) -> tuple[FeedbackItem, ...]:
        if isinstance(request, EssayRequest):
            from desktop.practice.review.essay import essay_findings  # 200 ms: kept off the service's start

            text = request.answer.text
            findings = essay_findings(text, request.sampleSolution, self._loaded())
        else:
            text = filled_text(request).text
            findings = placeholder_findings(request)
        return tuple(self._item(finding, text) for finding in findings)

    def _loaded(self) -> Grammar:
        if self._grammar is None:
            self._grammar = load_grammar()
        return self._grammar

    def _item(self, finding: Finding, text: str) -> FeedbackItem:
        spans = [(finding.start, finding.end), *finding.also]
        return FeedbackItem(
            correctness=finding.verdict.value,
            topic=Topic(name=finding.topic),
            message=finding.message,
            context=tuple(
                self._context(text, start, end, finding.placeholder)
                for start, end in spans
                if start < end or finding.placeholder
            ),
        )

    def _context(self, text: str, start: int, end: int, placeholder: str) -> Context:
        marked = text[start:end]
        return Context(content=placeholder or marked, offset=self._count(text[:start]), length=self._count(marked))

    def _count(self, text: str) -> int:
        return len(text.encode("utf-16-le", "surrogatepass")) // 2 if self._utf16 else len(text)
