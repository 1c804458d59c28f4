"""The two PortAudio streams and nothing else.

Two streams, not one duplex stream, which stops without a word on PulseAudio. The callbacks copy and count.
"""

import time
from types import ModuleType
from typing import Any

from desktop.audio import devices
from desktop.audio.cards import PortAudioCard
from desktop.audio.format import BLOCK_S, BYTES_PER_SAMPLE, SAMPLE_RATE_HZ
from desktop.audio.ring_buffer import RingBuffer
from desktop.audio.streams import AudioDeviceError

_RING_S = 1.0
_GAP_S = 0.04
_LEAD_S = 0.03
"""Three blocks: PipeWire asks for two at once now and then, and the worker may be 10 ms late."""


class PortAudioStreams:
    """Implements `Streams` on the machine's devices."""

    microphone_frames: int | None = None
    skips_late_steps = True
    step_s = BLOCK_S
    playback_lead_s = _LEAD_S

    def __init__(self, card: PortAudioCard) -> None:
        """Open both devices. For the sake of the first word the microphone runs before the loudspeaker is open.

        Raises AudioDeviceError; nothing stays open then.
        """
        try:
            self._sd = devices.refresh()
        except OSError as error:
            raise AudioDeviceError(_NO_PORTAUDIO) from error
        self.note = ""
        self.asked_frames = self.starvations = self.callback_gaps = self.dropped_frames = 0
        self._ended = self._closing = False
        self._captured_at = 0.0
        self._input: Any = None
        self._output: Any = None
        try:
            with devices.quiet_stderr():
                self._open_microphone(card.microphone)
                self._open_loudspeaker(card.loudspeaker, wants_copy=card.echo)
        except AudioDeviceError:
            self.close()
            raise

    def start(self) -> None:
        """Let the loudspeaker ask for sound: from now on the worker must come within 30 ms."""
        self._start(self._output, "loudspeaker")

    def tick(self) -> None:
        """Nothing to do: the device passes time by itself."""

    def release(self) -> None:
        """Nothing to do: a real microphone is never held."""

    def feed(self, pcm: bytes) -> None:
        """Nothing to do: a real microphone hears what there is to hear."""

    @property
    def is_dead(self) -> bool:
        return self._ended and not self._closing

    def close(self) -> None:
        self._closing = True
        for stream in (self._input, self._output):
            if stream is not None:
                # abort, not stop: stop waits until the device has played what it holds.
                with devices.quiet_stderr():
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

    def _open_microphone(self, name: str) -> None:
        sd = self._sd
        index = self._find(name, "input", "microphone")
        stream, rate, channels = _open(
            sd, sd.RawInputStream, index, "input", "microphone", callback=self._on_captured, finished=self._on_ended
        )
        self._input = stream
        self.capture_rate_hz: int = rate
        self.capture_channels: int = channels
        self.capture_latency_s = float(stream.latency)
        self.capture = RingBuffer(round(rate * _RING_S), channels)
        self._start(stream, "microphone")

    def _open_loudspeaker(self, name: str, wants_copy: bool) -> None:
        sd = self._sd
        index = self._find(name, "output", "loudspeaker")
        stream, rate, channels = _open(
            sd, sd.RawOutputStream, index, "output", "loudspeaker", callback=self._on_wanted, finished=self._on_ended
        )
        self._output = stream
        self.playback_rate_hz: int = rate
        self.playback_channels: int = channels
        self.playback_latency_s = float(stream.latency)
        self.playback = RingBuffer(round(rate * _RING_S), channels)
        self.played = RingBuffer(round(rate * _RING_S), channels) if wants_copy else None
        self._frame_bytes = channels * BYTES_PER_SAMPLE
        self._silence = memoryview(bytes(round(rate * _RING_S) * self._frame_bytes))

    def _start(self, stream: Any, what: str) -> None:
        try:
            with devices.quiet_stderr():
                stream.start()
        except self._sd.PortAudioError as error:
            raise AudioDeviceError(_CANNOT_OPEN.format(what)) from error

    def _find(self, name: str, direction: str, what: str) -> int:
        """Return the index of the named device, or of the default with a note where it is not there."""
        found = list(self._sd.query_devices())
        usable = [index for index, info in enumerate(found) if info[f"max_{direction}_channels"] > 0]
        if not usable:
            raise AudioDeviceError(_NOT_FOUND.format(what))
        named = [index for index in usable if found[index]["name"] == name]
        if named:
            return named[0]
        default = self._sd.default.device[0 if direction == "input" else 1]
        index = default if default in usable else usable[0]
        if name:
            self.note = f"“{name}” is not connected; “{found[index]['name']}” is used instead."
        return int(index)


_NO_PORTAUDIO = "The sound library PortAudio is missing. Install it (on Debian: libportaudio2) and try again."
_NOT_FOUND = "No {} was found. Connect one and press the button again."
_CANNOT_OPEN = (
    "The {} could not be opened. Check that it is connected, that no other program holds it and that the system's "
    "privacy settings allow it, then press the button again."
)


def _open(
    sd: ModuleType, kind: Any, index: int, direction: str, what: str, callback: Any, finished: Any
) -> tuple[Any, int, int]:
    """Return an open stream, its rate and its channels: 24 kHz mono, else as the device likes it.

    Not every device opens at 24 kHz or with one channel; where the system converts, it does that better than we.
    """
    info = sd.query_devices(index)
    own_rate = int(info["default_samplerate"])
    two = min(2, info[f"max_{direction}_channels"])
    for rate, channels in dict.fromkeys(((SAMPLE_RATE_HZ, 1), (own_rate, 1), (own_rate, two))):
        try:
            stream = kind(
                samplerate=rate,
                blocksize=round(rate * BLOCK_S),
                device=index,
                channels=channels,
                dtype="int16",
                latency="low",
                callback=callback,
                finished_callback=finished,
                **_extra(sd, info),
            )
        except (sd.PortAudioError, ValueError):
            continue
        return stream, rate, channels
    raise AudioDeviceError(_CANNOT_OPEN.format(what))


def _extra(sd: ModuleType, info: dict[str, Any]) -> dict[str, Any]:
    """Let Windows convert the rate."""
    if "WASAPI" in sd.query_hostapis(info["hostapi"])["name"]:
        return {"extra_settings": sd.WasapiSettings(auto_convert=True)}
    return {}
