"""Between the App and the views: its changes become Qt signals, the views' intents become its calls.

The window opens before there is an App. Until `attach` the state is empty, the service is starting, and an
intent does nothing. `desktop.app` is imported for its types only: at run time it brings the network and sound
packages along, and the first paint does not wait for them.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from desktop.conversation.grade import Grade
from desktop.conversation.speech_figures import SpeechFigures
from desktop.conversation.state import ConversationState, Problem, ProblemKind, TurnMode
from desktop.conversation.turn import Turn
from desktop.gui.app_state import AppState
from desktop.gui.pictures import Pictures

if TYPE_CHECKING:
    from desktop.app import App, Topic, engine

_log = logging.getLogger(__name__)

TEXT_INTERVAL_MS = 25
"""Streamed text is shown at 40 Hz; repainting per word costs twice the processor time and looks no better."""


class Bridge(AppState):
    """What every view reads and calls. Lives on the window's thread, which is the main loop's."""

    conversationChanged = Signal()
    """`state` is new. At once when the phase changed, else at most every TEXT_INTERVAL_MS."""
    phaseChanged = Signal()
    """The phase is new, or whose word it is, or whether the microphone is heard."""
    catalogueChanged = Signal()
    serviceChanged = Signal()
    settingsChanged = Signal()
    noticeRaised = Signal()
    """`notice` is new, or gone (None)."""
    chosenChanged = Signal()
    devicesChanged = Signal()
    recordChanged = Signal()
    """What `turns_of` or `grades_of` gives is new: a turn was corrected, or a past talk's grade went on."""

    def __init__(self, loop: asyncio.AbstractEventLoop, app: "App | None" = None) -> None:
        super().__init__()
        self._loop = loop
        self._unwatch: Callable[[], None] = lambda: None
        self._tasks: set[asyncio.Task[None]] = set()
        self._stand = _standing(self.state)
        self.pictures = Pictures(self._fetch_picture, self.spawn, self)
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setInterval(TEXT_INTERVAL_MS)
        self._pace.timeout.connect(self.conversationChanged)
        if app is not None:
            self.attach(app)

    def attach(self, app: "App") -> None:
        """Take the App; every view is told to read anew."""
        self._app = app
        self._unwatch = app.watch(self._on_change)
        self._conversation_changed()
        self._service_changed()
        self.catalogueChanged.emit()

    async def close(self) -> None:
        """Stop watching, cancel and await every task of an intent."""
        self._pace.stop()
        self._unwatch()
        self._unwatch = lambda: None
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # -- intents ---------------------------------------------------------------------------------------------

    def choose(self, assistant_id: str, course_id: int = 0) -> None:
        """Say whom the talk button is to start with, or which past conversation it is to continue."""
        if self._chosen != (assistant_id, course_id):
            self._chosen = (assistant_id, course_id)
            self.chosenChanged.emit()

    def start_talk(self, assistant_id: str, course_id: int = 0) -> None:
        """Start a conversation, or continue the past one named by `course_id`; nothing while one is under way."""
        if self._app is not None and not self.talking:
            self.choose(assistant_id, course_id)
            self._app.start_talk(assistant_id, course_id)

    def stop_talk(self) -> None:
        if self._app is not None and self.talking:
            self._app.stop_talk()

    def toggle_talk(self) -> None:
        """End the conversation under way, else start the chosen one."""
        if self.talking:
            self.stop_talk()
        elif self._chosen[0]:
            self.start_talk(*self._chosen)

    def toggle_mute(self) -> None:
        if self._app is not None and self.talking:
            self._app.set_muted(not self.state.muted)

    def choose_turn_mode(self, mode: TurnMode) -> None:
        """Take and give the word in this way from now on."""
        if self._app is not None and mode is not self.turn_mode:
            self._app.choose_turn_mode(mode)

    def take_floor(self) -> None:
        if self._app is not None:
            self._app.take_floor()

    def release_floor(self) -> None:
        if self._app is not None:
            self._app.release_floor()

    def toggle_thinking_time(self) -> None:
        """Keep the turn open through any pause, or let a pause end it again. Only where a pause ends a turn."""
        if self._app is not None and self.talking and self.turn_mode is TurnMode.HANDS_FREE:
            self._app.let_me_think(not self.state.thinking_time)

    def silence_reply(self) -> None:
        if self._app is not None:
            self._app.silence_reply()

    def send_message(self, text: str) -> None:
        if self._app is not None:
            self._app.send_message(text)

    def play_rest(self, turn_key: str, play: bool) -> None:
        """Play what was not heard of an interrupted reply, or stop playing it."""
        if self._app is not None:
            self._app.play_unheard(turn_key) if play else self._app.stop_playing()

    def play_turn(self, turn_key: str, play: bool = True) -> None:
        """Play a turn that is `playable` from its beginning, or stop playing it."""
        if self._app is not None:
            self._app.play_turn(turn_key) if play else self._app.stop_playing()

    def answer_question(self, question_id: str, option_ids: tuple[str, ...]) -> None:
        """Submit these options of a question."""
        if self._app is not None:
            self._app.answer_question(question_id, option_ids)

    def next_scenario(self) -> None:
        """Between two scenarios of an attempt: begin the next."""
        if self._app is not None:
            self._app.next_scenario()

    def ask_for_grade(self, chat_id: str) -> None:
        if self._app is not None:
            self._app.ask_for_grade(chat_id)

    def correct_turn(self, course_id: int, turn_key: str, text: str) -> None:
        """Note what the learner really said in a turn; "" takes that back."""
        if self._app is not None:
            self._app.correct_turn(course_id, turn_key, text)

    def set_favorite(self, exchange_id: str, favorite: bool) -> None:
        if self._app is not None:
            self.spawn("set favorite", self._app.set_favorite(exchange_id, favorite))

    def reconnect(self) -> None:
        if self._app is not None:
            self.spawn("reconnect", self._app.reconnect())

    def refresh(self) -> None:
        if self._app is not None:
            self.spawn("refresh the lists", self._app.refresh())

    def change_settings(self, **changes: object) -> None:
        if self._app is not None:
            self._app.change_settings(**changes)

    def dismiss_notice(self) -> None:
        if self._own_notice is not None:
            self._own_notice = None
            self.noticeRaised.emit()
        elif self._app is not None:
            self._app.dismiss_notice()

    async def turns_of(self, course_id: int) -> tuple[Turn, ...]:
        """Return the turns of a past conversation, oldest first. Raises BackendError."""
        return await self._app.turns_of(course_id) if self._app is not None else ()

    async def speech_of(self, course_id: int) -> SpeechFigures:
        """Return how the learner spoke in a past conversation. Raises BackendError."""
        return await self._app.speech_of(course_id) if self._app is not None else SpeechFigures()

    async def grades_of(self, course_id: int) -> tuple[Grade, ...]:
        """Return how a conversation was graded, chat by chat; empty where it was not."""
        return await self._app.grades_of(course_id) if self._app is not None else ()

    def watch_devices(self, needed: bool) -> None:
        """Say that the devices are being shown, or no longer; each True needs its False."""
        if self._app is not None:
            self._app.watch_devices(needed)

    async def examine(self, tell: "Callable[[engine.ExaminationProgressed], None]") -> "engine.Examined | None":
        """Test microphone, loudspeaker and network and return what was found; None before there is an App."""
        return await self._app.examine(tell) if self._app is not None else None

    def stop_examination(self) -> None:
        if self._app is not None:
            self._app.stop_examination()

    def examination_report(self, findings: "tuple[engine.Finding, ...]") -> str:
        return self._app.examination_report(findings) if self._app is not None else ""

    # -- tasks -----------------------------------------------------------------------------------------------

    def spawn(self, name: str, job: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `job` as a kept task; what it raises is shown in the notice bar and logged."""
        task = self._loop.create_task(job, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    def fail(self, error: BaseException) -> None:
        """Tell the learner of something that went wrong on our side."""
        from desktop.app import BackendError

        message = str(error) if isinstance(error, BackendError | ValueError) else ""
        if not message:
            message = self.tr("Something went wrong here. Please try again.")
        self._own_notice = Problem(ProblemKind.SERVICE, message)
        self.noticeRaised.emit()

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _log.error("%s failed", task.get_name(), exc_info=error)
            self.fail(error)

    async def _fetch_picture(self, url: str) -> bytes:
        """Return the encoded picture, empty when it cannot be had."""
        from desktop.app import BackendError

        if self._app is None:
            return b""
        try:
            return await self._app.picture(url)
        except BackendError as error:
            _log.info("no picture from %s: %s", url, error)
            return b""

    # -- told by the App -------------------------------------------------------------------------------------

    def _on_change(self, topic: "Topic") -> None:
        match topic.value:
            case "conversation":
                self._conversation_changed()
            case "catalogue":
                self.catalogueChanged.emit()
            case "service":
                self._service_changed()
            case "notice":
                self._own_notice = None
                self.noticeRaised.emit()
            case "devices":
                self.devicesChanged.emit()
            case "record":
                self.recordChanged.emit()
            case other:
                raise AssertionError(f"unknown topic {other}")

    def _conversation_changed(self) -> None:
        if self.talking:
            # Once it has ended, the talk button goes on with it.
            self.choose(self.state.assistant_id, self.state.course_id)
        stand = _standing(self.state)
        if stand != self._stand:
            self._stand = stand
            self._pace.stop()
            self.conversationChanged.emit()
            self.phaseChanged.emit()
        elif not self._pace.isActive():
            self._pace.start()

    def _service_changed(self) -> None:
        if self.service_ready:
            self.pictures.forget_failures()
        self.serviceChanged.emit()
        if self.settings != self._settings:
            self._settings = self.settings
            self.settingsChanged.emit()


def _standing(state: ConversationState) -> tuple[object, ...]:
    """Return all of a conversation that the words and the controls around it depend on."""
    return (
        state.phase,
        state.muted,
        state.capturing,
        state.turn_mode,
        state.floor_held,
        state.thinking_time,
        state.sent_turn_key == state.open_turn_key,
    )
