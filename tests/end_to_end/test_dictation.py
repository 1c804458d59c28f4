"""Dictating real speech to the practice service, through the application, in real time."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from desktop.app import Address, App, Options, ServiceStatus, engine
from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.models.remarks import Remarks
from desktop.gui.views.tasks.essay_editor import EssayEditor
from tests.end_to_end.conftest import Run
from tests.support.speech_samples import speak, word_error_rate
from tests.support.waiting import until

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


def test_two_sentences_are_written_into_an_essay_as_they_are_said_and_nothing_of_them_is_kept(
    run: Run, loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    async def scene() -> None:
        app = App(Options(tmp_path, card=engine.FileCard("", str(tmp_path / "speaker.wav"))))
        bridge = Bridge(loop, app)
        # The window has no layout: the offscreen platform warns when a window has a smallest size.
        window = QWidget()
        editor = EssayEditor(bridge, Remarks())
        editor.setParent(window)
        ended: list[bool] = []
        editor.dictationEnded.connect(lambda: ended.append(True))
        window.show()
        try:
            await app.start()
            await app.speech_ready()
            editor.put("Dear Mia, Yours, Anna", len("Dear Mia, "))
            editor.dictate.click()
            await until(lambda: app.dictation.is_hearing)
            app.feed_microphone(speak(SENTENCES[0], lead_s=0.1, tail_s=1.2).tobytes())
            await until(lambda: "market" in editor.text())
            app.feed_microphone(speak(SENTENCES[1], lead_s=0.0).tobytes())
            await until(lambda: "lake" in editor.text())
            editor.dictate.click()
            await until(lambda: ended)
            said = editor.text().removeprefix("Dear Mia, ").removesuffix("Yours, Anna")
            assert word_error_rate([" ".join(SENTENCES)], [said]) <= 0.12, said
            assert editor.text().startswith("Dear Mia, ")
            assert editor.text().endswith("Yours, Anna")
            await app.refresh()
            assert not app.state.turns
            assert app.catalogue.conversations == ()
        finally:
            window.close()
            await bridge.close()
            await app.close()

    run(scene())


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
