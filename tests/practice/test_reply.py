import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from desktop.practice.reply import AHEAD_S, Reply
from desktop.protocol import attempt as wire


class SteadyVoice:
    """Every sentence lasts one second, in chunks of 40 ms."""

    def __init__(self) -> None:
        self.closed = 0

    async def say(self, text: str, speed: float = 1.0) -> AsyncIterator[bytes]:
        try:
            for _ in range(25):
                yield bytes(1920)
        finally:
            self.closed += 1


async def sentences(*texts: str) -> AsyncGenerator[str, None]:
    for text in texts:
        yield text


def test_text_and_sound_go_out_sentence_by_sentence() -> None:
    sent: list[wire.Event] = []
    reply = Reply("c", sent.append, SteadyVoice())
    asyncio.run(reply.make(sentences("One.", "Two.")))
    kinds = [event.event for event in sent]
    assert kinds == [
        "attempt_assistant_start",
        "attempt_progress",
        *["attempt_assistant_audio"] * 25,
        "attempt_progress",
        *["attempt_assistant_audio"] * 25,
        "attempt_assistant_complete",
    ]
    assert reply.text == "One. Two."
    assert reply.complete


def test_without_a_voice_only_text_is_sent_and_nothing_plays() -> None:
    sent: list[wire.Event] = []
    reply = Reply("c", sent.append, None)
    asyncio.run(reply.make(sentences("One.")))
    assert [event.event for event in sent][1:] == ["attempt_progress", "attempt_assistant_complete"]
    assert not reply.playing
    assert reply.heard_ms == 0


def test_what_was_heard_follows_the_clock() -> None:
    now = 100.0
    reply = Reply("c", lambda _event: None, SteadyVoice(), clock=lambda: now)
    asyncio.run(reply.make(sentences("One.")))
    assert reply.playing
    assert reply.heard_ms == 0
    now = 100.4
    assert reply.heard_ms == 400
    now = 101.1
    assert reply.playing
    now = 101.5
    assert not reply.playing
    assert reply.heard_ms == 1000


def test_a_reply_that_is_far_enough_ahead_waits() -> None:
    async def scenario() -> None:
        sent: list[wire.Event] = []
        now = 0.0
        voice = SteadyVoice()
        reply = Reply("c", sent.append, voice, clock=lambda: now)
        making = asyncio.create_task(reply.make(sentences(*["One second."] * 10)))
        for _ in range(2000):
            await asyncio.sleep(0)
        chunks = sum(isinstance(event, wire.AssistantAudio) for event in sent)
        assert AHEAD_S * 25 <= chunks <= AHEAD_S * 25 + 1
        making.cancel()
        await asyncio.gather(making, return_exceptions=True)
        assert not reply.complete
        assert voice.closed == 3
        assert reply.text == "One second. One second. One second."

    asyncio.run(scenario())
