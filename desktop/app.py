"""The composition root: makes every part but the window, joins them, closes them in reverse order.

`App` is also what a window or a command line sees: state to read, a `watch` to be told of changes, intents to call.
Everything is called on the main loop.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from desktop.archive.store import ArchiveStore
from desktop.audio import engine_client as engine
from desktop.audio.engine_client import Device
from desktop.backends.attempt import AttemptBackend
from desktop.backends.contract import Backend, BackendError
from desktop.conversation import events
from desktop.conversation.catalogue import Catalogue
from desktop.conversation.draft import RESTING
from desktop.conversation.grade import Grade
from desktop.conversation.speech_figures import SpeechFigures
from desktop.conversation.state import ConversationState, Problem, ProblemKind, TurnMode, Voice
from desktop.conversation.turn import Turn
from desktop.conversation_runner import ConversationRunner, steady_clock
from desktop.dictation import Dictation
from desktop.library import Library
from desktop.network.socket_connection import Address
from desktop.own_service import OwnService
from desktop.practice.launch import PracticeUnavailable
from desktop.settings.settings import Settings
from desktop.sound.examination import Examiner, report, service_words
from desktop.sound.recording_player import Recording, RecordingPlayer, RecordingRefused
from desktop.sound.sound import Levels, Sound
from desktop.sound.speech_record import SpeechRecord
from desktop.sound.turn_player import TurnIntents, TurnPlayer
from desktop.talk_intents import TalkIntents
from desktop.tasks.resources import ResourceUnavailable
from desktop.tasks.tasks import Parts, TaskList, Tasks

__all__ = [
    "Address",
    "App",
    "BackendError",
    "Device",
    "Dictation",
    "Levels",
    "Options",
    "PracticeUnavailable",
    "Recording",
    "RecordingPlayer",
    "RecordingRefused",
    "ResourceUnavailable",
    "ServiceStatus",
    "TaskList",
    "Tasks",
    "Topic",
    "engine",
]
"""With what a window or a command line needs to name of the rooms below."""

_log = logging.getLogger(__name__)


class Topic(Enum):
    """What changed."""

    CONVERSATION = "conversation"
    CATALOGUE = "catalogue"
    SERVICE = "service"
    NOTICE = "notice"
    DEVICES = "devices"
    RECORD = "record"
    """What is kept of a talk: a turn was corrected, or a past talk's grade went on."""


class ServiceStatus(Enum):
    STARTING = "starting"
    READY = "ready"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Options:
    """How this run differs from the ordinary one.

    address: a service to use instead of the embedded practice service.
    card: the sound card; None takes the one of the settings.
    """

    data_dir: Path
    settings_file: Path | None = None
    address: Address | None = None
    quirks: bool = False
    card: engine.Card | None = None
    practice_arguments: tuple[str, ...] = ()


Watcher = Callable[[Topic], None]


