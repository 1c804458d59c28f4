import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.audio.doctor import probe
from desktop.audio.doctor.probe import DeviceClock
from desktop.audio.samples import Int16Block

CHIRP = probe.chirp()


def room(dbfs: float, seconds: float, seed: int = 3) -> Int16Block:
    """Return white noise of this level."""
    noise = np.random.default_rng(seed).standard_normal(round(seconds * 24_000)) * 32768 * 10 ** (dbfs / 20)
    return np.clip(np.rint(noise), -32768, 32767).astype(np.int16)


def scaled(samples: Int16Block, db: float) -> Int16Block:
    return np.rint(samples * 10 ** (db / 20)).astype(np.int16)


@settings(max_examples=25, deadline=None)
@given(at=st.integers(0, 9_000), db=st.floats(-30, 0), seed=st.integers(0, 99))
def test_a_chirp_is_found_to_the_sample_in_a_noisy_room(at: int, db: float, seed: int) -> None:
    heard = room(-50, 0.6, seed)
    heard[at : at + len(CHIRP)] += scaled(CHIRP, db)
    found = probe.find_chirp(heard, CHIRP)
    assert found is not None
    assert abs(found - at) <= 1


def test_the_direct_way_is_found_even_where_a_reflection_is_louder() -> None:
    heard = room(-60, 0.6)
    heard[1000 : 1000 + len(CHIRP)] += scaled(CHIRP, -11)
    heard[1900 : 1900 + len(CHIRP)] += scaled(CHIRP, -9)
    assert probe.find_chirp(heard, CHIRP) == pytest.approx(1000, abs=1)


@settings(max_examples=25, deadline=None)
@given(dbfs=st.floats(-80, -10), seed=st.integers(0, 999))
def test_no_chirp_is_found_in_noise(dbfs: float, seed: int) -> None:
    assert probe.find_chirp(room(dbfs, 0.6, seed), CHIRP) is None


def test_no_chirp_is_found_in_silence_or_in_less_than_its_length() -> None:
    assert probe.find_chirp(np.zeros(14_400, np.int16), CHIRP) is None
    assert probe.find_chirp(CHIRP[:-1], CHIRP) is None


def test_no_chirp_is_found_in_speech() -> None:
    speech = probe.speech_like(6.0)
    assert [probe.find_chirp(speech[at : at + 14_400], CHIRP) for at in range(0, 120_000, 14_400)] == [None] * 9


def test_the_speech_like_sound_is_as_long_and_as_loud_as_it_should_be() -> None:
    sound = probe.speech_like(2.0)
    assert len(sound) == 48_000
    assert probe.peak_dbfs(sound) == pytest.approx(-8, abs=0.1)
    assert -28 < probe.level_dbfs(sound) < -15
    assert not probe.clips(sound)


@pytest.mark.parametrize("dbfs", [-70, -40, -15])
def test_a_level_is_told_to_half_a_decibel(dbfs: float) -> None:
    noise = room(dbfs, 1.0)
    assert probe.level_dbfs(noise) == pytest.approx(dbfs, abs=0.5)
    assert probe.quiet_dbfs(noise) == pytest.approx(dbfs, abs=0.5)


def test_silence_has_the_lowest_level_and_nothing_has_it_too() -> None:
    for samples in (np.zeros(480, np.int16), np.zeros(0, np.int16)):
        levels = [of(samples) for of in (probe.level_dbfs, probe.peak_dbfs, probe.spoken_dbfs, probe.quiet_dbfs)]
        assert levels == [-100] * 4


def test_the_level_of_speech_does_not_count_its_pauses() -> None:
    speech = np.concatenate((room(-80, 3.0), room(-30, 1.0)))
    assert probe.spoken_dbfs(speech) == pytest.approx(-30, abs=1)
    assert probe.quiet_dbfs(speech) == pytest.approx(-80, abs=1)


def test_a_wave_that_is_cut_off_clips_and_one_high_sample_does_not() -> None:
    wave = scaled(room(-30, 0.1), 0)
    assert not probe.clips(wave)
    wave[100] = 32_767
    assert not probe.clips(wave)
    wave[100:103] = -32_768
    assert probe.clips(wave)
    assert not probe.clips(wave[:2])


