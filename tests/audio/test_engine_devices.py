"""The engine when its devices come, go and fall silent; the clock is set by hand."""

from desktop.audio import messages as m
from desktop.audio.cards import Card, FileCard, PortAudioCard
from desktop.audio.devices.devices import SERVER_API, Choice, Device, choose
from desktop.audio.engine import Engine
from desktop.audio.format import BLOCK_FRAMES
from desktop.audio.refusals import Cause
from desktop.audio.samples import samples_from
from desktop.audio.streams import AudioDeviceError
from tests.audio.fake_streams import FakeStreams
from tests.support.fake_sound_card import find, noise, silence

CARD = PortAudioCard(microphone="headset", microphone_name="Headset", echo=False, high_pass=False, barge_in=False)


def device(name: str, *, speaks: bool = False, default: bool = False) -> Device:
    return Device(name.lower(), name, not speaks, speaks, default, SERVER_API, ())


HEADSET, BUILT_IN, SPEAKERS = device("Headset"), device("Built-in", default=True), device("Speakers", speaks=True)
ALL = (HEADSET, BUILT_IN, SPEAKERS)


class DeviceBench:
    """An engine, what is plugged in, and a clock. `run` lets 10 ms pass at a time."""

    def __init__(self) -> None:
        self.now = 100.0
        self.plugged = ALL
        self.told: list[m.Report] = []
        self.opened: list[FakeStreams] = []
        self.refuses: AudioDeviceError | None = None
        self.asked: list[object] = []
        self.engine = Engine(self.told.append, self._open, lambda: self.now, watch=self)

    def start(self) -> None:
        self.asked.append("start")

    def need(self, needed: bool) -> None:
        self.asked.append(needed)

    def _open(self, card: Card) -> FakeStreams:
        if self.refuses:
            raise self.refuses
        self.opened.append(FakeStreams())
        if isinstance(card, PortAudioCard):
            self.opened[-1].choice = choose(card, self.plugged)
        return self.opened[-1]

    def plug(self, *devices: Device) -> None:
        self.plugged = devices
        self.engine.devices_changed(devices)

    def run(self, ms: float, *, sound: bool = True) -> bytes:
        played = b""
        for index in range(round(ms / 10)):
            self.now += 0.01
            if not self.opened[-1].is_closed:
                self.opened[-1].hear(noise(10, seed=index) if sound else silence(10))
                played += self.opened[-1].ask(BLOCK_FRAMES).tobytes()
            if self.engine.next_step_at is not None and self.now >= self.engine.next_step_at:
                self.engine.step()
        return played

    def notices(self) -> list[str]:
        return [report.message for report in self.told if isinstance(report, m.DeviceChanged | m.BluetoothAdvised)]


def opened_bench(*devices: Device) -> DeviceBench:
    bench = DeviceBench()
    bench.plug(*(devices or ALL))
    bench.engine.handle(m.Open(CARD))
    bench.run(300)
    return bench


def test_a_talk_leaves_a_device_that_goes_and_comes_back_to_it_with_the_reply_unbroken() -> None:
    bench = opened_bench()
    reply = noise(4000)
    bench.engine.handle(m.Play(1, reply.tobytes()))
    played = bench.run(300)
    bench.plug(BUILT_IN, SPEAKERS)
    played += bench.run(400)
    assert bench.opened[-1].choice == Choice(BUILT_IN, SPEAKERS)
    bench.plug(*ALL)
    bench.run(700)
    assert bench.opened[-1].choice == Choice(HEADSET, SPEAKERS)
    assert bench.notices() == ["“Headset” is gone; “Built-in” is used.", "“Headset” is back and is used again."]
    assert len(bench.opened) == 3
    assert all(streams.is_closed for streams in bench.opened[:-1])
    rest = bench.run(500)
    find(reply[: BLOCK_FRAMES * 10], samples_from(played))
    assert find(samples_from(rest)[BLOCK_FRAMES * 5 :][: BLOCK_FRAMES * 10], reply) > BLOCK_FRAMES * 50
    frames = [report.index for report in bench.told if isinstance(report, m.FrameCaptured)]
    assert frames == list(range(len(frames)))


