"""`vivavoce doctor` on an application that is scripted."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from desktop.app import engine
from desktop.cli import doctor
from desktop.cli.main import run

GOOD = engine.Finding(engine.Check.LEVEL, "-20 dBFS", engine.Verdict.GOOD)
WARN = engine.Finding(engine.Check.ECHO, "9 dB taken away", engine.Verdict.WARN, "Use a headset.")
BAD = engine.Finding(engine.Check.MICROPHONE, "No microphone was found", engine.Verdict.BAD, "Connect one.")


class ScriptedApp:
    """Finds what `findings` says, in the step ROOM where `begins`."""

    findings: tuple[engine.Finding, ...] = ()
    begins = True
    complete = True
    made: "list[ScriptedApp]" = []  # noqa: RUF012  (one list for all, on purpose)

    def __init__(self, options: Any) -> None:
        self.options = options
        self.calls: list[object] = []
        self.made.append(self)

    async def start(self) -> None:
        self.calls.append("start")

    async def close(self) -> None:
        self.calls.append("close")

    async def examine(
        self, tell: Callable[[engine.ExaminationProgressed], None], steps: frozenset[engine.Step]
    ) -> engine.Examined:
        self.calls.append(steps)
        step = engine.Step.ROOM if self.begins else engine.Step.DEVICES
        tell(engine.ExaminationProgressed(step, 0.0))
        tell(engine.ExaminationProgressed(step, 1.0, findings=self.findings))
        return engine.Examined(self.findings, self.complete)

    def examination_report(self, findings: tuple[engine.Finding, ...]) -> str:
        return f"{len(findings)} findings"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> type[ScriptedApp]:
    monkeypatch.setattr(doctor, "App", ScriptedApp)
    monkeypatch.setattr(ScriptedApp, "made", [])
    return ScriptedApp


@pytest.mark.parametrize(
    ("findings", "begins", "complete", "status"),
    [
        ((GOOD,), True, True, 0),
        ((GOOD, WARN), True, True, 0),
        ((GOOD, BAD), True, True, 1),
        ((GOOD,), True, False, 1),
        ((BAD,), False, True, 2),
    ],
)
def test_the_exit_status_tells_good_bad_and_impossible(
    app: type[ScriptedApp],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    findings: tuple[engine.Finding, ...],
    begins: bool,
    complete: bool,
    status: int,
) -> None:
    monkeypatch.setattr(app, "findings", findings)
    monkeypatch.setattr(app, "begins", begins)
    monkeypatch.setattr(app, "complete", complete)
    assert run(["doctor"]) == status
    assert app.made[0].calls == ["start", engine.THOROUGH, "close"]
    printed = capsys.readouterr().out
    for finding in findings:
        assert f"{finding.verdict.value}" in printed
        assert finding.advice in printed


def test_quick_needs_nobody_to_speak_and_json_is_an_object_a_line(
    app: type[ScriptedApp], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "findings", (WARN,))
    assert run(["doctor", "--quick", "--json", "--url", "http://127.0.0.1:9", "--token", "t"]) == 0
    assert app.made[0].calls[1] == engine.QUICK
    assert app.made[0].options.address.url == "http://127.0.0.1:9"
    step, finding, end = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert step == {"event": "step", "step": "room"}
    assert (finding["check"], finding["verdict"], finding["advice"]) == ("echo", "warn", "Use a headset.")
    assert end == {"event": "ended", "complete": True, "status": 0, "report": "1 findings"}


def test_an_interruption_closes_everything(
    app: type[ScriptedApp], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def interrupted(*_: object) -> engine.Examined:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "examine", interrupted)
    assert run(["doctor"]) == 130
    assert app.made[0].calls == ["start", "close"]


def test_every_step_has_a_prompt() -> None:
    teller = doctor._Teller(as_json=False)
    for step in engine.Step:
        teller.progressed(engine.ExaminationProgressed(step, 0.0))
