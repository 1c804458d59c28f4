import pytest

from desktop.audio.devices.devices import Device
from desktop.cli import devices


def device(name: str, *, inputs: bool, default: bool) -> Device:
    return Device(
        id=name.lower(),
        name=name,
        is_input=inputs,
        is_output=not inputs,
        is_default=default,
        host_api="ALSA",
        rates=(48_000,),
    )


def test_each_device_is_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = (device("Headset", inputs=True, default=True), device("Speakers", inputs=False, default=False))
    monkeypatch.setattr(devices, "list_devices", lambda: found)
    assert devices.run() == 0
    assert capsys.readouterr().out.splitlines() == [
        "Headset: microphone  (default)  [headset]",
        "Speakers: loudspeaker  [speakers]",
    ]


def test_a_machine_without_sound_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(devices, "list_devices", lambda: ())
    assert devices.run() == 1
    assert "No sound device" in capsys.readouterr().out
