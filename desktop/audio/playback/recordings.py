"""Recordings inside the audio process: loaded on a thread, played by the worker while no talk is on."""

import threading
from collections.abc import Callable
from dataclasses import replace

from desktop.audio import messages as m
from desktop.audio.cards import Card, PortAudioCard
from desktop.audio.format import SAMPLE_RATE_HZ
from desktop.audio.playback.recording import Recording, RecordingUnreadable, decode
from desktop.audio.playback.recording_playback import RecordingPlayback
from desktop.audio.streams import AudioDeviceError, Streams

TOLD_EVERY_S = 0.05
_NO_LOUDSPEAKER = "There is no loudspeaker to play recordings on."
LOST_LOUDSPEAKER = "The loudspeaker stopped. Connect it again, or choose another in the settings, then press Play."


class Recordings:
    """One recording at a time. The worker calls everything."""

    def __init__(self, post: Callable[[m.Report], None], open_card: Callable[[Card], Streams]) -> None:
        self._post = post
        self._open_card = open_card
        self._lock = threading.Lock()
        self._may_decode = threading.Event()
        self._may_decode.set()
        self._wanted = 0
        """Number of the recording that was asked for last."""
        self._loaded: Recording | None = None
        self._playback: RecordingPlayback | None = None
        self._run = 0
        self._leaves = False
        """It was told to have stopped, and only the fade is still to be heard."""
        self._steps_until_told = 0

    @property
    def step_s(self) -> float | None:
        """How long to wait before the next step; None while nothing is open."""
        return self._playback.step_s if self._playback else None

    def give_way(self, on: bool) -> None:
        """Say whether a talk needs the processor: half an hour of MP3 takes 15 s of it."""
        self._may_decode.clear() if on else self._may_decode.set()

    def handle(self, command: m.LoadRecording | m.PlayRecording | m.StopRecording) -> None:
        match command:
            case m.LoadRecording(number, path):
                self._load(number, path)
            case m.PlayRecording():
                self._play(command)
            case m.StopRecording():
                self._fall_silent()

    def step(self) -> None:
        """Do what 10 ms ask for."""
        playback = self._playback
        if playback is None:
            return
        if self._leaves:
            if not playback.step_out():
                self._close()
        elif playback.step():
            self._steps_until_told -= 1
            if self._steps_until_told <= 0:
                self._steps_until_told = round(TOLD_EVERY_S / playback.step_s)
                self._post(m.RecordingMoved(self._run, playback.heard / SAMPLE_RATE_HZ))
            self._post(m.Levels(0.0, playback.meter.peak))
        else:
            at_end = playback.is_at_end
            position_s = (self._loaded.frames if at_end and self._loaded else playback.heard) / SAMPLE_RATE_HZ
            self._close()
            self._post(m.RecordingStopped(self._run, position_s, at_end, "" if at_end else LOST_LOUDSPEAKER))

    def stop(self) -> None:
        """Free the loudspeaker at once, and tell; nothing where nothing is played."""
        self._fall_silent()
        self._close()

    def close(self) -> None:
        """Stop and forget what is loaded."""
        self.stop()
        self._load(0, "")

    def _load(self, number: int, path: str) -> None:
        self.stop()
        with self._lock:
            self._wanted = number
            loaded, self._loaded = self._loaded, None
        if loaded is not None:
            loaded.close()
        if path:
            threading.Thread(target=self._decode, args=(number, path), name="audio-decoder", daemon=True).start()

    def _decode(self, number: int, path: str) -> None:
        """On a thread of its own: half an hour takes seconds."""
        try:
            recording = decode(path, lambda: self._may_decode.wait() and self._wanted == number)
        except RecordingUnreadable as error:
            self._post(m.RecordingUnreadable(number, str(error)))
            return
        with self._lock:
            if self._wanted != number:
                recording.close()
                return
            self._loaded = recording
        self._post(m.RecordingLoaded(number, recording.duration_s))

    def _play(self, command: m.PlayRecording) -> None:
        if command.number != self._wanted or self._loaded is None:
            self._post(m.RecordingStopped(command.run, command.position_s or 0.0))
            return
        frame = None if command.position_s is None else command.position_s * SAMPLE_RATE_HZ
        if self._playback is not None and not (self._leaves and frame is None):
            self._leaves = False
            self._run = command.run
            self._playback.go_on(frame, command.speed)
            return
        if frame is None:
            return
        if not isinstance(command.card, PortAudioCard):
            self._post(m.RecordingStopped(command.run, frame / SAMPLE_RATE_HZ, False, _NO_LOUDSPEAKER))
            return
        self._run, self._steps_until_told = command.run, 0
        try:
            streams = self._open_card(replace(command.card, listens=False, echo=False))
            try:
                self._playback = RecordingPlayback(streams, self._loaded, frame, command.speed)
            except AudioDeviceError:
                streams.close()
                raise
        except AudioDeviceError as error:
            self._post(m.RecordingStopped(command.run, frame / SAMPLE_RATE_HZ, False, str(error)))

    def _fall_silent(self) -> None:
        if self._playback is not None and not self._leaves:
            self._leaves = True
            position_s = self._playback.fall_silent() / SAMPLE_RATE_HZ
            self._post(m.RecordingStopped(self._run, position_s))

    def _close(self) -> None:
        if self._playback is not None:
            self._playback.close()
            self._playback = None
            self._leaves = False
            self._post(m.Levels(0.0, 0.0))
