"""The real window and application against a service whose every message the test sends itself."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from desktop.app import Address, App, Options, ServiceStatus
from desktop.audio.engine_client import FileCard
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import MainWindow
from desktop.protocol import pria
from tests.support.accessible import accessible_names
from tests.support.socket_server import TOKEN, SocketServer

ATTEMPT = "attempt-1"
PARTNER = {"_id": "mia", "name": "Cafe order", "persona": "Mia", "description": "Runs a cafe.", "goal": "Order a tea."}
_LISTS = {"assistants.list": [PARTNER], "conversations.list": [], "favorites.list": []}
LIMIT_S = 15.0


class ScriptedWindow:
    """What the service tells is the test's; what the window does about it is real."""

    def __init__(self, server: SocketServer, app: App, window: MainWindow) -> None:
        self.server = server
        self.app = app
        self.window = window
        self.told: set[str] = set()
        """Names of the events that the service sent."""

    async def tell(self, event: str, **payload: object) -> None:
        """Let the service send this event."""
        self.told.add(f"attempt_{event}")
        await asyncio.to_thread(self.server.emit, f"attempt_{event}", payload)

    def shown(self) -> list[str]:
        """Everything in the window as a screen reader is told it."""
        return accessible_names(self.window)

    def key(self, sequence: str) -> None:
        QTest.keySequence(self.window, QKeySequence(sequence))

    def press(self, name: str) -> None:
        """Press a button of this name with the keyboard."""
        named = (one for one in self.window.findChildren(QAbstractButton) if name in (one.accessibleName(), one.text()))
        button = next(one for one in named if one.isVisible())
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)

    async def shows(self, *words: str) -> None:
        """Wait until each of these stands somewhere in the window."""
        await self._until(lambda: all(any(one in name for name in self.shown()) for one in words), words)

    async def shows_no_more(self, words: str) -> None:
        await self._until(lambda: not any(words in name for name in self.shown()), words)

    async def asked(self, event: str, /, **payload: object) -> None:
        """Wait until the service was sent this event, with at least this in it."""

        def arrived() -> bool:
            sent = [data for name, data in self.server.received if name == event]
            return any(all(data.get(key) == value for key, value in payload.items()) for data in sent)

        await self._until(arrived, (event, payload))

    async def _until(self, reached: Callable[[], bool], what: object) -> None:
        try:
            async with asyncio.timeout(LIMIT_S):
                while not reached():
                    await asyncio.sleep(0.02)
        except TimeoutError:
            told = "\n".join(self.shown())
            raise AssertionError(f"waited in vain for {what}; {self.app.state.phase}\n{told}") from None


def _answer(name: str, data: Any) -> Any:
    if name != "pria-request":
        return None
    return pria.reply(data["command"], _LISTS.get(data["command"], {"success": True}))


@asynccontextmanager
async def scripted_window(folder: Path) -> AsyncIterator[ScriptedWindow]:
    server = await asyncio.to_thread(SocketServer().start)
    server.answer = _answer
    card = FileCard("", str(folder / "loudspeaker.wav"))
    app = App(Options(folder, card=card, address=Address(server.url, TOKEN)))
    bridge = Bridge(asyncio.get_running_loop(), app)
    theme.apply("light", 1.0)
    window = MainWindow(bridge)
    window.show()
    try:
        await app.start()
        assert app.service is ServiceStatus.READY, app.service_note
        yield ScriptedWindow(server, app, window)
    finally:
        await bridge.close()
        await app.close()
        window.close()
        window.deleteLater()
        await asyncio.to_thread(server.stop)
