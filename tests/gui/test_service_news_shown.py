"""What the service tells of the talk itself, taken by `step`, and what the window makes of it."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.conversation import events
from desktop.conversation.effects import Notify
from desktop.conversation.state import ConversationState, Phase
from desktop.conversation.step import step
from desktop.gui.bridge import Bridge
from desktop.gui.main_window import MainWindow
from tests.gui.conftest import Run, until
from tests.support.fake_app import FakeApp

# The offscreen platform says that it cannot hold a window to its smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Talk:
    """A conversation whose events come from a test."""

    def __init__(self, app: FakeApp, window: MainWindow) -> None:
        self._app, self._window = app, window
        self._now = 1_770_000_000.0
        self.tell(events.TalkRequested("cafe", 8, "Café order"), events.LinkOpened())

    def tell(self, *told: events.Event) -> ConversationState:
        for event in told:
            self._now += 1.0
            state, effects = step(self._app.state, event, self._now)
            self._app.show(state)
            for effect in effects:
                if isinstance(effect, Notify):
                    self._app.raise_notice(effect.problem)
        return self._app.state

    def pass_time(self, seconds: float) -> None:
        self._now += seconds
        self.tell(events.TimePassed())

    def begin(self) -> None:
        self.tell(
            events.AttemptStarted("a-1"),
            events.ChatStarted("a-1", "c-1"),
            events.ChatJoined("c-1", True),
            events.VoiceReady("c-1", True),
            events.CaptureStarted(),
        )

    def say(self) -> None:
        """One exchange, the reply without sound."""
        self.tell(
            events.LearnerStartedSpeaking("c-1", "l-1", "i-1"),
            events.LearnerTurnCompleted("c-1", "l-1", "i-1", "A tea, please."),
            events.ReplyStarted("c-1", "m-1"),
            events.ReplyCompleted("c-1", "m-1", "Here you are."),
        )

    def words(self) -> list[str]:
        parts = (self._window.conversation, self._window.notices, self._window.talk_bar)
        return [one.text() for part in parts for one in part.findChildren(QLabel) if one.isVisible() and one.text()]


@pytest.fixture
def talk(qtbot: QtBot, bridge: Bridge, app: FakeApp, run: Run) -> Iterator[Talk]:
    window = MainWindow(bridge)
    with qtbot.waitActive(window):
        window.show()
    run(app.start())
    yield Talk(app, window)
    window.close()
    window.deleteLater()


def test_a_talk_in_its_lobby_is_on_its_way(talk: Talk) -> None:
    assert talk.tell(events.AttemptStarted("a-1")).phase is Phase.LOBBY
    assert "In Mia’s lobby" in talk.words()


def test_a_chat_that_cannot_be_joined_is_said_with_what_to_do(talk: Talk) -> None:
    talk.tell(events.AttemptStarted("a-1"), events.ChatStarted("a-1", "c-1"), events.ChatJoined("c-1", False))
    assert {"The talk could not be started. Try again.", "The talk could not begin"} <= set(talk.words())


def test_an_attempt_refused_before_its_chat_is_said_in_the_services_words(talk: Talk) -> None:
    talk.tell(events.AttemptStarted("a-1"), events.AttemptEnded("a-1", False, "No credits are left."))
    assert {"No credits are left.", "The talk could not begin"} <= set(talk.words())


def test_an_attempt_that_the_service_breaks_off_is_summed_up(talk: Talk) -> None:
    talk.begin()
    talk.say()
    talk.tell(events.AttemptEnded("a-1", False, "The room was closed."))
    words = talk.words()
    assert words.count("The room was closed.") == 2, "in the notice and in the summary"
    assert "Talk finished" in words


def test_a_stopped_reply_ends_in_the_transcript_and_the_learner_has_the_word(talk: Talk) -> None:
    talk.begin()
    talk.say()
    talk.tell(events.ReplyStarted("c-1", "m-2"), events.ReplyTextArrived("c-1", "By the way, we"))
    assert "Mia is speaking" in talk.words()
    talk.tell(events.ReplyStopped("c-1", True))
    talk.pass_time(60)
    assert "Speak now" in talk.words()


def test_the_next_scene_that_cannot_be_joined_can_be_asked_for_again(talk: Talk) -> None:
    talk.begin()
    talk.say()
    talk.tell(events.ChatEnded("c-1", attempt_finished=False), events.VoiceEnded("c-1"))
    assert {"Scene 1 is done", "Scene finished"} <= set(talk.words())
    talk.tell(events.NextScenarioRequested(), events.ChatStarted("a-1", "c-2"), events.ChatJoined("c-2", False))
    assert {"The talk could not be started. Try again.", "Scene 1 is done"} <= set(talk.words())


def test_the_end_says_whether_everything_was_done(talk: Talk, run: Run) -> None:
    talk.begin()
    talk.say()
    talk.tell(events.ChatEnded("c-1"), events.AttemptEnded("a-1", True, "See you soon!", True))
    run(until(lambda: {"You completed this talk", "See you soon!"} <= set(talk.words())))
