"""A sound card made of two files. The worker's own steps are its clock, so nothing is ever early, late or lost."""

import wave

import numpy as np

from desktop.audio.cards import FileCard
from desktop.audio.devices.devices import Choice
from desktop.audio.format import BLOCK_FRAMES, BLOCK_S, BYTES_PER_SAMPLE, SAMPLE_RATE_HZ
from desktop.audio.resampler import convert_whole
from desktop.audio.ring_buffer import RingBuffer
from desktop.audio.samples import Int16Block, samples_from, to_int16
from desktop.audio.streams import AudioDeviceError

_RING_FRAMES = 20 * BLOCK_FRAMES


class FileStreams:
    """Implements `Streams`. One tick passes 10 ms of both files; `pace` shortens only the wait between ticks."""

    capture_rate_hz = playback_rate_hz = SAMPLE_RATE_HZ
    capture_channels = playback_channels = 1
    capture_latency_s = playback_latency_s = 0.0
    playback_lead_s = BLOCK_S
    played: RingBuffer | None = None
    skips_late_steps = False
    starvations = callback_gaps = dropped_frames = 0
    is_dead = False
    note = ""
    choice = Choice()

    def __init__(self, card: FileCard) -> None:
        """Read the microphone's file and create the loudspeaker's. Raises AudioDeviceError."""
        self._microphone = _read(card.microphone) if card.microphone else np.zeros(0, np.int16)
        self.microphone_frames: int | None = len(self._microphone)
        try:
            self._file = open(card.loudspeaker, "wb")  # noqa: SIM115  (open until `close`)
        except OSError as error:
            raise AudioDeviceError(
                f"{card.loudspeaker} could not be created ({error.strerror}). Choose another place for the recording."
            ) from error
        self._loudspeaker = wave.open(self._file, "wb")  # noqa: SIM115  (open until `close`)
        self._loudspeaker.setnchannels(1)
        self._loudspeaker.setsampwidth(BYTES_PER_SAMPLE)
        self._loudspeaker.setframerate(SAMPLE_RATE_HZ)
        self.capture = RingBuffer(_RING_FRAMES)
        self.playback = RingBuffer(_RING_FRAMES)
        self.step_s = BLOCK_S / card.pace
        self.asked_frames = 0
        self._heard_frames = 0
        self._held = card.hold
        self._closed = False
        self._block = bytearray(BLOCK_FRAMES * BYTES_PER_SAMPLE)

    def start(self) -> None:
        """Nothing to do: ticks begin when the worker makes them."""

    def release(self) -> None:
        self._held = False

    def feed(self, pcm: bytes) -> None:
        """Let the microphone hear this after what it has still to hear, or now."""
        self._microphone = np.concatenate((self._microphone[self._heard_frames :], samples_from(pcm)))
        self._heard_frames = 0

    def tick(self) -> None:
        taken = self.playback.read_into(memoryview(self._block))
        if taken < BLOCK_FRAMES:
            self._block[taken * BYTES_PER_SAMPLE :] = bytes((BLOCK_FRAMES - taken) * BYTES_PER_SAMPLE)
            self.starvations += 1
        if self._held:
            return
        self._loudspeaker.writeframesraw(self._block)
        block = np.zeros(BLOCK_FRAMES, np.int16)
        heard = self._microphone[self._heard_frames : self._heard_frames + BLOCK_FRAMES]
        self._heard_frames += len(heard)
        block[: len(heard)] = heard
        self.capture.write(block.tobytes())
        self.asked_frames += BLOCK_FRAMES

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            # Completes the header, which says how long the recording is.
            self._loudspeaker.close()
            self._file.close()


def _read(path: str) -> Int16Block:
    """Return a sound file as 24 kHz mono; a file in that form already is returned bit for bit."""
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            rate = file.samplerate
            if file.channels == 1 and file.subtype == "PCM_16":
                samples: Int16Block = file.read(dtype="int16")
            else:
                samples = to_int16(file.read(dtype="float32", always_2d=True).mean(axis=1))
    except (OSError, soundfile.SoundFileError) as error:
        raise AudioDeviceError(f"The sound file {path} could not be read. Choose a WAV file that exists.") from error
    return convert_whole(samples, rate, SAMPLE_RATE_HZ)
