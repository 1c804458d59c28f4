"""Sound that waits on disk until it is its turn, in an anonymous temporary file without a name to be left behind.

The file is divided into places of one second; a place that was read or freed is used again, and when none is in use
the file is given up.
"""

import tempfile
import weakref
from typing import IO

import numpy as np

from desktop.audio.format import BYTES_PER_SAMPLE
from desktop.audio.playback.reply_queue import PIECE_FRAMES
from desktop.audio.samples import Int16Block, samples_from

_PLACE_BYTES = PIECE_FRAMES * BYTES_PER_SAMPLE


class FileSpill:
    """Implements `Spill`. Belongs to the worker; reads and writes block it for as long as the disk takes."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._close: weakref.finalize[[], FileSpill] | None = None
        self._sizes: dict[int, int] = {}
        """Bytes in each place that is in use."""
        self._free: list[int] = []

    def put(self, samples: Int16Block) -> int | None:
        place = self._free[-1] if self._free else len(self._sizes)
        try:
            if self._file is None:
                self._open()
            assert self._file is not None
            self._file.seek(place * _PLACE_BYTES)
            written = self._file.write(samples.tobytes())
        except OSError:
            # The disk is full or not there; the caller keeps the sound in memory.
            self._give_up_file()
            return None
        if written < samples.nbytes:
            return None
        if self._free:
            self._free.pop()
        self._sizes[place] = written
        return place

    def get(self, place: int) -> Int16Block:
        data = b""
        try:
            if self._file is not None:
                self._file.seek(place * _PLACE_BYTES)
                data = self._file.read(self._sizes[place])
        except OSError:
            pass
        missing = self._sizes[place] - len(data)
        self.free(place)
        # Never seen: what was written cannot be read. Silence keeps every position as it was told.
        return np.concatenate((samples_from(data), np.zeros(missing // BYTES_PER_SAMPLE, np.int16)))

    def free(self, place: int) -> None:
        del self._sizes[place]
        self._free.append(place)
        self._give_up_file()

    def _open(self) -> None:
        # Unbuffered, so that a full disk is told by the write that finds it so.
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  (open while sound waits in it)
        self._close = weakref.finalize(self, self._file.close)

    def _give_up_file(self) -> None:
        """Close the file, and with that delete it, where nothing waits in it."""
        if self._close is not None and not self._sizes:
            self._close()
            self._file = self._close = None
            self._free.clear()
