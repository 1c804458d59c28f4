"""The engine holds a reply for the learner's voice, in a simulated room."""

import numpy as np
import pytest

from desktop.audio import messages as m
from desktop.audio.cards import PortAudioCard
from desktop.audio.format import SAMPLE_RATE_HZ
from tests.support.fake_sound_card import Samples, find, noise, silence
from tests.support.room import Acoustics
from tests.support.talk_in_a_room import TalkInARoom

HEADSET = PortAudioCard(echo=False, high_pass=False)
SILENT = Acoustics(level_db=-90, noise_db=-100)
REPLY = noise(20_000, seed=7, amplitude=6000)


def cough(ms: int = 200) -> Samples:
    """Return a burst of noise that rises fast and falls slowly."""
    burst = np.random.default_rng(3).normal(0.0, 4000.0, round(ms * SAMPLE_RATE_HZ / 1000))
    shape = np.minimum(np.arange(len(burst)) / 240, 1.0) * np.linspace(1.0, 0.05, len(burst))
    shaped: Samples = (burst * shape).astype(np.int16)
    return shaped


def talk(card: PortAudioCard = HEADSET, acoustics: Acoustics = SILENT, *, flushes: bool = True) -> TalkInARoom:
    made = TalkInARoom(acoustics, card, flushes=flushes)
    made.play(1, REPLY)
    made.run(1.0)
    return made


def held(made: TalkInARoom) -> list[type]:
    kinds = (m.PlaybackHeld, m.PlaybackResumed, m.LearnerInterrupted, m.PlaybackFlushed)
    return [type(report) for _, report in made.told if isinstance(report, kinds)]


def test_a_cough_holds_the_reply_and_it_goes_on_at_the_same_sample() -> None:
    made = talk()
    made.say(cough())
    made.run(1.5)
    assert held(made) == [m.PlaybackHeld, m.PlaybackResumed]
    ((paused_at, _),), ((resumed_at, _),) = made.all_of(m.PlaybackHeld), made.all_of(m.PlaybackResumed)
    assert paused_at - 1.0 <= 0.05
    assert resumed_at - 1.2 <= 0.3
    played = np.concatenate(made.played)
    begin = find(REPLY[:2400], played)
    before = int((played[begin : begin + len(REPLY)] != REPLY[: len(played) - begin]).argmax())
    end = find(played[-2400:], REPLY) + 2400
    backwards = zip(reversed(played.tolist()), reversed(REPLY[:end].tolist()), strict=False)
    again = end - next(count for count, (one, other) in enumerate(backwards) if one != other)
    # Nothing is left out, and only what was faded (5 ms) is heard again.
    assert before - 130 <= again <= before


def test_while_held_the_loudspeaker_is_silent_within_30_ms() -> None:
    made = talk(flushes=False)
    made.say(noise(800, seed=4, amplitude=12_000))
    made.run(0.6)
    ((paused_at, hold),) = made.all_of(m.PlaybackHeld)
    assert hold.generation == 1
    assert 800 <= hold.heard_ms <= 1030
    assert not np.concatenate(made.played)[round((paused_at + 0.03) * SAMPLE_RATE_HZ) :].any()


@pytest.mark.parametrize("command", [m.Mute(True), m.HoldReplies(False)])
def test_muted_or_told_to_it_lets_the_reply_go_on_and_holds_no_more(command: m.Command) -> None:
    made = talk(flushes=False)
    made.say(noise(3000, seed=4, amplitude=12_000))
    made.run(0.1)
    assert held(made) == [m.PlaybackHeld]
    made.handle(command)
    made.run(0.5)
    assert held(made) == [m.PlaybackHeld, m.PlaybackResumed]
    assert made.played[-1].any()


def test_a_card_without_barge_in_holds_nothing() -> None:
    made = talk(PortAudioCard(echo=False, barge_in=False))
    made.say(noise(1000, seed=4, amplitude=12_000))
    made.run(1.0)
    assert held(made) == []


@pytest.mark.speech
def test_speech_interrupts_and_the_next_reply_is_heard_whole() -> None:
    from tests.support.speech_samples import speak

    made = talk()
    made.say(speak("Wait a moment, I would like coffee instead, please.", lead_s=0.0))
    made.run(2.0)
    assert held(made) == [m.PlaybackHeld, m.LearnerInterrupted, m.PlaybackFlushed]
    following = noise(500, seed=9, amplitude=3000)
    made.play(1, REPLY)
    made.run(2.0)
    made.play(2, following)
    made.play(1, REPLY)
    # The service's own notice of the same speech comes late and names the old reply.
    made.handle(m.Flush(1))
    made.run(1.0)
    since = np.concatenate(made.played)[2 * SAMPLE_RATE_HZ :]
    at = find(following, since)
    assert not since[: at - 240].any()
    assert not since[at + len(following) + 240 :].any()
    assert m.PlaybackResumed not in held(made)


@pytest.mark.speech
def test_what_nobody_flushes_goes_on_after_the_voice() -> None:
    from tests.support.speech_samples import speak

    made = talk(flushes=False)
    made.say(np.concatenate((speak("Oh yes, that is what I thought.", lead_s=0.0), silence(100))))
    made.run(5.0)
    assert held(made) == [m.PlaybackHeld, m.LearnerInterrupted, m.PlaybackResumed]
    assert made.played[-1].any()
