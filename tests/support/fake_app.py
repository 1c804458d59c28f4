"""FakeApp: the App facade of `desktop.app`, played from a script. Opens no device, process or socket.

Every intent is written to `calls`; a test changes what the window sees by `show`, `show_catalogue`,
`show_service` and `raise_notice`. What it shows by itself comes from `sample_conversation`.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from desktop.app import Device, Levels, ServiceStatus, Topic, engine
from desktop.backends.contract import BackendError
from desktop.conversation.catalogue import Catalogue, Favorite
from desktop.conversation.grade import Grade
from desktop.conversation.speech_figures import SpeechFigures
from desktop.conversation.state import ConversationState, Phase, Problem, TurnMode
from desktop.conversation.turn import Turn
from desktop.settings.settings import Settings
from tests.support.fake_sound import FakeDictation, FakePlayer
from tests.support.fake_tasks import FakeTasks
from tests.support.sample_conversation import NOW, PICTURES, sample_catalogue, sample_state, sample_turns


def _device(id_: str, name: str, is_input: bool, is_output: bool, is_default: bool = False) -> Device:
    return Device(id_, name, is_input, is_output, is_default, "", (48_000,))


SAMPLE_DEVICES = (
    _device("in-1", "Built-in microphone", True, False, True),
    _device("out-1", "Built-in speakers", False, True, True),
    _device("both-1", "USB headset", True, True),
)


@dataclass(eq=False)
class FakeApp:
    """The facade with everything settable.

    start_gate: when set, holds `start` and `reconnect` back until it opens.
    """

    state: ConversationState = field(default_factory=ConversationState)
    speech_engine: str = "moonshine"
    catalogue: Catalogue = field(default_factory=Catalogue)
    service: ServiceStatus = ServiceStatus.STARTING
    service_note: str = ""
    notice: Problem | None = None
    earlier: tuple[Turn, ...] = ()
    settings: Settings = field(default_factory=Settings)
    ready_catalogue: Catalogue = field(default_factory=sample_catalogue)
    """What `start`, `refresh` and `reconnect` read."""
    reachable: bool = True
    start_gate: asyncio.Event | None = None
    current_levels: Levels = field(default_factory=lambda: Levels(0.0, 0.0))
    pictures: dict[str, bytes] = field(default_factory=lambda: dict(PICTURES))
    turns: tuple[Turn, ...] = field(default_factory=lambda: sample_turns()[:-1])
    grades: tuple[Grade, ...] = ()
    """What `grades_of` gives for any conversation."""
    failures: dict[str, Exception] = field(default_factory=dict)
    """Name of an intent -> what it raises."""
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    device_advice: str = ""
    devices_shown: int = 0
    devices: tuple[Device, ...] = field(default_factory=lambda: SAMPLE_DEVICES)
    unheard: frozenset[str] = frozenset()
    playable: frozenset[str] = frozenset()
    playing: str = ""
    speech: SpeechFigures = field(default_factory=SpeechFigures)
    past_speech: SpeechFigures = field(default_factory=SpeechFigures)
    player: FakePlayer = field(default_factory=FakePlayer)
    dictation: FakeDictation = field(default_factory=FakeDictation)
    tell_examination: Callable[[engine.ExaminationProgressed], None] | None = None
    """Set while an examination runs."""
    examined: "asyncio.Future[engine.Examined] | None" = None
    """To be given what the examination found."""
    tasks: FakeTasks = field(default_factory=FakeTasks)
    closed: bool = False
    watchers: list[Callable[[Topic], None]] = field(default_factory=list)

    # -- for tests -------------------------------------------------------------------------------------------

    def tell(self, topic: Topic) -> None:
        for watcher in tuple(self.watchers):
            watcher(topic)

    def show(self, state: ConversationState) -> None:
        self.state = state
        self.tell(Topic.CONVERSATION)

    def show_catalogue(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.tell(Topic.CATALOGUE)

    def show_service(self, service: ServiceStatus, note: str = "") -> None:
        self.service, self.service_note = service, note
        self.tell(Topic.SERVICE)

    def raise_notice(self, problem: Problem) -> None:
        self.notice = problem
        self.tell(Topic.NOTICE)

    def _called(self, name: str, *arguments: object) -> None:
        self.calls.append((name, *arguments))
        if name in self.failures:
            raise self.failures[name]

    # -- the facade ------------------------------------------------------------------------------------------

    def watch(self, watcher: Callable[[Topic], None]) -> Callable[[], None]:
        self.watchers.append(watcher)
        return lambda: self.watchers.remove(watcher)

    async def start(self) -> None:
        self._called("start")
        await self._reach()

    async def close(self) -> None:
        self._called("close")
        self.closed = True

    def start_talk(self, assistant_id: str, course_id: int = 0) -> None:
        self._called("start_talk", assistant_id, course_id)
        mode = TurnMode(self.settings.turn_mode)
        calling = replace(sample_state(Phase.CONNECTING), assistant_id=assistant_id, turn_mode=mode)
        self.show(replace(calling, course_id=course_id or 8))

    def stop_talk(self) -> None:
        self._called("stop_talk")
        self.show(replace(self.state, phase=Phase.ENDED))

    def set_muted(self, muted: bool) -> None:
        self._called("set_muted", muted)
        self.show(replace(self.state, muted=muted, phase=Phase.MUTED if muted else Phase.LISTENING))

    def silence_reply(self) -> None:
        self._called("silence_reply")

    def play_unheard(self, turn_key: str) -> None:
        self._called("play_unheard", turn_key)
        self.playing = turn_key
        self.tell(Topic.CONVERSATION)

    def play_turn(self, turn_key: str) -> None:
        self._called("play_turn", turn_key)
        self.playing = turn_key
        self.tell(Topic.CONVERSATION)

    def stop_playing(self) -> None:
        self._called("stop_playing")
        self.playing = ""
        self.tell(Topic.CONVERSATION)

    def choose_turn_mode(self, mode: TurnMode) -> None:
        self._called("choose_turn_mode", mode)
        self.settings = self.settings.changed(turn_mode=mode.value)
        self.tell(Topic.SERVICE)
        self.show(replace(self.state, turn_mode=mode, floor_held=False))

    def take_floor(self) -> None:
        self._called("take_floor")
        self.show(replace(self.state, floor_held=True))

    def release_floor(self) -> None:
        self._called("release_floor")
        self.show(replace(self.state, floor_held=False, thinking_time=False))

    def let_me_think(self, on: bool) -> None:
        self._called("let_me_think", on)
        self.show(replace(self.state, thinking_time=on))

    def send_message(self, text: str) -> None:
        self._called("send_message", text)

    def answer_question(self, question_id: str, option_ids: tuple[str, ...]) -> None:
        self._called("answer_question", question_id, option_ids)

    def next_scenario(self) -> None:
        self._called("next_scenario")
        self.show(replace(self.state, phase=Phase.JOINING))

    def ask_for_grade(self, chat_id: str) -> None:
        self._called("ask_for_grade", chat_id)

    def correct_turn(self, course_id: int, turn_key: str, text: str) -> None:
        self._called("correct_turn", course_id, turn_key, text)

    def dismiss_notice(self) -> None:
        self._called("dismiss_notice")
        self.notice = None
        self.tell(Topic.NOTICE)

    def change_settings(self, **changes: object) -> None:
        self._called("change_settings", changes)
        self.settings = self.settings.changed(**changes)
        self.tell(Topic.SERVICE)

    async def reconnect(self) -> None:
        self._called("reconnect")
        await self._reach()

    async def refresh(self) -> None:
        self._called("refresh")
        self.show_catalogue(self.ready_catalogue)

    async def set_favorite(self, exchange_id: str, favorite: bool) -> None:
        self._called("set_favorite", exchange_id, favorite)
        ids = set(self.catalogue.favorite_ids)
        (ids.add if favorite else ids.discard)(exchange_id)
        kept = tuple(f for f in self.catalogue.favorites if f.id in ids)
        if favorite and exchange_id not in {f.id for f in kept}:
            kept = (Favorite(exchange_id, NOW.timestamp(), 8, "Café order", "", "…"), *kept)
        self.show_catalogue(replace(self.catalogue, favorites=kept, favorite_ids=frozenset(ids)))

    async def turns_of(self, course_id: int) -> tuple[Turn, ...]:
        self._called("turns_of", course_id)
        return self.turns

    async def speech_of(self, course_id: int) -> SpeechFigures:
        self._called("speech_of", course_id)
        return self.past_speech

    async def grades_of(self, course_id: int) -> tuple[Grade, ...]:
        self._called("grades_of", course_id)
        return self.grades

    async def picture(self, url: str) -> bytes:
        self._called("picture", url)
        if url not in self.pictures:
            raise BackendError("There is no such picture.")
        return self.pictures[url]

    def plug(self, *devices: Device) -> None:
        """Let these be connected, and no others."""
        self.devices = devices
        self.tell(Topic.DEVICES)

    def watch_devices(self, needed: bool) -> None:
        self.devices_shown += 1 if needed else -1

    async def examine(
        self, tell: Callable[[engine.ExaminationProgressed], None], steps: frozenset[engine.Step] = engine.THOROUGH
    ) -> engine.Examined:
        self._called("examine")
        self.tell_examination = tell
        self.examined = asyncio.get_running_loop().create_future()
        return await self.examined

    def stop_examination(self) -> None:
        self._called("stop_examination")
        if self.examined is not None and not self.examined.done():
            self.examined.set_result(engine.Examined((), is_complete=False))

    def examination_report(self, findings: tuple[engine.Finding, ...]) -> str:
        return f"report of {len(findings)} findings"

    def levels(self) -> Levels:
        return self.current_levels

    async def _reach(self) -> None:
        if self.start_gate is not None:
            await self.start_gate.wait()
        if self.reachable:
            self.show_service(ServiceStatus.READY)
            self.show_catalogue(self.ready_catalogue)
        else:
            self.show_service(ServiceStatus.OFFLINE, "The practice service did not start. Press Try again.")
