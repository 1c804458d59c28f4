"""The application's sound: reports in the conversation's words, and an audio process that may die."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from desktop.audio import engine_client as engine
from desktop.conversation import events
from desktop.conversation.state import Problem, ProblemKind
from desktop.sound.sound import DEATHS_LIMIT, Sound
from tests.support.audio_server import AudioServer
from tests.support.fake_sound_card import loudness, noise
from tests.support.leaks import child_processes
from tests.support.waiting import until

MS = b"\1\0" * 24
CARD = engine.PortAudioCard(microphone="mic", loudspeaker="spk", echo=False, barge_in=False)


@dataclass
class Listener:
    happened: list[events.Event] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ended: list[ProblemKind] = field(default_factory=list)
    frames: int = 0
    replays_ended: int = 0

    def sound_happened(self, event: events.Event) -> None:
        self.happened.append(event)

    def frame_captured(self, frame: engine.FrameCaptured) -> None:
        self.frames += 1

    def problem_ended(self, kind: ProblemKind) -> None:
        self.ended.append(kind)

    def problem_arose(self, problem: Problem) -> None:
        self.problems.append(problem)

    def devices_changed(self) -> None:
        """The devices stand in `Sound.devices`."""

    def replay_ended(self) -> None:
        self.replays_ended += 1


class ScriptedClient:
    """Writes down what is asked of it; `post` reports."""

    def __init__(self, post: Callable[[engine.EngineEvent], None], card: engine.Card) -> None:
        self.post = post
        self.asked: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments: self.asked.append((name, *arguments))


@dataclass
class Stage:
    sound: Sound
    listener: Listener
    client: ScriptedClient
    now: float = 0.0

    async def report(self, event: engine.EngineEvent) -> None:
        self.client.post(event)
        await asyncio.sleep(0)
        await asyncio.sleep(0)


def play(scene: Callable[[Stage], Awaitable[None]], monkeypatch: pytest.MonkeyPatch, card: engine.Card = CARD) -> None:
    monkeypatch.setattr(engine, "EngineClient", ScriptedClient)
    stage: Stage

    async def run() -> None:
        nonlocal stage
        listener = Listener()
        sound = Sound(card, listener, lambda: stage.now)
        client = sound._client
        assert isinstance(client, ScriptedClient)
        stage = Stage(sound, listener, client)
        sound.start()
        try:
            await scene(stage)
        finally:
            await sound.close()

    asyncio.run(run())


def test_what_a_dead_engine_had_not_played_is_given_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        stage.sound.open()
        stage.sound.play(1, MS * 100)
        stage.sound.play(2, MS * 300)
        stage.sound.flush(1)
        await stage.report(engine.PlaybackProgressed(2, 120))
        stage.client.asked.clear()
        await stage.report(engine.EngineDied())
        assert stage.client.asked == [("open",), ("play", 2, MS * 180)]
        assert stage.listener.happened[-1] == events.CaptureStopped()
        await stage.report(engine.PlaybackProgressed(2, 50))
        assert stage.listener.happened[-1] == events.PlaybackProgressed(2, 170)
        await stage.report(engine.PlaybackFinished(2, 180))
        assert stage.listener.happened[-1] == events.PlaybackFinished(2, 300)

    play(scene, monkeypatch)


def test_what_an_earlier_talk_left_unheard_is_not_given_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        stage.sound.open()
        stage.sound.play(1, MS * 100)
        stage.sound.shut()
        stage.sound.open()
        stage.sound.play(2, MS * 50)
        stage.client.asked.clear()
        await stage.report(engine.EngineDied())
        assert stage.client.asked == [("open",), ("play", 2, MS * 50)]

    play(scene, monkeypatch)


def test_an_engine_that_dies_between_talks_is_started_and_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        stage.sound.open()
        stage.sound.shut()
        stage.client.asked.clear()
        await stage.report(engine.EngineDied())
        assert stage.client.asked == [("start",)]
        assert stage.listener.happened == []

    play(scene, monkeypatch)


def test_an_engine_that_keeps_dying_ends_the_sound_of_the_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        stage.sound.open()
        for _ in range(DEATHS_LIMIT):
            await stage.report(engine.EngineDied())
            stage.now += 1
        assert set(stage.listener.happened) == {events.CaptureStopped()}
        await stage.report(engine.EngineDied())
        assert isinstance(stage.listener.happened[-1], events.AudioFailed)

    play(scene, monkeypatch)


def test_an_engine_that_dies_seldom_is_always_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        stage.sound.open()
        for _ in range(3 * DEATHS_LIMIT):
            await stage.report(engine.EngineDied())
            stage.now += 30
        assert set(stage.listener.happened) == {events.CaptureStopped()}

    play(scene, monkeypatch)


def test_two_files_cannot_go_on_in_another_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        stage.sound.open()
        await stage.report(engine.EngineDied())
        assert isinstance(stage.listener.happened[-1], events.AudioFailed)

    play(scene, monkeypatch, engine.FileCard("in.wav", "out.wav"))


def test_the_unheard_rest_of_a_reply_can_be_played(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        stage.sound.open()
        stage.sound.play(1, MS * 100 + b"\2\0" * 24 * 50)
        await stage.report(engine.PlaybackFlushed(1, 100))
        await stage.report(engine.PlaybackFlushed(1, 0))
        assert stage.sound.unheard_ms(1) == 50
        stage.sound.shut()
        stage.sound.replay_rest(1)
        assert stage.client.asked[-1] == ("replay", b"\2\0" * 24 * 50)
        await stage.report(engine.ReplayEnded())
        assert stage.listener.replays_ended == 1
        stage.sound.open()
        assert stage.sound.unheard_ms(1) == 50
        stage.sound.forget()
        assert stage.sound.unheard_ms(1) == 0

    play(scene, monkeypatch)


def test_what_is_told_of_the_devices_becomes_a_notice_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        await stage.report(engine.MicrophoneSilent("It is switched off.", "mic"))
        await stage.report(engine.BluetoothAdvised("Use the built-in microphone."))
        await stage.report(engine.MicrophoneHeard())
        assert stage.listener.problems == [
            Problem(ProblemKind.MICROPHONE_SILENT, "It is switched off."),
            Problem(ProblemKind.DEVICE_ADVICE, "Use the built-in microphone."),
        ]
        assert stage.listener.ended == [ProblemKind.MICROPHONE_SILENT]

    play(scene, monkeypatch)


def test_the_devices_are_watched_while_anybody_shows_them_and_after_a_death_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scene(stage: Stage) -> None:
        for needed in (True, True, False):
            stage.sound.watch_devices(needed)
        await stage.report(engine.EngineDied())
        stage.sound.watch_devices(False)
        asked = [arguments for name, *arguments in stage.client.asked if name == "watch_devices"]
        assert asked == [[True], [True], [True], [True], [False]]

    play(scene, monkeypatch)


def test_advice_is_given_for_the_devices_a_card_would_use(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = engine.Device("in", "Set", True, False, True, "api", (), bluetooth=True, unit="AA")
    played = engine.Device("out", "Set", False, True, True, "api", (), bluetooth=True, unit="AA")
    inside = engine.Device("own", "Built-in", True, False, False, "api", ())

    async def scene(stage: Stage) -> None:
        assert stage.sound.advice(engine.PortAudioCard()) == ""
        await stage.report(engine.DevicesChanged((heard, played, inside)))
        assert "built-in microphone" in stage.sound.advice(engine.PortAudioCard())
        assert stage.sound.advice(engine.PortAudioCard(microphone="own")) == ""
        assert stage.sound.advice(engine.FileCard("", "out.wav")) == ""

    play(scene, monkeypatch)


def test_reports_are_told_in_the_conversations_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        await stage.report(engine.CaptureStarted(20.0))
        await stage.report(engine.CaptureStopped())
        await stage.report(engine.PlaybackStarted(3, 0))
        await stage.report(engine.PlaybackHeld(3, 250))
        await stage.report(engine.LearnerInterrupted(3))
        await stage.report(engine.EngineFailed("No microphone."))
        assert stage.listener.happened == [
            events.CaptureStarted(),
            events.CaptureStopped(),
            events.PlaybackStarted(3),
            events.PlaybackProgressed(3, 250),
            events.LearnerInterrupted(3),
            events.AudioFailed("No microphone."),
        ]
        await stage.report(engine.DeviceChanged("Another one is used."))
        assert stage.listener.problems == [Problem(ProblemKind.DEVICE_CHANGED, "Another one is used.")]
        device = engine.Device("id", "name", True, False, True, "api", (48_000,))
        await stage.report(engine.DevicesChanged((device,)))
        assert stage.sound.devices == (device,)

    play(scene, monkeypatch)


@pytest.mark.audio_server
def test_a_reply_goes_on_after_the_audio_process_was_killed(audio_server: AudioServer) -> None:
    async def scene() -> None:
        listener = Listener()
        sound = Sound(CARD, listener)
        sound.start()
        try:
            sound.open()
            sound.play(1, noise(3000).tobytes())
            await until(lambda: any(isinstance(one, events.PlaybackProgressed) for one in listener.happened))
            (child,) = [pid for pid, command in child_processes().items() if "engine_process" in command]
            frames = listener.frames
            os.kill(child, signal.SIGKILL)
            await until(lambda: listener.frames > frames + 5)
            await until(lambda: isinstance(listener.happened[-1], events.PlaybackFinished))
            assert listener.happened[-1] == events.PlaybackFinished(1, 3000)
        finally:
            await sound.close()

    with audio_server.listen() as ear:
        asyncio.run(scene())
        loud_s = (loudness(ear.heard()) > 1000).sum() / 100
    # What lay in the killed process's device buffer is lost, and what was not reported yet is heard twice.
    assert 2.7 < loud_s < 3.4
