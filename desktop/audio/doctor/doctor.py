"""Examines microphone and loudspeaker while no talk is on: plays, listens, and says what to do.

    devices   room   speaking   playing back   loop        echo
    0.3 s     1 s    5 s        5 s            5 x 0.75 s  6 s      quick: without speaking and playing back

Everything is recorded as the devices give it and analysed between the steps; meanwhile the loudspeaker has half a
second of silence ready. What was recorded is forgotten when the step is over.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from desktop.audio.capture.echo_canceller import EchoCanceller, load_echo_canceller
from desktop.audio.cards import Card, PortAudioCard
from desktop.audio.devices.devices import bluetooth_advice
from desktop.audio.doctor import diagnosis, probe
from desktop.audio.doctor.doctor_session import WAKE_LIMIT_S, Session
from desktop.audio.doctor.findings import Check, Finding, Step, Verdict
from desktop.audio.format import BLOCK_FRAMES, SAMPLE_RATE_HZ
from desktop.audio.messages import ExaminationProgressed, Examined
from desktop.audio.samples import Int16Block
from desktop.audio.streams import AudioDeviceError, Streams

ROOM_S = 1.0
SPEAK_S = 5.0
CHIRPS, CHIRP_EVERY_S = 5, 0.75
ECHO_S, ECHO_SETTLE_S = 6.0, 2.0
"""The canceller may take 2 s to find the echo; what it does then is measured."""
_TELL_EVERY_S = 0.05
_FAREWELL_S = 2.0
_LATEST_CHIRP_MS = -5.0
"""An earlier one belongs to the chirp before."""


class _Cancelled(Exception):
    """Somebody stopped the examination."""


class Examination:
    """One examination, on a thread of its own between `start` and `Examined`.

    post: takes what it has to say and must not block; called on that thread.
    pause: lets this many seconds pass. clock: seconds, monotonic.
    """

    def __init__(
        self,
        card: Card,
        steps: frozenset[Step],
        post: Callable[[ExaminationProgressed | Examined], None],
        open_card: Callable[[Card], Streams],
        load_canceller: Callable[[int], EchoCanceller | None] = load_echo_canceller,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self._card = card
        self._steps = steps
        self._post = post
        self._open_card = open_card
        self._load_canceller = load_canceller
        self._clock = clock
        self._pause = pause
        self._stopping = False
        self._findings: list[Finding] = []
        self._told = 0
        self._told_at = 0.0
        self._step = Step.DEVICES
        self._thread = threading.Thread(target=self.run, name="audio-examination", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End it and wait until its devices are free, 2 s at most; idempotent."""
        self._stopping = True
        if self._thread.is_alive():
            self._thread.join(_FAREWELL_S)

    def run(self) -> None:
        """Examine. The last word is always `Examined`."""
        is_complete = is_cancelled = False
        try:
            self._examine()
            is_complete = True
        except _Cancelled:
            is_cancelled = True
        except AudioDeviceError as error:
            ran = any(one.check is Check.PERMISSION for one in self._findings)
            self._find(diagnosis.refused(error, is_running=ran))
            is_complete = True
        finally:
            if not is_complete and not is_cancelled:
                # A defect of ours, which goes on to stderr; whoever waits must hear of an end all the same.
                self._find(Finding(Check.SOUND_SYSTEM, "The test itself failed", Verdict.BAD, "Run it once more."))
            if self._told < len(self._findings):
                self._tell(self._step, 1.0)
            self._post(Examined(tuple(self._findings), is_complete))

    # -- the steps --------------------------------------------------------------------------------------------

    def _examine(self) -> None:
        self._tell(Step.DEVICES, 0.0)
        # The copy of what is played is needed even where a headset is never cancelled.
        card = replace(self._card, echo=True) if isinstance(self._card, PortAudioCard) else self._card
        session = self._start(card)
        try:
            self._name_devices(session.streams)
            self._listen(session)
            self._watch_clocks(session)
        finally:
            session.close()

    def _start(self, card: Card) -> Session:
        """Open the card until it runs: one that stays still is opened in another way the next time."""
        for is_last in (False, False, True):
            self._check_cancelled()
            session = Session(self._open_card(card), self._clock, self._pause, self._check_cancelled)
            try:
                session.settle()
                return session
            except AudioDeviceError:
                found_still = session.streams.is_dead
                session.close()
                if is_last or not found_still:
                    raise
            except _Cancelled:
                session.close()
                raise
        raise AssertionError("the last attempt raises or returns")

    def _name_devices(self, streams: Streams) -> None:
        ear, voice = streams.choice.microphone, streams.choice.loudspeaker
        self._find(
            Finding(Check.SOUND_SYSTEM, ear.host_api if ear else "files", Verdict.GOOD),
            diagnosis.microphone(
                ear.name if ear else "file",
                streams.capture_rate_hz,
                streams.capture_channels,
                bluetooth_advice(streams.choice),
            ),
            diagnosis.loudspeaker(voice.name if voice else "file", streams.playback_rate_hz, streams.playback_channels),
        )
        self._tell(Step.DEVICES, 1.0)

    def _listen(self, session: Session) -> None:
        room = session.record(ROOM_S, self._teller(Step.ROOM, ROOM_S))
        began = self._clock()
        while not session.has_sound and self._clock() - began < WAKE_LIMIT_S - ROOM_S:
            room = session.record(ROOM_S / 2, self._teller(Step.ROOM, ROOM_S / 2))
        noise_dbfs = probe.quiet_dbfs(session.near(room))
        if session.has_sound:
            self._find(diagnosis.permission(True), diagnosis.room_noise(noise_dbfs))
            self._tell(Step.ROOM, 1.0)
            if Step.SPEAKING in self._steps:
                self._hear_learner(session, noise_dbfs)
        if Step.LOOP in self._steps:
            self._measure_loop(session)
        if not session.has_sound:
            self._find(diagnosis.permission(False))
            self._tell(Step.ROOM, 1.0)
        elif Step.ECHO in self._steps:
            self._measure_echo(session, noise_dbfs)

    def _hear_learner(self, session: Session, noise_dbfs: float) -> None:
        recording = session.record(SPEAK_S, self._teller(Step.SPEAKING, SPEAK_S))
        spoken = session.think(lambda: session.near(recording))
        loud_dbfs = probe.spoken_dbfs(spoken)
        self._find(diagnosis.level(loud_dbfs, probe.peak_dbfs(spoken), probe.clips(spoken), noise_dbfs))
        self._tell(Step.SPEAKING, 1.0)
        if Step.PLAYING_BACK in self._steps and loud_dbfs >= noise_dbfs + diagnosis.ABOVE_NOISE_DB:
            session.record(SPEAK_S, self._teller(Step.PLAYING_BACK, SPEAK_S), spoken)
            self._tell(Step.PLAYING_BACK, 1.0)

    def _measure_loop(self, session: Session) -> None:
        chirp = probe.chirp()
        seconds = CHIRPS * CHIRP_EVERY_S
        recordings = []
        for number in range(CHIRPS):
            tell = self._teller(Step.LOOP, seconds, number * CHIRP_EVERY_S)
            recordings.append(session.record(CHIRP_EVERY_S, tell, chirp))
        delays_ms = session.think(lambda: [session.delay_ms(recording, chirp) for recording in recordings])
        found = [delay for delay in delays_ms if delay is not None and delay > _LATEST_CHIRP_MS]
        if session.has_sound:
            self._find(diagnosis.loop_delay(found, CHIRPS))
        self._tell(Step.LOOP, 1.0)

    def _measure_echo(self, session: Session, noise_dbfs: float) -> None:
        if isinstance(self._card, PortAudioCard) and not self._card.echo:
            self._find(diagnosis.echo_not_cancelled(is_wanted=False))
            self._tell(Step.ECHO, 1.0)
            return
        latency_s = session.streams.capture_latency_s + session.streams.playback_latency_s
        canceller = session.think(lambda: self._load_canceller(round(1000 * latency_s)))
        if canceller is None:
            self._find(diagnosis.echo_not_cancelled(is_wanted=True))
            self._tell(Step.ECHO, 1.0)
            return
        losses = session.losses()
        recording = session.record(ECHO_S, self._teller(Step.ECHO, ECHO_S), probe.speech_like(ECHO_S))
        is_disturbed = session.losses() != losses
        raw = session.near(recording)
        clean = session.think(lambda: _cancelled(canceller, raw, session.far(recording)))
        settled = round(ECHO_SETTLE_S * SAMPLE_RATE_HZ)
        measured = probe.attenuation(raw[settled:], clean[settled:], noise_dbfs)
        self._find(diagnosis.echo(measured, is_disturbed=is_disturbed))
        self._tell(Step.ECHO, 1.0)

    def _watch_clocks(self, session: Session) -> None:
        span_s = session.captured.span_s
        drift_ppm = probe.drift_ppm(session.captured, session.asked)
        gaps, starvations, lost = session.losses()
        dropouts = diagnosis.dropouts(gaps, starvations, lost, max(0.0, session.asked.lag_ms()), span_s)
        is_disturbed = dropouts.verdict is not Verdict.GOOD
        self._find(diagnosis.clock_drift(drift_ppm, span_s, is_disturbed=is_disturbed), dropouts)

    # -- telling ----------------------------------------------------------------------------------------------

    def _find(self, *findings: Finding) -> None:
        self._findings += findings

    def _tell(self, step: Step, fraction: float, level: float = 0.0, remaining_s: float = 0.0) -> None:
        new = tuple(self._findings[self._told :])
        self._told = len(self._findings)
        self._step = step
        self._post(ExaminationProgressed(step, fraction, level, new, remaining_s))

    def _teller(self, step: Step, seconds: float, before_s: float = 0.0) -> Callable[[float, float], None]:
        """Return what tells (seconds passed, level 0 ... 1) of a step, now and then. before_s: of it are over."""
        self._tell(step, before_s / seconds, 0.0, seconds - before_s)

        def tell(passed_s: float, level: float) -> None:
            now = self._clock()
            if now - self._told_at >= _TELL_EVERY_S:
                self._told_at = now
                done_s = min(seconds, before_s + passed_s)
                self._tell(step, done_s / seconds, level, seconds - done_s)

        return tell

    def _check_cancelled(self) -> None:
        if self._stopping:
            raise _Cancelled


def _cancelled(canceller: EchoCanceller, near: Int16Block, far: Int16Block) -> Int16Block:
    """Return the microphone's sound without the loudspeaker's, worked out as in a talk: block by block."""
    blocks = []
    for at in range(0, min(len(near), len(far)) - BLOCK_FRAMES + 1, BLOCK_FRAMES):
        canceller.hear_far_end(far[at : at + BLOCK_FRAMES])
        blocks.append(canceller.clean(near[at : at + BLOCK_FRAMES]))
    return np.concatenate(blocks) if blocks else near[:0]