class App(TalkIntents, TurnIntents):
    """One running Vivavoce without its window."""

    def __init__(self, options: Options) -> None:
        TalkIntents.__init__(self, lambda event: self._runner.handle(event))
        self._options = options
        self.settings = Settings.load(options.settings_file) if options.settings_file else Settings()
        self.service = ServiceStatus.STARTING
        self.service_note = ""
        self.notice: Problem | None = None
        self.earlier: tuple[Turn, ...] = ()
        self._watchers: list[Watcher] = []
        self._event_watchers: list[Callable[[events.Event], None]] = []
        self._archive = ArchiveStore(options.data_dir / "archive.sqlite")
        self._library = Library(self._archive, lambda: self._tell(Topic.CATALOGUE))
        self._sound = Sound(self._card(), self)
        self._examiner = Examiner(self._sound)
        self._runner = ConversationRunner(self._sound, self._archive, self)
        self._speech = SpeechRecord(
            self._archive, lambda: self.state, steady_clock(), getattr(options.card, "pace", 1.0)
        )
        self._turns = TurnPlayer(self._sound, lambda: self.state, lambda: self._tell(Topic.CONVERSATION))
        self.player = RecordingPlayer(self._sound)
        self._own = OwnService(
            options.data_dir,
            options.address,
            options.practice_arguments,
            options.quirks,
            lambda: self._tell(Topic.SERVICE),
            self._tell_trouble,
        )
        self.tasks = Tasks(
            Parts(lambda: self.settings, self.change_settings, self._own.checker, self._tell_trouble),
            options.data_dir,
        )
        self.dictation = Dictation(
            self._sound,
            self._link_here,
            lambda: not self._sound.is_open and self.state.phase in RESTING,
            lambda: self._tell(Topic.CONVERSATION),
        )
        self._backend: Backend | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._connecting = asyncio.Lock()
        self._closed = False

    # -- life ----------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Start sound, service and link; return when the lists are read or `service` is OFFLINE."""
        self._sound.start()
        await asyncio.wrap_future(self._archive.open())
        await self._connect()

    async def close(self) -> None:
        """End everything in the reverse order of its making; idempotent."""
        if self._closed:
            return
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.tasks.close()
        await self.dictation.close()
        self._runner.close()
        async with self._connecting:
            await self._disconnect()
        await self._own.close()
        self.player.close()
        self._turns.close()
        await self._sound.close()
        self._speech.keep()
        await asyncio.to_thread(self._archive.close)

    async def speech_ready(self) -> None:
        """Wait until the embedded service can hear and speak. Raises PracticeUnavailable with a sentence."""
        await self._own.warm()

    # -- to read and to watch --------------------------------------------------------------------------------

    @property
    def state(self) -> ConversationState:
        return self._runner.state

    @property
    def speech_engine(self) -> str:
        """The recogniser of the embedded service, once it is loaded; empty with another service."""
        return self._own.speech_engine

    @property
    def catalogue(self) -> Catalogue:
        return self._library.catalogue

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher` after every change; return what ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def watch_events(self, watcher: Callable[[events.Event], None]) -> None:
        """Call `watcher` with every event of the conversation, after it took effect."""
        self._event_watchers.append(watcher)

    def watch_engine(self, watcher: Callable[[engine.EngineEvent], None]) -> None:
        """Call `watcher` with everything the sound card reports."""
        self._sound.watch(watcher)

    def levels(self) -> Levels:
        return self._sound.levels()

    @property
    def devices(self) -> tuple[engine.Device, ...]:
        """The microphones and loudspeakers that are connected; empty until they are known."""
        return self._sound.devices

    @property
    def device_advice(self) -> str:
        """What to do about the devices the settings choose; empty where all is well."""
        return self._sound.advice(self._card())

    async def turns_of(self, course_id: int) -> tuple[Turn, ...]:
        """Return a past conversation: our own record, else the service's. Raises BackendError."""
        return await self._library.turns_of(self._backend, course_id)

    @property
    def speech(self) -> SpeechFigures:
        """How the learner speaks in the talk under way, or spoke in the last."""
        return self._speech.figures

    async def speech_of(self, course_id: int) -> SpeechFigures:
        """Return how the learner spoke in a past conversation. Raises BackendError."""
        return await self._speech.of(course_id, await self.turns_of(course_id))

    async def grades_of(self, course_id: int) -> tuple[Grade, ...]:
        """Return how a conversation was graded, chat by chat; empty where it was not."""
        return await self._library.grades_of(self.state, course_id)

    async def picture(self, url: str) -> bytes:
        if self._backend is None:
            raise BackendError("The service is not connected.")
        return await self._backend.picture(url)

    # -- intents ---------------------------------------------------------------------------------------------

    def start_talk(self, assistant_id: str, course_id: int = 0, *, opening: bool = True) -> None:
        """Begin a conversation, or continue the one named by `course_id`."""
        if self.state.phase not in RESTING:
            return
        name = next((one.name for one in self.catalogue.assistants if one.id == assistant_id), "")
        self.earlier = ()
        if course_id:
            name = next((one.name for one in self.catalogue.conversations if one.course_id == course_id), name)
            self._spawn(self._recall(course_id), "recall")
        self.dictation.break_off()
        self._sound.use(self._card())
        if self._backend is not None:
            self._backend.pause_s = self.settings.pause_s
        mode = TurnMode(self.settings.turn_mode)
        course_id = course_id or time.time_ns() // 1_000_000
        self._runner.handle(events.TalkRequested(assistant_id, course_id, name, opening, mode))

    def choose_turn_mode(self, mode: TurnMode) -> None:
        """Take and give the word in this way, from now on and the next time."""
        self.change_settings(turn_mode=mode.value)
        self._runner.handle(events.TurnModeChosen(mode))

    def correct_turn(self, course_id: int, turn_key: str, text: str) -> None:
        """Note what the learner really said in a turn of this talk, or of a past one; "" takes that back."""
        if key := self._library.live_key(self.state, course_id, turn_key):
            self._runner.handle(events.TurnCorrected(key, text))
        else:
            self.earlier = self._library.correct(self.earlier, course_id, turn_key, text)
            self._tell(Topic.CONVERSATION)
        self.record_changed()

    def release_microphone(self) -> None:
        """Let a microphone that is a file, and was held, begin."""
        self._sound.release_microphone()

    def feed_microphone(self, pcm: bytes) -> None:
        """Let a microphone that is a file hear this, 24 kHz mono int16."""
        self._sound.feed_microphone(pcm)

    def watch_devices(self, needed: bool) -> None:
        """Say that the devices are being shown, or no longer; each True needs its False."""
        self._sound.watch_devices(needed)

    async def examine(
        self, tell: Callable[[engine.ExaminationProgressed], None], steps: frozenset[engine.Step] = engine.THOROUGH
    ) -> engine.Examined:
        """Test microphone, loudspeaker and the way to the service; a talk that is on or starts breaks it off."""
        request = self._backend.favorites if self._backend and self.service is ServiceStatus.READY else None
        return await self._examiner.examine(self._card(), steps, tell, request)

    def stop_examination(self) -> None:
        self._examiner.stop()

    def examination_report(self, findings: Iterable[engine.Finding]) -> str:
        """Return findings as plain text that can be sent to anybody."""
        return report(findings, service_words(self._options.address.url if self._options.address else ""))

    def dismiss_notice(self) -> None:
        self.notice = None
        self._tell(Topic.NOTICE)

    def change_settings(self, **changes: object) -> None:
        """Change and save settings. Raises ValueError for a value out of range."""
        self.settings = self.settings.changed(**changes)
        self._sound.use(self._card())
        if self._options.settings_file is not None:
            self._spawn(asyncio.to_thread(self.settings.save, self._options.settings_file), "save settings")
        self._tell(Topic.SERVICE)

    async def reconnect(self) -> None:
        """Try again after the service was OFFLINE."""
        await self._connect()

    async def refresh(self) -> None:
        """Read the three lists anew; a list that cannot be read stays as it was."""
        if self._backend is None:
            return
        try:
            await self._library.refresh(self._backend)
        except BackendError as error:
            self._announce(self.service, str(error))

    async def set_favorite(self, exchange_id: str, favorite: bool) -> None:
        """Star or unstar an exchange: at once here, then at the service, on this computer where it cannot."""
        await self._library.set_favorite(self._backend, self.state, exchange_id, favorite)
        await self.refresh()

    # -- told by the runner ----------------------------------------------------------------------------------

    def conversation_moved(self, event: events.Event) -> None:
        self._turns.moved()
        if isinstance(event, events.LinkOpened):
            self._announce(ServiceStatus.READY, "")
        elif isinstance(event, events.LinkLost):
            self._link_lost(event)
        elif isinstance(event, events.ChatEnded):
            self.problem_ended(ProblemKind.VOICE_FAILED)
        elif isinstance(event, events.LearnerStartedSpeaking):
            self.problem_ended(ProblemKind.MICROPHONE_SILENT)
        elif isinstance(event, events.VoiceReady) and self.state.voice is Voice.ON:
            self.problem_ended(ProblemKind.VOICE_FAILED)
        self._speech.conversation_moved(event)
        for watcher in tuple(self._event_watchers):
            watcher(event)
        self._tell(Topic.CONVERSATION)

    def problem_arose(self, problem: Problem) -> None:
        self.notice = problem
        self._tell(Topic.NOTICE)

    def problem_ended(self, kind: ProblemKind) -> None:
        """Take the notice of this kind away, where it is still there."""
        if self.notice is not None and self.notice.kind is kind:
            self.dismiss_notice()

    def conversation_filed(self, course_id: int) -> None:
        self._spawn(self.refresh(), "refresh lists")

    def record_changed(self) -> None:
        self._tell(Topic.RECORD)

    # -- told by the sound card ------------------------------------------------------------------------------

    def sound_happened(self, event: events.Event) -> None:
        (self.dictation.sound_happened if self.dictation.is_on else self._runner.handle)(event)

    def frame_captured(self, frame: engine.FrameCaptured) -> None:
        if self.dictation.is_on:
            self.dictation.frame_captured(frame.pcm, frame.voiced)
            return
        self._speech.frame_captured(frame.index, frame.voiced)
        self._runner.frame_captured(frame.pcm, frame.voiced)
        self._turns.frame_captured(frame.pcm, frame.voiced)

    def replay_ended(self) -> None:
        self._turns.ended()

    def devices_changed(self) -> None:
        self._tell(Topic.DEVICES)

    # -- inside ----------------------------------------------------------------------------------------------

    async def _connect(self) -> None:
        async with self._connecting:
            if self._closed:
                return
            self._announce(ServiceStatus.STARTING, "")
            await self._disconnect()
            try:
                backend = AttemptBackend(await self._own.address())
                self._backend = backend
                self._runner.attach(backend)
                await backend.open(self._runner.handle, self._runner.sound_arrived)
            except (BackendError, PracticeUnavailable) as error:
                await self._disconnect()
                self._announce(ServiceStatus.OFFLINE, str(error))
                return
        await self.refresh()

    async def _link_here(self) -> Backend:
        try:
            return AttemptBackend(await self._own.here())
        except PracticeUnavailable as error:
            raise BackendError(str(error)) from error

    async def _disconnect(self) -> None:
        backend, self._backend = self._backend, None
        self._runner.attach(None)
        if backend is not None:
            await backend.close()

    def _tell_trouble(self, sentence: str) -> None:
        self.problem_arose(Problem(ProblemKind.SERVICE, sentence))

    def _link_lost(self, event: events.LinkLost) -> None:
        if event.final is not None:
            self._announce(ServiceStatus.OFFLINE, event.final.message)
            return
        self._announce(ServiceStatus.STARTING, "")
        self._spawn(self._revive(), "revive the practice service")

    async def _revive(self) -> None:
        if await self._own.has_died():
            await self._connect()

    def _card(self) -> engine.Card:
        return self._options.card or engine.PortAudioCard(
            microphone=self.settings.microphone,
            loudspeaker=self.settings.loudspeaker,
            microphone_name=self.settings.microphone_name,
            loudspeaker_name=self.settings.loudspeaker_name,
            echo=self.settings.echo_cancellation,
            noise_suppression=self.settings.noise_suppression,
            gain_control=self.settings.gain_control,
            high_pass=self.settings.high_pass,
        )

    async def _recall(self, course_id: int) -> None:
        try:
            self.earlier = await self.turns_of(course_id)
        except BackendError:
            _log.info("the earlier part of the conversation could not be read")
        self._tell(Topic.CONVERSATION)

    def _announce(self, status: ServiceStatus, note: str) -> None:
        self.service, self.service_note = status, note
        self._tell(Topic.SERVICE)

    def _tell(self, topic: Topic) -> None:
        for watcher in tuple(self._watchers):
            watcher(topic)

    def _spawn(self, job: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.get_running_loop().create_task(job, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.error("%s failed", task.get_name(), exc_info=task.exception())
