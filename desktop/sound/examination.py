"""The examination as the application offers it: the sound's own, then how far away the service is; and its report.

Everything but `report` is called on the main loop.
"""

import asyncio
import getpass
import platform
import re
import socket
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Protocol

from desktop import __version__
from desktop.audio import engine_client as engine
from desktop.audio.engine_client import Check, ExaminationProgressed, Examined, Finding, Step, Verdict
from desktop.backends.contract import BackendError

ROUND_TRIPS = 10
ROUND_TRIPS_LIMIT_S = 5.0
GOOD_MS, POOR_MS = 150, 400
"""Of the median: people leave 200 ms between turns."""
WORST_GOOD_MS = 600

Tell = Callable[[ExaminationProgressed], None]
Request = Callable[[], Awaitable[object]]

TITLES = {
    Check.SOUND_SYSTEM: "Sound system",
    Check.MICROPHONE: "Microphone",
    Check.LOUDSPEAKER: "Loudspeaker",
    Check.PERMISSION: "Permission",
    Check.ROOM_NOISE: "Room noise",
    Check.LEVEL: "Your level",
    Check.LOOP_DELAY: "Loop delay",
    Check.ECHO: "Echo",
    Check.CLOCK_DRIFT: "Clock drift",
    Check.DROPOUTS: "Dropouts",
    Check.NETWORK: "Network",
}


class SoundCard(Protocol):
    """What is needed of `Sound`."""

    def examine(self, card: engine.Card, steps: frozenset[Step]) -> None: ...
    def stop_examination(self) -> None: ...
    def watch(self, watcher: Callable[[engine.EngineEvent], None]) -> None: ...


class Examiner:
    """One examination at a time."""

    def __init__(self, sound: SoundCard) -> None:
        self._sound = sound
        self._tell: Tell = _ignore
        self._findings: list[Finding] = []
        self._ended: asyncio.Future[Examined] | None = None
        sound.watch(self._take)

    async def examine(
        self, card: engine.Card, steps: frozenset[Step], tell: Tell, request: Request | None = None
    ) -> Examined:
        """Return what was found. tell: hears how it goes. request: a light one to the service; None when offline.

        Raises RuntimeError while another one is under way.
        """
        if self._ended is not None:
            raise RuntimeError("an examination is under way")
        self._tell = tell
        self._findings = []
        self._ended = asyncio.get_running_loop().create_future()
        try:
            self._sound.examine(card, steps)
            end = await self._ended
            return end if not end.is_complete else await self._reach(end, request)
        finally:
            self._ended = None
            self._sound.stop_examination()

    def stop(self) -> None:
        """Break it off; `examine` returns what was found up to now."""
        self._sound.stop_examination()

    async def _reach(self, end: Examined, request: Request | None) -> Examined:
        self._tell(ExaminationProgressed(Step.NETWORK, 0.0))
        finding = judge_network(await _round_trips_ms(request) if request is not None else [])
        self._tell(ExaminationProgressed(Step.NETWORK, 1.0, findings=(finding,)))
        return Examined((*end.findings, finding), is_complete=True)

    def _take(self, event: engine.EngineEvent) -> None:
        if self._ended is None or self._ended.done():
            return
        match event:
            case ExaminationProgressed():
                self._findings += event.findings
                self._tell(event)
            case Examined():
                self._ended.set_result(event)
            case engine.EngineDied():
                advice = "Choose another device in the settings and run this again."
                died = Finding(Check.SOUND_SYSTEM, "The sound engine stopped", Verdict.BAD, advice)
                self._ended.set_result(Examined((*self._findings, died), is_complete=False))
            case _:
                pass


async def _round_trips_ms(request: Request) -> list[float]:
    """Return how long a few requests took, one after the other; fewer where the service is slow or fails."""
    times: list[float] = []
    began = time.monotonic()
    try:
        async with asyncio.timeout(ROUND_TRIPS_LIMIT_S):
            for _ in range(ROUND_TRIPS):
                sent = time.monotonic()
                await request()
                times.append(1000 * (time.monotonic() - sent))
    except TimeoutError:
        return times or [1000 * (time.monotonic() - began)]
    except BackendError:
        return times
    return times


def judge_network(round_trips_ms: Iterable[float]) -> Finding:
    times = sorted(round_trips_ms)
    if not times:
        return Finding(Check.NETWORK, "not connected", Verdict.WARN, "Check the connection and try again.")
    middle, worst = median(times), times[-1]
    value = f"{middle:.0f} ms, at worst {worst:.0f} ms"
    if middle < GOOD_MS and worst < WORST_GOOD_MS:
        return Finding(Check.NETWORK, value, Verdict.GOOD)
    advice = "Move closer to the router or use a cable."
    return Finding(Check.NETWORK, value, Verdict.WARN if middle < POOR_MS else Verdict.BAD, advice)


def report(findings: Iterable[Finding], service: str = "") -> str:
    """Return plain text to hand to somebody who helps: no token, no name of a person, a computer or a file.

    service: as `service_words` says it.
    """
    lines = [
        f"Vivavoce {__version__}",
        f"{platform.system()} {platform.release()} {platform.machine()}, Python {platform.python_version()}",
    ]
    if service:
        lines.append(f"Service: {service}")
    lines.append("")
    for finding in findings:
        lines.append(f"{finding.verdict.value:8}{TITLES[finding.check]}: {finding.value}")
        if finding.advice:
            lines.append(f"{'':8}{finding.advice}")
    return without_names("\n".join(lines)) + "\n"


def service_words(url: str) -> str:
    """Say which service is used and nothing of where it is. url: empty for the built-in one."""
    if not url:
        return "built in"
    scheme, _, rest = url.partition("://")
    host = rest.partition("/")[0].rpartition("@")[2]
    name = host.partition("]")[0].strip("[") if host.startswith("[") else host.partition(":")[0]
    where = "on this computer" if name in ("localhost", "::1") or name.startswith("127.") else "on another computer"
    return f"{scheme if scheme in ('http', 'https') else 'unknown scheme'}, {where}"


def without_names(text: str) -> str:
    """Blot out who uses which computer: devices carry names such as “Anna’s AirPods”."""
    text = text.replace(str(Path.home()), "…")
    for name in (_own_name(), socket.gethostname(), socket.gethostname().partition(".")[0]):
        if len(name) > 2:
            text = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", "…", text)
    return re.sub(r"\w[\w.-]*(?=['’]s\s+\w)", "…", text)


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _ignore(_: ExaminationProgressed) -> None:
    """Nobody listens."""
