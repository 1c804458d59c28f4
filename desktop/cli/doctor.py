"""`vivavoce doctor`: tests microphone, loudspeaker and the way to the service, and says what to do."""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from desktop.app import Address, App, Options, engine
from desktop.settings.files import settings_file
from desktop.sound.examination import TITLES

_PROMPTS = {
    engine.Step.DEVICES: "Opening the devices …",
    engine.Step.ROOM: "Listening to the room: be quiet for a moment …",
    engine.Step.SPEAKING: "Now say a few words, for 5 seconds …",
    engine.Step.PLAYING_BACK: "Now you hear yourself …",
    engine.Step.LOOP: "Playing chirps …",
    engine.Step.ECHO: "Playing something like speech …",
    engine.Step.NETWORK: "Asking the service …",
}


def run(options: argparse.Namespace) -> int:
    """Examine and print; return 0 when nothing is bad, 1 when something is, 2 when it could not be begun."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_run(options, Path(folder)))


async def _run(options: argparse.Namespace, folder: Path) -> int:
    address = Address(options.url, options.token) if options.url else None
    # Without its own recogniser, which would keep the processor busy while the sound is measured.
    app = App(Options(folder, settings_file(), address=address, practice_arguments=("--stub-speech",)))
    teller = _Teller(as_json=options.json)
    try:
        await app.start()
        end = await app.examine(teller.progressed, engine.QUICK if options.quick else engine.THOROUGH)
        return teller.ended(end, app)
    finally:
        await app.close()


class _Teller:
    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._step: engine.Step | None = None
        self._has_begun = False
        """Whether the devices opened, so that something could be measured."""

    def progressed(self, progress: engine.ExaminationProgressed) -> None:
        if progress.step is not self._step:
            self._step = progress.step
            self._has_begun = self._has_begun or progress.step is engine.Step.ROOM
            self._print({"event": "step", "step": progress.step.value}, _PROMPTS[progress.step])
        for finding in progress.findings:
            words = f"  {finding.verdict.value:8}{TITLES[finding.check]}: {finding.value}"
            if finding.advice:
                words += f"\n{'':10}{finding.advice}"
            facts = {"check": finding.check.value, "value": finding.value, "advice": finding.advice}
            self._print({"event": "finding", **facts, "verdict": finding.verdict.value}, words)

    def ended(self, end: engine.Examined, app: App) -> int:
        """Print the last line and return the exit status."""
        bad = [finding for finding in end.findings if finding.verdict is engine.Verdict.BAD]
        status = int(bool(bad) or not end.is_complete) if self._has_begun else 2
        if not self._has_begun:
            words = "The sound could not be tested on this computer."
        elif bad:
            words = f"{len(bad)} of {len(end.findings)} are bad."
        else:
            words = "Nothing is bad." if end.is_complete else "The test was broken off."
        facts = {"complete": end.is_complete, "status": status, "report": app.examination_report(end.findings)}
        self._print({"event": "ended", **facts}, words)
        return status

    def _print(self, facts: dict[str, object], words: str) -> None:
        print(json.dumps(facts, ensure_ascii=False) if self._as_json else words, file=sys.stdout, flush=True)
