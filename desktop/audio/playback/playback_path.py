"""The reply's way: chunks -> jitter buffer -> level -> device rate -> ring; and how far the loudspeaker has come.

`flush` and `hold` reach into the ring: of what the device has not had, 5 ms remain, and these fade. What was taken
back returns to its replies; a flush then drops those it names, a hold keeps all.
"""

from collections.abc import Iterator
from math import ceil

import numpy as np

from desktop.audio.format import BLOCK_FRAMES, SAMPLE_RATE_HZ
from desktop.audio.level import PeakMeter
from desktop.audio.messages import PlaybackFinished, PlaybackFlushed, PlaybackProgressed, PlaybackStarted
from desktop.audio.playback.jitter_buffer import JitterBuffer
from desktop.audio.playback.playback_history import PlaybackHistory
from desktop.audio.playback.playback_position import PlaybackPosition
from desktop.audio.playback.ramps import FADE_FRAMES
from desktop.audio.playback.spill import FileSpill
from desktop.audio.resampler import Resampler
from desktop.audio.samples import Int16Block, samples_from
from desktop.audio.streams import Streams

_LEAD_STEP_S = 0.005
_LEAD_LIMIT_S = 0.1
_CALM_S = 10.0
_STARTING_S = 0.25


class PlaybackPath:
    """Belongs to the worker. Outlives the streams: what is queued goes on playing on the next device."""

    def __init__(self) -> None:
        self.jitter = JitterBuffer(FileSpill())
        self._again = JitterBuffer()
        """What is played once more; it has no place among the replies, so nothing of it is counted as heard."""
        self._replays = 0
        self._position = PlaybackPosition()
        self._history = PlaybackHistory()
        self._streams: Streams | None = None
        self._resampler = Resampler(SAMPLE_RATE_HZ, SAMPLE_RATE_HZ)
        self._ratio = 1.0
        self._in_resampler = 0.0
        """24 kHz frames that went into the resampler and have not come out."""
        self._sounds_until = 0
        """From this position on all that was written is silence."""
        self._lead_s = 0.0
        self._starvations_seen = 0
        self._calm_since = 0
        self._asked_before = 0
        self.meter = PeakMeter()

    @property
    def is_idle(self) -> bool:
        return self.jitter.is_empty and self._position.is_quiet

    @property
    def is_replaying(self) -> bool:
        return not self._again.is_empty

    def attach(self, streams: Streams) -> None:
        """Play through these streams from now on, and make the first blocks ready before they start."""
        self._streams = streams
        self._ratio = streams.playback_rate_hz / SAMPLE_RATE_HZ
        self._resampler = Resampler(SAMPLE_RATE_HZ, streams.playback_rate_hz)
        self._in_resampler = 0.0
        self._lead_s = streams.playback_lead_s
        self._starvations_seen = 0
        self._calm_since = 0
        self.fill()

    def detach(self) -> None:
        """The streams are gone; the capture clock goes on where it stopped, the reply where the device had come to."""
        if self._streams is not None:
            self._take_back(0)
            self._asked_before += round(self._streams.asked_frames / self._ratio)
            self._streams = None

    def play(self, generation: int, pcm: bytes) -> bool:
        """Queue a chunk of a reply; False where it was dropped because it is outdated."""
        was_taken = self.jitter.push(generation, samples_from(pcm))
        self._hurry()
        return was_taken

    def replay(self, pcm: bytes) -> None:
        """Play this once more, int16 mono at 24 kHz, in place of what another call asked for; nothing ends that.

        A reply that is to be heard breaks it off.
        """
        self._again.flush(self._replays)
        self._replays += 1
        if pcm and self.jitter.is_empty:
            self._again.push(self._replays, samples_from(pcm))

    def fill(self) -> None:
        """Top the device's ring up, 10 ms at a time."""
        streams = self._streams
        if streams is None:
            return
        self._note_starvation(streams)
        lead = round(self._lead_s * streams.playback_rate_hz)
        while streams.playback.unread < lead:
            block, runs = self.jitter.pull(BLOCK_FRAMES)
            if self.is_replaying:
                block = self._play_again(block)
            self._position.wrote(BLOCK_FRAMES, runs)
            self._history.add(block, runs)
            if block.any():
                self._sounds_until = self._position.written
            self.meter.hear(block)
            converted = self._resampler.convert(block)
            self._in_resampler += BLOCK_FRAMES - len(converted) / self._ratio
            streams.playback.write(_spread(converted, streams.playback_channels).tobytes())
        self._history.limit(self._position.written - self._handed())

    def hold(self) -> tuple[int, int] | None:
        """Let the reply that is heard fall silent where it is, to go on from there later.

        Returns its generation and how much of it has been heard, in ms; None, and nothing is held, where no reply is
        being played or waits. Newer replies wait behind it. Held already: the same once more.
        """
        self.replay(b"")
        if self.jitter.held is None:
            if self.jitter.head is not None or self._position.is_ahead(self._handed()):
                self._cut()
            self.jitter.hold()
        generation = self.jitter.held
        if generation is None:
            return None
        return generation, self._position.heard_ms(generation, self._handed(), self._latency())

    def resume(self) -> None:
        """Go on with what is held, from the first sample that was faded; nothing where nothing is."""
        self.jitter.resume()
        self._hurry()

    def flush(self, generation: int) -> Iterator[PlaybackFlushed]:
        """Silence this reply and all older ones; yield what was heard of each, and of `generation` in any case."""
        if self._is_audible(generation):
            self._cut()
        queued = self.jitter.generations_through(generation)
        silenced = self._position.forget(generation, self._handed(), self._latency(), self.jitter.queues)
        self.jitter.flush(generation)
        for number in sorted({*queued, *silenced, generation}):
            yield PlaybackFlushed(number, silenced.get(number, 0))

    def advance(self) -> Iterator[PlaybackStarted | PlaybackProgressed | PlaybackFinished]:
        """Yield what the learner has come to hear since the last call."""
        handed = self._handed()
        asked = self._asked_before
        if self._streams is not None:
            asked += round(self._streams.asked_frames / self._ratio)
        yield from self._position.advance(handed, self._latency(), asked - handed, self.jitter.queues)

    def _play_again(self, block: Int16Block) -> Int16Block:
        """Return the block with what is played once more in it; its end fades out under a reply that begins."""
        if not self.jitter.is_empty:
            self.replay(b"")
        again, _ = self._again.pull(len(block))
        both: Int16Block = np.clip(block.astype(np.int32) + again, -32768, 32767).astype(np.int16)
        return both

    def _is_audible(self, generation: int) -> bool:
        """Whether sound of this reply or an older one is on its way to the device."""
        sounding, handed = self.jitter.sounding, self._handed()
        if self._position.is_ahead(handed):
            return self._position.is_ahead(handed, generation)
        if sounding is not None:
            return sounding <= generation
        # The end of a reply fades for longer than its samples.
        return self._sounds_until > handed and not self.is_replaying

    def _hurry(self) -> None:
        """Let what begins now not wait for the silence that was made ready."""
        if self._streams is not None and self.jitter.is_ready and self._sounds_until <= self._handed():
            self._take_back(0)
            self.fill()

    def _cut(self) -> None:
        """Let the sound fade out in the device's ring."""
        self._take_back(round(FADE_FRAMES * self._ratio))

    def _take_back(self, fade_frames: int) -> None:
        """Return to the jitter buffer what the device has not had; only the fade remains in its ring."""
        if self._streams is None:
            return
        taken, faded = self._streams.playback.cut(fade_frames)
        # Rounded up: at other rates than 24 kHz a sample may be played twice, but none is skipped.
        back = ceil(taken / self._ratio + self._in_resampler)
        again = ceil(faded / self._ratio)
        self._resampler.reset()
        self._in_resampler = 0.0
        self._position.took_back(back, again)
        self.jitter.take_back(self._history.take_back(back, again), back)

    def _handed(self) -> int:
        unread = self._streams.playback.unread / self._ratio + self._in_resampler if self._streams else 0
        return self._position.written - round(unread)

    def _latency(self) -> int:
        return round(self._streams.playback_latency_s * SAMPLE_RATE_HZ) if self._streams else 0

    def _note_starvation(self, streams: Streams) -> None:
        """Keep 5 ms more ready for each time the device found too little, up to a limit; 5 ms less after 10 s without.

        Not while the streams start: the device asks before the worker's first step, and that says nothing of later.
        """
        rate = streams.playback_rate_hz
        if streams.starvations > self._starvations_seen:
            self._starvations_seen = streams.starvations
            self._calm_since = streams.asked_frames
            if streams.asked_frames > _STARTING_S * rate:
                self._lead_s = min(self._lead_s + _LEAD_STEP_S, max(_LEAD_LIMIT_S, streams.playback_lead_s))
        elif streams.asked_frames - self._calm_since > _CALM_S * rate:
            self._calm_since = streams.asked_frames
            self._lead_s = max(self._lead_s - _LEAD_STEP_S, streams.playback_lead_s)


def _spread(samples: Int16Block, channels: int) -> Int16Block:
    return samples if channels == 1 else np.repeat(samples, channels)
