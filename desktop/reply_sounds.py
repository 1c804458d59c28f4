"""The sound of this run's replies, kept so that what was not heard can be: after a crash, or when the learner asks."""

import tempfile
from dataclasses import dataclass, field

BYTES_PER_MS = 48
"""int16 mono at 24 kHz."""


@dataclass(slots=True)
class _Kept:
    pieces: list[tuple[int, int]] = field(default_factory=list)
    """(where in the file, bytes), in the order of arrival."""
    size: int = 0


class ReplySounds:
    """Replies by their generation, in an anonymous file that ends with the program: an hour of speech is 170 MB.

    Each `add` writes at most a second of sound to the system's cache; nothing here waits for a disk.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (open until `close`)
        self._end = 0
        self._replies: dict[int, _Kept] = {}

    def add(self, generation: int, pcm: bytes) -> None:
        """Keep the next chunk of a reply. A full disk loses it: then it cannot be played again, and nothing else."""
        try:
            self._file.seek(self._end)
            self._file.write(pcm)
        except OSError:
            return
        kept = self._replies.setdefault(generation, _Kept())
        if kept.pieces and sum(kept.pieces[-1]) == self._end:
            start, size = kept.pieces[-1]
            kept.pieces[-1] = (start, size + len(pcm))
        else:
            kept.pieces.append((self._end, len(pcm)))
        kept.size += len(pcm)
        self._end += len(pcm)

    def length_ms(self, generation: int) -> int:
        kept = self._replies.get(generation)
        return kept.size // BYTES_PER_MS if kept else 0

    def newer_than(self, generation: int) -> tuple[int, ...]:
        return tuple(sorted(number for number in self._replies if number > generation))

    def rest(self, generation: int, from_ms: int) -> bytes:
        """Return what comes after the first `from_ms` of a reply."""
        skipped = from_ms * BYTES_PER_MS
        found = bytearray()
        for start, size in self._replies.get(generation, _Kept()).pieces:
            skip = min(skipped, size)
            skipped -= skip
            self._file.seek(start + skip)
            found += self._file.read(size - skip)
        return bytes(found)

    def forget(self) -> None:
        """Let go of every reply."""
        self._replies.clear()
        self._end = 0
        self._file.truncate(0)

    def close(self) -> None:
        self._file.close()
