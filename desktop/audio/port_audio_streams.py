"""The two PortAudio streams and nothing else.

Two streams, not one duplex stream, which stops without a word on PulseAudio. The callbacks copy and count.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import Any, Literal

from desktop.audio.cards import PortAudioCard
from desktop.audio.devices import port_audio_list
from desktop.audio.devices.devices import SERVER_API, Device, choose, stand_in_note
from desktop.audio.format import BLOCK_FRAMES, BLOCK_S, BYTES_PER_SAMPLE, SAMPLE_RATE_HZ
from desktop.audio.refusals import Cause, cause_of, sentence
from desktop.audio.ring_buffer import RingBuffer
from desktop.audio.stream_ways import Direction, Way, goes_through_server, ways
from desktop.audio.streams import AudioDeviceError

_RING_S = 1.0
_UNHURRIED_S = 0.1
"""What the device holds where nobody waits for an answer: a busy machine's gaps are not heard then."""
_GAP_S = 0.04
_LEAD_S = 0.025
"""Two blocks and a half: PipeWire asks for two at once now and then. More is kept where that is too little."""
_PROBE_S = 0.3
"""A distribution's PortAudio may open under PipeWire and never call back; what works calls within 50 ms."""
_FINAL = (Cause.BUSY, Cause.NOT_ALLOWED, Cause.NO_SERVER)
"""Causes that another rate would not help."""
_TARGETS = {"input": "PULSE_SOURCE", "output": "PULSE_SINK"}
_environment = threading.Lock()

What = Literal["microphone", "loudspeaker"]
TriedWays = dict[tuple[Direction, Way], bool]
"""Whether a way has run, of those that opened; wherever on a server it led."""


