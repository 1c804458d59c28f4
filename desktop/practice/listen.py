"""A voice session's sound in, what the learner says out: started, text so far, ended."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from uuid import uuid4

import numpy as np
import samplerate

from desktop.practice.endpointing import (
    FRAME_S,
    FRAME_SAMPLES,
    LEAST_SPEECH_S,
    PAUSE_S,
    PRE_ROLL_S,
    SAMPLE_RATE_HZ,
    START_FRAMES,
    TURN_LIMIT_S,
    Cue,
    Endpointer,
)
from desktop.practice.recognisers import Recogniser, RecognitionFailed, Samples
from desktop.practice.voice_activity import VoiceActivity
from desktop.practice.wording import final_text, is_unfinished, partial_text

WIRE_RATE_HZ = 24_000
STEP_BYTES = 2 * WIRE_RATE_HZ // 25
"""40 ms: at most two voice activity frames (2 ms) before other sessions have their turn on the loop."""
PRE_ROLL_FRAMES = round(PRE_ROLL_S / FRAME_S) + START_FRAMES
BACKLOG_LIMIT_BYTES = 600 * 2 * WIRE_RATE_HZ
"""Ten minutes: a file sent in one go fits; what is beyond is dropped with a warning."""
LONG_SEGMENT_S = 6.0
"""From here on the words before a pause are kept and not decoded again: decoding cost grows with the square."""
CLOSE_LIMIT_S = 5.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    item_id: str


@dataclass(frozen=True, slots=True)
class Transcribed:
    """The text so far; it replaces the one before."""

    item_id: str
    text: str


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The final text; empty when no words were recognised.

    span_s: from the first speech to the last. pauses_s: the silences of 0.35 s and more in it.
    """

    item_id: str
    text: str
    span_s: float = 0.0
    pauses_s: tuple[float, ...] = ()


Heard = SpeechStarted | Transcribed | SpeechEnded


@dataclass(slots=True)
class _Turn:
    item_id: str
    frames: list[Samples]
    """What has still to be decoded: one segment, with what came right before it."""
    heard_frames: int = 0
    kept_text: str = ""
    """The words of the segments before."""
    shown_text: str = ""
    shown_frames: int = 0
    """How much had been heard when the text shown was asked for: an answer to an older question is not shown."""
    pause_text: str | None = None
    """The segment's text as decoded at the pause we are in; None while there is none."""


