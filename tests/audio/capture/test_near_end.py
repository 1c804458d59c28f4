"""The learner's voice while the loudspeaker plays, and the linear filter behind it."""

import numpy as np
import pytest

from desktop.audio.capture.linear_echo import LinearEcho
from desktop.audio.capture.low_rate import LOW_BLOCK_FRAMES
from desktop.audio.capture.near_end import NearEnd
from desktop.audio.format import BLOCK_FRAMES
from desktop.audio.samples import Float32Block, Int16Block
from tests.support.fake_sound_card import loudness, noise, silence, tone

FAR = noise(6000, amplitude=16_000) - 8_000


def hear(near_end: NearEnd, played: Int16Block, captured: Int16Block) -> Int16Block:
    out = []
    for at in range(0, len(captured), BLOCK_FRAMES):
        near_end.hear_far_end(played[at : at + BLOCK_FRAMES])
        out.append(near_end.without_echo(captured[at : at + BLOCK_FRAMES]))
    return np.concatenate(out)


def echo_of(far: Int16Block, delay_ms: float = 60) -> Int16Block:
    return np.concatenate((silence(delay_ms), far // 4))[: len(far)].astype(np.int16)


def test_the_echo_is_taken_and_the_voice_beside_it_left_whole() -> None:
    near_end = NearEnd()
    voice = np.zeros(len(FAR), np.int16)
    voice[5 * 24_000 :] = tone(500, 1000, amplitude=1000)
    left = hear(near_end, FAR, echo_of(FAR) + voice)
    assert loudness(left[4 * 24_000 : 5 * 24_000], 1000)[0] < loudness(echo_of(FAR), 6000)[0] / 10
    assert loudness(left[5 * 24_000 + 240 :], 990)[0] == pytest.approx(707, rel=0.1)


def test_how_long_the_echo_lasts_is_learned() -> None:
    near_end = NearEnd()
    assert near_end.tail_blocks == 45
    hear(near_end, FAR, echo_of(FAR, 60))
    assert 6 <= near_end.tail_blocks <= 12
    assert near_end.echo_is_heard
    hear(near_end, silence(180), silence(180))
    assert near_end.echo_is_heard
    hear(near_end, silence(120), silence(120))
    assert not near_end.echo_is_heard


def test_the_far_end_is_remembered_for_350_ms() -> None:
    near_end = NearEnd()
    hear(near_end, tone(500, 100), silence(100))
    assert near_end.far_db == pytest.approx(-13.3, abs=0.5)
    hear(near_end, silence(340), silence(340))
    assert near_end.far_db == pytest.approx(-13.3, abs=0.5)
    hear(near_end, silence(20), silence(20))
    assert near_end.far_db == -90


def test_playback_callbacks_that_come_in_pairs_do_not_disturb() -> None:
    near_end = NearEnd()
    captured, out = echo_of(FAR), []
    for at in range(0, len(FAR), 2 * BLOCK_FRAMES):
        near_end.hear_far_end(FAR[at : at + BLOCK_FRAMES])
        near_end.hear_far_end(FAR[at + BLOCK_FRAMES : at + 2 * BLOCK_FRAMES])
        out += [near_end.without_echo(captured[a : a + BLOCK_FRAMES]) for a in (at, at + BLOCK_FRAMES)]
    assert loudness(np.concatenate(out)[4 * 24_000 :], 1000)[0] < loudness(captured, 6000)[0] / 10


def test_an_echo_that_is_over_costs_nothing_and_changes_nothing() -> None:
    echo = LinearEcho()
    still: Float32Block = np.zeros(LOW_BLOCK_FRAMES, np.float32)
    voice = np.full(LOW_BLOCK_FRAMES, 0.1, np.float32)
    assert echo.without_echo(still, voice) is voice


@pytest.mark.parametrize("lost", [np.nan, np.inf, 50.0], ids=["not a number", "without end", "far too loud"])
def test_an_estimate_that_has_lost_its_way_begins_anew(lost: float) -> None:
    echo = LinearEcho()
    far, near = FAR.astype(np.float32) / 32768, echo_of(FAR).astype(np.float32) / 32768
    blocks = list(zip(far.reshape(-1, LOW_BLOCK_FRAMES), near.reshape(-1, LOW_BLOCK_FRAMES), strict=True))
    for played, captured in blocks[:200]:
        echo.without_echo(played, captured)
    echo._filter[:] = lost
    with np.errstate(all="ignore"):
        for played, captured in blocks[200:210]:
            left = echo.without_echo(played, captured)
    assert np.isfinite(left).all()
    for played, captured in blocks[210:1600]:
        left = echo.without_echo(played, captured)
    assert left @ left < captured @ captured / 10
