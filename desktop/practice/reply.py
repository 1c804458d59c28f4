"""One reply of the partner: its text as it comes, its voice a little ahead of real time."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from typing import Protocol
from uuid import uuid4

from desktop.practice.timestamps import utc_text
from desktop.protocol.attempt import AssistantAudio, AssistantComplete, AssistantStart, Event, Progress

WIRE_BYTES_PER_S = 2 * 24_000
AHEAD_S = 2.0
"""How far sound may run ahead of its playing: what is not sent yet need not be silenced."""
PLAYOUT_DELAY_S = 0.3
"""What a client keeps in its jitter buffer and device: so much longer the learner hears us."""


class Voice(Protocol):
    """Text to speech, as `speak.py` makes it."""

    def say(self, text: str, speed: float = 1.0) -> AsyncIterator[bytes]: ...


class Reply:
    """A reply that is being made and played. Lives on the service's loop.

    clock: seconds, monotonic.
    """

    def __init__(
        self,
        chat_id: str,
        send: Callable[[Event], None],
        voice: Voice | None,
        speed: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.message_id = uuid4().hex
        self.text = ""
        self.complete = False
        self.interrupted = False
        self._chat_id = chat_id
        self._send = send
        self._voice = voice
        self._speed = speed
        self._clock = clock
        self._sent_s = 0.0
        self._playing_until = clock()
        self._began = clock()
        self._made_s = 0.0

    @property
    def playing(self) -> bool:
        """Whether the learner may still hear it, as far as can be told from here."""
        return self._sent_s > 0 and self._clock() < self._playing_until + PLAYOUT_DELAY_S

    @property
    def over_s(self) -> float | None:
        """How long ago the learner heard its end; None while it plays, and where it had no sound."""
        if not self._sent_s or self.playing:
            return None
        return self._clock() - self._playing_until - PLAYOUT_DELAY_S

    @property
    def remaining_s(self) -> float:
        """How long the learner will still hear it."""
        return max(0.0, self._playing_until + PLAYOUT_DELAY_S - self._clock()) if self._sent_s else 0.0

    @property
    def heard_ms(self) -> int:
        """How much of its sound was played by now."""
        return round(1000 * max(0.0, self._sent_s - max(0.0, self._playing_until - self._clock())))

    @property
    def duration_ms(self) -> int:
        """How long its making took."""
        return round(1000 * (self._made_s or self._clock() - self._began))

    async def make(self, sentences: AsyncGenerator[str, None]) -> None:
        """Send the whole reply, sentence by sentence; cancelling ends it at once."""
        self._send(AssistantStart(chat_id=self._chat_id, message_id=self.message_id, created_at=utc_text()))
        async with aclosing(sentences):
            async for sentence in sentences:
                increment = f" {sentence}" if self.text else sentence
                self.text += increment
                self._send(Progress(chat_id=self._chat_id, content_type="delta", content=increment))
                if self._voice is not None:
                    await self._speak(self._voice, sentence)
        self._made_s = self._clock() - self._began
        self.complete = True
        self._send(AssistantComplete(chat_id=self._chat_id, message_id=self.message_id, content=self.text))

    async def _speak(self, voice: Voice, sentence: str) -> None:
        chunks = voice.say(sentence, self._speed)
        async with aclosing(chunks):  # type: ignore[type-var]  # every voice is an asynchronous generator
            async for chunk in chunks:
                self._send(AssistantAudio(chat_id=self._chat_id, content_type="audio", audio=chunk))
                length_s = len(chunk) / WIRE_BYTES_PER_S
                now = self._clock()
                self._playing_until = max(now, self._playing_until) + length_s
                self._sent_s += length_s
                ahead_s = self._playing_until - now
                if ahead_s > AHEAD_S:
                    await asyncio.sleep(ahead_s - AHEAD_S)
