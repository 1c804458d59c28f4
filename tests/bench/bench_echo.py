"""Echo, false interruptions and true ones in simulated rooms: the real engine, faster than real time.

The loudspeaker's speech is the partner's, the learner's is another voice of the same synthesiser.
"""

import asyncio
from collections.abc import Iterator
from itertools import cycle, islice, product

import numpy as np

from desktop.audio import messages as m
from desktop.practice.speech import Speech, load_speech
from tests.bench.rows import Row, spread
from tests.support.listening import listen_to
from tests.support.room import Acoustics
from tests.support.speech_samples import SAMPLE_RATE_HZ, Pcm, sentences, speak, word_error_rate
from tests.support.talk_in_a_room import TalkInARoom, at_level

LONG_S = 600.0
BARGES_IN_AT_S = 6.0


def measure() -> Iterator[Row]:
    partner = np.concatenate([speak(text, "partner", lead_s=0.2) for text in sentences()])
    yield from _attenuation(partner)
    yield from _alone(partner)
    speech = load_speech()
    try:
        yield from _barging_in(partner, speech)
    finally:
        speech.close()


def _attenuation(partner: Pcm) -> Iterator[Row]:
    for delay_ms, level_db, drift_ppm in product((20, 60, 300), (-6, -10, -20), (0, 100)):
        talk = TalkInARoom(Acoustics(delay_ms, level_db, drift_ppm=drift_ppm))
        talk.play(1, partner)
        talk.run(8.0)
        room = f"echo {delay_ms} ms, {level_db} dB, clocks {drift_ppm} ppm apart"
        yield Row(f"{room}: what is left after 1 s", "dB", -talk.attenuation_db(1.0, 3.0), target=-25)
        yield Row(f"{room}: what is left after 3 s", "dB", -talk.attenuation_db(3.0, 8.0), target=-40)


def _alone(partner: Pcm) -> Iterator[Row]:
    """Nobody speaks but the partner, for ten minutes."""
    for drift_ppm in (0, 100):
        talk = TalkInARoom(Acoustics(level_db=-10, drift_ppm=drift_ppm))
        texts = cycle(np.array_split(partner, 20))
        while talk.now < LONG_S:
            for piece in islice(texts, 4):
                talk.play(1 + int(talk.now), piece)
            talk.run(10.0)
        what = f"10 minutes of partner speech at -10 dB, clocks {drift_ppm} ppm apart"
        yield Row(f"{what}: interrupts itself", "times", len(talk.all_of(m.LearnerInterrupted)), target=0)
        yield Row(f"{what}: holds for nothing", "times", len(talk.all_of(m.PlaybackHeld)))


def _barging_in(partner: Pcm, speech: Speech) -> Iterator[Row]:
    texts = [text for text in sentences() if len(text.split()) > 4][:12]
    said = [speak(text, "learner", lead_s=0.0) for text in texts]
    clean = word_error_rate(texts, [_understood(speech, pcm) for pcm in said])
    yield Row("word error rate of the learner alone", "%", 100 * clean)
    for level_db, drift_ppm in product((0, -6), (0, 100)):
        held_ms: list[float] = []
        confirmed_ms: list[float] = []
        heard: list[str] = []
        for pcm in said:
            talk = TalkInARoom(Acoustics(drift_ppm=drift_ppm))
            talk.play(1, partner)
            talk.run(BARGES_IN_AT_S)
            learner = at_level(pcm, partner, level_db - 10)
            mouth_s = BARGES_IN_AT_S + _onset_s(learner)
            talk.say(learner)
            talk.run(len(learner) / SAMPLE_RATE_HZ + 0.5)
            held_ms += [1000 * (at - mouth_s) for at, _ in talk.all_of(m.PlaybackHeld) if at >= BARGES_IN_AT_S][:1]
            confirmed_ms += [1000 * (at - mouth_s) for at, _ in talk.all_of(m.LearnerInterrupted)][:1]
            frames = talk.frames(BARGES_IN_AT_S)
            heard.append(_understood(speech, at_level(frames, pcm, 0.0)))
        who = f"learner {level_db} dB against the echo, clocks {drift_ppm} ppm apart"
        yield spread(f"{who}: voice to hold, inside the engine", held_ms, target=90, limit=150)
        yield spread(f"{who}: voice to interruption", confirmed_ms)
        yield Row(f"{who}: not noticed, of {len(said)}", "times", len(said) - len(confirmed_ms), target=0)
        yield Row(f"{who}: word error rate", "%", 100 * word_error_rate(texts, heard), target=100 * clean + 5)


def _onset_s(pcm: Pcm) -> float:
    return float(np.flatnonzero(np.abs(pcm.astype(int)) > 0.1 * np.abs(pcm.astype(int)).max())[0]) / SAMPLE_RATE_HZ


def _understood(speech: Speech, pcm: Pcm) -> str:
    return asyncio.run(listen_to(speech, pcm)).text
