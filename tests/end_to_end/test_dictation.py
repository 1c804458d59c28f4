"""Dictating real speech to the practice service, through the application, in real time."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from desktop.app import Address, App, Options, ServiceStatus, engine
from desktop.conversation.state import Phase
from tests.support.speech_samples import speak, word_error_rate

pytestmark = [pytest.mark.speech, pytest.mark.timeout(200)]
SENTENCES = ("We went to the market.", "She has a small house near the lake.")


class Page:
    """A text field that is dictated to."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.live: list[str] = []
        self.ends: list[str] = []

    def words(self, words: str, final: bool) -> None:
        if final and words:
            self.text.append(words)
        elif not final:
            self.live.append(words)


async def until(reached: Callable[[], object], limit_s: float = 60) -> None:
    async with asyncio.timeout(limit_s):
        while not reached():
            await asyncio.sleep(0.01)


def play(folder: Path, scene: Callable[[App], Awaitable[None]], **more: object) -> None:
    async def run() -> None:
        card = engine.FileCard("", str(folder / "speaker.wav"))
        app = App(Options(folder, card=card, **more))  # type: ignore[arg-type]
        try:
            await app.start()
            await scene(app)
        finally:
            await app.close()

    asyncio.run(run())


def test_two_sentences_are_written_down_as_they_are_said_and_nothing_of_them_is_kept(tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        await app.speech_ready()
        page = Page()
        assert app.dictation.can_start
        app.dictation.start(page.words, page.ends.append)
        await until(lambda: app.dictation.is_hearing)
        app.feed_microphone(speak(SENTENCES[0], lead_s=0.1, tail_s=1.2).tobytes())
        await until(lambda: len(page.text) == 1)
        assert page.live
        app.feed_microphone(speak(SENTENCES[1], lead_s=0.0).tobytes())
        await until(lambda: page.live[-1].lower().endswith("lake") or page.live[-1].lower().endswith("lake."))
        app.dictation.stop()
        await until(lambda: page.ends)
        assert page.ends == [""]
        assert word_error_rate(list(SENTENCES), page.text) <= 0.12, page.text
        assert not app.state.turns
        await app.refresh()
        assert app.catalogue.conversations == ()
        app.start_talk(app.catalogue.assistants[0].id, opening=False)
        assert not app.dictation.can_start

    play(tmp_path, scene)


def test_a_talk_ends_the_dictation_and_an_account_elsewhere_does_not_hear_it(tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        assert app.service is ServiceStatus.OFFLINE
        page = Page()
        app.dictation.start(page.words, page.ends.append)
        await until(lambda: app.dictation.is_hearing)
        app.feed_microphone(speak(SENTENCES[0], lead_s=0.2, tail_s=0.5, voice="learner").tobytes())
        await until(lambda: page.text or page.live)
        assert app.speech_engine == ""
        app.start_talk("anyone")
        assert page.ends == [""]
        assert not app.dictation.is_on
        assert app.state.phase is Phase.CONNECTING
        await until(lambda: app.state.capturing)
        app.stop_talk()
        await until(lambda: app.dictation.can_start)

    play(tmp_path, scene, address=Address("http://127.0.0.1:9", "token"), practice_arguments=("--stub-speech",))
