"""How much of a reply the learner has heard."""

from collections.abc import Callable

from desktop.audio.messages import PlaybackFinished, PlaybackProgressed, PlaybackStarted
from desktop.audio.playback.jitter_buffer import Run
from desktop.audio.playback.playback_position import PlaybackPosition


def nothing_queued(_: int) -> bool:
    return False


def advance(
    position: PlaybackPosition,
    handed: int,
    latency: int = 0,
    inserted: int = 0,
    is_queued: Callable[[int], bool] = nothing_queued,
) -> list[object]:
    return list(position.advance(handed, latency, inserted, is_queued))


def test_a_reply_starts_progresses_and_finishes() -> None:
    position = PlaybackPosition()
    position.wrote(240)
    position.wrote(7200, [Run(1, 0, 7200)])
    assert advance(position, 240) == []
    assert advance(position, 480) == [PlaybackStarted(1, 240)]
    assert advance(position, 2640) == [PlaybackProgressed(1, 100)]
    assert advance(position, 3000) == []
    assert advance(position, 7440) == [PlaybackFinished(1, 300)]
    assert position.is_quiet


def test_what_is_still_inside_the_device_is_not_heard() -> None:
    position = PlaybackPosition()
    position.wrote(4800, [Run(1, 0, 4800)])
    assert advance(position, 240, latency=480) == [PlaybackStarted(1, 0)]
    assert advance(position, 2880, latency=480) == [PlaybackProgressed(1, 100)]
    assert position.forget(1, handed=240, latency=480) == {1: 100}


def test_heard_is_never_negative() -> None:
    position = PlaybackPosition()
    position.wrote(4800, [Run(1, 0, 4800)])
    assert position.forget(1, handed=0, latency=4800) == {1: 0}


def test_a_reply_is_not_finished_while_more_of_it_waits() -> None:
    position = PlaybackPosition()
    position.wrote(240, [Run(1, 0, 240)])
    assert advance(position, 240, is_queued=lambda generation: generation == 1) == [PlaybackStarted(1, 0)]
    position.wrote(240, [Run(1, 0, 240)])
    assert advance(position, 480) == [PlaybackFinished(1, 20)]


def test_a_reply_that_goes_on_after_a_pause_starts_once_and_finishes_again() -> None:
    position = PlaybackPosition()
    position.wrote(240, [Run(1, 0, 240)])
    assert advance(position, 240) == [PlaybackStarted(1, 0), PlaybackFinished(1, 10)]
    position.wrote(960)
    position.wrote(240, [Run(1, 0, 240)])
    assert advance(position, 1440) == [PlaybackFinished(1, 20)]


def test_silence_the_device_made_itself_moves_the_start() -> None:
    position = PlaybackPosition()
    position.wrote(240, [Run(1, 0, 240)])
    assert advance(position, 100, inserted=1000) == [PlaybackStarted(1, 1000)]


def test_a_reply_that_began_before_the_microphones_clock_starts_at_its_zero() -> None:
    position = PlaybackPosition()
    position.wrote(240)
    position.wrote(240, [Run(1, 0, 240)])
    assert advance(position, 300, inserted=-300) == [PlaybackStarted(1, 0)]


def test_what_was_taken_back_does_not_count() -> None:
    position = PlaybackPosition()
    position.wrote(2400, [Run(1, 0, 2400)])
    position.took_back(2160)
    assert position.written == 240
    assert advance(position, 240) == [PlaybackStarted(1, 0), PlaybackFinished(1, 10)]


def test_two_replies_in_one_block_are_told_apart() -> None:
    position = PlaybackPosition()
    position.wrote(240, [Run(1, 0, 100), Run(2, 140, 100)])
    assert advance(position, 240) == [
        PlaybackStarted(1, 0),
        PlaybackFinished(1, 4),
        PlaybackStarted(2, 140),
        PlaybackFinished(2, 4),
    ]


def test_forgetting_leaves_newer_replies_and_names_only_those_still_playing() -> None:
    position = PlaybackPosition()
    for generation in (1, 2, 3):
        position.wrote(2400, [Run(generation, 0, 2400)])
    advance(position, 3600)
    assert position.forget(2, handed=3600, latency=0) == {2: 50}
    assert advance(position, 7200) == [PlaybackStarted(3, 4800), PlaybackFinished(3, 100)]
