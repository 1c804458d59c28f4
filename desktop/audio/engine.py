"""Joins microphone, loudspeaker and jitter buffer inside the audio process. One thread, the worker, calls all of it.

States:

    closed --Open--> open --Shut--> closed
                      |  ^
    the device stops  |  | it opens again (DeviceChanged)
                      v  |
                    reopening --5 s--> closed (EngineFailed)
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, assert_never

from desktop.audio import messages as m
from desktop.audio.capture.capture_path import CapturePath
from desktop.audio.capture.echo_canceller import EchoCanceller, load_echo_canceller
from desktop.audio.capture.holding import Holding
from desktop.audio.capture.voice_activity import load_silero
from desktop.audio.cards import Card, FileCard, PortAudioCard
from desktop.audio.devices.device_following import DeviceFollower
from desktop.audio.devices.device_health import DeviceHealth
from desktop.audio.devices.devices import Device
from desktop.audio.devices.port_audio_list import refresh
from desktop.audio.file_streams import FileStreams
from desktop.audio.format import BLOCK_FRAMES, FRAME_SAMPLES
from desktop.audio.playback.clock_lag import ClockLag
from desktop.audio.playback.playback_path import PlaybackPath
from desktop.audio.playback.player import Player
from desktop.audio.playback.recordings import LOST_LOUDSPEAKER, Recordings
from desktop.audio.port_audio_streams import PortAudioStreams, TriedWays
from desktop.audio.streams import AudioDeviceError, Streams

if TYPE_CHECKING:
    from desktop.audio.doctor.doctor import Examination

LOOK_AGAIN_S = 0.003
REOPEN_EVERY_S = 0.25
_STATS_EVERY_S = 1.0


class Watch(Protocol):
    """What tells which devices there are, by `Engine.devices_changed`."""

    def start(self) -> None: ...
    def need(self, needed: bool) -> None:
        """Say whether changes matter now."""


def open_streams(card: Card, offered: Sequence[Device] = (), tried: TriedWays | None = None) -> Streams:
    """Open a card; `offered` and `tried` as `PortAudioStreams` takes them. Raises AudioDeviceError."""
    return FileStreams(card) if isinstance(card, FileCard) else PortAudioStreams(card, offered, tried)


@dataclass(slots=True)
class _Talk:
    """What lives from Open to Shut."""

    card: Card
    stats_at: float
    frames: int = 0
    muted: bool = False
    capture_started: bool = False
    capture_flows: bool = False
    microphone_ended: bool = False
    health: DeviceHealth | None = None
    """None where the card is two files."""
    lag: ClockLag = field(default_factory=ClockLag)
    lost: list[int] = field(default_factory=lambda: [0, 0, 0])
    """starvations, gaps and dropped frames of streams that were replaced."""


class Engine:
    """post: takes reports and must not block. lost_messages: how many reports the main process did not read in time."""

    def __init__(
        self,
        post: Callable[[m.Report], None],
        open_card: Callable[[Card], Streams] = open_streams,
        clock: Callable[[], float] = time.monotonic,
        lost_messages: Callable[[], int] = lambda: 0,
        watch: Watch | None = None,
    ) -> None:
        self._post = post
        self._open_card = open_card
        self._clock = clock
        self._lost_messages = lost_messages
        self._device_watch = watch
        self._follower = DeviceFollower()
        self._devices_shown = False
        self._playback = PlaybackPath()
        self._streams: Streams | None = None
        self._capture: CapturePath | None = None
        self._holding: Holding | None = None
        self._talk: _Talk | None = None
        self._player: Player | None = None
        """Plays a turn once more while no talk is on."""
        self._recordings = Recordings(post, open_card)
        self._told_replay = True
        self._muted = False
        self._holds_replies = True
        self._plays = 0
        self._told_idle = 0
        self._captured_before = 0
        self._examination: Examination | None = None
        self.next_step_at: float | None = None
        """When `step` is due; None while closed."""

    def handle(self, command: m.Command) -> None:
        """Carry a command out."""
        match command:
            case m.Prepare(card):
                if isinstance(card, PortAudioCard) and self._device_watch:
                    self._device_watch.start()
                _prepare(card)
            case m.Open(card):
                self._open(card)
            case m.Shut():
                self.shut()
            case m.Mute(muted):
                self._muted = muted
                if self._capture:
                    self._capture.muted = muted
                if muted and self._holding:
                    self._holding.let_go()
            case m.HoldReplies(on):
                self._holds_replies = on
                self._let_voice_hold()
            case m.Release():
                if self._streams:
                    self._streams.release()
            case m.Feed(pcm):
                if self._streams:
                    self._streams.feed(pcm)
            case m.Use(card):
                self._use(card)
            case m.WatchDevices(needed):
                self._devices_shown = needed
                if needed and self._device_watch:
                    self._device_watch.start()
                self._need_devices()
            case m.Replay(pcm, card):
                self._replay(pcm, card)
            case m.LoadRecording() | m.PlayRecording() | m.StopRecording():
                self._recording_asked(command)
            case m.Play(generation, pcm):
                self._plays += 1
                if self._talk is not None:
                    self._playback.play(generation, pcm)
                self._tell_idle()
            case m.Flush(generation):
                for event in self._playback.flush(generation):
                    self._post(event)
                if self._holding:
                    self._holding.flushed(generation)
                self._tell_idle()
            case m.Examine():
                self._examine(command)
            case m.StopExamination():
                self._stop_examination()
            case _:
                assert_never(command)

    def step(self) -> None:
        """Do what 10 ms ask for. To be called when `next_step_at` has come."""
        talk, streams = self._talk, self._streams
        if self._player is not None:
            self._play_on(self._player)
            return
        if self._recordings.step_s is not None:
            self._recordings.step()
            self._time_recording()
            return
        if talk is None or self.next_step_at is None:
            return
        now = self._clock()
        if streams is None:
            self.next_step_at = now + REOPEN_EVERY_S
            self._reopen(talk, now)
            return
        self.next_step_at = self._next_step(streams, now)
        streams.tick()
        # First what the device will ask for next; the microphone's ring can wait.
        self._playback.fill()
        self._send_captured(talk, streams)
        for event in self._playback.advance():
            self._post(event)
        self._tell_idle()
        self._tell_replay()
        self._watch(talk, streams, now)
        if now >= talk.stats_at:
            talk.stats_at = now + _STATS_EVERY_S
            self._post(self._stats())

    def _next_step(self, streams: Streams, now: float) -> float:
        """Return when to look at the device again: one block after it was seen to move, soon where it has not moved.

        So the worker follows the device's beat, which is not quite ours (PipeWire's is 10.7 ms), and a captured block
        waits 1 ms on average, not 5.
        """
        if not streams.skips_late_steps:
            return (self.next_step_at or now) + streams.step_s
        captured = streams.capture.write_position
        moved, self._captured_before = captured != self._captured_before, captured
        return now + (streams.step_s if moved else LOOK_AGAIN_S)

    def devices_changed(self, devices: tuple[Device, ...]) -> None:
        """These are connected now."""
        self._follower.devices_changed(devices, self._clock())
        self._post(m.DevicesChanged(devices))

    def shut(self) -> None:
        """Close the streams and forget what was to be played; idempotent."""
        self._end_player()
        self._stop_recording()
        self._stop_examination()
        if self._talk is None:
            self._tell_replay()
            return
        if self._streams is not None:
            # What the device has captured by now was still said.
            self._send_captured(self._talk, self._streams)
        self._post(self._stats())
        self._drop_streams()
        self._talk = None
        self._recordings.give_way(False)
        self._need_devices()
        self._playback = PlaybackPath()
        self.next_step_at = None
        self._post(m.Levels(0.0, 0.0))
        self._tell_idle()
        self._tell_replay()

    def _open(self, card: Card) -> None:
        self.shut()
        # Each talk numbers its replies anew: what was flushed before must not silence them.
        self._playback = PlaybackPath()
        self._recordings.give_way(True)
        self._talk = _Talk(card, stats_at=self._clock() + _STATS_EVERY_S)
        self._talk.health = DeviceHealth(card, self._follower) if isinstance(card, PortAudioCard) else None
        try:
            self._start_streams(self._talk)
        except AudioDeviceError as error:
            self._fail(error)
            return
        self._need_devices()

    def _start_streams(self, talk: _Talk) -> None:
        self._stop_examination()
        streams = self._open_card(talk.card)
        delay_ms = round(1000 * (streams.capture_latency_s + streams.playback_latency_s))
        canceller = _load_canceller(talk.card, delay_ms)
        self._playback.attach(streams)
        try:
            streams.start()
        except AudioDeviceError:
            self._playback.detach()
            streams.close()
            raise
        self._streams = streams
        if talk.card.barge_in:
            self._holding = Holding(self._playback, self._post, loudspeaker=streams.played is not None)
            self._let_voice_hold()
        self._capture = CapturePath(streams, canceller, self._holding)
        self._capture.muted = self._muted
        talk.lag.restart()
        self.next_step_at = self._clock()
        if talk.health:
            self._post_all(talk.health.started(streams, self.next_step_at))

    def _let_voice_hold(self) -> None:
        if self._holding:
            self._holding.enabled = self._holds_replies
            if not self._holds_replies:
                self._holding.let_go()

    def _drop_streams(self) -> None:
        if self._streams is not None and self._talk is not None:
            for index, count in enumerate(_counts(self._streams)):
                self._talk.lost[index] += count
            self._playback.detach()
            self._streams.close()
        if self._holding:
            self._holding.let_go()
        self._streams = self._capture = self._holding = None

    def _send_captured(self, talk: _Talk, streams: Streams) -> None:
        if self._capture is None:
            return
        for pcm in self._capture.frames():
            if not talk.capture_flows:
                talk.capture_started = talk.capture_flows = True
                self._post(m.CaptureStarted(streams.capture_latency_s * 1000))
            levels = self._capture.meter.peak, self._playback.meter.peak
            self._post(m.FrameCaptured(talk.frames, pcm, self._capture.is_voiced, *levels))
            talk.frames += 1
        length = streams.microphone_frames
        if length is not None and not talk.microphone_ended and talk.frames * FRAME_SAMPLES >= length:
            talk.microphone_ended = talk.capture_started
            if talk.microphone_ended:
                self._post(m.MicrophoneEnded())
        if talk.health:
            self._post_all(talk.health.hears(self._capture.silent_s, muted=self._muted))

    def _watch(self, talk: _Talk, streams: Streams, now: float) -> None:
        """Notice devices that have stopped or are no longer the ones that are meant."""
        if talk.health is None:
            return
        talk.lag.note(streams.asked_frames, streams.playback_rate_hz, now)
        self._post_all(talk.health.look(streams, now))
        if talk.health.is_lost:
            self._lose_streams(talk, now)

    def _lose_streams(self, talk: _Talk, now: float) -> None:
        """Close the streams; the next step opens others."""
        self._drop_streams()
        self.next_step_at = now
        if talk.capture_flows:
            talk.capture_flows = False
            self._post(m.CaptureStopped())

    def _need_devices(self) -> None:
        if self._device_watch:
            talking = self._talk is not None and isinstance(self._talk.card, PortAudioCard)
            self._device_watch.need(talking or self._devices_shown)

    def _reopen(self, talk: _Talk, now: float) -> None:
        if talk.health is None:
            return
        if why := talk.health.given_up(now):
            self._fail(why)
            return
        try:
            self._start_streams(talk)
        except AudioDeviceError as error:
            talk.health.refused(error)

    def _use(self, card: Card) -> None:
        """Go over to another card in the middle of a talk, unless one of them is two files."""
        talk = self._talk
        if talk is None or talk.health is None or not isinstance(card, PortAudioCard) or card == talk.card:
            return
        talk.card = card
        talk.health.use(card)

    def _examine(self, command: m.Examine) -> None:
        """Have the card tested on a thread of its own: in a talk this thread belongs to the talk."""
        self._stop_examination()
        if self._talk is not None:
            self._post(m.Examined((), is_complete=False))
            return
        self._end_player()
        self._stop_recording()
        self._tell_replay()
        # Loaded when it is asked for: the process is started again when it dies, and then each 10 ms are missing sound.
        from desktop.audio.doctor.doctor import Examination

        self._examination = Examination(command.card, command.steps, self._post, self._open_card)
        self._examination.start()

    def _stop_examination(self) -> None:
        if self._examination is not None:
            self._examination.stop()
            self._examination = None

    def _fail(self, error: AudioDeviceError) -> None:
        self.shut()
        self._post(m.EngineFailed(str(error), error.cause))

    def _post_all(self, reports: Iterable[m.Report]) -> None:
        for report in reports:
            self._post(report)

    def _recording_asked(self, command: m.LoadRecording | m.PlayRecording | m.StopRecording) -> None:
        if isinstance(command, m.PlayRecording):
            if self._talk is not None:
                self._post(m.RecordingStopped(command.run, command.position_s or 0.0))
                return
            self._stop_examination()
            self._end_player()
            self._tell_replay()
        self._recordings.handle(command)
        self._time_recording()

    def _time_recording(self) -> None:
        """Say when the recording's next step is due, where one is played."""
        if self._talk is None and self._player is None:
            step_s = self._recordings.step_s
            self.next_step_at = None if step_s is None else max(self._clock(), (self.next_step_at or 0.0) + step_s)

    def _stop_recording(self) -> None:
        self._recordings.stop()
        self._time_recording()

    def _replay(self, pcm: bytes, card: Card) -> None:
        self._end_player()
        if pcm:
            self._stop_recording()
        self._told_replay = not pcm and self._told_replay
        if self._talk is not None:
            self._playback.replay(pcm)
        elif pcm and isinstance(card, PortAudioCard):
            self._stop_examination()
            try:
                self._player = Player(self._open_card(replace(card, listens=False, echo=False)), pcm)
                self.next_step_at = self._clock()
            except AudioDeviceError as error:
                self._post(m.EngineFailed(str(error), error.cause))
        self._tell_replay()

    def _play_on(self, player: Player) -> None:
        self.next_step_at = max(self._clock(), (self.next_step_at or 0.0) + player.step_s)
        if player.step():
            self._post(m.Levels(0.0, player.level))
            return
        self._end_player()
        self._tell_replay()
        if player.is_lost:
            self._post(m.EngineFailed(LOST_LOUDSPEAKER))

    def _end_player(self) -> None:
        if self._player is not None:
            self._player.close()
            self._player = None
            self.next_step_at = None
            self._post(m.Levels(0.0, 0.0))

    def _tell_replay(self) -> None:
        if not self._told_replay and self._player is None and not self._playback.is_replaying:
            self._told_replay = True
            self._post(m.ReplayEnded())

    def _tell_idle(self) -> None:
        if self._told_idle != self._plays and self._playback.is_idle:
            self._told_idle = self._plays
            self._post(m.PlaybackIdle(self._plays))

    def _stats(self) -> m.EngineStats:
        lost = self._talk.lost if self._talk else [0, 0, 0]
        now = _counts(self._streams) if self._streams else (0, 0, 0)
        starvations, gaps, frames = (past + count for past, count in zip(lost, now, strict=True))
        jitter = self._playback.jitter
        dropped = (frames + jitter.dropped_frames) // BLOCK_FRAMES + self._lost_messages()
        lag_ms = self._talk.lag.lost_ms if self._talk else 0.0
        return m.EngineStats(jitter.underruns, starvations, dropped, gaps, lag_ms, jitter.cushion_frames / 24)


def _counts(streams: Streams) -> tuple[int, int, int]:
    return streams.starvations, streams.callback_gaps, streams.dropped_frames


def _prepare(card: Card) -> None:
    """Load what opening this card will need, so that it does not delay the first word."""
    load_silero()
    if isinstance(card, PortAudioCard):
        try:
            refresh()
        except OSError:
            # Opening will say so.
            return
    _load_canceller(card, 0)


def _load_canceller(card: Card, delay_ms: int) -> EchoCanceller | None:
    if isinstance(card, FileCard):
        return None
    return load_echo_canceller(
        delay_ms,
        echo=card.echo,
        noise_suppression=card.noise_suppression,
        gain_control=card.gain_control,
        high_pass=card.high_pass,
    )