class PortAudioStreams:
    """Implements `Streams` on the machine's devices."""

    microphone_frames: int | None = None
    skips_late_steps = True
    step_s = BLOCK_S
    playback_lead_s = _LEAD_S

    def __init__(
        self,
        card: PortAudioCard,
        offered: Sequence[Device] = (),
        tried: TriedWays | None = None,
        *,
        probes: bool = sys.platform.startswith("linux"),
    ) -> None:
        """Open both devices. For the sake of the first word the microphone runs before the loudspeaker is open.

        offered: what a sound server offers, where one runs; else PortAudio's list counts.
        tried: ways that opened before; those that never ran are left out. Added to, see `tick`.
        Raises AudioDeviceError; nothing stays open then.
        """
        self._served = [device for device in offered if device.host_api == SERVER_API]
        self._tried: TriedWays = {} if tried is None else tried
        self._used: list[tuple[Direction, Way]] = []
        self._probe_at: float | None = None
        self._probes = probes
        self.asked_frames = self.starvations = self.callback_gaps = self.dropped_frames = 0
        self._ended = self._closing = False
        self._captured_at = 0.0
        self._latency: str | float
        self._input: Any = None
        self._output: Any = None
        self.capture_rate_hz: int
        self.capture_channels: int
        self.capture_latency_s: float
        try:
            # The names that lead to a server stay. Reading the list anew takes 50 ms and on many machines more.
            self._sd, is_fresh = port_audio_list.load() if self._served else (port_audio_list.refresh(), True)
            try:
                self._open_both(card)
            except AudioDeviceError:
                if is_fresh:
                    raise
                self._sd = port_audio_list.refresh()
                self._open_both(card)
        except OSError as error:
            raise AudioDeviceError(sentence(Cause.NO_LIBRARY, ""), Cause.NO_LIBRARY) from error

    def start(self) -> None:
        """Let the loudspeaker ask for sound: from now on the worker must come within 30 ms."""
        self._start(self._output, "loudspeaker")
        # What has run once is right: a busy machine may be late, and the engine's watchdog sees the rest.
        is_new = not all(self._tried.get(_known(*used)) for used in self._used)
        if self._probes and is_new and not self.choice.wakes_slowly:
            self._probe_at = time.monotonic() + _PROBE_S

    def tick(self) -> None:
        """Look once, 300 ms after the start, whether both devices run; one that does not is tried another way."""
        if self._probe_at is None or time.monotonic() < self._probe_at:
            return
        self._probe_at = None
        runs = {"input": bool(self._captured_at), "output": bool(self.asked_frames)}
        for direction, way in self._used:
            key = _known(direction, way)
            self._tried[key] = runs[direction] or self._tried.get(key, False)
            if not self._tried[key]:
                self._ended = True

    def release(self) -> None:
        """Nothing to do: a real microphone is never held."""

    def feed(self, pcm: bytes) -> None:
        """Nothing to do: a real microphone hears what there is to hear."""

    @property
    def is_dead(self) -> bool:
        return self._ended and not self._closing

    def close(self) -> None:
        self._closing = True
        self._close_both()

    def _close_both(self) -> None:
        for stream in (self._input, self._output):
            if stream is not None:
                # abort, not stop: stop waits until the device has played what it holds.
                with port_audio_list.quiet_stderr():
                    stream.abort(ignore_errors=True)
                    stream.close(ignore_errors=True)
        self._input = self._output = None

    # -- called from PortAudio's threads: must not allocate samples, lock, log or raise ------------------------

    def _on_captured(self, data: Any, frames: int, when: Any, status: Any) -> None:
        now = time.monotonic()
        if self._captured_at and now - self._captured_at > _GAP_S:
            self.callback_gaps += 1
        self._captured_at = now
        self.dropped_frames += self.capture.write(data)

    def _on_wanted(self, data: Any, frames: int, when: Any, status: Any) -> None:
        out = memoryview(data)
        size = self.playback.read_into(out) * self._frame_bytes
        if size < len(out):
            out[size:] = self._silence[: len(out) - size]
            self.starvations += 1
        self.asked_frames += frames
        if self.played is not None:
            self.played.write(out)

    def _on_ended(self) -> None:
        self._ended = True

    # -- opening ----------------------------------------------------------------------------------------------

    def _open_both(self, card: PortAudioCard) -> None:
        """Raises AudioDeviceError; nothing stays open then."""
        self._latency = "low" if card.listens else _UNHURRIED_S
        # The device fills its buffer at once when it starts.
        self.playback_lead_s = _LEAD_S if card.listens else _LEAD_S + _UNHURRIED_S
        self._own = port_audio_list.indexed_devices(self._sd)
        own = [device for _, device in self._own]
        self.choice = choose(card, self._served, also=own) if self._served else choose(card, own)
        self.note = stand_in_note(card, self.choice)
        try:
            with port_audio_list.quiet_stderr():
                self._open_microphone(card.listens)
                self._open_loudspeaker(wants_copy=card.echo)
        except AudioDeviceError:
            self._close_both()
            self._used.clear()
            self._ended = False
            self._captured_at = 0.0
            raise

    def _open_microphone(self, listens: bool) -> None:
        if not listens:
            self.capture_rate_hz, self.capture_channels, self.capture_latency_s = SAMPLE_RATE_HZ, 1, 0.0
            self.capture = RingBuffer(BLOCK_FRAMES)
            return
        stream, way = self._open("input", "microphone", self.choice.microphone, self._sd.RawInputStream)
        self._input = stream
        self.capture_rate_hz = way.rate_hz
        self.capture_channels = way.channels
        self.capture_latency_s = float(stream.latency)
        self.capture = RingBuffer(round(way.rate_hz * _RING_S), way.channels)
        self._start(stream, "microphone")

    def _open_loudspeaker(self, wants_copy: bool) -> None:
        stream, way = self._open("output", "loudspeaker", self.choice.loudspeaker, self._sd.RawOutputStream)
        self._output = stream
        rate, channels = way.rate_hz, way.channels
        self.playback_rate_hz: int = rate
        self.playback_channels: int = channels
        self.playback_latency_s = float(stream.latency)
        self.playback = RingBuffer(round(rate * _RING_S), channels)
        self.played = RingBuffer(round(rate * _RING_S), channels) if wants_copy else None
        self._frame_bytes = channels * BYTES_PER_SAMPLE
        self._silence = memoryview(bytes(round(rate * _RING_S) * self._frame_bytes))

    def _open(self, direction: Direction, what: What, device: Device | None, kind: Any) -> tuple[Any, Way]:
        """Return an open stream and the way that led to it."""
        if device is None:
            raise AudioDeviceError(_NOT_FOUND.format(what), Cause.GONE)
        sd = self._sd
        infos = list(sd.query_devices())
        all_ways = ways(direction, device, self._own, infos)
        # Where every way was still, they are tried anew: the engine's time limit ends that.
        usable = [way for way in all_ways if self._tried.get(_known(direction, way), True)] or all_ways
        callback = self._on_captured if direction == "input" else self._on_wanted
        cause = Cause.UNKNOWN if all_ways else Cause.NO_SERVER
        for way in usable:
            try:
                with _directed(direction, way.target):
                    stream = kind(
                        samplerate=way.rate_hz,
                        blocksize=round(way.rate_hz * BLOCK_S),
                        device=way.index,
                        channels=way.channels,
                        dtype="int16",
                        latency=self._latency,
                        callback=callback,
                        finished_callback=self._on_ended,
                        **_extra(sd, infos[way.index]),
                    )
            except (sd.PortAudioError, ValueError) as error:
                cause = cause_of(error, through_server=goes_through_server(device))
                if cause in _FINAL:
                    break
                continue
            self._used.append((direction, way))
            return stream, way
        raise AudioDeviceError(sentence(cause, what), cause)

    def _start(self, stream: Any, what: What) -> None:
        try:
            with port_audio_list.quiet_stderr():
                stream.start()
        except self._sd.PortAudioError as error:
            cause = cause_of(error, through_server=False)
            raise AudioDeviceError(sentence(cause, what), cause) from error


def _known(direction: Direction, way: Way) -> tuple[Direction, Way]:
    return direction, replace(way, target="")


_NOT_FOUND = "No {} was found. Connect one and press the button again."


@contextmanager
def _directed(direction: Direction, target: str) -> Iterator[None]:
    """Lead what is opened meanwhile to this device of the sound server, which reads the environment at each opening."""
    if not target:
        yield
        return
    variable = _TARGETS[direction]
    with _environment:
        before = os.environ.get(variable)
        os.environ[variable] = target
        try:
            yield
        finally:
            if before is None:
                del os.environ[variable]
            else:
                os.environ[variable] = before


def _extra(sd: ModuleType, info: dict[str, Any]) -> dict[str, Any]:
    """Let Windows convert what it does not take as it is."""
    if "WASAPI" in sd.query_hostapis(info["hostapi"])["name"]:
        return {"extra_settings": sd.WasapiSettings(auto_convert=True)}
    return {}
