"""The main process's handle on the audio process. Loads neither numpy nor the sound libraries.

Two pipes and a thread at each:

    main process                                     audio process
    EngineClient --play, flush, mute ...--> outbox --stdin--> engine
    post(event) <-- reader thread <-----------------stdout--- engine
"""

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO

from desktop.audio import child_process
from desktop.audio import messages as m
from desktop.audio.cards import Card, FileCard, PortAudioCard
from desktop.audio.devices.devices import Device
from desktop.audio.doctor.findings import QUICK, THOROUGH, Check, Finding, Step, Verdict
from desktop.audio.format import BYTES_PER_SAMPLE
from desktop.audio.messages import (
    BluetoothAdvised,
    CaptureStarted,
    CaptureStopped,
    DeviceChanged,
    DevicesChanged,
    EngineDied,
    EngineEvent,
    EngineFailed,
    EngineStats,
    ExaminationProgressed,
    Examined,
    FrameCaptured,
    LearnerInterrupted,
    MicrophoneEnded,
    MicrophoneHeard,
    MicrophoneSilent,
    PlaybackFinished,
    PlaybackFlushed,
    PlaybackHeld,
    PlaybackProgressed,
    PlaybackResumed,
    PlaybackStarted,
    RecordingLoaded,
    RecordingMoved,
    RecordingStopped,
    RecordingUnreadable,
    ReplayEnded,
)
from desktop.audio.pipe import Outbox, read_message
from desktop.audio.refusals import Cause

__all__ = [
    "QUICK",
    "THOROUGH",
    "BluetoothAdvised",
    "CaptureStarted",
    "CaptureStopped",
    "Card",
    "Cause",
    "Check",
    "Device",
    "DeviceChanged",
    "DevicesChanged",
    "EngineClient",
    "EngineDied",
    "EngineEvent",
    "EngineFailed",
    "EngineStats",
    "ExaminationProgressed",
    "Examined",
    "FileCard",
    "Finding",
    "FrameCaptured",
    "LearnerInterrupted",
    "MicrophoneEnded",
    "MicrophoneHeard",
    "MicrophoneSilent",
    "PlaybackFinished",
    "PlaybackFlushed",
    "PlaybackHeld",
    "PlaybackProgressed",
    "PlaybackResumed",
    "PlaybackStarted",
    "PortAudioCard",
    "RecordingLoaded",
    "RecordingMoved",
    "RecordingStopped",
    "RecordingUnreadable",
    "ReplayEnded",
    "Step",
    "Verdict",
]

_CHUNKS_LIMIT = 60_000
"""20 min of sound in chunks of 20 ms, 58 MB, wait for the pipe: the audio process reads always, so only if it hangs."""
_FAREWELL_S = 5.0


FROZEN_ARGUMENT = "--audio-engine"


def command_line() -> list[str]:
    """Return how to start the audio process."""
    return child_process.command_line(FROZEN_ARGUMENT, "desktop.audio.engine_process")


