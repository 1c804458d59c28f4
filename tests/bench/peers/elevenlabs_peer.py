"""ElevenLabs: DefaultAudioInterface, as its conversations use it."""

import sys

from elevenlabs.conversational_ai.default_audio_interface import DefaultAudioInterface

from tests.bench.peers.clicking import Clicks


def main(seconds: float) -> None:
    clicks = Clicks(16_000)
    interface = DefaultAudioInterface()
    interface.start(clicks.heard)
    clicks.run(interface.output, (), seconds)
    clicks.wait()
    interface.stop()


if __name__ == "__main__":
    main(float(sys.argv[1]))
