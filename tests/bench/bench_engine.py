"""The sound engine as a learner and a service meet it: how late it is, what it loses, what it costs.

Through a private sound server with virtual devices: bench -> probe -> microphone -> application -> service and back.
The parts are in tests/bench/engine/.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.engine import delays
from tests.bench.engine.stage import CARD, sound_server, stage
from tests.bench.rows import Row
from tests.support.audio_server import AudioServer, missing


def measure() -> Iterator[Row]:
    if reason := missing():
        yield Row(f"no private sound server: {reason}", "", None)
        return
    with tempfile.TemporaryDirectory() as folder, sound_server(Path(folder)) as server:
        yield from _delays(server)


def _delays(server: AudioServer) -> Iterator[Row]:
    into, out, around = delays.device_alone(server)
    yield delays.spread("loop of two bare streams, device alone", around)
    with stage(server, CARD.format("")) as talk:
        yield from delays.capture_to_wire(talk, into)
        yield from delays.wire_to_speaker(talk, out)
        yield from delays.event_to_silence(talk, out)
        speech = delays.speech_sample()
        if speech is not None:
            yield from delays.mouth_to_duck(talk, speech)
