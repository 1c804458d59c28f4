"""A preallocated ring between one writing and one reading thread.

Positions count frames since the start and never wrap, so "how many were handed over" is a plain number:

    0 ........ read_position ........ write_position
               |---- unread (<= capacity) ----|

The writer alone moves `write_position`, the reader alone `read_position`; each moves its own only after the copy.
`cut` moves `write_position` back. Should the reader pass it in that instant, `write` goes on from where the reader is:
a block of what was cut is heard without its fade, nothing breaks. That takes a device that asks within some 30 us, and
an interpreter that changes threads in the middle of them, which it does after 5 ms of work only.
"""

import numpy as np

from desktop.audio.format import BYTES_PER_SAMPLE

Buffer = bytes | bytearray | memoryview


class RingBuffer:
    """int16 frames of one or more interleaved channels.

    `write` and `read_into` are called from PortAudio threads: they allocate no samples and never lock, log or raise.
    """

    __slots__ = ("_capacity", "_frame_bytes", "_memory", "_view", "read_position", "write_position")

    def __init__(self, capacity_frames: int, channels: int = 1) -> None:
        self._capacity = capacity_frames
        self._frame_bytes = channels * BYTES_PER_SAMPLE
        self._memory = bytearray(capacity_frames * self._frame_bytes)
        self._view = memoryview(self._memory)
        self.read_position = 0
        self.write_position = 0

    @property
    def unread(self) -> int:
        """Frames written and not yet read; any thread."""
        return max(0, self.write_position - self.read_position)

    def write(self, data: Buffer) -> int:
        """Store whole frames and return how many did not fit and were dropped."""
        source = memoryview(data)
        start = max(self.write_position, self.read_position)
        wanted = len(source) // self._frame_bytes
        frames = min(wanted, self._capacity - (start - self.read_position))
        size = frames * self._frame_bytes
        at = start % self._capacity * self._frame_bytes
        first = min(size, len(self._memory) - at)
        self._view[at : at + first] = source[:first]
        self._view[: size - first] = source[first:size]
        self.write_position = start + frames
        return wanted - frames

    def read_into(self, out: memoryview) -> int:
        """Fill the beginning of `out` (bytes) with what is unread and return how many frames that was."""
        frames = min(self.unread, len(out) // self._frame_bytes)
        size = frames * self._frame_bytes
        at = self.read_position % self._capacity * self._frame_bytes
        first = min(size, len(self._memory) - at)
        out[:first] = self._view[at : at + first]
        out[first:size] = self._view[: size - first]
        self.read_position += frames
        return frames

    def read(self) -> bytes:
        """Return all that is unread; for the worker, it allocates."""
        out = bytearray(self.unread * self._frame_bytes)
        self.read_into(memoryview(out))
        return bytes(out)

    def cut(self, fade_frames: int) -> tuple[int, int]:
        """Take back what the reader has not had, but for the first `fade_frames` of it, and fade these out.

        Returns how many frames were taken back and how many before them were faded. Called by the writer only.
        """
        read = self.read_position
        unread = max(0, self.write_position - read)
        fade = min(unread, fade_frames)
        places = np.arange(read, read + fade) % self._capacity
        samples = np.frombuffer(self._memory, dtype="<i2").reshape(self._capacity, -1)
        ramp = np.linspace(1.0, 0.0, fade, dtype=np.float32)[:, None]
        samples[places] = (samples[places] * ramp).astype(np.int16)
        if fade < unread:
            self.write_position = read + fade
        return unread - fade, fade
