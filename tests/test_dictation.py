"""Dictation against the real `step`, with a scripted service and a microphone that is the test."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from desktop.backends.contract import BackendError
from desktop.conversation import effects, events
from desktop.conversation.state import Problem, ProblemKind
from desktop.dictation import LAST_FRAMES, Dictation
from desktop.microphone_gate import SILENT_FRAME

FRAME = b"\1\0" * 480


class Service:
    """Answers what it is asked as the practice service does."""

    pause_s: float | None = None

    def __init__(self, number: int, voice_refusal: str) -> None:
        self.performed: list[effects.Effect] = []
        self.frames: list[bytes] = []
        self.voice_refusal = voice_refusal
        self.opened = self.closed = False
        self.attempt_id = f"at-{number}"
        self._on_event: Callable[[events.Event], None] = lambda event: None

    async def open(self, on_event: Callable[[events.Event], None], on_sound: Callable[[str, bytes], None]) -> None:
        self._on_event = on_event
        self.opened = True
        self.tell(events.LinkOpened())

    async def close(self) -> None:
        self.closed = True

    def tell(self, *told: events.Event) -> None:
        for event in told:
            self._on_event(event)

    def perform(self, effect: effects.Effect) -> None:
        self.performed.append(effect)
        match effect:
            case effects.OpenConversation():
                self.tell(events.AttemptStarted(self.attempt_id), events.ChatStarted(self.attempt_id, "c"))
            case effects.JoinChat():
                self.tell(events.ChatJoined("c", True))
            case effects.StartVoice():
                self.tell(events.VoiceReady("c", not self.voice_refusal, self.voice_refusal))
            case effects.StopVoice():
                self.tell(events.VoiceEnded("c", True))

    def send_frame(self, chat_id: str, pcm: bytes) -> None:
        self.frames.append(pcm)

    def begin(self, item: str) -> None:
        self.tell(events.LearnerStartedSpeaking("c", item, item))

    def hear(self, item: str, words: str) -> None:
        self.tell(events.LearnerTranscribed("c", item, words))

    def complete(self, item: str, words: str) -> None:
        self.tell(events.LearnerTurnCompleted("c", item, item, words))


class Stage:
    """Also the microphone."""

    def __init__(self) -> None:
        self.services: list[Service] = []
        self.refusal = self.voice_refusal = ""
        self.is_free = True
        self.told = 0
        self.written: list[tuple[str, bool]] = []
        self.ends: list[str] = []
        self.asked: list[str] = []
        self.dictation = Dictation(self, self._connect, lambda: self.is_free, self._tell)  # type: ignore[arg-type]

    def open(self) -> None:
        self.asked.append("open")

    def shut(self) -> None:
        self.asked.append("shut")

    def mute(self, muted: bool) -> None:
        self.asked.append(f"mute {muted}")

    def _tell(self) -> None:
        self.told += 1

    async def _connect(self) -> Service:
        if self.refusal:
            raise BackendError(self.refusal)
        self.services.append(Service(len(self.services), self.voice_refusal))
        return self.services[-1]

    @property
    def service(self) -> Service:
        return self.services[-1]

    async def start(self) -> None:
        self.dictation.start(lambda words, final: self.written.append((words, final)), self.ends.append)
        await settle()

    def say(self, frames: int = 5) -> None:
        for _ in range(frames):
            self.dictation.frame_captured(FRAME, True)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def play(scene: Callable[[Stage], Awaitable[None]]) -> None:
    async def run() -> None:
        stage = Stage()
        try:
            await scene(stage)
        finally:
            await stage.dictation.close()
        assert all(service.closed is service.opened for service in stage.services)

    asyncio.run(run())


def test_words_come_live_and_are_replaced_by_the_final_ones() -> None:
    async def scene(stage: Stage) -> None:
        await stage.start()
        stage.service.begin("a")
        stage.service.hear("a", "I would")
        stage.service.hear("a", "I would like")
        stage.service.complete("a", "I would like tea.")
        stage.service.begin("b")
        stage.service.hear("b", "And")
        stage.service.complete("b", "And milk.")
        assert stage.written == [
            ("I would", False),
            ("I would like", False),
            ("I would like tea.", True),
            ("And", False),
            ("And milk.", True),
        ]
        assert stage.ends == []

    play(scene)


def test_what_was_no_speech_after_all_takes_the_live_words_away() -> None:
    async def scene(stage: Stage) -> None:
        await stage.start()
        stage.service.begin("a")
        stage.service.hear("a", "Hm")
        stage.service.complete("a", "")
        assert stage.written[0] == ("Hm", False)
        assert stage.written[-1][1]

    play(scene)


def test_sentences_stay_in_order_when_the_first_is_completed_late_or_never() -> None:
    async def scene(stage: Stage) -> None:
        await stage.start()
        stage.service.begin("a")
        stage.service.hear("a", "One")
        stage.service.begin("b")
        stage.service.hear("b", "two")
        assert stage.written[-1] == ("One two", False)
        stage.service.complete("a", "One.")
        assert stage.written[-2:] == [("One.", True), ("two", False)]
        stage.service.begin("c")
        stage.service.complete("c", "Three.")
        assert stage.written[-2:] == [("two", True), ("Three.", True)]

    play(scene)


def test_the_microphone_opens_at_once_and_first_words_wait_for_the_service() -> None:
    async def scene(stage: Stage) -> None:
        stage.dictation.start(lambda *_: None, stage.ends.append)
        assert stage.asked[:2] == ["mute False", "open"]
        stage.dictation.sound_happened(events.CaptureStarted())
        assert stage.dictation.is_hearing
        stage.say()
        await settle()
        assert stage.service.frames == [FRAME] * 5

    play(scene)


def test_nothing_but_the_silent_partner_is_asked_for_and_no_reply_is_played() -> None:
    async def scene(stage: Stage) -> None:
        await stage.start()
        opened = next(one for one in stage.service.performed if isinstance(one, effects.OpenConversation))
        assert (opened.assistant_id, opened.opening) == ("dictation", False)
        stage.service.tell(events.ReplySoundArrived("c", 100.0), events.ReplyStarted("c", "m"))
        assert set(stage.asked) <= {"mute False", "open"}
        assert stage.written == []

    play(scene)


def test_stopping_sends_the_sentence_and_waits_for_its_last_words() -> None:
    async def scene(stage: Stage) -> None:
        await stage.start()
        stage.say()
        stage.service.begin("a")
        stage.service.hear("a", "The last")
        stage.dictation.stop()
        assert stage.dictation.is_on
        before = len(stage.service.frames)
        stage.say(LAST_FRAMES + 50)
        sent = stage.service.frames[before:]
        assert sent[:LAST_FRAMES] == [FRAME] * LAST_FRAMES
        assert set(sent[LAST_FRAMES:]) == {SILENT_FRAME}
        assert len(sent) > 120
        assert stage.ends == []
        stage.service.complete("a", "The last words.")
        await settle()
        assert stage.written[-1] == ("The last words.", True)
        assert stage.ends == [""]
        assert not stage.dictation.is_on
        assert stage.asked[-1] == "shut"
        assert stage.service.closed

    play(scene)


def test_stopping_twice_ends_at_once_with_the_words_so_far() -> None:
    async def scene(stage: Stage) -> None:
        await stage.start()
        stage.service.begin("a")
        stage.service.hear("a", "The last")
        stage.dictation.stop()
        stage.dictation.stop()
        assert stage.written[-1] == ("The last", True)
        assert stage.ends == [""]

    play(scene)


def test_stopping_before_the_service_is_there_ends_at_once() -> None:
    async def scene(stage: Stage) -> None:
        stage.dictation.start(lambda *_: None, stage.ends.append)
        stage.dictation.stop()
        assert stage.ends == [""]
        await settle()
        assert stage.services == [] or not stage.service.performed

    play(scene)


def test_stopping_in_silence_ends_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.dictation.NO_WORDS_S", 0.01)

    async def scene(stage: Stage) -> None:
        await stage.start()
        stage.dictation.stop()
        async with asyncio.timeout(5):
            while stage.dictation.is_on:
                await asyncio.sleep(0.001)
        assert stage.ends == [""]

    play(scene)


def test_last_words_that_never_come_are_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.dictation.LAST_WORDS_S", 0.01)

    async def scene(stage: Stage) -> None:
        await stage.start()
        stage.service.begin("a")
        stage.service.hear("a", "Almost")
        stage.dictation.stop()
        async with asyncio.timeout(5):
            while stage.dictation.is_on:
                await asyncio.sleep(0.001)
        assert stage.written[-1] == ("Almost", True)

    play(scene)


def test_who_walks_away_does_not_leave_the_microphone_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.dictation.WALKED_AWAY_S", 0.01)
    monkeypatch.setattr("desktop.dictation.NO_WORDS_S", 0.01)

    async def scene(stage: Stage) -> None:
        await stage.start()
        async with asyncio.timeout(5):
            while stage.dictation.is_on:
                await asyncio.sleep(0.001)
        assert "two minutes" in stage.ends[0]

    play(scene)


@pytest.mark.parametrize(
    "trouble",
    [
        lambda stage: stage.service.tell(events.LinkLost()),
        lambda stage: stage.service.tell(events.LinkLost(Problem(ProblemKind.TAKEN_OVER, "Opened elsewhere."))),
        lambda stage: stage.dictation.sound_happened(events.AudioFailed("The microphone is gone.")),
        lambda stage: stage.service.tell(events.CommandRefused(Problem(ProblemKind.REFUSED, "The service is full."))),
        lambda stage: stage.service.tell(events.AttemptEnded(stage.service.attempt_id)),
    ],
)
def test_whatever_ends_it_is_told_in_a_sentence_and_the_words_stay(trouble: Callable[[Stage], None]) -> None:
    async def scene(stage: Stage) -> None:
        await stage.start()
        stage.service.begin("a")
        stage.service.hear("a", "So far")
        trouble(stage)
        await settle()
        assert stage.written[-1] == ("So far", True)
        assert len(stage.ends) == 1
        assert stage.ends[0].endswith(".")
        assert stage.asked[-1] == "shut"
        assert stage.dictation.can_start

    play(scene)


def test_no_service_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> None:
        stage.refusal = "The practice service cannot be started."
        await stage.start()
        assert stage.ends == ["The practice service cannot be started."]

    play(scene)


def test_a_service_that_cannot_hear_says_why() -> None:
    async def scene(stage: Stage) -> None:
        stage.voice_refusal = "The speech packages are not installed."
        await stage.start()
        assert stage.ends == ["The speech packages are not installed."]
        assert stage.asked[-1] == "shut"

    play(scene)


def test_a_voice_session_that_ends_by_itself_is_started_again_and_the_dictation_goes_on() -> None:
    async def scene(stage: Stage) -> None:
        await stage.start()
        stage.service.tell(events.VoiceEnded("c", True))
        stage.service.begin("a")
        stage.service.complete("a", "Still here.")
        assert stage.written[-1] == ("Still here.", True)
        assert stage.ends == []

    play(scene)


def test_the_next_dictation_has_a_link_of_its_own_and_nothing_of_the_last() -> None:
    async def scene(stage: Stage) -> None:
        await stage.start()
        stage.service.begin("a")
        stage.service.hear("a", "Old")
        first = stage.service
        stage.dictation.break_off()
        stage.written.clear()
        await stage.start()
        first.tell(events.LearnerTurnCompleted("c", "a", "a", "Old words."), events.LinkLost())
        assert (stage.written, stage.ends) == ([], [""])
        stage.service.begin("b")
        stage.service.complete("b", "New.")
        assert stage.written == [("New.", True)]

    play(scene)


def test_it_does_not_start_while_something_else_has_the_microphone_or_it_is_on() -> None:
    async def scene(stage: Stage) -> None:
        stage.is_free = False
        await stage.start()
        assert not stage.dictation.is_on
        assert stage.asked == []
        stage.is_free = True
        await stage.start()
        assert not stage.dictation.can_start
        told = stage.told
        await stage.start()
        assert (len(stage.services), stage.told) == (1, told)

    play(scene)
