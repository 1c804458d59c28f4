"""The examination of simulated devices in a simulated room, in simulated time."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from desktop.audio.cards import Card, FileCard, PortAudioCard
from desktop.audio.devices.devices import Choice, Device
from desktop.audio.doctor import doctor, probe
from desktop.audio.doctor.findings import QUICK, THOROUGH, Check, Finding, Step, Verdict
from desktop.audio.messages import ExaminationProgressed, Examined
from desktop.audio.samples import Int16Block
from desktop.audio.streams import AudioDeviceError, Streams
from tests.audio.fake_streams import FakeStreams

GOOD, WARN, BAD, UNKNOWN = Verdict.GOOD, Verdict.WARN, Verdict.BAD, Verdict.UNKNOWN
CHOICE = Choice(
    Device("alsa/mic", "Mic", True, False, True, "ALSA", (48_000,)),
    Device("alsa/spk", "Speakers", False, True, True, "ALSA", (48_000,)),
)


class Room(FakeStreams):
    """Devices that run 10 ms blocks; what the loudspeaker plays comes back to the microphone after a while."""

    def __init__(
        self,
        rate_hz: int = 24_000,
        channels: int = 1,
        delay_ms: float = 60.0,
        echo_db: float | None = -12.0,
        noise_dbfs: float | None = -70.0,
        drift_ppm: float = 0.0,
        learner: Int16Block | None = None,
    ) -> None:
        super().__init__(rate_hz, channels, echo=True)
        self.choice = CHOICE
        self.now = 0.0
        self.runs_until = 1e9
        self.opens = 0
        self.works_from = 0
        self._block = rate_hz // 100
        self._delay = round(delay_ms * rate_hz / 1000)
        self._gain = 0.0 if echo_db is None else 10 ** (echo_db / 20)
        self._noise = 0.0 if noise_dbfs is None else 32768 * 10 ** (noise_dbfs / 20)
        self._rng = np.random.default_rng(5)
        self._air = np.zeros(self._delay)
        self._periods_s = (0.01 / (1 + drift_ppm * 1e-6), 0.01)
        self._due_s = [0.0, 0.0]
        self._learner = np.zeros(0, np.int16) if learner is None else learner
        self.speaking = False
        self.on_pause: Callable[[], None] = lambda: None

    def opened(self) -> "Room":
        self.opens += 1
        if self.opens == self.works_from:
            self.runs_until, self.is_dead = 1e9, False
            self._due_s = [self.now, self.now]
        return self

    def clock(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += seconds
        self.on_pause()
        while self.is_started and self._due_s[1] <= self.now < self.runs_until:
            self._due_s[1] += self._periods_s[1]
            played = self.ask(self._block).reshape(-1, self.playback_channels)[:, 0]
            self._air = np.concatenate((self._air, played))
        while self.is_started and self._due_s[0] <= self.now < self.runs_until:
            self._due_s[0] += self._periods_s[0]
            self._capture()

    def _capture(self) -> None:
        there = np.zeros(self._block)
        come, self._air = self._air[: self._block], self._air[self._block :]
        there[: len(come)] = come * self._gain
        there += self._noise * self._rng.standard_normal(self._block)
        if self.speaking:
            said, self._learner = self._learner[: self._block], self._learner[self._block :]
            there[: len(said)] += said
        block = np.zeros((self._block, self.capture_channels), np.int16)
        block[:, -1] = np.clip(np.rint(there), -32768, 32767)
        self.hear(block)


@dataclass
class Canceller:
    """Takes this much of everything."""

    db: float
    far: list[Int16Block] = field(default_factory=list)

    def hear_far_end(self, played: Int16Block) -> None:
        self.far.append(played)

    def clean(self, captured: Int16Block) -> Int16Block:
        return np.rint(captured * 10 ** (-self.db / 20)).astype(np.int16)


@dataclass
class Examined_:
    """An examination that was run, with what it told."""

    told: list[ExaminationProgressed | Examined] = field(default_factory=list)

    @property
    def end(self) -> Examined:
        last = self.told[-1]
        assert isinstance(last, Examined)
        return last

    def __getitem__(self, check: Check) -> Finding:
        (found,) = (one for one in self.end.findings if one.check is check)
        return found

    def verdicts(self) -> dict[Check, Verdict]:
        return {one.check: one.verdict for one in self.end.findings}

    def progress(self) -> list[ExaminationProgressed]:
        return [one for one in self.told if isinstance(one, ExaminationProgressed)]


def examine(
    room: Room,
    steps: frozenset[Step] = QUICK,
    canceller: Canceller | None = None,
    card: Card | None = None,
    watch: Callable[[doctor.Examination, ExaminationProgressed | Examined], None] = lambda *_: None,
) -> Examined_:
    result = Examined_()

    def post(report: ExaminationProgressed | Examined) -> None:
        result.told.append(report)
        room.speaking = isinstance(report, ExaminationProgressed) and report.step is Step.SPEAKING
        watch(examination, report)

    examination = doctor.Examination(
        card or PortAudioCard(),
        steps,
        post,
        open_card=lambda _: room.opened(),
        load_canceller=lambda _: canceller,
        clock=room.clock,
        pause=room.pause,
    )
    examination.run()
    assert room.is_closed is room.is_started
    return result


def test_good_devices_in_a_good_room_are_good_in_everything_within_30_s() -> None:
    room = Room(learner=probe.speech_like(5.0, seed=8))
    result = examine(room, THOROUGH, Canceller(25))
    assert set(result.verdicts().values()) == {GOOD}, result.end
    assert list(result.verdicts()) == [
        Check.SOUND_SYSTEM, Check.MICROPHONE, Check.LOUDSPEAKER, Check.PERMISSION, Check.ROOM_NOISE, Check.LEVEL,
        Check.LOOP_DELAY, Check.ECHO, Check.CLOCK_DRIFT, Check.DROPOUTS,
    ]  # fmt: skip
    assert result[Check.MICROPHONE].value == "Mic, 24000 Hz, 1 channel"
    assert result.end.is_complete
    assert room.now < 30


@pytest.mark.parametrize(("rate_hz", "channels", "delay_ms"), [(24_000, 1, 20), (48_000, 2, 140), (44_100, 1, 380)])
def test_the_loop_delay_is_told_to_3_ms_at_any_rate(rate_hz: int, channels: int, delay_ms: float) -> None:
    result = examine(Room(rate_hz, channels, delay_ms), frozenset({Step.LOOP}))
    value = result[Check.LOOP_DELAY].value
    assert value.endswith("5 of 5 chirps heard")
    assert float(value.split()[0]) == pytest.approx(delay_ms, abs=3)


def test_what_the_learner_said_is_played_back_to_them() -> None:
    said = probe.speech_like(4.0, seed=8)
    room = Room(echo_db=None, learner=said)
    played: list[Int16Block] = []
    ask = room.ask

    def note(frames: int) -> Int16Block:
        block = ask(frames)
        played.append(block)
        return block

    room.ask = note  # type: ignore[method-assign]
    examine(room, frozenset({Step.SPEAKING, Step.PLAYING_BACK}))
    assert probe.find_chirp(np.concatenate(played), said[24_000:72_000]) is not None


def test_a_learner_who_says_nothing_is_told_and_hears_nothing() -> None:
    result = examine(Room(), frozenset({Step.SPEAKING, Step.PLAYING_BACK}))
    assert "nobody was heard" in result[Check.LEVEL].value
    assert Step.PLAYING_BACK not in {one.step for one in result.progress()}


def test_a_headset_has_no_loop_and_no_echo_and_that_is_not_bad() -> None:
    result = examine(Room(echo_db=None), QUICK, Canceller(0))
    assert result.verdicts()[Check.LOOP_DELAY] is UNKNOWN
    assert result.verdicts()[Check.ECHO] is UNKNOWN
    assert BAD not in result.verdicts().values()


def test_a_canceller_that_leaves_much_is_warned_of_with_its_decibels() -> None:
    result = examine(Room(), QUICK, Canceller(9))
    assert result[Check.ECHO].verdict is WARN
    assert float(result[Check.ECHO].value.split()[0]) == pytest.approx(9, abs=2)


def test_a_canceller_that_had_to_work_on_lost_sound_is_not_judged() -> None:
    room = Room()

    def stumble() -> None:
        room.callback_gaps += 8.0 < room.now <= 8.005

    room.on_pause = stumble
    result = examine(room, QUICK, Canceller(9))
    assert result[Check.ECHO].verdict is UNKNOWN
    assert "while sound is lost" in result[Check.ECHO].value


def test_the_canceller_is_given_what_was_played() -> None:
    canceller = Canceller(30)
    examine(Room(48_000, 2), QUICK, canceller)
    assert probe.peak_dbfs(np.concatenate(canceller.far)) == pytest.approx(-8, abs=1)


def test_without_a_canceller_or_with_it_switched_off_that_is_said() -> None:
    assert examine(Room()).verdicts()[Check.ECHO] is WARN
    assert "switched off" in examine(Room(), card=PortAudioCard(echo=False))[Check.ECHO].value


@pytest.mark.parametrize("ppm", [-400, 100])
def test_clocks_that_drift_apart_are_measured(ppm: float) -> None:
    result = examine(Room(drift_ppm=ppm, delay_ms=100), canceller=Canceller(25))
    assert float(result[Check.CLOCK_DRIFT].value.split()[0]) == pytest.approx(ppm, abs=60)


def test_a_microphone_that_gives_zeros_is_blocked_and_costs_no_time() -> None:
    room = Room(echo_db=None, noise_dbfs=None)
    result = examine(room, THOROUGH, Canceller(0))
    assert result[Check.PERMISSION].verdict is BAD
    assert Check.LEVEL not in result.verdicts()
    assert room.now < 12


def test_a_card_that_is_refused_is_said_in_its_own_words() -> None:
    def refuse(_: Card) -> Streams:
        raise AudioDeviceError("No microphone was found. Connect one and press the button again.")

    told: list[ExaminationProgressed | Examined] = []
    doctor.Examination(PortAudioCard(), QUICK, told.append, refuse).run()
    (finding,) = told[-1].findings
    assert (finding.check, finding.verdict) == (Check.MICROPHONE, BAD)
    assert finding.value == "No microphone was found"


@pytest.mark.parametrize(("until_s", "words"), [(0.0, "opens but does not run"), (3.0, "stopped while it was tested")])
def test_a_device_that_does_not_run_is_given_up(until_s: float, words: str) -> None:
    room = Room()
    room.runs_until = until_s
    result = examine(room)
    assert words in result[Check.DROPOUTS if until_s else Check.MICROPHONE].value
    assert room.now < until_s + 4


def test_a_device_that_is_found_still_is_opened_again() -> None:
    room = Room()
    room.runs_until, room.is_dead, room.works_from = 0.0, True, 2
    assert examine(room, frozenset({Step.LOOP})).verdicts()[Check.LOOP_DELAY] is GOOD
    assert room.opens == 2


def test_a_device_that_says_it_is_dead_is_given_up_at_once() -> None:
    room = Room()
    room.is_dead = True
    assert "stopped" in examine(room)[Check.MICROPHONE].value
    assert room.now < 0.1


def test_late_blocks_are_counted_once_the_devices_have_settled() -> None:
    room = Room()

    def stumble() -> None:
        room.callback_gaps += 0.2 < room.now <= 0.205
        room.callback_gaps += 1.2 < room.now <= 1.205

    room.on_pause = stumble
    assert examine(room)[Check.DROPOUTS].value.startswith("1 gap in")


@pytest.mark.parametrize("step", [Step.DEVICES, Step.ROOM, Step.SPEAKING, Step.LOOP, Step.ECHO])
def test_every_step_can_be_stopped(step: Step) -> None:
    room = Room(learner=probe.speech_like(2.0))
    stopped_at = []

    def stop(examination: doctor.Examination, report: ExaminationProgressed | Examined) -> None:
        if isinstance(report, ExaminationProgressed) and report.step is step and not stopped_at:
            stopped_at.append(room.now)
            examination.stop()

    result = examine(room, THOROUGH, Canceller(25), watch=stop)
    assert not result.end.is_complete
    assert room.now - stopped_at[0] < 0.05


def test_a_stop_before_the_devices_are_open_opens_none() -> None:
    told: list[ExaminationProgressed | Examined] = []

    def never(_: Card) -> Streams:
        raise AssertionError("opened")

    examination = doctor.Examination(PortAudioCard(), QUICK, told.append, never)
    examination.stop()
    examination.run()
    assert told[-1] == Examined((), is_complete=False)


def test_progress_runs_through_the_steps_and_brings_each_finding_once() -> None:
    result = examine(Room(learner=probe.speech_like(5.0)), THOROUGH, Canceller(25))
    steps = list(dict.fromkeys(one.step for one in result.progress()))
    assert steps == [step for step in Step if step is not Step.NETWORK]
    for step in steps:
        fractions = [one.fraction for one in result.progress() if one.step is step]
        assert fractions == sorted(fractions)
        assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    remaining = [one.remaining_s for one in result.progress() if one.step is Step.SPEAKING]
    assert remaining == sorted(remaining, reverse=True)
    assert (remaining[0], remaining[-1]) == (doctor.SPEAK_S, 0.0)
    brought = [finding for one in result.progress() for finding in one.findings]
    assert brought == list(result.end.findings)
    assert max(one.level for one in result.progress() if one.step is Step.SPEAKING) > 0.05


def test_a_defect_ends_the_examination_and_is_not_hidden() -> None:
    room = Room()

    def break_off() -> None:
        if room.now > 1:
            raise ZeroDivisionError

    room.on_pause = break_off
    told: list[ExaminationProgressed | Examined] = []
    examination = doctor.Examination(
        FileCard("", ""), QUICK, told.append, lambda _: room, clock=room.clock, pause=room.pause
    )
    with pytest.raises(ZeroDivisionError):
        examination.run()
    assert room.is_closed
    assert told[-1].findings[-1].verdict is BAD
