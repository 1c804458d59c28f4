"""The ear of a session: made ready when speech is warm, fed with frames, closed."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

from desktop.practice.endpointing import TURN_LIMIT_S
from desktop.practice.listen import Heard, Listener
from desktop.practice.speech import Speech, SpeechUnavailable

UNREAD_FRAMES = 500
"""Frames kept while the voice session is being made ready; more are dropped in silence."""
WARM_LIMIT_S = 9.0
"""A client waits 10 s for audio_ready: say what is wrong before that."""
SILENT_LIMIT_S = 300.0
"""A voice session without a frame for so long is closed, without a word."""


class VoiceSession:
    """At most one Listener at a time. Lives on the service's loop."""

    def __init__(
        self,
        speech: Callable[[], Awaitable[Speech]],
        on_heard: Callable[[Heard], None],
        pause_s: float,
        cut_at_pause_s: float = TURN_LIMIT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """speech: waits until the engines are warm, raises SpeechUnavailable. clock: seconds, monotonic."""
        self.dropped_frames = 0
        self._speech = speech
        self._on_heard = on_heard
        self._pause_s = pause_s
        self._cut_at_pause_s = cut_at_pause_s
        self._clock = clock
        self._muted = False
        self._frames: deque[bytes] = deque()
        self._last_frame_at = clock()
        self._warm: Speech | None = None
        self._listener: Listener | None = None
        self._starting: asyncio.Task[str] | None = None

    @property
    def speech(self) -> Speech | None:
        """The engines while the voice session is on, else None."""
        return self._warm

    @property
    def on(self) -> bool:
        return self._listener is not None

    async def start(self) -> str:
        """Begin to listen as soon as speech is warm; return "" or a sentence that says why not.

        A session that is on is replaced. Cancelled by `close` and by another `start`.
        """
        self._cancel_start()
        self._frames.clear()
        self._muted = False
        self._starting = asyncio.get_running_loop().create_task(self._make_ready(), name="start voice")
        return await self._starting

    async def _make_ready(self) -> str:
        await self._end_listening()
        try:
            async with asyncio.timeout(WARM_LIMIT_S):
                speech = await self._speech()
        except TimeoutError:
            return "Speech is still being loaded. Try again in a moment."
        except SpeechUnavailable as error:
            return str(error)
        finally:
            if self._starting is asyncio.current_task():
                self._starting = None
        self._warm = speech
        self._listener = Listener(
            speech.recogniser, speech.new_voice_activity(), self._on_heard, self._pause_s, self._cut_at_pause_s
        )
        self._last_frame_at = self._clock()
        return ""

    def hear_what_waits(self) -> None:
        """Take the frames that came before the session was ready; called once its readiness was told."""
        while self._listener is not None and self._frames:
            self._listener.feed(self._frames.popleft())

    def hear(self, pcm: bytes) -> None:
        """Take 20 to 40 ms of the learner's sound; what comes without a voice session is dropped."""
        if len(pcm) % 2:
            self.dropped_frames += 1
            return
        self._last_frame_at = self._clock()
        if self._muted:
            pcm = bytes(len(pcm))
        if self._listener is not None and not self._frames:
            self._listener.feed(pcm)
        elif (self._listener or self._starting) is not None and len(self._frames) < UNREAD_FRAMES:
            self._frames.append(pcm)
        else:
            self.dropped_frames += 1

    def mute(self, muted: bool) -> None:
        self._muted = muted

    async def close(self) -> None:
        """Stop listening; the learner's last words are still reported."""
        self._cancel_start()
        await self._end_listening()

    async def close_if_silent(self) -> None:
        if self._listener is not None and self._clock() - self._last_frame_at > SILENT_LIMIT_S:
            await self._end_listening()

    def _cancel_start(self) -> None:
        if self._starting is not None:
            self._starting.cancel()
            self._starting = None

    async def _end_listening(self) -> None:
        listener, self._listener, self._warm = self._listener, None, None
        if listener is not None:
            await listener.close()
