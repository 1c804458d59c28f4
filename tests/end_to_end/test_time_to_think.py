"""The whole application without its window, real speech: a learner who must think in the middle of a sentence."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from desktop.app import App, Options, engine
from desktop.conversation.state import Phase
from tests.support.speech_samples import speak, word_error_rate

pytestmark = pytest.mark.speech

PACE = 2.0
LIMIT_S = 90.0


def test_a_pause_of_four_seconds_in_which_the_learner_thinks_ends_no_turn(tmp_path: Path) -> None:
    halves = speak("I would like a cup of tea"), speak("and a piece of cake, please.", lead_s=4.0)

    async def scene(app: App) -> str:
        await app.start()
        await app.speech_ready()
        cafe = next(one for one in app.catalogue.assistants if one.name == "Cafe order")
        moved = asyncio.Event()
        app.watch(lambda _: moved.set())

        async def until(reached: Callable[[], object]) -> None:
            while not reached():
                await moved.wait()
                moved.clear()

        app.start_talk(cafe.id, opening=False)
        app.feed_microphone(np.concatenate(halves).tobytes())
        await until(lambda: app.state.phase is Phase.LEARNER_SPEAKING)
        app.let_me_think(True)
        await until(lambda: "piece" in app.state.turns[0].text or len(app.state.turns) > 1)
        app.let_me_think(False)
        await until(lambda: app.state.turns[0].ended_at is not None)
        return app.state.turns[0].text

    async def run() -> str:
        app = App(Options(tmp_path, card=engine.FileCard("", str(tmp_path / "out.wav"), pace=PACE)))
        try:
            async with asyncio.timeout(LIMIT_S):
                return await scene(app)
        finally:
            await app.close()

    said = asyncio.run(run())
    assert word_error_rate("I would like a cup of tea and a piece of cake, please.", said) <= 0.12
