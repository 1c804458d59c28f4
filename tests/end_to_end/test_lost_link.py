"""What the learner says while the connection is lost reaches the service when it is back."""

import asyncio
from pathlib import Path

import pytest

from desktop.app import App, Options, engine
from desktop.conversation import events
from desktop.conversation.state import Phase
from desktop.conversation.turn import Speaker, TurnStatus
from tests.support.speech_samples import speak, word_error_rate
from tests.support.waiting import until

pytestmark = pytest.mark.speech

LARGE = "A large one, please."


def test_the_talk_goes_on_and_no_word_of_the_gap_is_lost(tmp_path: Path) -> None:
    async def scene() -> None:
        card = engine.FileCard("", str(tmp_path / "speaker.wav"))
        app = App(Options(tmp_path, card=card, practice_arguments=("--drop-after", "1")))
        happened: list[type] = []
        try:
            await app.start()
            await app.speech_ready()
            app.watch_events(lambda event: happened.append(type(event)))
            cafe = next(one for one in app.catalogue.assistants if one.name == "Cafe order")
            app.start_talk(cafe.id, opening=False)
            await until(lambda: app.state.phase is Phase.LISTENING)
            app.feed_microphone(speak("I would like a cup of tea, please.").tobytes())
            await until(lambda: events.LinkLost in happened)
            app.feed_microphone(speak(LARGE, lead_s=0.0).tobytes())
            await until(lambda: len(said(app)) == 2)
            assert happened.count(events.LinkOpened) == 1
            assert word_error_rate(LARGE, said(app)[1]) <= 0.25
            await until(lambda: app.state.turns[-1].speaker is Speaker.ASSISTANT and app.state.turns[-1].heard_ms > 200)
            assert app.state.phase is Phase.ASSISTANT_SPEAKING
        finally:
            await app.close()

    asyncio.run(scene())


def said(app: App) -> list[str]:
    turns = app.state.turns
    return [turn.text for turn in turns if turn.speaker is Speaker.LEARNER and turn.status is TurnStatus.FINAL]
