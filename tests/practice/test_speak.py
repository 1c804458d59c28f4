import asyncio
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from desktop.practice.speak import CHUNK_BYTES, Speech, SpokenVoice, learner_voice, load_hibari, speakable, tone_voice
from tests.support.speech_samples import median_pitch_hz


class SlowSynthesiser:
    """One second of tone for each sentence, each made when it is let through."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.speeds: list[float] = []
        self.gate = threading.Semaphore(0)

    def __call__(self, text: str, speed: float) -> Iterator[Speech]:
        self.speeds.append(speed)
        for sentence in text.split(". "):
            assert self.gate.acquire(timeout=5)
            self.made.append(sentence)
            yield 0.1 * np.sin(np.arange(24_000) * 0.1).astype(np.float32)


async def chunks_of(voice: SpokenVoice, text: str, speed: float = 1.0) -> list[bytes]:
    return [chunk async for chunk in voice.say(text, speed)]


@pytest.fixture
def synthesiser() -> SlowSynthesiser:
    return SlowSynthesiser()


@pytest.fixture
def voice(synthesiser: SlowSynthesiser) -> Iterator[SpokenVoice]:
    voice = SpokenVoice(synthesiser)
    yield voice
    voice.close()


def test_speech_comes_in_chunks_of_40_ms_at_an_even_peak(synthesiser: SlowSynthesiser, voice: SpokenVoice) -> None:
    synthesiser.gate.release(2)
    chunks = asyncio.run(chunks_of(voice, "One sentence. And another"))
    assert {len(chunk) for chunk in chunks} == {CHUNK_BYTES}
    pcm = np.frombuffer(b"".join(chunks), "<i2")
    assert len(pcm) == 48_000
    assert np.abs(pcm).max() == pytest.approx(0.7 * 32767, abs=2)


def test_the_first_sentence_is_heard_before_the_second_exists(synthesiser: SlowSynthesiser, voice: SpokenVoice) -> None:
    async def scene() -> None:
        synthesiser.gate.release()
        speech = voice.say("First. Second")
        assert len(await anext(speech)) == CHUNK_BYTES
        assert synthesiser.made == ["First"]
        synthesiser.gate.release()
        rest = [chunk async for chunk in speech]
        assert len(rest) == 49
        assert synthesiser.made == ["First", "Second"]

    asyncio.run(scene())


def test_closing_the_iterator_stops_synthesis(synthesiser: SlowSynthesiser, voice: SpokenVoice) -> None:
    async def scene() -> None:
        synthesiser.gate.release()
        speech = voice.say("First. Second. Third. Fourth")
        await anext(speech)
        await speech.aclose()
        synthesiser.gate.release(4)
        await asyncio.get_running_loop().run_in_executor(voice._worker, int)  # the worker has got to here

    asyncio.run(scene())
    assert synthesiser.made in (["First"], ["First", "Second"]), "at most the sentence in the making is finished"


@pytest.mark.parametrize("text", ["", "  \n", "🙂 🎉", "***", "...!?"])
def test_text_without_a_word_is_not_spoken(synthesiser: SlowSynthesiser, voice: SpokenVoice, text: str) -> None:
    assert asyncio.run(chunks_of(voice, text)) == []
    assert synthesiser.speeds == []


@pytest.mark.parametrize(("asked", "given"), [(1.3, 1.3), (0.1, 0.5), (9.0, 2.0)])
def test_the_pace_is_held_within_what_the_voice_can_do(
    synthesiser: SlowSynthesiser, voice: SpokenVoice, asked: float, given: float
) -> None:
    synthesiser.gate.release()
    asyncio.run(chunks_of(voice, "Hello", asked))
    assert synthesiser.speeds == [given]


def test_render_gives_what_say_gives(synthesiser: SlowSynthesiser, voice: SpokenVoice) -> None:
    synthesiser.gate.release(4)
    assert voice.render("One. Two") == b"".join(asyncio.run(chunks_of(voice, "One. Two")))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("**Good** morning! 🙂", "Good morning!"),
        ("See [the menu](https://example.org/menu), please.", "See the menu, please."),
        ("<b>Two</b> teas\n- one\n- two", "Two teas one two"),
        ("It costs £3.50 & a smile 👍🏽 .", "It costs £3.50 & a smile."),
        ("a_b `c` d~e", "a b c d e"),
        ("Café, naïve, 5 < 6", "Café, naïve, 5 6"),
        ("1. First\n2. Then", "First Then"),
        ("In 2024. Yes", "In 2024. Yes"),
    ],
)
def test_markup_and_emoji_are_not_read_out(written: str, spoken: str) -> None:
    assert speakable(written) == spoken


def test_the_tone_voice_hums_as_long_as_the_text_is() -> None:
    voice = tone_voice()
    assert len(voice.render("Ten letter")) == 2 * round(0.6 * 24_000)
    assert median_pitch_hz(np.frombuffer(voice.pitched(0.5).render("Ten letter"), "<i2")) == pytest.approx(
        220, rel=0.02
    )
    voice.close()


@pytest.mark.speech
def test_the_virtual_learner_is_not_taken_for_the_partner() -> None:
    pytest.importorskip("hibari")
    partner = load_hibari()
    text = "Good morning, I would like a cup of tea and two sandwiches, please."
    partner_pcm = np.frombuffer(partner.render(text), "<i2")
    learner_pcm = np.frombuffer(learner_voice(partner).render(text), "<i2")
    partner.close()
    assert median_pitch_hz(learner_pcm) < 0.8 * median_pitch_hz(partner_pcm)
    assert len(learner_pcm) == pytest.approx(len(partner_pcm), rel=0.15), "deeper, not slower"
