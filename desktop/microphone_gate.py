"""Which captured frames are sent, and when. Pure: counts frames of 20 ms, knows no clock, no thread and no service.

    state                                     a frame with speech   a frame without
    ----------------------------------------  --------------------  -----------------------------------------------
    HOLD, the key is up                       withheld              withheld
    the floor was released a moment ago       sent                  sent; the last one, then END_OF_TURN
    HOLD or TAP, something was said           sent                  withheld: a pause ends no turn
    time to think                             sent                  withheld
    else                                      sent                  sent

Withheld frames are forgotten but for the last few: those before a press or before speech resumes are sent with it. What
is to be sent while the service is not ready is kept, and sent at once, faster than real time, when it is.
"""

from collections import deque
from collections.abc import Callable

from desktop.conversation.state import TurnMode

FRAME_MS = 20
SILENT_FRAME = bytes(960)
"""int16 mono at 24 kHz, the wire's only format."""

KEPT_FRAMES = 8000 // FRAME_MS
"""8 s. A start that goes unanswered is asked for again after 3 s, and after a lost link both joining and starting can:
3 s would lose first words then. A server holds 500 unread frames, and these fit."""
BEFORE_PRESS_FRAMES = 300 // FRAME_MS
"""Who presses and speaks at once speaks first: fingers are 100 to 200 ms late."""
BEFORE_SPEECH_FRAMES = 240 // FRAME_MS
"""A voice is told from noise 55 ms after it began, 209 ms at worst (75 sentences, three synthetic voices), and 280 ms
after it ended it still counts as one. A withheld pause so reaches the service as 280 + 240 - 55 ms of silence, under
the 500 ms with which the hastiest ends a turn."""
AFTER_RELEASE_FRAMES = 200 // FRAME_MS
"""The end of the last word, when the key goes up with it."""
LEAST_AFTER_RELEASE_FRAMES = 60 // FRAME_MS
"""What was captured before the release and is still on its way here."""
END_OF_TURN_FRAMES = 2400 // FRAME_MS
"""Sent at once: services end a turn by counting sound, not time, and the slowest pause that can be chosen is 2 s."""
ALIVE_FRAMES = 10_000 // FRAME_MS
ALIVE_IN_TURN_FRAMES = 60_000 // FRAME_MS
"""A service closes a voice session without frames after 300 s, the recogniser behind it sooner. In an open turn each
frame of silence adds to a pause that must not end it."""


class MicrophoneGate:
    """send: takes each frame that is let through, in order; never called while shut. One thread calls everything."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self.begin(TurnMode.HANDS_FREE)

    def begin(self, mode: TurnMode) -> None:
        """Forget everything; a new talk begins in this mode, shut and not muted."""
        self._mode = mode
        self._is_open = False
        self._muted = False
        self._floor_held = False
        self._time_to_think = False
        self._said_something = False
        self._frames_to_release = 0
        self._kept: deque[bytes] = deque(maxlen=KEPT_FRAMES)
        self._withheld: deque[bytes] = deque(maxlen=BEFORE_PRESS_FRAMES)
        self._frames_since_sent = 0

    # -- the service -----------------------------------------------------------------------------------------

    def open(self) -> None:
        """The service is ready: send what was kept, then go on."""
        self._is_open = True
        for frame in self._kept:
            self._send(frame)
        self._kept.clear()
        self._frames_since_sent = 0

    def shut(self) -> None:
        """The service is not ready: keep the last 8 s of what is to be sent."""
        self._is_open = False

    # -- the learner -----------------------------------------------------------------------------------------

    def choose(self, mode: TurnMode) -> None:
        """Go on in another mode. A turn that is open ends where no key or voice would end it any more."""
        self._mode = mode
        self._floor_held = False
        if mode is TurnMode.HOLD and not self._frames_to_release and self._said_something:
            self._frames_to_release = AFTER_RELEASE_FRAMES

    def take_floor(self) -> None:
        """HOLD: the key is down. Within 200 ms of the release it is still the same turn."""
        self._floor_held = True
        self._frames_to_release = 0
        self._give_withheld(BEFORE_PRESS_FRAMES)

    def release_floor(self) -> None:
        """HOLD: the key is up. TAP: send. The turn ends when the last word is out, 200 ms from now at most."""
        self._floor_held = False
        self._frames_to_release = AFTER_RELEASE_FRAMES

    def withhold_silence(self, on: bool) -> None:
        """Whether the learner has time to think."""
        self._time_to_think = on

    def mute(self, muted: bool) -> None:
        """While muted every frame is silence, whatever it holds."""
        self._muted = muted

    # -- the microphone --------------------------------------------------------------------------------------

    def frame_captured(self, pcm: bytes, voiced: bool) -> None:
        """Take the next 20 ms, 960 bytes. voiced: somebody speaks in it or has within the last 200 ms."""
        if self._muted:
            pcm, voiced = SILENT_FRAME, False
        if self._frames_to_release:
            self._release(pcm, voiced)
        elif self._mode is TurnMode.HOLD and not self._floor_held:
            self._withhold(pcm, ALIVE_FRAMES)
        elif voiced:
            self._said_something = True
            self._give_withheld(BEFORE_SPEECH_FRAMES)
            self._give(pcm)
        elif self._time_to_think or (self._said_something and self._mode is not TurnMode.HANDS_FREE):
            self._withhold(pcm, ALIVE_IN_TURN_FRAMES)
        else:
            self._give_withheld(BEFORE_SPEECH_FRAMES)
            self._give(pcm)

    # -- inside ----------------------------------------------------------------------------------------------

    def _release(self, pcm: bytes, voiced: bool) -> None:
        self._give_withheld(BEFORE_SPEECH_FRAMES if voiced else 0)
        self._give(pcm)
        self._frames_to_release -= 1
        least_is_given = self._frames_to_release <= AFTER_RELEASE_FRAMES - LEAST_AFTER_RELEASE_FRAMES
        if self._frames_to_release and (voiced or not least_is_given):
            return
        self._frames_to_release = 0
        self._said_something = False
        for _ in range(END_OF_TURN_FRAMES):
            self._give(SILENT_FRAME)

    def _give(self, frame: bytes) -> None:
        self._frames_since_sent = 0
        if self._is_open:
            self._send(frame)
        else:
            self._kept.append(frame)

    def _withhold(self, frame: bytes, alive_frames: int) -> None:
        self._withheld.append(frame)
        self._frames_since_sent += 1
        if self._is_open and self._frames_since_sent >= alive_frames:
            self._frames_since_sent = 0
            self._send(SILENT_FRAME)

    def _give_withheld(self, count: int) -> None:
        """Give the last `count` withheld frames; those before them are forgotten."""
        frames = list(self._withheld)
        self._withheld.clear()
        for frame in frames[max(0, len(frames) - count) :]:
            self._give(frame)
