"""The main process's handle on the practice service: a child process that dies with it. Standard library only.

parent --- token, then an open pipe ---> child's stdin     (its end tells the child that the parent is gone)
       <-- one JSON line per event ----- child's stdout
"""

import asyncio
import json
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

START_LIMIT_S = 20.0
WARM_LIMIT_S = 60.0
STOP_LIMIT_S = 3.0
TOKEN_BYTES = 32
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class PracticeUnavailable(Exception):
    """The service does not run, or cannot hear and speak; the text is a sentence."""


def child_command() -> tuple[str, ...]:
    """Return how this program calls itself as the service: a frozen program is its own interpreter."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "practice")
    return (sys.executable, "-m", "desktop", "practice")


class PracticeService:
    """A running service. Made by `start`; `url` and `token` are what a client needs.

    A thread of its own reads what the child says; everything else is called on the loop that started it,
    which may be Qt's: no asyncio subprocess is used.
    """

    def __init__(self, process: subprocess.Popen[bytes], token: str, loop: asyncio.AbstractEventLoop) -> None:
        self.url = ""
        self.token = token
        self.notice = ""
        """A sentence for the user, when the service has one (a damaged file that was set aside)."""
        self._process = process
        self._loop = loop
        self._listening: asyncio.Future[str] = loop.create_future()
        self._warm: asyncio.Future[str] = loop.create_future()
        for outcome in (self._listening, self._warm):
            # Nobody has to wait for either: an exception nobody fetched is no news.
            outcome.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._reader = threading.Thread(target=self._read, name="practice service", daemon=True)
        self._reader.start()

    @classmethod
    async def start(
        cls,
        data_dir: Path,
        quirks: bool = False,
        extra_args: Sequence[str] = (),
        command: Sequence[str] | None = None,
    ) -> Self:
        """Start the child and return once it listens, which takes about a second. Raises PracticeUnavailable.

        extra_args: further options of `vivavoce practice`. command: how to call it, for tests.
        """
        loop = asyncio.get_running_loop()
        line = [*(command or child_command()), "--embedded", "--data", str(data_dir), *extra_args]
        if quirks:
            line.append("--quirks")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        try:
            process = await loop.run_in_executor(None, _spawn, line, token)
        except OSError as error:
            raise PracticeUnavailable(f"The practice service cannot be started: {error}") from error
        service = cls(process, token, loop)
        try:
            service.url = await asyncio.wait_for(asyncio.shield(service._listening), START_LIMIT_S)
        except TimeoutError:
            service.stop()
            raise PracticeUnavailable("The practice service did not start in time. Start Vivavoce again.") from None
        except BaseException:
            service.stop()
            raise
        return service

    async def warm(self) -> str:
        """Wait until speech is loaded and return the engine's name. Raises PracticeUnavailable."""
        try:
            return await asyncio.wait_for(asyncio.shield(self._warm), WARM_LIMIT_S)
        except TimeoutError:
            raise PracticeUnavailable("Speech is still not loaded. Close other programs and try again.") from None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """Let the child end by itself, after 3 s end it. May be called twice, and when the loop is closed."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            try:
                self._process.stdin.close()
            except OSError:
                # The child is gone already; what was unwritten does not matter.
                self._process.kill()
        try:
            self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(STOP_LIMIT_S)

    # -- on the reader's thread --------------------------------------------------------------------------------

    def _read(self) -> None:
        """Hand on what the child says until it ends."""
        output = self._process.stdout
        if output is not None:
            with output:
                for line in output:
                    self._post(self._hear, line)
        code = self._process.wait()
        self._post(self._ended, code)

    def _post(self, call: Callable[..., None], argument: object) -> None:
        try:
            self._loop.call_soon_threadsafe(call, argument)
        except RuntimeError:
            # The loop is closed: the program ends and nobody wants to know.
            return

    # -- on the loop -------------------------------------------------------------------------------------------

    def _hear(self, line: bytes) -> None:
        try:
            event = json.loads(line)
        except ValueError:
            return
        match event:
            case {"event": "listening", "url": str(url)}:
                _settle(self._listening, url)
            case {"event": "warm", "speech": str(name)}:
                _settle(self._warm, name)
            case {"event": "speech_unavailable", "message": str(message)}:
                _fail(self._warm, message)
            case {"event": "notice", "message": str(message)}:
                self.notice = message

    def _ended(self, code: int) -> None:
        message = f"The practice service stopped (code {code}). Start Vivavoce again."
        _fail(self._listening, message)
        _fail(self._warm, message)


def _spawn(line: Sequence[str], token: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=_NO_WINDOW)
    if process.stdin is not None:
        process.stdin.write(f"{token}\n".encode())
        process.stdin.flush()
    return process


def _settle(outcome: asyncio.Future[str], result: str) -> None:
    if not outcome.done():
        outcome.set_result(result)


def _fail(outcome: asyncio.Future[str], message: str) -> None:
    if not outcome.done():
        outcome.set_exception(PracticeUnavailable(message))
