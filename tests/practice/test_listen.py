import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np
import pytest

from desktop.practice.listen import Heard, Listener, SpeechEnded, SpeechStarted, Transcribed
from desktop.practice.recognisers import RecognitionFailed, Samples
from desktop.practice.voice_activity import EnergyVoiceActivity

RATE_HZ = 24_000


def loud(seconds: float) -> bytes:
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (8000 * np.sin(2 * np.pi * 300 * times)).astype("<i2").tobytes()


def quiet(seconds: float) -> bytes:
    return bytes(2 * round(seconds * RATE_HZ))


class CountingRecogniser:
    """Hears one word for every half second of sound; `delay` is awaited before each answer."""

    def __init__(self, wording: Callable[[float], str] | None = None) -> None:
        self.wording = wording or (lambda seconds: " ".join(f"word{n}" for n in range(int(seconds * 2))))
        self.finals: list[float] = []
        self.partials: list[float] = []
        self.open = asyncio.Event()
        self.open.set()

    async def transcribe(self, samples_16k: Samples, *, partial_of: object = None) -> str:
        assert samples_16k.dtype == np.float32
        seconds = len(samples_16k) / 16_000
        (self.finals if partial_of is None else self.partials).append(seconds)
        await self.open.wait()
        return self.wording(seconds)


class Scene:
    """A listener, what it hears, and the loop's time to hear it."""

    def __init__(self, recogniser: CountingRecogniser, pause_s: float = 0.8) -> None:
        self.recogniser = recogniser
        self.heard: list[Heard] = []
        self.listener = Listener(recogniser, EnergyVoiceActivity(), self.heard.append, pause_s)

    def feed(self, *pcm: bytes) -> None:
        for stretch in pcm:
            for start in range(0, len(stretch), 960):
                self.listener.feed(stretch[start : start + 960])

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0)

    async def settle(self) -> None:
        """Let the loop run until nothing moves any more."""
        for _ in range(3000):
            await asyncio.sleep(0)

    @property
    def ended(self) -> list[SpeechEnded]:
        return [heard for heard in self.heard if isinstance(heard, SpeechEnded)]

    @property
    def shown(self) -> list[str]:
        return [heard.text for heard in self.heard if isinstance(heard, Transcribed)]


@asynccontextmanager
async def scene(wording: Callable[[float], str] | None = None, pause_s: float = 0.8) -> AsyncIterator[Scene]:
    scene = Scene(CountingRecogniser(wording), pause_s)
    yield scene
    await scene.listener.close()


def test_a_turn_is_started_transcribed_and_ended_under_one_item_id() -> None:
    async def play() -> None:
        async with scene() as s:
            s.feed(quiet(0.5), loud(2), quiet(1.5))
            await s.until(lambda: s.ended)
            assert isinstance(s.heard[0], SpeechStarted)
            assert len({heard.item_id for heard in s.heard}) == 1
            assert s.ended[0].text == "word0 word1 word2 word3 word4"
            assert s.shown[-1] == s.ended[0].text
            assert not s.listener.speaking

    asyncio.run(play())


def test_the_pause_is_decoded_once_and_that_text_is_the_final_one() -> None:
    async def play() -> None:
        async with scene() as s:
            s.feed(quiet(0.5), loud(2), quiet(1.5))
            await s.until(lambda: s.ended)
            assert len(s.recogniser.finals) == 1
            pre_roll, pause = 0.3, 0.35
            assert s.recogniser.finals[0] == pytest.approx(2 + pre_roll + pause, abs=0.1)

    asyncio.run(play())


def test_speech_after_a_short_pause_belongs_to_the_same_turn() -> None:
    async def play() -> None:
        async with scene() as s:
            s.feed(loud(1), quiet(0.6), loud(1), quiet(1.5))
            await s.until(lambda: s.ended)
            assert len(s.ended) == 1
            assert [round(seconds, 1) for seconds in s.recogniser.finals] == [1.4, 3.0]

    asyncio.run(play())


