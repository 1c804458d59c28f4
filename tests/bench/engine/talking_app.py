"""The application on the window's event loop, in a process of its own, against a scripted service.

python -m tests.bench.engine.talking_app URL TOKEN FOLDER CARD, the card a Python expression. Tells `ready`, then
`stats`, `playback` and `failed` as they happen. Commands:

    talk            begins a conversation; tells `hearing` when the service has the microphone
    stop            ends it; tells `stopped`
    stall on        holds the interpreter for about 100 ms, again and again; off: tells `held` with how long each was
    save path       writes .npz of the frames captured: when each was in this process; pcm
    kill            kills the audio process; tells `captured` with the time of the next frame
    engine          tells `engine` with the pid of the audio process
"""

import asyncio
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from desktop.app import Address, App, Options, engine
from desktop.audio import messages as m
from desktop.conversation.state import Phase, Voice
from desktop.gui.event_loop import make_loop, run_until_done
from tests.bench.engine.children import commands, tell

_REST_S = 0.1


class TalkingApp:
    """One application and what the bench asks of it. Everything but `_note_frame` runs on the window's loop."""

    def __init__(self, url: str, token: str, folder: str, card: engine.Card) -> None:
        self._app = App(Options(Path(folder), address=Address(url, token), card=card))
        self._app.watch_engine(self._reported)
        self._sound: Any = self._app._sound
        self._frames: list[tuple[float, bytes]] = []
        self._killed_at = 0.0
        self._stalling: asyncio.Task[None] | None = None
        self._held: list[float] = []
        self._tasks: set[asyncio.Task[None]] = set()
        # Where the audio process's reports enter this process: the reader's thread, before any loop.
        client: Any = self._sound._client
        post = client._post
        client._post = lambda event: (self._note_frame(event), post(event))

    async def run(self) -> int:
        loop = asyncio.get_running_loop()
        gone = asyncio.Event()

        def read() -> None:
            for command in commands():
                loop.call_soon_threadsafe(self._take, command)
            loop.call_soon_threadsafe(gone.set)

        await self._app.start()
        threading.Thread(target=read, daemon=True).start()
        tell("ready", service=self._app.service.value)
        await gone.wait()
        await self._app.close()
        return 0

    def _take(self, command: dict[str, Any]) -> None:
        match command:
            case {"do": "talk"}:
                self._app.start_talk("anyone", opening=False)
                self._spawn(self._until(lambda: self._app.state.voice is Voice.ON, "hearing"))
            case {"do": "stop"}:
                self._app.stop_talk()
                self._spawn(self._until(lambda: self._app.state.phase in (Phase.ENDED, Phase.FAILED), "stopped"))
            case {"do": "stall", "on": True}:
                self._stalling = asyncio.get_running_loop().create_task(self._stall())
            case {"do": "stall", "on": False}:
                if self._stalling is not None:
                    self._stalling.cancel()
                tell("held", ms=[1000 * each for each in self._held])
                self._held.clear()
            case {"do": "save", "path": path}:
                frames = self._frames[:]
                np.savez(
                    path,
                    came=np.array([at for at, _ in frames]),
                    pcm=np.frombuffer(b"".join(pcm for _, pcm in frames), np.int16),
                )
                tell("saved")
            case {"do": "engine"}:
                tell("engine", pid=self._pid)
            case {"do": "kill"}:
                self._killed_at = time.monotonic()
                os.kill(self._pid, signal.SIGKILL)
                tell("killed", at=self._killed_at)

    @property
    def _pid(self) -> int:
        pid: int = self._sound._client._process.pid
        return pid

    def _note_frame(self, event: m.EngineEvent) -> None:
        if isinstance(event, m.FrameCaptured):
            now = time.monotonic()
            self._frames.append((now, event.pcm))
            if self._killed_at and event.index == 0:
                tell("captured", after_ms=1000 * (now - self._killed_at))
                self._killed_at = 0.0

    def _reported(self, event: m.EngineEvent) -> None:
        if isinstance(event, m.EngineStats):
            tell(
                "stats",
                underruns=event.underruns,
                starvations=event.starvations,
                dropped=event.dropped_blocks,
                gaps=event.callback_gaps,
                lag_ms=event.clock_lag_ms,
                cushion_ms=event.cushion_ms,
            )
        elif isinstance(event, m.EngineFailed):
            tell("failed", message=event.message)
        elif isinstance(
            event, m.PlaybackStarted | m.PlaybackFinished | m.PlaybackFlushed | m.PlaybackHeld | m.PlaybackResumed
        ):
            tell("playback", what=type(event).__name__, generation=event.generation)

    async def _until(self, reached: Any, told: str) -> None:
        while not reached():
            await asyncio.sleep(0.01)
        tell(told)

    async def _stall(self) -> None:
        from tests.bench.engine import stalls

        kinds = (stalls.relayout(), stalls.one_c_call(), stalls.collection())
        tell("stalling")
        while True:
            for hold in kinds:
                begun = time.monotonic()
                hold()
                self._held.append(time.monotonic() - begun)
                await asyncio.sleep(_REST_S)

    def _spawn(self, job: Any) -> None:
        task = asyncio.get_running_loop().create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def main(url: str, token: str, folder: str, card: str) -> None:
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    made: engine.Card = eval(card, {"PortAudioCard": engine.PortAudioCard, "FileCard": engine.FileCard})
    run_until_done(make_loop(application), lambda: TalkingApp(url, token, folder, made).run())


if __name__ == "__main__":
    main(*sys.argv[1:])