class EngineClient:
    """Starts, commands and ends the audio process. One thread (the main one) calls it; nothing blocks but `close`.

    post: called on the reader thread with every event, in order; it hops to its own thread.
    """

    def __init__(self, post: Callable[[EngineEvent], None], card: Card) -> None:
        self._post = post
        self._card = card
        self._process: subprocess.Popen[bytes] | None = None
        self._outbox: Outbox | None = None
        self._reader: threading.Thread | None = None
        self._closing = False
        self._has_died = False
        """Set by the reader thread: the process itself may still seem alive when its pipe has ended."""
        self._muted = False
        self._holds_replies = True
        self._plays = 0
        self._idle_after_plays = 0
        self._levels = (0.0, 0.0)

    def start(self) -> None:
        """Spawn the audio process and let it load what the card needs; opens no device. Returns at once."""
        if self._process is not None and not self._has_died:
            return
        self._end_process()
        self._closing = self._has_died = False
        self._plays = self._idle_after_plays = 0
        process = subprocess.Popen(
            command_line(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if sys.stderr else subprocess.DEVNULL,
            creationflags=child_process.NO_WINDOW,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._outbox = Outbox(process.stdin, "audio-commands", losable=m.Play, limit=_CHUNKS_LIMIT)
        self._reader = threading.Thread(
            target=self._read_reports, args=(process.stdout,), name="audio-reports", daemon=True
        )
        self._reader.start()
        self._send(m.Prepare(self._card))
        if self._muted:
            self._send(m.Mute(True))
        if not self._holds_replies:
            self._send(m.HoldReplies(False))

    def open(self) -> None:
        """Open microphone and loudspeaker and begin to capture; EngineFailed tells where that is not possible."""
        self.start()
        self._send(m.Open(_absolute(self._card)))

    def shut(self) -> None:
        """Close both devices; what is queued is forgotten. A file card's recording is complete after `close`."""
        self._send(m.Shut())

    def use(self, card: Card) -> None:
        """Take this card from now on: a talk that is on goes over to it."""
        self._card = card
        self._send(m.Use(card))

    def mute(self, muted: bool) -> None:
        """Replace what the microphone hears by silence at the same pace, or end that. Outlasts `shut`."""
        self._muted = muted
        self._send(m.Mute(muted))

    def hold_replies(self, on: bool) -> None:
        """Let the learner's voice hold the reply that is playing, where the card does; or end that. Outlasts `shut`."""
        self._holds_replies = on
        self._send(m.HoldReplies(on))

    def play(self, generation: int, pcm: bytes) -> None:
        """Queue a chunk of a reply: int16 mono 24 kHz, any even length.

        A chunk of a reply that was flushed or overtaken is dropped, and every chunk while shut or not started.
        """
        if len(pcm) % BYTES_PER_SAMPLE:
            raise ValueError(f"{len(pcm)} bytes are not whole samples")
        if self._process is not None and not self._has_died:
            self._plays += 1
            self._send(m.Play(generation, pcm))

    def flush(self, generation: int) -> None:
        """Silence this reply and all older ones, in the queue and on the way to the device; for good."""
        self._send(m.Flush(generation))

    def replay(self, pcm: bytes) -> None:
        """Play int16 mono 24 kHz once more, beside the replies and without a number; see `messages.Replay`."""
        self.start()
        self._send(m.Replay(pcm, _absolute(self._card)))

    def load_recording(self, number: int, path: str) -> None:
        """Make a sound file ready to be played; see `messages.LoadRecording`."""
        self.start()
        self._send(m.LoadRecording(number, path))

    def play_recording(self, number: int, run: int, position_s: float | None, speed: float) -> None:
        """Play what is loaded, or go on with it; see `messages.PlayRecording`."""
        self._send(m.PlayRecording(number, run, position_s, speed, _absolute(self._card)))

    def stop_recording(self) -> None:
        """Let the recording fade; `RecordingStopped` tells where it is to go on."""
        self._send(m.StopRecording())

    def examine(self, card: Card, steps: frozenset[Step]) -> None:
        """Test this card; `Examined` tells when that is over, at once while open."""
        self.start()
        self._send(m.Examine(_absolute(card), steps))

    def stop_examination(self) -> None:
        self._send(m.StopExamination())

    def release(self) -> None:
        """Let a held file microphone begin."""
        self._send(m.Release())

    def feed(self, pcm: bytes) -> None:
        """Let a file microphone hear this, 24 kHz mono int16, after what it has still to hear."""
        self._send(m.Feed(pcm))

    def watch_devices(self, needed: bool) -> None:
        """Tell of every change of the devices while `needed`; nothing where no audio process runs."""
        self._send(m.WatchDevices(needed))

    def levels(self) -> tuple[float, float]:
        """Return the late peaks of (microphone, loudspeaker), 0 ... 1; any thread."""
        return self._levels

    def playback_idle(self) -> bool:
        """Whether nothing given to `play` is queued or being played; any thread."""
        return self._idle_after_plays >= self._plays

    def close(self) -> None:
        """Shut and end the process; waits for it, 5 s at most. Idempotent."""
        self._closing = True
        self._end_process()

    def _send(self, command: m.Command) -> None:
        if self._outbox is not None:
            self._outbox.post(command)

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is None or self._outbox is None or self._reader is None:
            return
        # The end of its input makes the process shut its devices and leave.
        self._outbox.close(_FAREWELL_S)
        try:
            process.wait(_FAREWELL_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._reader.join(_FAREWELL_S)
        self._outbox = self._reader = None

    def _read_reports(self, stream: IO[bytes]) -> None:
        """The reader thread."""
        with stream:
            try:
                while True:
                    self._take(read_message(stream))
            except EOFError:
                self._levels = (0.0, 0.0)
                self._idle_after_plays = self._plays
                if not self._closing:
                    self._has_died = True
                    self._post(EngineDied())

    def _take(self, report: m.Report) -> None:
        if isinstance(report, m.FrameCaptured):
            self._levels = (report.capture_level, report.playback_level)
            self._post(report)
        elif isinstance(report, m.Levels):
            self._levels = (report.capture, report.playback)
        elif isinstance(report, m.PlaybackIdle):
            self._idle_after_plays = report.plays
        else:
            self._post(report)


def _absolute(card: Card) -> Card:
    """Return the card with paths that mean the same in another process."""
    if not isinstance(card, FileCard):
        return card
    microphone = card.microphone and str(Path(card.microphone).absolute())
    return replace(card, microphone=microphone, loudspeaker=str(Path(card.loudspeaker).absolute()))
