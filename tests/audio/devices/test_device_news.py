"""What the learner is told of the devices."""

import pytest

from desktop.audio.cards import PortAudioCard
from desktop.audio.devices import device_news
from desktop.audio.devices.device_news import SILENCE_LIMIT_S, DeviceNews
from desktop.audio.devices.devices import Choice, Device
from desktop.audio.messages import DeviceChanged, MicrophoneHeard, MicrophoneSilent
from desktop.audio.refusals import Cause

MICROPHONE = Device("mic", "Desk", True, False, True, "api", ())


def test_a_stand_in_is_told_when_the_talk_begins() -> None:
    news = DeviceNews(PortAudioCard())
    assert list(news.opened(Choice(MICROPHONE), "“X” is not connected.")) == [DeviceChanged("“X” is not connected.")]


def test_devices_that_had_to_be_opened_twice_to_run_at_all_are_no_news() -> None:
    news = DeviceNews(PortAudioCard())
    assert list(news.opened(Choice(MICROPHONE), "")) == []
    assert list(news.runs(Choice(MICROPHONE), "", (), again=True)) == []
    assert list(news.runs(Choice(MICROPHONE), "", (), again=True)) != []


@pytest.mark.parametrize(("system", "cause"), [("darwin", Cause.NOT_ALLOWED), ("linux", Cause.UNKNOWN)])
def test_silence_is_told_once_with_what_it_means_on_this_system(
    monkeypatch: pytest.MonkeyPatch, system: str, cause: Cause
) -> None:
    monkeypatch.setattr(device_news.sys, "platform", system)
    news = DeviceNews(PortAudioCard())
    list(news.opened(Choice(MICROPHONE), ""))
    assert list(news.hears(SILENCE_LIMIT_S - 0.1, (), muted=False)) == []
    assert list(news.hears(SILENCE_LIMIT_S, (), muted=True)) == []
    (silent,) = news.hears(SILENCE_LIMIT_S, (), muted=False)
    assert isinstance(silent, MicrophoneSilent)
    assert (silent.device, silent.cause) == ("Desk", cause)
    assert silent.message.startswith("“Desk” gives only silence")
    assert list(news.hears(SILENCE_LIMIT_S + 1, (), muted=False)) == []
    assert list(news.hears(0.0, (), muted=False)) == [MicrophoneHeard()]
