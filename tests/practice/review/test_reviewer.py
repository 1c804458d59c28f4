import asyncio
import threading

import pytest

from desktop.practice.review import reviewer
from desktop.practice.review.finding import Finding
from desktop.practice.review.reviewer import Reviewer
from desktop.protocol import bit
from tests.support.seeds import sample

ESSAY = sample("bit")["essay_request"]


def reviewed(text: str, utf16: bool = False) -> tuple[bit.FeedbackItem, ...]:
    subject = Reviewer(utf16)
    try:
        return asyncio.run(subject.review(bit.decode_request({**ESSAY, "answer": {"text": text}})))
    finally:
        subject.close()


def test_answers_are_checked_one_after_the_other_on_a_thread_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def load() -> reviewer.Grammar:
        threads.append(threading.current_thread())

        def grammar(_text: str) -> list[Finding]:
            threads.append(threading.current_thread())
            return []

        return grammar

    monkeypatch.setattr(reviewer, "load_grammar", load)

    async def scenario() -> None:
        subject = Reviewer()
        task = bit.decode_request(ESSAY)
        await asyncio.gather(subject.review(task), subject.review(task))
        subject.close()

    asyncio.run(scenario())

    assert len(threads) == 3  # loaded once
    assert len(set(threads)) == 1
    assert threads[0] is not threading.main_thread()


@pytest.mark.parametrize("utf16", [False, True])
def test_a_remark_with_several_places_names_them_all(monkeypatch: pytest.MonkeyPatch, utf16: bool) -> None:
    found = [Finding("T", "m", 1, 2, also=((3, 4),)), Finding("T", "whole", 0, 0)]
    monkeypatch.setattr(reviewer, "load_grammar", lambda: lambda _text: [])
    monkeypatch.setattr("desktop.practice.review.essay.essay_findings", lambda *_: found)

    places, whole = reviewed("🎈a b", utf16)

    assert [(one.content, one.offset) for one in places.context] == [("a", 1 + utf16), ("b", 3 + utf16)]
    assert whole.context == ()
