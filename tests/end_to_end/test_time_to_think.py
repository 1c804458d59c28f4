"""The whole application without its window, real speech: a learner who must think in the middle of a sentence."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from desktop.app import App, Options, engine
from desktop.conversation.state import Phase
from tests.support.speech_samples import SAMPLE_RATE_HZ, speak, word_error_rate

pytestmark = pytest.mark.speech

PACE = 3.0
LIMIT_S = 90.0


def test_a_pause_of_four_seconds_in_which_the_learner_thinks_ends_no_turn(tmp_path: Path) -> None:
    first, rest = speak("I would like a cup of tea"), speak("and a piece of cake, please.", lead_s=4.0)

    async def scene(app: App) -> str:
        await app.start()
        await app.speech_ready()
        cafe = next(one for one in app.catalogue.assistants if one.name == "Cafe order")
        moved = asyncio.Event()
        app.watch(lambda _: moved.set())

        async def until(text: str, phase: Phase) -> None:
            while text not in app.state.turns[-1].text if app.state.turns else True:
                await moved.wait()
                moved.clear()
            while app.state.phase is not phase:
                await moved.wait()
                moved.clear()

        app.start_talk(cafe.id, opening=False)
        app.feed_microphone(first.tobytes())
        await until("cup of", Phase.LEARNER_SPEAKING)
        app.let_me_think(True)
        app.feed_microphone(np.concatenate((rest, np.zeros(SAMPLE_RATE_HZ, np.int16))).tobytes())
        await until("piece of", Phase.LEARNER_SPEAKING)
        app.let_me_think(False)
        while app.state.turns[0].ended_at is None:
            await moved.wait()
            moved.clear()
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
