"""Ready-made Python clients beside ours: the same devices, click and clock.

Loop: the client is handed a click for its output, and hands it back from its input; the microphone is the
loudspeaker's monitor. Each client runs in a process and environment of its own (build/peers, made here with pip where
it can be), by a short script in tests/bench/peers/. None of them is in the repository.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.engine.children import ROOT, Child
from tests.bench.engine.processes import processor_s, resident_mb
from tests.bench.engine.stage import sound_server
from tests.bench.rows import Row, spread
from tests.support.audio_server import missing

MEASURED_S = 12.0
ENVIRONMENT = ROOT / "build" / "peers"


@dataclass(frozen=True, slots=True)
class Peer:
    """script: in tests/bench/peers/. packages: what pip installs; none for ours."""

    name: str
    script: str
    packages: tuple[str, ...] = ()


OURS = Peer("Vivavoce", "vivavoce_peer")
PEERS = (
    Peer("ElevenLabs DefaultAudioInterface", "elevenlabs_peer", ("elevenlabs", "pyaudio")),
    Peer("Pipecat LocalAudioTransport", "pipecat_peer", ("pipecat-ai[local]",)),
    Peer("LiveKit MediaDevices", "livekit_peer", ("livekit", "sounddevice", "numpy")),
)


def measure() -> Iterator[Row]:
    if reason := missing():
        yield Row(f"no private sound server: {reason}", "", None)
        return
    refused = {peer: _install(peer) for peer in PEERS}
    with tempfile.TemporaryDirectory() as folder, sound_server(Path(folder)):
        subprocess.run(["pactl", "set-default-source", "spk.monitor"], check=True)
        ours, rows = _loop(OURS, sys.executable)
        yield from rows
        for peer in PEERS:
            if refused[peer]:
                yield Row(f"{peer.name}: not installed: {refused[peer]}", "", None)
                continue
            try:
                loop_ms, rows = _loop(peer, str(_python()))
            except RuntimeError as error:
                yield Row(f"{peer.name}: did not run: {error}", "", None)
                continue
            yield from rows
            if loop_ms and ours:
                ratio = statistics.median(loop_ms) / statistics.median(ours)
                yield Row(f"{peer.name}: loop, times ours", "", ratio)


def _loop(peer: Peer, python: str) -> tuple[list[float], list[Row]]:
    with Child(f"tests.bench.peers.{peer.script}", str(MEASURED_S), python=python) as child:
        begin = child.wait_for("begin", limit_s=60)
        pids = [child.pid, *begin["pids"]]
        before, begun = {pid: processor_s(pid) for pid in pids}, time.monotonic()
        end = child.wait_for("end", limit_s=MEASURED_S + 30)
        wall_s = time.monotonic() - begun
        percent = sum(100 * (processor_s(pid) - before[pid]) / wall_s for pid in pids)
        memory = sum(resident_mb(pid) for pid in pids)
        child.ask("end")
    loop_ms: list[float] = end["loop_ms"]
    rows = [spread(f"{peer.name}: loop", loop_ms)] if loop_ms else [Row(f"{peer.name}: loop", "ms", None)]
    return loop_ms, [
        *rows,
        Row(f"{peer.name}: clicks that never came back", "", end["missed"]),
        Row(f"{peer.name}: input handed over every", "ms", 1000 / end["arrivals"] if end["arrivals"] else None),
        Row(f"{peer.name}: processor", "% of a core", percent),
        Row(f"{peer.name}: resident memory", "MB", memory),
    ]


def _python() -> Path:
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _install(peer: Peer) -> str:
    """Install a client where it is not; return why that cannot be, empty when it is there."""
    marker = ENVIRONMENT / f"{peer.script}.installed"
    if marker.exists():
        return ""
    try:
        if not _python().exists():
            subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True, capture_output=True, text=True)
        pip = [str(_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.packages]
        subprocess.run(pip, check=True, capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        return "pip took more than 5 minutes"
    except subprocess.CalledProcessError as error:
        lines = [line for line in error.stderr.splitlines() if line.strip()]
        return lines[-1] if lines else str(error)
    marker.touch()
    return ""
