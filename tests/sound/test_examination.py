"""The examination as the application offers it, on a sound card that is the test."""

import asyncio
import getpass
import platform
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import __version__
from desktop.audio.engine_client import (
    QUICK,
    Check,
    EngineDied,
    EngineEvent,
    EngineFailed,
    ExaminationProgressed,
    Examined,
    Finding,
    PortAudioCard,
    Step,
    Verdict,
)
from desktop.backends.contract import BackendError
from desktop.sound import examination
from desktop.sound.examination import Examiner, judge_network, report, service_words, without_names

FOUND = Finding(Check.LEVEL, "-20 dBFS", Verdict.GOOD)
CARD = PortAudioCard()


class SoundCard:
    """Answers an examination with what it was given."""

    def __init__(self, *answers: EngineEvent) -> None:
        self.answers = answers
        self.asked: list[object] = []
        self.stops = 0
        self.watcher: Callable[[EngineEvent], None] = lambda _: None

    def watch(self, watcher: Callable[[EngineEvent], None]) -> None:
        self.watcher = watcher

    def examine(self, card: object, steps: frozenset[Step]) -> None:
        self.asked.append((card, steps))
        for answer in self.answers:
            asyncio.get_running_loop().call_soon(self.watcher, answer)

    def stop_examination(self) -> None:
        self.stops += 1


DONE = (ExaminationProgressed(Step.LOOP, 1.0, findings=(FOUND,)), Examined((FOUND,), is_complete=True))


def examine(card: SoundCard, request: Callable[[], Awaitable[object]] | None = None) -> tuple[Examined, list[Step]]:
    told: list[Step] = []
    examiner = Examiner(card)
    end = asyncio.run(examiner.examine(CARD, QUICK, lambda progress: told.append(progress.step), request))
    return end, told


async def answered() -> None:
    """A service that answers at once."""


def test_the_network_is_measured_after_the_sound() -> None:
    card = SoundCard(*DONE)
    end, told = examine(card, answered)
    assert [finding.check for finding in end.findings] == [Check.LEVEL, Check.NETWORK]
    assert end.findings[1].verdict is Verdict.GOOD
    assert told == [Step.LOOP, Step.NETWORK, Step.NETWORK]
    assert card.asked == [(CARD, QUICK)]
    assert card.stops == 1


def test_without_a_service_that_is_said() -> None:
    async def refused() -> None:
        raise BackendError("No.")

    for request in (None, refused):
        end, _ = examine(SoundCard(*DONE), request)
        assert (end.findings[-1].value, end.findings[-1].verdict) == ("not connected", Verdict.WARN)


def test_a_service_that_never_answers_is_bad_and_costs_only_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "ROUND_TRIPS_LIMIT_S", 0.5)

    async def never() -> None:
        await asyncio.Event().wait()

    end, _ = examine(SoundCard(*DONE), never)
    assert end.findings[-1].verdict is Verdict.BAD


def test_one_that_was_stopped_asks_no_service() -> None:
    end, told = examine(SoundCard(Examined((FOUND,), is_complete=False)), answered)
    assert end == Examined((FOUND,), is_complete=False)
    assert told == []


def test_the_death_of_the_sound_engine_ends_it_and_keeps_what_was_found() -> None:
    end, _ = examine(SoundCard(DONE[0], EngineFailed("about something else"), EngineDied()))
    assert not end.is_complete
    assert [finding.verdict for finding in end.findings] == [Verdict.GOOD, Verdict.BAD]


def test_only_one_runs_at_a_time_and_what_is_cancelled_frees_the_devices() -> None:
    async def scene() -> None:
        card = SoundCard()
        examiner = Examiner(card)
        first = asyncio.ensure_future(examiner.examine(CARD, QUICK, lambda _: None))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError):
            await examiner.examine(CARD, QUICK, lambda _: None)
        assert card.stops == 0
        examiner.stop()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert card.stops == 2
        card.watcher(DONE[1])

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("times", "verdict"),
    [
        ([20.0] * 10, Verdict.GOOD),
        ([20.0] * 9 + [700.0], Verdict.WARN),
        ([200.0] * 3, Verdict.WARN),
        ([400.0], Verdict.BAD),
        ([], Verdict.WARN),
    ],
)
def test_the_network_is_judged_by_its_median_and_its_worst(times: list[float], verdict: Verdict) -> None:
    finding = judge_network(times)
    assert finding.verdict is verdict
    assert bool(finding.advice) is (verdict is not Verdict.GOOD)


def test_the_report_says_what_helps_and_every_check_has_a_name() -> None:
    findings = [Finding(check, "value", Verdict.WARN, "Do this.") for check in Check]
    text = report(findings, "built in")
    for words in (__version__, platform.system(), platform.python_version(), "Service: built in", "Do this."):
        assert words in text
    assert text.count("warn") == len(Check)


def test_the_report_names_nobody() -> None:
    user, computer, home = getpass.getuser(), socket.gethostname(), str(Path.home())
    value = f"Anna's AirPods of {user} on {computer.upper()}, {home}/x.wav, Zoë’s phone, Speakers"
    text = report([Finding(Check.MICROPHONE, value, Verdict.GOOD)])
    for secret in ("Anna", "Zoë", home):
        assert secret not in text
    for name in (user, computer):
        assert len(name) < 3 or name.lower() not in text.lower().replace(platform.release().lower(), "")
    assert "Speakers" in text


@given(st.text(max_size=60))
def test_blotting_out_is_done_once_and_for_all(text: str) -> None:
    once = without_names(text)
    assert without_names(once) == once


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "built in"),
        ("http://localhost:8000/x", "http, on this computer"),
        ("http://127.0.0.1:9", "http, on this computer"),
        ("http://[::1]:9", "http, on this computer"),
        ("https://name:secret@voice.example.com/path?token=t", "https, on another computer"),
        ("nonsense", "unknown scheme, on another computer"),
    ],
)
def test_a_service_is_told_without_its_address(url: str, words: str) -> None:
    assert service_words(url) == words
