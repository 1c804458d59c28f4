"""What is on its way to the device can be taken back."""

import numpy as np

from desktop.audio.playback.jitter_buffer import Run
from desktop.audio.playback.playback_history import PlaybackHistory
from desktop.audio.samples import Int16Block


def counted(first: int, count: int) -> Int16Block:
    return np.arange(first, first + count).astype(np.int16)


def listed(taken: object) -> list[tuple[int, list[int]]]:
    return [(generation, samples.tolist()) for generation, samples in taken]  # type: ignore[attr-defined]


def test_the_newest_samples_return_to_the_replies_they_came_from() -> None:
    history = PlaybackHistory()
    history.add(counted(0, 10), (Run(1, 2, 8),))
    history.add(counted(10, 10), (Run(1, 0, 3), Run(2, 5, 5)))
    assert listed(history.take_back(9, 2)) == [(1, [9]), (1, [10, 11, 12]), (2, [15, 16, 17, 18, 19])]


def test_what_was_taken_back_does_not_return_twice() -> None:
    history = PlaybackHistory()
    history.add(counted(0, 10), (Run(1, 0, 10),))
    assert listed(history.take_back(4, 2)) == [(1, [4, 5, 6, 7, 8, 9])]
    assert listed(history.take_back(0, 6)) == [(1, [0, 1, 2, 3])]
    assert listed(history.take_back(6, 0)) == []


def test_only_as_much_is_kept_as_the_device_has_not_had() -> None:
    history = PlaybackHistory()
    for first in range(0, 100, 10):
        history.add(counted(first, 10), (Run(1, 0, 10),))
    history.limit(25)
    assert listed(history.newest(100)) == [
        (1, counted(70, 10).tolist()),
        (1, counted(80, 10).tolist()),
        (1, counted(90, 10).tolist()),
    ]
