"""The partner's side of a chat: one reply at a time, made, silenced, and kept with what it answers."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import replace
from typing import Any, Protocol
from uuid import uuid4

from desktop.practice.reply import Reply, Voice
from desktop.practice.store import Exchange, Store
from desktop.protocol.attempt import Event


class Begin(Protocol):
    """Starts work of the session and watches over it."""

    def __call__(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]: ...


class Replies:
    """Lives on the service's loop. clock: seconds, monotonic."""

    def __init__(
        self,
        chat_id: str,
        course_id: int,
        store: Store,
        send: Callable[[Event], None],
        begin: Begin,
        on_over: Callable[[str, bool], None],
        speed: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """on_over: called after each reply with its message id and whether all of it was made."""
        self._chat_id = chat_id
        self._course_id = course_id
        self._store = store
        self._send = send
        self._begin = begin
        self._on_over = on_over
        self._speed = speed
        self._clock = clock
        self._reply: Reply | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def over_s(self) -> float | None:
        """How long ago the learner heard the end of the last one; None while it plays, and where there was none."""
        return self._reply.over_s if self._reply is not None else None

    @property
    def remaining_s(self) -> float:
        """How long the learner will still hear what was made."""
        return self._reply.remaining_s if self._reply is not None else 0.0

    def answer(self, learner_text: str, sentences: AsyncGenerator[str, None], voice: Voice | None) -> None:
        """Begin a reply. learner_text: what it answers, empty for an opening line. voice: None for text alone."""
        reply = Reply(self._chat_id, self._send, voice, self._speed, self._clock)
        asked = Exchange(reply.message_id, self._course_id, time.time(), learner_text, "")
        if learner_text:
            # At once: a reply that is cancelled before it began, or a crash, does not cost the learner's words.
            self._keep(asked)
        self._reply = reply
        self._task = self._begin(self._make(reply, asked, sentences), "reply")

    async def _make(self, reply: Reply, asked: Exchange, sentences: AsyncGenerator[str, None]) -> None:
        try:
            await reply.make(sentences)
        finally:
            self._keep(
                replace(
                    asked,
                    reply_text=reply.text,
                    duration_ms=reply.duration_ms,
                    interrupted=reply.interrupted,
                    heard_ms=reply.heard_ms if reply.interrupted else None,
                )
            )
            self._on_over(reply.message_id, reply.complete)

    def silence(self) -> bool:
        """Stop the reply that is being made or played; return whether there was one."""
        reply, task = self._reply, self._task
        if reply is None or task is None:
            return False
        making = not task.done()
        if not making and not reply.playing:
            return False
        reply.interrupted = True
        self._reply = self._task = None
        if making:
            task.cancel()
        else:
            self._begin(self._store.note_interruption(reply.message_id, reply.heard_ms), "note interruption")
        return True

    def keep_unanswered(self, learner_text: str) -> None:
        """Keep a turn that gets no answer."""
        self._keep(Exchange(uuid4().hex, self._course_id, time.time(), learner_text, ""))

    def _keep(self, exchange: Exchange) -> None:
        self._begin(self._store.add_exchange(exchange), "keep")