def test_two_turns_have_two_items() -> None:
    async def play() -> None:
        async with scene() as s:
            s.feed(loud(1), quiet(1.5), loud(1), quiet(1.5))
            await s.until(lambda: len(s.ended) == 2)
            assert s.ended[0].item_id != s.ended[1].item_id

    asyncio.run(play())


def test_the_text_shown_never_repeats_itself() -> None:
    async def play() -> None:
        async with scene(lambda _seconds: "always the same") as s:
            s.feed(loud(5), quiet(1.5))
            await s.until(lambda: s.ended)
            assert s.shown == ["always the same"]

    asyncio.run(play())


def test_a_click_is_never_decoded_and_ends_without_text() -> None:
    async def play() -> None:
        async with scene(lambda _seconds: "You") as s:
            s.feed(loud(0.1), quiet(1.5))
            await s.until(lambda: s.ended)
            assert s.ended[0].text == ""
            assert s.recogniser.finals == s.recogniser.partials == []

    asyncio.run(play())


def test_silence_is_heard_as_nothing() -> None:
    async def play() -> None:
        async with scene() as s:
            s.feed(quiet(5))
            await s.settle()
            assert s.heard == []
            assert not s.listener.speaking

    asyncio.run(play())


def test_an_unfinished_sentence_waits_longer() -> None:
    async def play() -> None:
        async with scene(lambda _seconds: "I want to") as s:
            s.feed(loud(1), quiet(1.4))
            await s.settle()
            assert s.listener.speaking
            s.feed(quiet(0.4))
            await s.until(lambda: s.ended)

    asyncio.run(play())


def test_sound_behind_a_turn_waits_for_its_text() -> None:
    """However slowly the engine answers, and however fast sound comes, the turns are the same."""

    async def play() -> None:
        async with scene(lambda _seconds: "I want to") as s:
            s.recogniser.open.clear()
            s.feed(loud(1), quiet(1.2), loud(1), quiet(2))
            await s.settle()
            assert s.ended == []
            s.recogniser.open.set()
            await s.until(lambda: s.ended)
            await s.settle()
            assert len(s.heard) == 3, "started, shown, ended"
            assert len(s.recogniser.finals) == 2, "the silence of 1.2 s is within the pause of an unfinished sentence"

    asyncio.run(play())


def test_an_answer_to_an_older_question_is_not_shown_over_a_newer_one() -> None:
    async def play() -> None:
        async with scene() as s:
            s.feed(loud(1))
            await s.settle()
            s.recogniser.open.clear()
            s.feed(loud(1), quiet(0.5), loud(0.2))
            await s.settle()
            s.recogniser.open.set()
            s.feed(quiet(1))
            await s.until(lambda: s.ended)
            lengths = [len(text) for text in s.shown]
            assert lengths == sorted(lengths)

    asyncio.run(play())


def test_words_before_a_pause_of_a_long_turn_are_kept_and_not_decoded_again() -> None:
    async def play() -> None:
        async with scene(lambda seconds: "first part" if seconds > 6 else "second") as s:
            s.feed(loud(7), quiet(0.6), loud(2), quiet(1.5))
            await s.until(lambda: s.ended)
            assert s.ended[0].text == "first part second"
            assert s.recogniser.finals[1] < 3.5

    asyncio.run(play())


def test_a_turn_without_a_pause_is_cut_at_30_s_and_no_sound_is_decoded_twice() -> None:
    async def play() -> None:
        async with scene(lambda seconds: f"heard {seconds:.1f}") as s:
            s.feed(loud(32), quiet(1.5))
            await s.until(lambda: len(s.ended) == 2)
            assert sum(s.recogniser.finals) == pytest.approx(32 + 0.35, abs=0.15)

    asyncio.run(play())


