"""The private audio server for the tests with real streams."""

from tests.support.audio_server import audio_server, audio_server_process

__all__ = ["audio_server", "audio_server_process"]
