"""The runner against the real `step`, with a scripted backend and a sound card that only remembers."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import pytest

from desktop.conversation import effects, events
from desktop.conversation.grade import EntryKind, Grade, GradeEntry, GradeStatus
from desktop.conversation.grading import GradingEvent
from desktop.conversation.state import Phase, Problem, ProblemKind, TurnMode
from desktop.conversation.turn import Turn
from desktop.conversation_runner import ConversationRunner
from desktop.microphone_gate import KEPT_FRAMES

FRAME = bytes(960)


class ScriptedBackend:
    """Remembers what it was asked to send."""

    def __init__(self) -> None:
        self.performed: list[effects.Effect] = []
        self.frames: list[tuple[str, bytes]] = []

    def perform(self, effect: effects.Effect) -> None:
        self.performed.append(effect)

    def send_frame(self, chat_id: str, pcm: bytes) -> None:
        self.frames.append((chat_id, pcm))


class Stage:
    """Everything around a runner; also its Audio, Journal and Listener."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.problems: list[Problem] = []
        self.filed: list[int] = []
        self.grades: list[tuple[int, int, Grade]] = []
        self.written: dict[str, Turn] = {}
        self.moved: list[events.Event] = []
        self.clock = 1000.0
        self.backend = ScriptedBackend()
        self.runner = ConversationRunner(self, self, self, lambda: self.clock)
        self.runner.attach(self.backend)  # type: ignore[arg-type]

    def open(self) -> None:
        self.calls.append(("open",))

    def shut(self) -> None:
        self.calls.append(("shut",))

    def mute(self, muted: bool) -> None:
        self.calls.append(("mute", muted))

    def hold_replies(self, on: bool) -> None:
        self.calls.append(("hold_replies", on))

    def play(self, generation: int, pcm: bytes) -> None:
        self.calls.append(("play", generation, pcm))

    def flush(self, generation: int) -> None:
        self.calls.append(("flush", generation))

    def begin(self, course_id: int, name: str, assistant_id: str, started_at: float) -> None:
        self.calls.append(("begin", course_id, name, assistant_id))

    def record(self, course_id: int, sitting: int, turns: Iterable[Turn]) -> None:
        self.written.update({turn.key: turn for turn in turns})

    def correct(self, course_id: int, turn_key: str, text: str) -> None:
        self.calls.append(("correct", course_id, turn_key, text))

    def keep_grades(self, course_id: int, sitting: int, grades: Iterable[Grade]) -> None:
        self.grades += [(course_id, sitting, grade) for grade in grades]

    def file_result(self, event: GradingEvent) -> None:
        self.calls.append(("file_result", event))

    def record_changed(self) -> None:
        self.calls.append(("record_changed",))

    def conversation_moved(self, event: events.Event) -> None:
        self.moved.append(event)

    def problem_arose(self, problem: Problem) -> None:
        self.problems.append(problem)

    def conversation_filed(self, course_id: int) -> None:
        self.filed.append(course_id)

    def join(self) -> None:
        """Bring a conversation to the point where both can speak."""
        for event in (
            events.LinkOpened(),
            events.TalkRequested("mia", 77, "Cafe order"),
            events.AttemptStarted("at"),
            events.ChatStarted("at", "c"),
            events.ChatJoined("c", True),
            events.VoiceReady("c", True),
        ):
            self.runner.handle(event)
        assert self.runner.state.phase is Phase.LISTENING


def play(scene: Callable[[Stage], Awaitable[None] | None]) -> None:
    async def run() -> None:
        stage = Stage()
        done = scene(stage)
        if done is not None:
            await done
        stage.runner.close()

    asyncio.run(run())