def test_the_first_frames_of_a_turn_are_those_before_it_was_noticed() -> None:
    async def play() -> None:
        sounds: list[Samples] = []

        class Keeping(CountingRecogniser):
            async def transcribe(self, samples_16k: Samples, *, partial_of: object = None) -> str:
                sounds.append(samples_16k)
                return "word"

        s = Scene(Keeping())
        s.feed(quiet(1), loud(1), quiet(1))
        await s.until(lambda: s.ended)
        await s.listener.close()
        began = np.flatnonzero(np.abs(sounds[-1]) > 0.05)[0] / 16_000
        assert 0.25 < began < 0.4, "0.3 s of silence stand before the voice, and the whole voice is there"

    asyncio.run(play())


def test_closing_ends_an_open_turn_with_what_was_said() -> None:
    async def play() -> None:
        async with scene() as s:
            s.feed(loud(2.2))
            await s.listener.close()
            assert len(s.ended) == 1
            assert s.ended[0].text == "word0 word1 word2 word3"
            s.feed(loud(2), quiet(2))
            await s.settle()
            assert len(s.ended) == 1, "a closed listener hears nothing"

    asyncio.run(play())


def test_closing_twice_ends_a_turn_once() -> None:
    async def play() -> None:
        async with scene() as s:
            s.feed(loud(1), quiet(0.5))
            await s.listener.close()
            await s.listener.close()
            assert len(s.ended) == 1

    asyncio.run(play())


def test_a_closing_listener_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.practice.listen.CLOSE_LIMIT_S", 0.05)

    async def play() -> None:
        async with scene() as s:
            s.feed(loud(1))
            await s.until(lambda: s.shown)
            s.recogniser.open.clear()
            await s.listener.close()
            assert s.ended[0].text == s.shown[-1], "the last text shown stands for the final one"

    asyncio.run(play())


def test_a_failing_engine_costs_the_text_and_not_the_conversation(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_seconds: float) -> str:
        raise RecognitionFailed("out of tune")

    async def play() -> None:
        async with scene(fail) as s:
            s.feed(loud(1), quiet(1.5))
            await s.until(lambda: s.ended)
            assert s.ended[0].text == ""
            s.recogniser.wording = lambda _seconds: "well again"
            s.feed(loud(1), quiet(1.5))
            await s.until(lambda: len(s.ended) == 2)
            assert s.ended[1].text == "well again"

    with caplog.at_level(logging.WARNING):
        asyncio.run(play())
    assert "out of tune" in caplog.text


def test_odd_portions_of_sound_are_heard_like_even_ones() -> None:
    async def play() -> None:
        async with scene() as s:
            sound = quiet(0.3) + loud(1) + quiet(1.5)
            for start in range(0, len(sound), 14):
                s.listener.feed(sound[start : start + 14])
            await s.until(lambda: s.ended)
            assert s.ended[0].text == "word0 word1 word2"

    asyncio.run(play())


def test_a_minute_fed_in_one_go_does_not_hold_the_loop() -> None:
    async def play() -> None:
        async with scene() as s:
            loop = asyncio.get_running_loop()
            s.listener.feed(quiet(60))
            longest, turns = 0.0, 0
            while s.listener._backlog:  # the only place that knows how much is left
                before = loop.time()
                await asyncio.sleep(0)
                longest, turns = max(longest, loop.time() - before), turns + 1
            assert turns > 1000, "the minute was cut into steps"

    asyncio.run(play())


def test_sound_beyond_the_bound_is_dropped_and_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("desktop.practice.listen.BACKLOG_LIMIT_BYTES", 62_400)

    async def play() -> None:
        async with scene() as s:
            s.listener.feed(loud(3))
            await s.until(lambda: s.heard)
            await s.listener.close()
            assert s.ended[0].text == "word0 word1"

    with caplog.at_level(logging.WARNING):
        asyncio.run(play())
    assert "81600 bytes dropped" in caplog.text