class Listener:
    """One per voice session; every method is called on the service's loop.

    Sound is looked at in steps of 40 ms between which the loop is free. When a pause is over before its text is
    known, the sound behind it waits: turns depend on the sound alone, however fast it arrives.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        voice_activity: VoiceActivity,
        on_heard: Callable[[Heard], None],
        pause_s: float = PAUSE_S,
        cut_at_pause_s: float = TURN_LIMIT_S,
    ) -> None:
        self._recogniser = recogniser
        self._voice_activity = voice_activity
        self._on_heard = on_heard
        self._endpointer = Endpointer(pause_s, cut_at_pause_s)
        self._resampler = samplerate.Resampler("sinc_fastest", channels=1)
        self._backlog = bytearray()
        self._samples: Samples = np.zeros(0, np.float32)
        self._before: deque[Samples] = deque(maxlen=PRE_ROLL_FRAMES)
        self._turn: _Turn | None = None
        self._waiting = False
        self._step: asyncio.Handle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._pause_task: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def speaking(self) -> bool:
        """Whether a turn is open."""
        return self._turn is not None

    def feed(self, pcm_24k: bytes) -> None:
        """Take the next sound: int16 little-endian mono at 24 kHz, any even length. Returns at once."""
        if self._closed:
            return
        room = BACKLOG_LIMIT_BYTES - len(self._backlog)
        if len(pcm_24k) > room:
            _log.warning("sound arrives faster than it can be heard: %d bytes dropped", len(pcm_24k) - room)
        self._backlog += pcm_24k[:room]
        self._schedule()

    async def close(self) -> None:
        """End an open turn with the sound that came, then stop every task."""
        self._closed = True
        try:
            async with asyncio.timeout(CLOSE_LIMIT_S):
                while len(self._backlog) > 1 or self._tasks:
                    if self._waiting or len(self._backlog) < 2:
                        await asyncio.wait(self._tasks)
                    await asyncio.sleep(0)
                if self._turn is not None:
                    await self._finish(self._turn)
        except TimeoutError:
            _log.warning("the last words were not decoded in time")
        if self._step is not None:
            self._step.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._turn is not None:
            self._end(self._turn, self._turn.shown_text)

    # -- sound ------------------------------------------------------------------------------------------------

    def _schedule(self) -> None:
        if self._step is None and len(self._backlog) > 1 and not self._waiting:
            self._step = asyncio.get_running_loop().call_soon(self._advance)

    def _advance(self) -> None:
        """Look at the next 40 ms."""
        self._step = None
        length = min(STEP_BYTES, len(self._backlog) & ~1)
        wire = np.frombuffer(bytes(self._backlog[:length]), "<i2").astype(np.float32) / 32768.0
        del self._backlog[:length]
        heard = self._resampler.process(wire, SAMPLE_RATE_HZ / WIRE_RATE_HZ).astype(np.float32)
        self._samples = np.concatenate((self._samples, heard))
        while len(self._samples) >= FRAME_SAMPLES and not self._waiting:
            frame, self._samples = self._samples[:FRAME_SAMPLES], self._samples[FRAME_SAMPLES:]
            self._hear(frame)
        self._schedule()

    def _hear(self, frame: Samples) -> None:
        cue = self._endpointer.step(self._voice_activity.probability(frame))
        if self._turn is None:
            self._before.append(frame)
            if cue is Cue.STARTED:
                self._turn = _Turn(uuid4().hex, list(self._before))
                self._before.clear()
                self._on_heard(SpeechStarted(self._turn.item_id))
            return
        turn = self._turn
        turn.frames.append(frame)
        turn.heard_frames += 1
        if cue is Cue.PARTIAL:
            self._begin(self._look(turn), "partial")
        elif cue is Cue.PAUSED:
            self._pause_task = self._begin(self._decode_pause(turn), "pause")
        elif cue is Cue.RESUMED:
            self._wait_for(self._resume(turn), "resume")
        elif cue is Cue.ENDED:
            self._wait_for(self._finish(turn), "final")
        elif self._endpointer.undecided:
            self._wait_for(self._pause_decoded(), "pause end")

    def _wait_for(self, work: Coroutine[None, None, None], name: str) -> None:
        """Leave the sound that follows in the backlog until the work is done."""
        self._waiting = True
        self._begin(work, name).add_done_callback(self._go_on)

    def _go_on(self, _task: asyncio.Task[None]) -> None:
        self._waiting = False
        self._schedule()

    # -- words ------------------------------------------------------------------------------------------------

    def _begin(self, work: Coroutine[None, None, None], name: str) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, name=f"listen {name}")
        self._tasks.add(task)
        task.add_done_callback(self._settle)
        return task

    def _settle(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            context = {"message": f"{task.get_name()} failed", "exception": error, "task": task}
            task.get_loop().call_exception_handler(context)

    async def _look(self, turn: _Turn) -> None:
        """Show the words so far."""
        heard_frames, kept_text = turn.heard_frames, turn.kept_text
        try:
            text = await self._recogniser.transcribe(np.concatenate(turn.frames), partial_of=self)
        except RecognitionFailed as error:
            _log.warning("a partial transcript failed: %s", error)
            return
        if turn.kept_text == kept_text:
            self._show(turn, text, heard_frames)

    async def _decode_pause(self, turn: _Turn) -> None:
        heard_frames = turn.heard_frames
        turn.pause_text = await self._decode(turn)
        self._endpointer.note_unfinished(is_unfinished(turn.pause_text))
        self._show(turn, turn.pause_text, heard_frames)

    async def _decode(self, turn: _Turn) -> str:
        """Return the text of the turn's present segment; "" when it holds too little speech."""
        speech_s = self._endpointer.speech_s
        if speech_s < LEAST_SPEECH_S:
            return ""
        try:
            return final_text(await self._recogniser.transcribe(np.concatenate(turn.frames)), speech_s)
        except RecognitionFailed as error:
            _log.warning("a transcript failed: %s", error)
            return ""

    async def _resume(self, turn: _Turn) -> None:
        """Go on after a pause; what was said before it is kept when it is long."""
        await self._pause_decoded()
        if turn.pause_text and self._endpointer.segment_s > LONG_SEGMENT_S:
            turn.kept_text = _joined(turn.kept_text, turn.pause_text)
            del turn.frames[:-PRE_ROLL_FRAMES]
            self._endpointer.begin_segment()
        turn.pause_text = None

    async def _finish(self, turn: _Turn) -> None:
        """End the turn with the text decoded at its pause, or decode what has none yet."""
        await self._pause_decoded()
        if turn.pause_text is None:
            text = await self._decode(turn)
        else:
            text = turn.pause_text
            # The silence after the decode has not been used: the next turn may begin in it.
            self._before.extend(turn.frames[-PRE_ROLL_FRAMES:])
        self._end(turn, _joined(turn.kept_text, text))

    async def _pause_decoded(self) -> None:
        if self._pause_task is not None:
            await asyncio.wait({self._pause_task})
            self._pause_task = None

    def _show(self, turn: _Turn, text: str, heard_frames: int) -> None:
        shown = partial_text(_joined(turn.kept_text, text), turn.shown_text)
        if shown is not None and turn is self._turn and heard_frames > turn.shown_frames:
            turn.shown_text, turn.shown_frames = shown, heard_frames
            self._on_heard(Transcribed(turn.item_id, shown))

    def _end(self, turn: _Turn, text: str) -> None:
        self._turn = None
        endpointer = self._endpointer
        self._on_heard(SpeechEnded(turn.item_id, text, endpointer.turn_span_s, endpointer.pauses_s))


def _joined(before: str, after: str) -> str:
    return f"{before} {after}".strip()
