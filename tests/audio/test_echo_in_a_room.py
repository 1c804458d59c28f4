"""Loudspeakers beside the microphone, in a simulated room with the real canceller: short; the long is in the bench."""

import asyncio
from collections.abc import Iterator

import numpy as np
import pytest

from desktop.audio import messages as m
from tests.support.room import Acoustics
from tests.support.speech_samples import SAMPLE_RATE_HZ, Pcm, sentences, speak, word_error_rate
from tests.support.talk_in_a_room import TalkInARoom, at_level

pytestmark = [pytest.mark.speech]

ORDER = "Wait a moment, I would like coffee instead, please."


@pytest.fixture(scope="module", autouse=True)
def _canceller() -> None:
    pytest.importorskip("livekit.rtc", reason="the echo canceller is not installed here")


@pytest.fixture(scope="module")
def partner() -> Pcm:
    return np.concatenate([speak(text, "partner", lead_s=0.2) for text in sentences()[:5]])


def test_the_partner_is_cut_by_25_db_after_a_second_and_40_db_after_three_and_is_never_held(partner: Pcm) -> None:
    talk = TalkInARoom(Acoustics(level_db=-10))
    talk.play(1, partner)
    talk.run(10.0)
    assert talk.attenuation_db(1.0, 3.0) >= 25
    assert talk.attenuation_db(3.0, 10.0) >= 40
    assert talk.all_of(m.PlaybackHeld) == []


@pytest.fixture(scope="module")
def understood() -> Iterator["object"]:
    pytest.importorskip("moonshine_voice")
    from desktop.practice.speech import load_speech
    from tests.support.listening import listen_to

    speech = load_speech()
    yield lambda pcm: asyncio.run(listen_to(speech, pcm)).text
    speech.close()


@pytest.mark.parametrize("level_db", [0])
def test_a_learner_who_speaks_over_the_loudspeaker_is_heard_at_once_and_understood(
    partner: Pcm, understood: "object", level_db: int
) -> None:
    assert callable(understood)
    talk = TalkInARoom(Acoustics(level_db=-10))
    talk.play(1, partner)
    talk.run(4.0)
    said = speak(ORDER, lead_s=0.0)
    learner = at_level(said, partner, level_db - 10)
    talk.say(learner)
    talk.run(len(said) / SAMPLE_RATE_HZ + 0.5)
    mouth_s = 4.0 + float(np.flatnonzero(np.abs(learner) > 0.1 * np.abs(learner).max())[0]) / SAMPLE_RATE_HZ
    ((held_at, _),), ((told_at, _),) = talk.all_of(m.PlaybackHeld), talk.all_of(m.LearnerInterrupted)
    assert held_at - mouth_s <= 0.15
    assert told_at - mouth_s <= 0.8
    assert word_error_rate(ORDER, understood(at_level(talk.frames(4.0), said, 0.0))) <= 0.12
