import numpy as np
import pytest

from desktop.audio.doctor.doctor_session import Session
from desktop.audio.samples import Int16Block
from tests.audio.doctor.test_doctor import Room
from tests.support.fake_sound_card import noise


def session_in(room: Room) -> Session:
    session = Session(room, room.clock, room.pause, lambda: None)
    session.settle()
    return session


def ignore(_passed_s: float, _level: float) -> None:
    """Nobody watches."""


def test_both_ends_of_a_recording_begin_at_the_same_moment() -> None:
    session = session_in(Room(delay_ms=50, noise_dbfs=None, echo_db=0.0))
    sound = noise(300)
    recording = session.record(0.6, ignore, sound)
    near, far = session.near(recording), session.far(recording)
    at = far.tobytes().find(sound.tobytes()) // 2
    assert at >= 0
    assert near.tobytes().find(sound.tobytes()) // 2 - at == 50 * 24
    assert abs(len(near) - len(far)) <= 240


def test_of_two_channels_the_one_with_sound_is_taken_at_24_khz() -> None:
    session = session_in(Room(48_000, 2, echo_db=None, noise_dbfs=-30))
    near = session.near(session.record(0.5, ignore))
    assert len(near) == pytest.approx(12_000, abs=300)
    assert near.any()


def test_a_microphone_has_sound_from_its_first_sample_that_is_not_zero() -> None:
    room = Room(echo_db=None, noise_dbfs=None)
    session = session_in(room)
    session.record(0.2, ignore)
    assert not session.has_sound
    room.hear(np.array([0, 1, 0], np.int16))
    session.record(0.1, ignore)
    assert session.has_sound


def test_the_loudspeaker_has_half_a_second_of_silence_while_it_thinks() -> None:
    room = Room()
    session = session_in(room)
    given: list[Int16Block] = []

    def think() -> str:
        given.extend(room.ask() for _ in range(49))
        return "done"

    before = room.starvations
    assert session.think(think) == "done"
    assert room.starvations == before
    assert not np.concatenate(given).any()


def test_more_is_kept_ready_after_each_time_it_was_too_little() -> None:
    room = Room()
    session = session_in(room)
    session.record(0.1, ignore)
    usual = room.playback.unread
    for _ in range(8):
        room.ask(2400)
        session.record(0.02, ignore)
    assert room.playback.unread > usual
    assert session.losses()[1] == room.starvations > 0
