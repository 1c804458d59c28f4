"""How the learner spoke, beside the talk, in every state; `tests/window_states.py` takes them in every look."""

from dataclasses import replace

from desktop.conversation.speech_figures import SpeechFigures
from desktop.conversation.state import ConversationState, Phase
from desktop.gui.main_window import MainWindow
from desktop.gui.panel_tabs import Tab
from desktop.gui.views.beside.speech_panel import SpeechPanel
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state
from tests.support.sample_speech import sample_speech, sample_talk, typed_speech, voiceless_speech
from tests.window_states_grades import Take


async def take_speech(app: FakeApp, window: MainWindow, take: Take) -> None:
    app.show(ConversationState())
    window.show_live()

    def open_tab() -> None:
        window.beside.open(Tab.SPEECH)

    async def show(name: str, figures: SpeechFigures, phase: Phase = Phase.ENDED) -> None:
        app.speech = figures
        turns = sample_talk()[0]
        app.show(replace(sample_state(phase), turns=turns, hints=(), started_at=turns[0].started_at))
        open_tab()
        panel().show_live()
        await take(name, open_tab)

    def panel() -> SpeechPanel:
        return window.panel.findChildren(SpeechPanel)[0]

    await show("speech-none", SpeechFigures(), Phase.LISTENING)
    await show("speech-live", sample_speech(), Phase.LISTENING)
    await show("speech-ended", sample_speech(6))
    panel().as_table.setChecked(True)
    await take("speech-table", open_tab)
    panel().as_table.setChecked(False)
    await show("speech-typed", typed_speech())
    await show("speech-voiceless", voiceless_speech())
