"""A recording as a view plays it: with an audio process that is the test."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from desktop.audio import engine_client as engine
from desktop.sound.recording_player import LARGEST_BYTES, Recording, RecordingPlayer, RecordingRefused
from desktop.sound.sound import Sound


class Client:
    """Writes down what is asked of it; answers a load at once unless told otherwise."""

    def __init__(self, post: Callable[[engine.EngineEvent], None], card: engine.Card) -> None:
        self.post = post
        self.answer: Callable[[int], engine.EngineEvent | None] = lambda number: engine.RecordingLoaded(number, 10.0)
        self.loaded: list[bytes] = []
        self.files: list[Path] = []
        self.played: list[tuple[int, float | None, float]] = []
        self.stopped = 0

    def load_recording(self, number: int, path: str) -> None:
        if path:
            self.files.append(Path(path))
            self.loaded.append(Path(path).read_bytes())
            if (answer := self.answer(number)) is not None:
                self.post(answer)

    def play_recording(self, number: int, run: int, position_s: float | None, speed: float) -> None:
        self.played.append((run, position_s, speed))

    def stop_recording(self) -> None:
        self.stopped += 1

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments: None


class Listener:
    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments: None


class Stage:
    def __init__(self) -> None:
        self.sound = Sound(engine.PortAudioCard(), Listener())  # type: ignore[arg-type]
        self.sound.start()
        self.player = RecordingPlayer(self.sound)
        self.told = 0
        self.player.watch(self.tell)

    def tell(self) -> None:
        self.told += 1

    @property
    def client(self) -> Client:
        client = self.sound._client
        assert isinstance(client, Client)
        return client

    @property
    def run(self) -> int:
        return self.client.played[-1][0]

    async def report(self, event: engine.EngineEvent) -> None:
        self.client.post(event)
        await settle()


async def settle() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


def play(scene: Callable[[Stage], Awaitable[None]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "EngineClient", Client)

    async def run() -> None:
        stage = Stage()
        try:
            await scene(stage)
        finally:
            stage.player.close()
            await stage.sound.close()
        assert not any(file.exists() for file in stage.client.files)

    asyncio.run(run())


def test_a_recording_is_loaded_played_paused_and_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        player = stage.player
        assert not player.can_play
        recording = await player.load(b"sound")
        assert stage.client.loaded == [b"sound"]
        assert player.recording is recording
        assert (recording.duration_s, player.can_play) == (10.0, True)
        player.play()
        assert (player.is_playing, stage.client.played[-1][1:]) == (True, (0.0, 1.0))
        await stage.report(engine.RecordingMoved(stage.run, 2.5))
        assert player.position_s == 2.5
        player.pause()
        assert not player.is_playing
        await stage.report(engine.RecordingStopped(stage.run, 2.52))
        assert (player.position_s, player.notice) == (2.52, "")
        player.play()
        assert stage.client.played[-1][1:] == (2.52, 1.0)
        await stage.report(engine.RecordingStopped(stage.run, 10.0, at_end=True))
        assert (player.is_playing, player.position_s) == (False, 10.0)
        player.play()
        assert stage.client.played[-1][1:] == (0.0, 1.0)

    play(scene, monkeypatch)


def test_what_is_told_of_the_place_before_a_jump_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        player = stage.player
        await player.load(b"sound")
        player.play()
        before = stage.run
        player.seek(7.0)
        assert stage.client.played[-1][1:] == (7.0, 1.0)
        await stage.report(engine.RecordingMoved(before, 0.4))
        assert player.position_s == 7.0
        last = stage.run
        player.pause()
        player.seek(99.0)
        await stage.report(engine.RecordingStopped(last, 7.1))
        assert player.position_s == 10.0
        player.seek(-1.0)
        player.play()
        player.pause()
        player.play()
        await stage.report(engine.RecordingStopped(stage.run - 1, 0.1))
        assert player.is_playing

    play(scene, monkeypatch)


def test_the_speed_is_kept_and_changes_what_plays_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        player = stage.player
        player.set_speed(0.75)
        await player.load(b"sound")
        player.play()
        player.set_speed(2.0)
        assert [asked[1:] for asked in stage.client.played] == [(0.0, 0.75), (None, 2.0)]
        assert len({asked[0] for asked in stage.client.played}) == 1
        for wrong in (0.4, 2.1):
            with pytest.raises(ValueError):
                player.set_speed(wrong)
        assert player.speed == 2.0

    play(scene, monkeypatch)


def test_what_cannot_be_played_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        with pytest.raises(RecordingRefused, match="20 MB"):
            await stage.player.load(bytes(LARGEST_BYTES + 1))
        stage.client.answer = lambda number: engine.RecordingUnreadable(number, "This is no sound.")
        with pytest.raises(RecordingRefused, match=r"This is no sound\."):
            await stage.player.load(b"words")
        assert stage.player.recording is None
        stage.player.play()
        assert stage.client.played == []

    play(scene, monkeypatch)


def test_the_next_recording_takes_the_place_of_the_last_even_while_that_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        stage.client.answer = lambda number: None
        first = asyncio.get_running_loop().create_task(stage.player.load(b"first"))
        async with asyncio.timeout(10):
            while not stage.client.loaded:
                await asyncio.sleep(0.001)
        stage.client.answer = lambda number: engine.RecordingLoaded(number, 3.0)
        second = await stage.player.load(b"second")
        with pytest.raises(RecordingRefused):
            await first
        assert stage.player.recording is second
        stage.player.play()
        again = await stage.player.load(b"third")
        assert isinstance(again, Recording)
        assert (stage.player.is_playing, stage.player.position_s) == (False, 0.0)

    play(scene, monkeypatch)


@pytest.mark.parametrize("steps", [1, 2, 100])
def test_a_load_that_is_given_up_leaves_no_file(steps: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    async def scene(stage: Stage) -> None:
        stage.client.answer = lambda number: None
        loading = asyncio.get_running_loop().create_task(stage.player.load(b"sound"))
        for _ in range(steps):
            await asyncio.sleep(0)
        loading.cancel()
        await asyncio.gather(loading, return_exceptions=True)

    play(scene, monkeypatch)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, data: bytes) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("desktop.sound.recording_player._fill", full)

    async def scene(stage: Stage) -> None:
        with pytest.raises(RecordingRefused, match="room on the disk"):
            await stage.player.load(b"sound")
        assert stage.client.loaded == []

    play(scene, monkeypatch)


def test_nothing_is_played_while_the_microphone_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        await stage.player.load(b"sound")
        stage.player.play()
        stage.sound.open()
        await stage.report(engine.RecordingStopped(stage.run, 1.0))
        assert not stage.player.is_playing
        assert not stage.player.can_play
        stage.player.play()
        assert not stage.player.is_playing
        stage.sound.shut()
        assert stage.player.can_play

    play(scene, monkeypatch)


def test_a_lost_loudspeaker_is_told_and_playing_on_takes_the_notice_away(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        await stage.player.load(b"sound")
        stage.player.play()
        told = stage.told
        await stage.report(engine.RecordingStopped(stage.run, 4.0, message="The loudspeaker stopped."))
        assert (stage.player.notice, stage.player.is_playing) == ("The loudspeaker stopped.", False)
        assert stage.told == told + 1
        stage.player.play()
        assert stage.player.notice == ""
        assert stage.client.played[-1][1] == 4.0

    play(scene, monkeypatch)


def test_an_audio_process_that_dies_reads_it_again_but_not_what_it_died_of(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        await stage.player.load(b"sound")
        stage.player.play()
        await stage.report(engine.RecordingMoved(stage.run, 5.0))
        await stage.report(engine.EngineDied())
        assert stage.client.loaded == [b"sound", b"sound"]
        assert (stage.player.is_playing, stage.player.position_s) == (False, 5.0)
        assert stage.player.notice.endswith(".")
        stage.client.answer = lambda number: engine.EngineDied()
        with pytest.raises(RecordingRefused):
            await stage.player.load(b"deadly")
        assert stage.client.loaded.count(b"deadly") == 1

    play(scene, monkeypatch)