@pytest.mark.parametrize("db", [6, 18, 30])
def test_the_attenuation_is_the_echo_against_what_was_left_of_it(db: float) -> None:
    far = probe.speech_like(3.0)
    noise = room(-75, 3.0)
    measured = probe.attenuation(scaled(far, -10) + noise, scaled(far, -10 - db) + room(-75, 3.0, 9), -75)
    assert measured is not None
    assert measured.db == pytest.approx(db, abs=1.5)
    assert not measured.is_at_least


def test_an_echo_that_is_gone_but_for_the_noise_is_attenuated_at_least_so_much() -> None:
    noise = room(-60, 3.0)
    measured = probe.attenuation(scaled(probe.speech_like(3.0), -20) + noise, noise, -60)
    assert measured is not None
    assert measured.is_at_least
    assert measured.db > 15


def test_without_an_echo_there_is_no_attenuation() -> None:
    noise = room(-60, 3.0)
    assert probe.attenuation(noise, noise, -60) is None
    assert probe.attenuation(np.zeros(72_000, np.int16), np.zeros(72_000, np.int16), -100) is None


def clock(rate_hz: int, ppm: float, start_s: float, seed: int) -> DeviceClock:
    """Return 20 s of a device that hands over 10 ms blocks up to 4 ms late."""
    rng = np.random.default_rng(seed)
    made = DeviceClock.at(rate_hz)
    for number in range(1, 2000):
        at = start_s + number * 0.01 / (1 + ppm * 1e-6) + rng.uniform(0, 0.004)
        made.mark(at, number * rate_hz // 100)
    return made


@settings(max_examples=20, deadline=None)
@given(ppm=st.floats(-600, 600), start=st.floats(0, 1), seed=st.integers(0, 99))
def test_the_drift_between_two_clocks_is_told_to_30_ppm(ppm: float, start: float, seed: int) -> None:
    measured = probe.drift_ppm(clock(24_000, ppm, start, seed), clock(48_000, 0, 0.3, seed + 1))
    assert measured == pytest.approx(ppm, abs=30)


def test_a_clock_tells_when_it_came_to_a_frame() -> None:
    assert clock(24_000, 0, 5.0, 1).time_of(24_000) == pytest.approx(6.002, abs=0.001)


def test_a_device_that_stood_still_for_a_while_has_not_drifted() -> None:
    stumbled = clock(24_000, 0, 0.0, 1)
    stumbled.times_s[700:] = [at + 0.6 for at in stumbled.times_s[700:]]
    assert probe.drift_ppm(clock(24_000, 0, 0.0, 2), stumbled) == pytest.approx(0, abs=30)
    assert stumbled.time_of(24_000) == pytest.approx(1.002, abs=0.001)
    assert stumbled.time_of(240_000) == pytest.approx(10.602, abs=0.001)
    assert stumbled.lag_ms() == pytest.approx(600, abs=5)


@settings(max_examples=20, deadline=None)
@given(at=st.integers(100, 1900), slip_ms=st.sampled_from([-21.3, -10.7, 10.7]), ppm=st.floats(-200, 200))
def test_a_server_that_leaves_out_or_repeats_a_cycle_has_not_drifted(at: int, slip_ms: float, ppm: float) -> None:
    slipped = clock(24_000, ppm, 0.0, at)
    slipped.times_s[at:] = [time + slip_ms / 1000 for time in slipped.times_s[at:]]
    assert probe.drift_ppm(slipped, clock(24_000, 0, 0.0, 2)) == pytest.approx(ppm, abs=60)


def test_a_device_at_quite_another_rate_than_it_says_is_found_out() -> None:
    assert probe.drift_ppm(clock(24_000, 80_000, 0.0, 1), clock(24_000, 0, 0.0, 2)) == pytest.approx(80_000, rel=0.01)


def test_a_clock_that_never_ran_is_no_error() -> None:
    still = DeviceClock.at(24_000)
    assert (still.span_s, still.lag_ms(), still.time_of(0), probe.drift_ppm(still, still)) == (0, 0, 0, 0)
    still.mark(3.0, 0)
    assert still.time_of(24_000) == 4.0


def test_blocks_that_were_never_asked_for_are_a_lag() -> None:
    late = DeviceClock.at(24_000)
    for number in range(100):
        late.mark(number * 0.02, number * 240)
    assert late.lag_ms() == pytest.approx(990)
