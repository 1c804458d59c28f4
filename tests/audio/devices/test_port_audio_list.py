"""PortAudio's list of devices."""

import os
import sys

import pytest

from desktop.audio.devices import port_audio_list
from tests.audio.fake_portaudio import FakePortAudio


def test_devices_are_listed_as_they_are_now(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    found = port_audio_list.port_audio_devices()
    assert portaudio.restarts == 1
    assert [(one.name, one.is_input, one.is_output, one.is_default) for one in found] == [
        ("built-in", True, False, True),
        ("headset", True, False, False),
        ("speakers", False, True, True),
    ]
    assert {(one.host_api, one.rates) for one in found} == {("ALSA", (48_000,))}


def test_without_portaudio_there_are_no_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    assert port_audio_list.port_audio_devices() == ()


def test_a_portaudio_that_does_not_start_gives_no_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    portaudio = FakePortAudio()

    def fail() -> None:
        raise portaudio.PortAudioError("Error initializing PortAudio")

    monkeypatch.setattr(portaudio, "_initialize", fail)
    monkeypatch.setitem(sys.modules, "sounddevice", portaudio)
    assert port_audio_list.port_audio_devices() == ()


def test_what_libraries_print_is_kept_from_the_learner(capfd: pytest.CaptureFixture[str]) -> None:
    with port_audio_list.quiet_stderr():
        os.write(2, b"ALSA lib confmisc.c: cannot find card '0'\n")
    os.write(2, b"heard\n")
    assert capfd.readouterr().err == "heard\n"