def test_a_list_that_changes_nothing_for_this_card_opens_nothing() -> None:
    bench = opened_bench()
    bench.plug(*ALL, device("Another", default=True))
    bench.run(1000)
    assert len(bench.opened) == 1
    assert bench.notices() == []
    assert m.DevicesChanged(bench.plugged) in bench.told


def test_two_files_follow_nothing() -> None:
    bench = DeviceBench()
    bench.engine.handle(m.Open(FileCard("", "out.wav")))
    bench.run(100)
    bench.plug(BUILT_IN)
    bench.run(1000)
    assert len(bench.opened) == 1
    assert True not in bench.asked


def test_devices_are_watched_while_a_talk_runs_or_they_are_shown() -> None:
    bench = DeviceBench()
    bench.engine.handle(m.Prepare(FileCard("", "out.wav")))
    assert bench.asked == []
    bench.engine.handle(m.WatchDevices(True))
    bench.engine.handle(m.WatchDevices(False))
    bench.engine.handle(m.Open(CARD))
    bench.engine.handle(m.Shut())
    assert bench.asked == ["start", True, False, True, False]


def test_a_silent_microphone_is_told_with_its_cause_and_that_it_is_heard_again() -> None:
    bench = opened_bench()
    bench.run(2900, sound=False)
    bench.plug(Device("headset", "Headset", True, False, False, SERVER_API, (), muted=True), SPEAKERS)
    assert not [report for report in bench.told if isinstance(report, m.MicrophoneSilent)]
    bench.run(4000, sound=False)
    (silent,) = [report for report in bench.told if isinstance(report, m.MicrophoneSilent)]
    assert (silent.device, silent.cause) == ("Headset", Cause.MUTED)
    assert silent.message == "“Headset” is switched off in the system's sound settings. Switch it on there."
    assert m.MicrophoneHeard() not in bench.told
    bench.run(100)
    bench.run(100)
    assert bench.told.count(m.MicrophoneHeard()) == 1


def test_what_refuses_to_the_end_is_told_by_its_cause() -> None:
    bench = opened_bench()
    bench.refuses = AudioDeviceError("Another program holds it.", Cause.BUSY)
    bench.opened[-1].is_dead = True
    bench.run(6000)
    assert bench.told[-1] == m.EngineFailed("Another program holds it.", Cause.BUSY)


def test_a_bluetooth_headset_on_both_sides_is_advised_against_once_in_a_talk() -> None:
    heard = Device("in", "Set", True, False, True, SERVER_API, (), bluetooth=True, unit="AA")
    played = Device("out", "Set", False, True, True, SERVER_API, (), bluetooth=True, unit="AA")
    bench = DeviceBench()
    bench.plug(heard, played)
    for _ in range(2):
        bench.engine.handle(m.Open(PortAudioCard(echo=False)))
        bench.run(100)
        bench.opened[-1].is_dead = True
        bench.run(100)
    advised = [report for report in bench.told if isinstance(report, m.BluetoothAdvised)]
    assert len(advised) == 2
    assert advised[0].message.startswith("“Set” sounds like a telephone")


def test_what_the_learner_chooses_in_a_talk_is_used_at_once_and_without_a_notice() -> None:
    bench = opened_bench()
    bench.engine.handle(m.Use(CARD))
    bench.run(100)
    assert len(bench.opened) == 1
    bench.engine.handle(m.Use(PortAudioCard(microphone="built-in", microphone_name="Built-in", echo=False)))
    bench.run(300)
    assert bench.opened[-1].choice == Choice(BUILT_IN, SPEAKERS)
    assert len(bench.opened) == 2
    assert bench.notices() == []
    bench.plug(HEADSET, SPEAKERS)
    bench.run(700)
    assert bench.notices() == ["“Built-in” is gone; “Headset” is used."]


def test_two_files_are_not_left_for_a_card_chosen_meanwhile() -> None:
    bench = DeviceBench()
    bench.engine.handle(m.Use(CARD))
    bench.engine.handle(m.Open(FileCard("", "out.wav")))
    bench.engine.handle(m.Use(CARD))
    bench.run(100)
    assert len(bench.opened) == 1
