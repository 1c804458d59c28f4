"""The panel beside a talk, and a talk's end, in every state; `tests/window_states.py` takes them in every look."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from desktop.conversation.state import ConversationState, Phase
from desktop.gui.main_window import MainWindow
from desktop.gui.panel_tabs import Tab
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state

Take = Callable[[str, Callable[[], None]], Awaitable[None]]
"""Takes the window in every look under a name; the callable is called before each."""


async def take_grades(app: FakeApp, window: MainWindow, take: Take) -> None:
    app.show(ConversationState())
    window.show_live()
    app.show(sample_state(Phase.LISTENING))
    await take("hints-new", lambda: window.beside.open(Tab.HINTS))
    app.show(replace(app.state, hints=()))
    await take("hints-none", lambda: window.beside.open(Tab.HINTS))
