"""The embedded practice service: started when it is first needed, and again when it has died."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.network.socket_connection import Address
from desktop.practice.launch import PracticeService, PracticeUnavailable
from desktop.tasks.checking import OwnChecker

LOOKS, LOOK_S = 20, 0.1


class OwnService:
    """Lives on the main loop.

    other: a service elsewhere that holds the talks; then this one checks answers and takes dictation, when asked to.
    changed: called when `speech_engine` is known. tell: called with a sentence about what is wrong.
    """

    def __init__(
        self,
        data_dir: Path,
        other: Address | None,
        arguments: Sequence[str],
        quirks: bool,
        changed: Callable[[], None],
        tell: Callable[[str], None],
    ) -> None:
        self._data_dir = data_dir
        self._other = other
        self._arguments = arguments
        self._quirks = quirks
        self._changed = changed
        self._tell = tell
        self._checker = OwnChecker()
        self._starting = asyncio.Lock()
        self._closed = False
        self._speech: asyncio.Task[None] | None = None
        self.practice: PracticeService | None = None
        self.speech_engine = ""

    async def address(self) -> Address:
        """Return where talks are held. Raises PracticeUnavailable."""
        if self._other is not None and not self._closed:
            return self._other
        return await self.here()

    async def here(self) -> Address:
        """Return the service of this computer, wherever talks are held. Raises PracticeUnavailable."""
        async with self._starting:
            if self._closed:
                raise PracticeUnavailable("Vivavoce is being closed.")
            if self.practice is None or not self.practice.running:
                await self._stop_practice()
                practice = await PracticeService.start(
                    self._data_dir, quirks=self._quirks, extra_args=tuple(self._arguments)
                )
                self.practice = practice
                watching = self._watch_speech(practice)
                self._speech = asyncio.get_running_loop().create_task(watching, name="watch the service's speech")
            return Address(self.practice.url, self.practice.token)

    async def checker(self) -> tuple[str, str]:
        """Return (url, token) of a service here that checks answers. Raises PracticeUnavailable."""
        if self._other is not None and not self._closed:
            return await self._checker.address()
        address = await self.address()
        return address.url, address.token

    async def warm(self) -> None:
        """Wait until it can hear and speak. Raises PracticeUnavailable with a sentence."""
        if self.practice is not None:
            await self.practice.warm()

    async def has_died(self) -> bool:
        """Whether it is found dead within 2 s: its link goes a moment before the process is known to be gone."""
        practice = self.practice
        if practice is None:
            return False
        for _ in range(LOOKS):
            if not practice.running:
                return True
            await asyncio.sleep(LOOK_S)
        return False

    async def close(self) -> None:
        """End it; nothing is started afterwards."""
        self._closed = True
        async with self._starting:
            await self._stop_practice()
        await asyncio.to_thread(self._checker.stop)

    async def _stop_practice(self) -> None:
        if self._speech is not None:
            self._speech.cancel()
            await asyncio.gather(self._speech, return_exceptions=True)
        if self.practice is not None:
            await asyncio.to_thread(self.practice.stop)

    async def _watch_speech(self, practice: PracticeService) -> None:
        """Learn which engine hears the learner, or tell that none does."""
        try:
            engine = await practice.warm()
            if self._other is None:
                self.speech_engine = engine
                self._changed()
        except PracticeUnavailable as reason:
            if practice is self.practice and practice.running:
                self._tell(str(reason))
        if practice.notice:
            self._tell(practice.notice)
