"""Text in, speech out: sentence by sentence, as chunks of 40 ms."""

import asyncio
import os
import re
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol

import numpy as np
import numpy.typing as npt
import samplerate

SAMPLE_RATE_HZ = 24_000
CHUNK_BYTES = 1920
"""40 ms of int16."""
PEAK = 0.7
AUDIBLE = 0.003
"""Of the peak, -50 dB: softer is the silence before a sentence."""
LEAD_SAMPLES = SAMPLE_RATE_HZ // 50
"""20 ms of that silence are kept, so that the first sound is not cut."""
SLOWEST, FASTEST = 0.5, 2.0
_MARKUP = frozenset("*_`#~|\\\ufe0e\ufe0f")
"""Emphasis, and the marks that choose between text and emoji."""
LEARNER_PITCH = 0.76
"""A quarter deeper than the partner: nobody takes one voice for the other."""

Speech = npt.NDArray[np.float32]
Synthesise = Callable[[str, float], Iterator[Speech]]
"""(text, speed) -> one sound per sentence, mono at 24 kHz, each made when it is asked for."""


class Voice(Protocol):
    def say(self, text: str, speed: float = 1.0) -> AsyncIterator[bytes]:
        """Yield int16 little-endian mono 24 kHz sound in chunks of 20 to 40 ms, the first as soon as it exists.

        speed: 0.5 (slow) to 2.0 (fast). Nothing is yielded for text without a word. Closing stops synthesis.
        """


class SpokenVoice:
    """A synthesiser on one worker thread; the sentence after the one being fetched is made ahead."""

    def __init__(self, synthesise: Synthesise, worker: ThreadPoolExecutor | None = None) -> None:
        """worker: an executor with one thread, shared with every voice of the same synthesiser."""
        self._synthesise = synthesise
        self._worker = worker or ThreadPoolExecutor(max_workers=1, thread_name_prefix="voice")

    async def say(self, text: str, speed: float = 1.0) -> AsyncIterator[bytes]:
        spoken = speakable(text)
        if not spoken:
            return
        loop = asyncio.get_running_loop()
        sentences = self._synthesise(spoken, _allowed(speed))
        coming = loop.run_in_executor(self._worker, _next_pcm, sentences)
        try:
            while pcm := await coming:
                coming = loop.run_in_executor(self._worker, _next_pcm, sentences)
                for start in range(0, len(pcm), CHUNK_BYTES):
                    yield pcm[start : start + CHUNK_BYTES]
        finally:
            coming.cancel()

    def render(self, text: str, speed: float = 1.0) -> bytes:
        """Return everything `say` would yield, in one piece. Blocks, on the calling thread."""
        return b"".join(iter(partial(_next_pcm, self._synthesise(speakable(text), _allowed(speed))), b""))

    def pitched(self, pitch: float) -> "SpokenVoice":
        """Return this voice higher (pitch > 1) or deeper (< 1) at the same pace, on the same worker."""

        def synthesise(text: str, speed: float) -> Iterator[Speech]:
            for sentence in self._synthesise(text, speed / pitch):
                yield samplerate.resample(sentence, 1 / pitch, "sinc_medium")

        return SpokenVoice(synthesise, self._worker)

    def close(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)


def load_hibari() -> SpokenVoice:
    """Load the synthesiser and the voice inside its package and warm both up (1 s).

    Raises ImportError when the package is missing.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    from hibari import Hibari

    hibari = Hibari(threads=1)
    hibari("Good morning, it is 8 o'clock.")

    def synthesise(text: str, speed: float) -> Iterator[Speech]:
        return iter(hibari.stream(text, speed=speed))

    return SpokenVoice(synthesise)


def learner_voice(partner: SpokenVoice | None = None) -> SpokenVoice:
    """Return a voice nobody takes for the partner's, for a virtual learner.

    partner: the partner's voice, to be shared; it is loaded where there is none.
    """
    return (partner or load_hibari()).pitched(LEARNER_PITCH)


def tone_voice() -> SpokenVoice:
    """A voice that hums 440 Hz, 60 ms for each letter. For load tests of the service."""

    def synthesise(text: str, speed: float) -> Iterator[Speech]:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            times = np.arange(int(0.06 * SAMPLE_RATE_HZ * len(sentence) / speed)) / SAMPLE_RATE_HZ
            yield np.sin(2 * np.pi * 440 * times).astype(np.float32)

    return SpokenVoice(synthesise)


def speakable(text: str) -> str:
    """Return the text without markup, emoji and control characters; "" when no word is left."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"</?[A-Za-z][^>]*>", " ", text)
    text = re.sub(r"https?://\S+", " ", text)
    text = re.sub(r"^\s*(?:[-*+>]|#+|\d+\.)\s+", "", text, flags=re.MULTILINE)
    kept = "".join(character if _is_speakable(character) else " " for character in text)
    kept = re.sub(r"\s+([,.!?;:])", r"\1", " ".join(kept.split()))
    return kept if any(character.isalnum() for character in kept) else ""


def _allowed(speed: float) -> float:
    return min(max(speed, SLOWEST), FASTEST)


def _is_speakable(character: str) -> bool:
    category = unicodedata.category(character)
    return category == "Sc" or character in "+=" or (category[0] in "LMNPZ" and character not in _MARKUP)


def _next_pcm(sentences: Iterator[Speech]) -> bytes:
    """Return the next sentence that is not silent as int16 sound of even loudness; b"" after the last.

    The voice begins each sentence with a quarter of a second of silence: a learner would wait for it.
    """
    for sentence in sentences:
        loudness = np.abs(sentence)
        peak = float(loudness.max(initial=0.0))
        if peak > 0.0:
            begins = int(np.argmax(loudness > peak * AUDIBLE))
            spoken = sentence[max(0, begins - LEAD_SAMPLES) :]
            return (spoken * (PEAK / peak * 32767.0)).astype("<i2").tobytes()
    return b""