def test_capture_begins_at_the_click_and_first_words_survive() -> None:
    def scene(stage: Stage) -> None:
        stage.runner.handle(events.LinkOpened())
        stage.runner.handle(events.TalkRequested("mia", 77, "Cafe order"))
        assert stage.calls[0] == ("open",)
        early = [bytes([number]) * 960 for number in range(50)]
        for frame in early:
            stage.runner.frame_captured(frame, True)
        assert stage.backend.frames == []
        stage.runner.handle(events.ChatStarted("at", "c"))
        stage.runner.handle(events.ChatJoined("c", True))
        stage.runner.handle(events.VoiceReady("c", True))
        assert stage.backend.frames == [("c", frame) for frame in early]
        stage.runner.frame_captured(FRAME, True)
        assert stage.backend.frames[-1] == ("c", FRAME)

    play(scene)


def test_what_is_kept_before_the_service_is_ready_is_bounded() -> None:
    def scene(stage: Stage) -> None:
        stage.runner.handle(events.LinkOpened())
        stage.runner.handle(events.TalkRequested("mia", 77, "Cafe order"))
        for number in range(2 * KEPT_FRAMES):
            stage.runner.frame_captured(number.to_bytes(4, "little") * 240, True)
        stage.runner.handle(events.ChatStarted("at", "c"))
        stage.runner.handle(events.ChatJoined("c", True))
        stage.runner.handle(events.VoiceReady("c", True))
        assert len(stage.backend.frames) == KEPT_FRAMES
        assert stage.backend.frames[0][1][:4] == KEPT_FRAMES.to_bytes(4, "little")

    play(scene)


def test_the_turn_mode_reaches_gate_and_card() -> None:
    def scene(stage: Stage) -> None:
        stage.join()
        assert stage.calls[1] == ("hold_replies", True)
        stage.runner.handle(events.TurnModeChosen(TurnMode.HOLD))
        assert stage.calls[-1] == ("hold_replies", False)
        stage.runner.frame_captured(b"ab" * 480, True)
        assert stage.backend.frames == []
        stage.runner.handle(events.FloorTaken())
        stage.runner.frame_captured(b"cd" * 480, True)
        stage.runner.handle(events.FloorReleased())
        for _ in range(20):
            stage.runner.frame_captured(b"ef" * 480, False)
        sent = [pcm[:2] for _, pcm in stage.backend.frames]
        assert sent[:3] == [b"ab", b"cd", b"ef"]
        assert sent[-1] == bytes(2)
        stage.runner.handle(events.TurnModeChosen(TurnMode.HANDS_FREE))
        stage.runner.handle(events.TimeToThinkRequested(True))
        count = len(stage.backend.frames)
        stage.runner.frame_captured(b"gh" * 480, False)
        assert len(stage.backend.frames) == count
        stage.runner.handle(events.MuteRequested(True))
        stage.runner.handle(events.TimeToThinkRequested(False))
        stage.runner.frame_captured(b"ij" * 480, True)
        assert stage.backend.frames[-1] == ("c", bytes(960))

    play(scene)


def test_without_a_backend_the_microphones_frames_are_kept() -> None:
    def scene(stage: Stage) -> None:
        stage.join()
        stage.runner.attach(None)
        stage.runner.frame_captured(FRAME, True)
        stage.runner.attach(stage.backend)  # type: ignore[arg-type]
        assert stage.backend.frames == []

    play(scene)


def test_sound_goes_to_the_card_with_the_number_of_its_reply_and_stops_at_a_barge_in() -> None:
    def scene(stage: Stage) -> None:
        stage.join()
        stage.runner.handle(events.ReplyStarted("c", "m1"))
        stage.runner.sound_arrived("c", b"ab" * 480)
        generation = stage.runner.state.generation
        assert stage.calls[-1] == ("play", generation, b"ab" * 480)
        stage.runner.handle(events.PlaybackStarted(generation))
        stage.runner.handle(events.LearnerStartedSpeaking("c", "m2", "i2"))
        assert ("flush", generation) in stage.calls
        count = len(stage.calls)
        stage.runner.sound_arrived("c", b"cd" * 480)
        assert len(stage.calls) == count

    play(scene)


