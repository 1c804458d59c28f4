"""The whole application without its window, real speech: a learner who stops for 4 s in the middle of a sentence."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from desktop.app import App, Options, engine
from desktop.conversation.state import Phase, TurnMode
from desktop.conversation.turn import Speaker, Turn
from tests.support.speech_samples import speak, word_error_rate

pytestmark = pytest.mark.speech

PACE = 2.0
LIMIT_S = 90.0


class Learner:
    """Someone at the application; the microphone is fed."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.is_speaking = False
        self._phrases = 0
        """How many the microphone has heard to their end."""
        self._moved = asyncio.Event()
        app.watch(lambda _: self._moved.set())
        app.watch_engine(self._listen)

    @property
    def turns(self) -> list[Turn]:
        return [turn for turn in self.app.state.turns if turn.speaker is Speaker.LEARNER]

    async def until(self, reached: Callable[[], object]) -> None:
        while not reached():
            await self._moved.wait()
            self._moved.clear()

    def says(self) -> Callable[[], bool]:
        """Say the sentence; return whether it has been heard to its end."""
        pcm = np.concatenate((speak("I would like a cup of tea"), speak("and a piece of cake, please.", lead_s=4.0)))
        end = self._phrases + 2
        self.app.feed_microphone(pcm.tobytes())
        return lambda: self._phrases >= end

    def _listen(self, event: engine.EngineEvent) -> None:
        if isinstance(event, engine.FrameCaptured):
            self._phrases += self.is_speaking and not event.voiced
            self.is_speaking = event.voiced
            self._moved.set()


async def scene(app: App) -> None:
    learner = Learner(app)
    await app.start()
    await app.speech_ready()
    cafe = next(one for one in app.catalogue.assistants if one.name == "Cafe order")
    app.start_talk(cafe.id, opening=False)
    await learner.until(lambda: app.state.phase is Phase.LISTENING and app.state.capturing)

    # Hands-free, with time to think.
    said = learner.says()
    await learner.until(lambda: learner.is_speaking)
    app.let_me_think(True)
    await learner.until(said)
    app.let_me_think(False)
    await learner.until(lambda: learner.turns[0].ended_at is not None)

    # Held, in the same talk; the key silences the answer.
    await learner.until(lambda: app.state.reply_playing)
    app.choose_turn_mode(TurnMode.HOLD)
    app.take_floor()
    assert not app.state.reply_playing
    await learner.until(learner.says())
    assert [turn.text for turn in learner.turns if turn.ended_at] == [learner.turns[0].text]
    app.release_floor()
    await learner.until(lambda: learner.turns[-1].ended_at is not None)

    assert len(learner.turns) == 2
    for turn in learner.turns:
        assert word_error_rate("I would like a cup of tea and a piece of cake, please.", turn.text) <= 0.12


def test_no_pause_ends_a_turn_that_the_learner_keeps(tmp_path: Path) -> None:
    async def run() -> None:
        app = App(Options(tmp_path, card=engine.FileCard("", str(tmp_path / "out.wav"), pace=PACE)))
        try:
            async with asyncio.timeout(LIMIT_S):
                await scene(app)
        finally:
            await app.close()

    asyncio.run(run())
