"""Ours: EngineClient, its audio process and everything in it, without echo cancelling."""

import sys

from desktop.audio.engine_client import EngineClient, EngineEvent, FrameCaptured, PortAudioCard
from tests.bench.peers.clicking import Clicks


def main(seconds: float) -> None:
    clicks = Clicks(24_000)

    def take(event: EngineEvent) -> None:
        if isinstance(event, FrameCaptured):
            clicks.heard(event.pcm)

    client = EngineClient(take, PortAudioCard("spkmon", "spk", echo=False, barge_in=False))
    client.open()
    generation = 0

    def send(click: bytes) -> None:
        nonlocal generation
        generation += 1
        client.play(generation, click)

    process = client._process
    assert process is not None
    clicks.run(send, (process.pid,), seconds)
    clicks.wait()
    client.close()


if __name__ == "__main__":
    main(float(sys.argv[1]))
