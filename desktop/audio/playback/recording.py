"""A recording made ready to be played from anywhere: decoded to 24 kHz mono into a file without a name.

Decoded once and not while it plays, since half an hour of MP3 cannot be entered at a given sample. What is kept takes
86 MB of the disk for half an hour, and none of memory.
"""

import tempfile
from collections.abc import Callable, Iterator
from typing import IO, Any

import numpy as np

from desktop.audio.format import BYTES_PER_SAMPLE, SAMPLE_RATE_HZ
from desktop.audio.resampler import Resampler
from desktop.audio.samples import Float32Block, Int16Block, samples_from, to_int16

LONGEST_S = 1800
_RATES_HZ = range(4_000, 192_001)
_MOST_CHANNELS = 8
_BLOCK_FRAMES = 16_384
_HELD_BACK_FRAMES = 480
"""So much silence brings out what the resampler still holds."""

_UNREADABLE = "This is not a sound file that can be played here. WAV, FLAC, Ogg and MP3 files can."
_TOO_LONG = "This recording is longer than half an hour. Ask for a shorter one."
_EMPTY = "There is no sound in this recording."
_NO_ROOM = "There is no room on the disk to play this recording. Make room and open it again."


class RecordingUnreadable(Exception):
    """The recording cannot be played; the text is a sentence for the learner."""


class Recording:
    """Decoded sound. Written by one thread, then read by another."""

    def __init__(self, file: IO[bytes], frames: int) -> None:
        """file: int16 mono at 24 kHz; closed by `close`."""
        self._file = file
        self.frames = frames

    @property
    def duration_s(self) -> float:
        return self.frames / SAMPLE_RATE_HZ

    def read(self, at: int, count: int) -> Int16Block:
        """Return the samples from `at` on, fewer than `count` at the end."""
        self._file.seek(at * BYTES_PER_SAMPLE)
        return samples_from(self._file.read(max(0, min(count, self.frames - at)) * BYTES_PER_SAMPLE))

    def close(self) -> None:
        self._file.close()


def decode(path: str, is_wanted: Callable[[], bool] = lambda: True) -> Recording:
    """Decode a sound file. Raises RecordingUnreadable, also when it `is_wanted` no longer."""
    file: IO[bytes] | None = None
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115  (the recording's, if there is one)
        frames = 0
        for block in _decoded(path):
            if not is_wanted():
                raise RecordingUnreadable(_EMPTY)
            file.write(block.tobytes())
            frames += len(block)
        if not frames:
            raise RecordingUnreadable(_EMPTY)
        file.flush()
    except BaseException as error:
        if file is not None:
            file.close()
        if isinstance(error, OSError):
            raise RecordingUnreadable(_NO_ROOM) from error
        raise
    return Recording(file, frames)


def _decoded(path: str) -> Iterator[Int16Block]:
    # Loaded with the first recording: the audio process is started for talks.
    import soundfile

    class Forward(soundfile.SoundFile):  # type: ignore[misc]
        """soundfile seeks after every read of a seekable file, and each seek is a click in an MP3."""

        def seekable(self) -> bool:
            return False

    try:
        with Forward(path) as source:
            rate = source.samplerate
            if rate not in _RATES_HZ or source.channels > _MOST_CHANNELS:
                raise RecordingUnreadable(_UNREADABLE)
            yield from _converted(_mono_blocks(source), rate)
    except (soundfile.SoundFileError, RuntimeError, ValueError) as error:
        raise RecordingUnreadable(_UNREADABLE) from error


def _mono_blocks(source: Any) -> Iterator[Float32Block]:
    while len(block := source.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)):
        yield np.nan_to_num(block.mean(axis=1), posinf=0.0, neginf=0.0)


def _converted(blocks: Iterator[Float32Block], rate_hz: int) -> Iterator[Int16Block]:
    """Yield the sound at 24 kHz, exactly as long as it was. Raises RecordingUnreadable where it is too long."""
    resampler = Resampler(rate_hz, SAMPLE_RATE_HZ)
    taken = given = 0
    for block in blocks:
        taken += len(block)
        if taken > LONGEST_S * rate_hz:
            raise RecordingUnreadable(_TOO_LONG)
        converted = resampler.convert(to_int16(block))
        given += len(converted)
        yield converted
    missing = round(taken * SAMPLE_RATE_HZ / rate_hz) - given
    if missing > 0:
        held_back = resampler.convert(np.zeros(_HELD_BACK_FRAMES * max(1, rate_hz // SAMPLE_RATE_HZ), np.int16))
        yield held_back[:missing]
