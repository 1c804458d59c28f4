"""Speech of the practice service on this machine: what each part costs and how long a learner waits."""

import asyncio
import time
from contextlib import aclosing
from pathlib import Path

import numpy as np
import samplerate

from desktop.practice.endpointing import FRAME_SAMPLES, SAMPLE_RATE_HZ
from desktop.practice.speech import Speech, load_speech
from tests.support import speech_samples
from tests.support.listening import listen_to
from tests.support.speech_samples import Pcm, sentences, speak, word_error_rate

Row = tuple[str, float, str]
LOUD = 300
"""-40 dBFS: where a sentence begins and ends for a listener."""
LIVE_SENTENCES = 4
REPLY = "That is a lovely idea. What would you like to drink with it?"


def measure() -> list[Row]:
    begun = time.perf_counter()
    speech = load_speech()
    cold_s = time.perf_counter() - begun
    try:
        return [
            ("cold start", cold_s, "s"),
            ("voice activity, a frame of 32 ms", _voice_activity_us(speech), "us"),
            *asyncio.run(_waiting(speech)),
            ("first chunk of a reply", 1000 * asyncio.run(_first_chunk_s(speech)), "ms"),
            *asyncio.run(_two_sessions(speech)),
            *asyncio.run(_understanding(speech)),
            ("resident memory", _resident_mb(), "MB"),
        ]
    finally:
        speech.close()


def _voice_activity_us(speech: Speech) -> float:
    sound = _at_16_khz(speak(sentences()[0]))
    frames = [sound[i : i + FRAME_SAMPLES] for i in range(0, len(sound) - FRAME_SAMPLES, FRAME_SAMPLES)]
    detector = speech.new_voice_activity()
    begun = time.perf_counter()
    for frame in frames:
        detector.probability(frame)
    return 1e6 * (time.perf_counter() - begun) / len(frames)


async def _waiting(speech: Speech) -> list[Row]:
    """Live sentences: from the first loud sample to the first text, from the last one to the final text."""
    started, partial, final = [], [], []
    for text in sentences()[:LIVE_SENTENCES]:
        pcm = speak(text, tail_s=0.3)
        loud = np.flatnonzero(np.abs(pcm) > LOUD) / speech_samples.SAMPLE_RATE_HZ
        hearing = await listen_to(speech, pcm, realtime=True)
        started.append(hearing.started[0] - loud[0])
        partial.append(hearing.partials[0][0] - loud[0])
        final.append(hearing.finals[-1][0] - loud[-1])
    return [
        ("speech noticed after its onset, median", float(np.median(started)), "s"),
        ("first partial after the onset, median", float(np.median(partial)), "s"),
        ("first partial after the onset, worst", max(partial), "s"),
        ("final text after the end, median", float(np.median(final)), "s"),
        ("final text after the end, worst", max(final), "s"),
    ]


async def _first_chunk_s(speech: Speech) -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        async with aclosing(speech.voice.say(REPLY)) as chunks:
            await anext(chunks)
        times.append(time.perf_counter() - begun)
    return float(np.median(times))


async def _two_sessions(speech: Speech) -> list[Row]:
    """How late the event loop wakes while two learners speak at once."""
    late: list[float] = []

    async def watch() -> None:
        while True:
            due = time.perf_counter() + 0.01
            await asyncio.sleep(0.01)
            late.append(time.perf_counter() - due)

    watching = asyncio.get_running_loop().create_task(watch(), name="lag watch")
    texts = sentences()[4:8]
    talk = [np.concatenate([speak(text) for text in order]) for order in (texts[:2], texts[2:])]
    await asyncio.gather(*(listen_to(speech, pcm, realtime=True) for pcm in talk))
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    return [("event loop lag p99, two learners at once", 1000 * float(np.percentile(late, 99)), "ms")]


async def _understanding(speech: Speech) -> list[Row]:
    rows: list[Row] = []
    for voice in ("learner", "partner", *(("en-us", "en-us+f3", "en-gb") if speech_samples.has_espeak() else ())):
        heard = [(await listen_to(speech, speak(text, voice))).text for text in sentences()]
        rows.append((f"word error rate, {voice}", 100 * word_error_rate(sentences(), heard), "%"))
    sounds = [_at_16_khz(speak(text)) for text in sentences()]
    begun = time.perf_counter()
    for sound in sounds:
        await speech.recogniser.transcribe(sound)
    seconds = sum(len(sound) for sound in sounds) / SAMPLE_RATE_HZ
    return [*rows, ("decoding time over sound time", (time.perf_counter() - begun) / seconds, "")]


def _at_16_khz(pcm: Pcm) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    ratio = SAMPLE_RATE_HZ / speech_samples.SAMPLE_RATE_HZ
    return samplerate.resample(pcm.astype(np.float32) / 32768.0, ratio, "sinc_fastest").astype(np.float32)


def _resident_mb() -> float:
    """Of this process; 0 where the system has no /proc."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
