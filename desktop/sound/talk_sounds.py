"""What was said in this run's latest talk, kept so that it can be heard: after a crash, or when the learner asks.

In a file that has no name and ends with the program. It is cut into pages of a second, and pages that are let go of are
used again: so each voice takes 173 MB of the disk at most, however long the talk.
"""

import tempfile
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

BYTES_PER_MS = 48
"""int16 mono at 24 kHz."""
PAGE_BYTES = 1000 * BYTES_PER_MS
MOST_PAGES = 3600
"""An hour of one voice. The oldest goes first."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class _Kept:
    pages: list[int] = field(default_factory=list)
    size: int = 0


class TalkSounds(Generic[Key]):
    """The sounds of one voice: replies by their generation, the learner's turns by their key.

    Each `add` writes at most a second of sound to the system's cache; nothing here waits for a disk.
    """

    def __init__(self, most_pages: int = MOST_PAGES) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (open until `close`)
        self._most_pages = most_pages
        self._pages = 0
        self._free: list[int] = []
        self._kept: dict[Key, _Kept] = {}

    def add(self, key: Key, pcm: bytes) -> None:
        """Keep the next chunk of a sound. A full disk loses it: then it cannot be played, and nothing else."""
        kept = self._kept.setdefault(key, _Kept())
        data = memoryview(pcm)
        while data:
            offset = kept.size % PAGE_BYTES
            if not offset:
                page = self._free_page(key)
                if page is None:
                    return
                kept.pages.append(page)
            piece = data[: PAGE_BYTES - offset]
            try:
                self._file.seek(kept.pages[-1] * PAGE_BYTES + offset)
                self._file.write(piece)
            except OSError:
                self._cut(kept, kept.size)
                return
            kept.size += len(piece)
            data = data[len(piece) :]

    def truncate(self, key: Key, size: int) -> None:
        """Keep only the first `size` bytes of a sound."""
        kept = self._kept.get(key)
        if kept is not None and size < kept.size:
            self._cut(kept, max(0, size))

    def size(self, key: Key) -> int:
        """Return how many bytes of a sound there are."""
        kept = self._kept.get(key)
        return kept.size if kept else 0

    def length_ms(self, key: Key) -> int:
        return self.size(key) // BYTES_PER_MS

    def __iter__(self) -> Iterator[Key]:
        """Go through the keys of what is kept, in the order in which it began."""
        return iter(self._kept)

    def rest(self, key: Key, from_ms: int = 0) -> bytes:
        """Return what comes after the first `from_ms` of a sound."""
        kept = self._kept.get(key, _Kept())
        at = from_ms * BYTES_PER_MS
        found = bytearray()
        while at < kept.size:
            page, offset = divmod(at, PAGE_BYTES)
            count = min(PAGE_BYTES - offset, kept.size - at)
            self._file.seek(kept.pages[page] * PAGE_BYTES + offset)
            found += self._file.read(count)
            at += count
        return bytes(found)

    def forget(self) -> None:
        """Let go of everything."""
        self._kept.clear()
        self._free.clear()
        self._pages = 0
        self._file.truncate(0)

    def close(self) -> None:
        self._file.close()

    def _free_page(self, key: Key) -> int | None:
        """Return a page to write to; None where this sound alone takes all there may be."""
        if not self._free and self._pages >= self._most_pages:
            oldest = next(iter(self._kept))
            if oldest == key:
                return None
            self._free += self._kept.pop(oldest).pages
        if self._free:
            return self._free.pop()
        self._pages += 1
        return self._pages - 1

    def _cut(self, kept: _Kept, size: int) -> None:
        needed = -(-size // PAGE_BYTES)
        self._free += kept.pages[needed:]
        del kept.pages[needed:]
        kept.size = size
