"""Everything of one measurement together: sound server, probe, scripted service and the application between them."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np

from tests.bench.engine.children import Child
from tests.bench.engine.recording import Recording, Samples
from tests.support.audio_server import AudioServer

CARD = "PortAudioCard(microphone='mic', loudspeaker='spk'{})"


@contextmanager
def sound_server(folder: Path) -> Iterator[AudioServer]:
    """A server of our own; its devices are this process's and all its children's."""
    server = AudioServer(folder)
    server.start()
    # A sound card does not wait for a processor: neither shall the virtual one, where that is allowed.
    for pid_file in folder.glob("*.pid"):
        subprocess.run(["chrt", "-a", "-f", "-p", "10", pid_file.read_text().strip()], check=False, capture_output=True)
    # The application finds its own devices only; the probe also feeds the microphone.
    own = Path(server.environment["ALSA_CONFIG_PATH"])
    probes = own.with_name("asoundrc-probe")
    probes.write_text(own.read_text() + 'pcm.micfeed { type pulse device "micfeed" }\n')
    before = dict(os.environ)
    os.environ.update(server.environment)
    try:
        yield server
    finally:
        os.environ.clear()
        os.environ.update(before)
        server.stop()


def probe(server: AudioServer, sources: str = "mic,spkmon", sinks: str = "micfeed") -> Child:
    alsa = str(Path(server.environment["ALSA_CONFIG_PATH"]).with_name("asoundrc-probe"))
    return Child("tests.bench.engine.probe", sources, sinks, environment={"ALSA_CONFIG_PATH": alsa})


@dataclass
class Stage:
    """folder: where sounds and recordings pass between the processes."""

    folder: Path
    probe: Child
    service: Child
    app: Child
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def sound(self, name: str, pcm: Samples) -> str:
        path = self.folder / f"{name}.npy"
        np.save(path, pcm)
        return str(path)

    def feed_microphone(self, path: str) -> None:
        self.probe.ask("play", sink="micfeed", path=path)

    def reply(self, path: str, **manner: float) -> int:
        """Have the service speak; return the reply's number for `began` and `sent`."""
        number = next(self._numbers)
        self.service.ask("reply", id=number, path=path, **manner)
        return number

    def moment(self, told: str, number: int) -> float:
        at: float = self.service.wait_for(told, where=lambda line: line["id"] == number)["at"]
        return at

    def event(self, name: str, **data: object) -> float:
        """Have the service send an event; return when."""
        number = next(self._numbers)
        self.service.ask("event", id=number, name=name, data=data)
        return self.moment("sent", number)

    def recording(self, source: str) -> Recording:
        """Return all that the probe heard of a source up to now."""
        since = self.probe.mark()
        self.probe.ask("save", folder=str(self.folder))
        self.probe.wait_for("saved", since)
        return Recording.load(self.folder, source)

    def frames(self, child: Child) -> tuple["np.ndarray[tuple[int], np.dtype[np.float64]]", Samples]:
        """Return when each captured frame was in this process, and what they hold."""
        since, path = child.mark(), self.folder / f"frames-{child.pid}.npz"
        child.ask("save", path=str(path))
        child.wait_for("saved", since)
        with np.load(path) as file:
            return file["came"], file["pcm"]

    def stop(self) -> None:
        """End the conversation; the application goes on."""
        since = self.app.mark()
        self.app.ask("stop")
        self.app.wait_for("stopped", since)

    def stats(self) -> dict[str, float]:
        """Return the engine's next counts."""
        return self.app.wait_for("stats", self.app.mark())


@contextmanager
def stage(server: AudioServer, card: str) -> Iterator[Stage]:
    """The application in a conversation on this card."""
    with ExitStack() as stack:
        folder = server.folder / f"stage-{time.monotonic_ns()}"
        folder.mkdir()
        listener = stack.enter_context(probe(server))
        service = stack.enter_context(Child("tests.bench.engine.scripted_service"))
        listener.wait_for("ready")
        at = service.wait_for("listening")
        app = stack.enter_context(Child("tests.bench.engine.talking_app", at["url"], at["token"], str(folder), card))
        app.wait_for("ready")
        app.ask("talk")
        app.wait_for("hearing")
        app.wait_for("stats")  # both devices run
        yield Stage(folder, listener, service, app)
