"""A spoken conversation in the real window, told from the learner's side; the sound card is the caller's."""

import asyncio
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app import App, Options, ServiceStatus
from desktop.audio.engine_client import Card
from desktop.conversation.state import Phase
from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import MainWindow
from tests.support.speech_samples import Pcm, word_error_rate

TEA = "Good morning, I would like a cup of tea, please."
COFFEE = "Wait a moment, I would like coffee instead, please."
WORST_INTERRUPTION = 0.34
"""Three of nine words: the recogniser hears "We at a moment" now and then, from clean sound too. How well interruptions
are understood on the whole, `tests/bench/bench_echo.py` measures."""


@dataclass
class SpokenWindow:
    app: App
    window: MainWindow
    say: Callable[[Pcm], Any]

    @property
    def said(self) -> list[Turn]:
        """The learner's finished turns."""
        turns = self.app.state.turns
        return [turn for turn in turns if turn.speaker is Speaker.LEARNER and turn.status is TurnStatus.FINAL]

    @property
    def replies(self) -> list[Turn]:
        return [turn for turn in self.app.state.turns if turn.speaker is Speaker.ASSISTANT]

    async def until(self, reached: Callable[[], object], limit_s: float = 30.0) -> None:
        try:
            async with asyncio.timeout(limit_s):
                while not reached():
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"waited in vain; {self.app.state.phase}, {self.app.state.turns}") from None

    def press_talk(self) -> None:
        """Press the space bar, which is the talk button wherever no text has the focus."""
        self.window.frame.setFocus()
        QTest.keyClick(self.window, Qt.Key.Key_Space)

    def shown(self) -> list[str]:
        """The transcript as a screen reader is told it."""
        model = self.window.conversation.model
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(model.data(model.index(row), role)) for row in range(model.rowCount())]

    async def converse(self, tea: Pcm, coffee: Pcm, interrupted_at_ms: int = 300) -> float:
        """Choose the cafe, order tea, interrupt the reply, order coffee, star the answer, stop.

        interrupted_at_ms: how much of the reply is heard before that.
        Returns the word error rate of what was said over the reply.
        """
        cafe = next(one for one in self.app.catalogue.assistants if one.name == "Cafe order")
        self.window.show_picker()
        self.app.start_talk(cafe.id, opening=False)
        await self.until(lambda: self.app.state.phase is Phase.LISTENING)
        self.say(tea)
        await self.until(lambda: any(turn.status is TurnStatus.LIVE and turn.text for turn in self.app.state.turns))
        await self.until(lambda: self.said)
        assert word_error_rate(TEA, self.said[0].text) <= 0.12
        await self.until(lambda: self.replies and self.replies[0].heard_ms > interrupted_at_ms)
        self.say(coffee)
        await self.until(lambda: self.replies[0].status is TurnStatus.INTERRUPTED)
        await self.until(lambda: len(self.said) == 2)
        await self.until(lambda: len(self.replies) == 2 and self.app.state.phase is Phase.LISTENING)
        assert self.replies[1].heard_ms > 500
        await self.until(lambda: self.said[1].text in " ".join(self.shown()), 5)
        assert self.replies[1].text in " ".join(self.shown())
        self.window.conversation.star_last()
        await self.until(lambda: self.replies[1].message_id in self.app.catalogue.favorite_ids)
        self.press_talk()
        await self.until(lambda: self.app.state.phase is Phase.ENDED)
        await self.until(lambda: self.app.catalogue.conversations and self.app.catalogue.favorites)
        assert self.app.catalogue.conversations[0].assistant_name == "Mia"
        assert self.app.catalogue.favorites[0].assistant_text == self.replies[1].text
        kept = await self.app.turns_of(self.app.catalogue.conversations[0].course_id)
        assert [turn.text for turn in kept] == [turn.text for turn in self.app.state.turns]
        return word_error_rate(COFFEE, self.said[1].text)


@asynccontextmanager
async def spoken_window(folder: Path, card: Card | None, quirks: bool, say: Callable[[App, Pcm], Any]) -> Any:
    app = App(Options(folder, card=card, quirks=quirks))
    bridge = Bridge(asyncio.get_running_loop(), app)
    theme.apply("light", 1.0)
    window = MainWindow(bridge)
    window.show()
    try:
        await app.start()
        assert app.service is ServiceStatus.READY, app.service_note
        await app.speech_ready()
        yield SpokenWindow(app, window, lambda pcm: say(app, pcm))
    finally:
        await bridge.close()
        await app.close()
        window.close()
        window.deleteLater()
