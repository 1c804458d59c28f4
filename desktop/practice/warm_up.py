"""Speech being loaded while the service already answers."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from desktop.practice.speech import Speech, SpeechUnavailable, load_speech, stubbed_speech

LOADING = "loading"
UNAVAILABLE = "unavailable"


class WarmUp:
    """Loads the engines once, on a thread of its own. Everything else is called on the service's loop."""

    def __init__(self, load: Callable[[], Speech]) -> None:
        """load: blocking; raises SpeechUnavailable."""
        self._load = load
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="speech-loader")
        self._loading: asyncio.Future[Speech] | None = None

    @classmethod
    def of(cls, stub: bool) -> "WarmUp":
        return cls(stubbed_speech if stub else load_speech)

    def begin(self) -> None:
        self._loading = asyncio.get_running_loop().run_in_executor(self._worker, self._load)

    async def speech(self) -> Speech:
        """Return the engines as soon as they are warm. Raises SpeechUnavailable."""
        if self._loading is None:
            raise SpeechUnavailable("The practice service has not begun to load speech. Start it again.")
        return await asyncio.shield(self._loading)

    @property
    def state(self) -> str:
        """ "loading", "unavailable", or the recogniser's name."""
        if self._loading is None or not self._loading.done():
            return LOADING
        if self._loading.cancelled() or self._loading.exception() is not None:
            return UNAVAILABLE
        return self._loading.result().name

    async def close(self) -> None:
        """Wait for a load that is running, then stop the engines' workers."""
        if self._loading is not None:
            (loaded,) = await asyncio.gather(self._loading, return_exceptions=True)
            if isinstance(loaded, Speech):
                loaded.close()
        self._worker.shutdown(wait=False)