def test_every_turn_is_written_down_as_it_grows() -> None:
    def scene(stage: Stage) -> None:
        stage.join()
        assert ("begin", 77, "Cafe order", "mia") in stage.calls
        stage.runner.handle(events.LearnerStartedSpeaking("c", "m", "i"))
        stage.runner.handle(events.LearnerTranscribed("c", "i", "I would"))
        assert [turn.text for turn in stage.written.values()] == ["I would"]
        stage.runner.handle(events.LearnerTurnCompleted("c", "m", "i", "I would like tea."))
        assert [turn.text for turn in stage.written.values()] == ["I would like tea."]

    play(scene)


def test_an_event_raised_by_a_watcher_is_taken_after_the_one_in_hand() -> None:
    def scene(stage: Stage) -> None:
        stage.join()
        seen: list[Phase] = []

        def interrupt(event: events.Event) -> None:
            seen.append(stage.runner.state.phase)
            if isinstance(event, events.ReplyStarted):
                stage.runner.handle(events.StopRequested())

        stage.conversation_moved = interrupt  # type: ignore[method-assign]
        stage.runner.handle(events.ReplyStarted("c", "m1"))
        assert seen == [Phase.ASSISTANT_SPEAKING, Phase.STOPPING]

    play(scene)


def test_the_one_timer_brings_the_time_limits() -> None:
    async def scene(stage: Stage) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        stage.runner._now = lambda: 1000.0 + (loop.time() - started) * 1000  # a thousand times as fast
        stage.runner.handle(events.TalkRequested("mia", 77, "Cafe order"))
        assert stage.runner.state.phase is Phase.CONNECTING
        async with asyncio.timeout(10):
            while stage.runner.state.phase is not Phase.FAILED:
                await asyncio.sleep(0.002)
        assert stage.problems[-1].kind is ProblemKind.NO_SERVICE
        assert stage.calls[-1] == ("shut",)

    # The timer is armed in real seconds; the limit of 15 s must not be waited for.
    original = asyncio.BaseEventLoop.call_later
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            asyncio.BaseEventLoop,
            "call_later",
            lambda self, delay, *rest, **more: original(self, delay / 1000, *rest, **more),
        )
        play(scene)


def test_stopping_files_the_conversation() -> None:
    def scene(stage: Stage) -> None:
        stage.join()
        stage.runner.handle(events.StopRequested())
        stage.runner.handle(events.VoiceEnded("c"))
        assert stage.runner.state.phase is Phase.ENDED
        assert stage.filed == [77]
        assert stage.calls[-1] == ("shut",)
        performed = [type(effect) for effect in stage.backend.performed]
        assert performed[-2:] == [effects.StopVoice, effects.EndAttempt]

    play(scene)


def test_grades_are_written_as_they_change_and_results_of_other_talks_are_handed_on() -> None:
    grammar = GradeEntry(EntryKind.FEEDBACK, "Grammar", score=3)

    def scene(stage: Stage) -> None:
        stage.join()
        stage.runner.handle(events.CriterionGraded("c", "", grammar))
        stage.runner.handle(events.CriterionGraded("c", "", grammar))
        assert stage.grades == [(77, 1_000_000, Grade("c", GradeStatus.GRADING, (grammar,)))]
        assert stage.calls.count(("record_changed",)) == 1
        other = events.CriterionGraded("old", "", grammar)
        stage.runner.handle(other)
        assert stage.calls[-2:] == [("file_result", other), ("record_changed",)]

    play(scene)


def test_a_correction_is_written_under_the_key_the_turn_has_in_the_archive() -> None:
    def scene(stage: Stage) -> None:
        stage.join()
        stage.runner.handle(events.LearnerTurnCompleted("c", "m", "i", "I scream."))
        stage.runner.handle(events.TurnCorrected("learner-1", "Ice cream."))
        assert stage.calls[-1] == ("correct", 77, "1000000-learner-1", "Ice cream.")
        assert (stage.written["learner-1"].text, stage.written["learner-1"].corrected) == ("I scream.", "Ice cream.")
        stage.runner.handle(events.TurnCorrected("learner-1", " I scream. "))
        assert stage.calls[-1] == ("correct", 77, "1000000-learner-1", "")

    play(scene)
