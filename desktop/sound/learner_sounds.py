"""Keeps the learner's voice by turns, out of the frames of the microphone.

A service says late that a turn began, so the last 10 s are looked back through:

    ....|#####|.....|.#########|.....        # somebody speaks, by the microphone's own detector
        the turn      ^        ^    ^ now: the service says that the next turn began
        before        begins   speaks

The turn begins 240 ms before the voice did, and not before the voice of the turn before it ended. Silence in it is
kept; from the last 300 ms after its last voice on nothing is.
"""

from collections import deque
from itertools import islice

from desktop.sound.talk_sounds import TalkSounds

FRAME_MS = 20
RECENT_FRAMES = 10_000 // FRAME_MS
"""Before the service is ready 8 s of speech are kept and sent at once: their turn begins when they were spoken."""
GAP_FRAMES = 200 // FRAME_MS
"""A longer silence does not lie within the first words of a turn. The detector keeps on for 200 to 280 ms after a
voice, so this is a pause of 0.4 s; services end a turn after 0.5 s at least."""
BEFORE_FRAMES = 240 // FRAME_MS
AFTER_FRAMES = 300 // FRAME_MS
LATE_FRAMES = 500 // FRAME_MS
"""How late a service tells of a turn, where the sound does not say."""


class LearnerSounds:
    """Told of every frame and of which turn is open. One thread calls everything. Frames are numbered from 0."""

    def __init__(self, sounds: TalkSounds[str] | None = None) -> None:
        self._sounds = sounds or TalkSounds[str]()
        self._recent: deque[tuple[bytes, bool]] = deque(maxlen=RECENT_FRAMES)
        self._start()

    def _start(self) -> None:
        self._recent.clear()
        self._now = 0
        self._key = ""
        """The open turn."""
        self._latest = ""
        """The open turn, or the last that was."""
        self._begins = self._ends = 0
        """Of the latest turn: its first frame and the one after its last."""
        self._voice_ends = 0
        """The frame after the last voiced one of the latest turn."""
        self._closed_at = 0

    def frame_captured(self, pcm: bytes, voiced: bool) -> None:
        """Take the next 20 ms."""
        self._recent.append((pcm, voiced))
        self._now += 1
        if self._key:
            self._sounds.add(self._key, pcm)
            self._ends = self._now
            if voiced:
                self._voice_ends = self._now

    def turn_is_open(self, key: str) -> None:
        """This turn is being spoken now; empty: none is."""
        if key == self._key:
            return
        begins = self._beginning() if key else self._now
        if self._key:
            self._cut_latest(min(self._voice_ends + AFTER_FRAMES, begins))
            self._closed_at = self._now
        elif self._latest:
            # It was closed when the next one had begun already.
            self._cut_latest(begins)
        self._key = key
        if key:
            self._open(key, begins)

    def length_ms(self, key: str) -> int:
        return self._sounds.length_ms(key)

    def sound(self, key: str) -> bytes:
        return self._sounds.rest(key)

    def forget(self) -> None:
        """Let go of everything that was said."""
        self._sounds.forget()
        self._start()

    def close(self) -> None:
        self._sounds.close()

    def _beginning(self) -> int:
        """Return the first frame of the turn that is open from now on."""
        oldest = self._now - len(self._recent)
        voice = [voiced for _, voiced in self._recent]
        at = len(voice)
        while at and not voice[at - 1]:
            at -= 1
        is_new = bool(at) and (not self._latest or bool(self._key) or oldest + at > self._closed_at)
        begins, gap = at, 0
        while at and gap <= GAP_FRAMES:
            at -= 1
            if voice[at]:
                begins, gap = at, 0
            else:
                gap += 1
        if not self._latest:
            return max(oldest, (oldest + begins if is_new else self._now - LATE_FRAMES) - BEFORE_FRAMES)
        if is_new and oldest + begins > self._begins + BEFORE_FRAMES:
            return max(oldest, oldest + begins - BEFORE_FRAMES)
        # Nothing in the sound tells it from the turn before.
        earliest = self._begins if self._key else self._ends
        return max(oldest, earliest, self._now - LATE_FRAMES)

    def _open(self, key: str, begins: int) -> None:
        self._latest, self._begins, self._voice_ends, self._ends = key, begins, begins, self._now
        oldest = self._now - len(self._recent)
        for number, (pcm, voiced) in enumerate(islice(self._recent, begins - oldest, None), begins):
            self._sounds.add(key, pcm)
            if voiced:
                self._voice_ends = number + 1

    def _cut_latest(self, ends: int) -> None:
        if self._recent and ends < self._ends:
            self._ends = max(self._begins, ends)
            self._sounds.truncate(self._latest, (self._ends - self._begins) * len(self._recent[-1][0]))
