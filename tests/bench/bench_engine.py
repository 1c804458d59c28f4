"""The sound engine as a learner and a service meet it: how late it is, what it loses, what it costs.

Through a private sound server with virtual devices: bench -> probe -> microphone -> application -> service and back.
The parts are in tests/bench/engine/.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.engine import costs, delays
from tests.bench.engine.fake_card import fake_card_rows
from tests.bench.engine.stage import CARD, sound_server, stage
from tests.bench.engine.weather import bare_streams, weather_rows
from tests.bench.rows import Row, spread
from tests.support.audio_server import AudioServer, missing


def measure() -> Iterator[Row]:
    speech = delays.speech_sample()
    with tempfile.TemporaryDirectory() as folder:
        yield from fake_card_rows(Path(folder), speech)
    if reason := missing():
        yield Row(f"no private sound server: {reason}", "", None)
        return
    with tempfile.TemporaryDirectory() as folder, sound_server(Path(folder)) as server:
        yield from _delays(server, speech)
        yield from bare_streams(server)
        with stage(server, CARD.format("")) as talk:
            yield from costs.while_talking(talk, "talking")
            yield from costs.restart(talk)
        # The canceller takes clicks for echo, and the learner's voice would hold the reply: neither is asked here.
        with stage(server, CARD.format(", echo=False, barge_in=False")) as talk:
            yield from costs.while_talking(talk, "talking, without echo cancelling and barge-in")
            yield from weather_rows(talk)
            talk.stop()
            yield from costs.while_idle(talk)
        yield from costs.start()


def _delays(server: AudioServer, speech: delays.Samples | None) -> Iterator[Row]:
    into, out, around = delays.device_alone(server)
    yield spread("loop of two bare streams, device alone", around)
    with stage(server, CARD.format("")) as talk:
        yield from delays.capture_to_wire(talk, into)
        yield from delays.wire_to_speaker(talk, out)
        yield from delays.event_to_silence(talk, out)
        if speech is not None:
            yield from delays.mouth_to_duck(talk, speech)
