"""Lost playback shows in the clocks, and nothing else does."""

import pytest

from desktop.audio.playback.clock_lag import ClockLag

RATE_HZ = 48_000


class Device:
    """Asks for `burst_s` at a time; can skip time, or run at a rate of its own."""

    def __init__(self, burst_s: float = 0.01, rate: float = 1.0) -> None:
        self.lag = ClockLag()
        self.now = 50.0
        self._burst_s = burst_s
        self._rate = rate
        self._time = 0.0

    def open_again(self) -> None:
        self.lag.restart()
        self._time = 0.0

    def run(self, seconds: float, *, loses: bool = False) -> None:
        for _ in range(round(seconds / 0.01)):
            self.now += 0.01
            self._time += 0 if loses else 0.01 * self._rate
            asked_s = self._time // self._burst_s * self._burst_s
            self.lag.note(round(asked_s * RATE_HZ), RATE_HZ, self.now)


@pytest.mark.parametrize("burst_s", [0.01, 0.0107, 0.0213, 0.1])
def test_a_device_that_asks_in_bursts_loses_nothing(burst_s: float) -> None:
    device = Device(burst_s)
    device.run(120)
    assert device.lag.lost_ms == 0


@pytest.mark.parametrize("burst_s", [0.01, 0.0213])
def test_what_is_lost_shows_within_two_seconds_and_adds_up(burst_s: float) -> None:
    device = Device(burst_s)
    device.run(5)
    device.run(0.1, loses=True)
    device.run(2)
    assert device.lag.lost_ms == pytest.approx(100, abs=25)
    device.run(0.3, loses=True)
    device.run(30)
    assert device.lag.lost_ms == pytest.approx(400, abs=50)


@pytest.mark.parametrize("rate", [0.9998, 1.0002])
def test_two_clocks_that_drift_lose_nothing(rate: float) -> None:
    device = Device(rate=rate)
    device.run(600)
    assert device.lag.lost_ms == 0


def test_a_device_that_starts_late_has_lost_nothing() -> None:
    device = Device()
    device.run(1.5, loses=True)
    device.run(10)
    assert device.lag.lost_ms == 0


def test_other_streams_begin_anew_and_keep_what_was_lost() -> None:
    device = Device()
    device.run(2)
    device.run(0.5, loses=True)
    device.run(2)
    device.open_again()
    device.run(3, loses=True)
    device.run(5)
    assert device.lag.lost_ms == pytest.approx(500, abs=25)
