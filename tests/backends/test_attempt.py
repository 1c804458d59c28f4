import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from desktop.backends.attempt import AttemptBackend
from desktop.backends.contract import BackendError
from desktop.conversation import effects, events
from desktop.conversation.state import ProblemKind
from desktop.network.socket_connection import Address
from desktop.protocol import pria
from tests.support.socket_server import TOKEN, SocketServer

CHUNK = bytes(range(240)) * 4
SILENCE = bytes(960)


class Scene:
    """A backend joined to the scripted server, and what it told."""

    def __init__(self, server: SocketServer) -> None:
        self.server = server
        self.events: list[events.Event] = []
        self.sound: list[tuple[str, bytes]] = []
        self.backend = AttemptBackend(Address(server.url, TOKEN))

    async def until(self, reached: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not reached():
                await asyncio.sleep(0.002)

    async def send(self, name: str, payload: Any) -> None:
        await asyncio.to_thread(self.server.emit, name, payload)


def play(scene: Callable[[Scene], Awaitable[None]]) -> None:
    async def run() -> None:
        server = SocketServer().start()
        stage = Scene(server)
        try:
            await stage.backend.open(stage.events.append, lambda chat, pcm: stage.sound.append((chat, pcm)))
            await scene(stage)
        finally:
            await stage.backend.close()
            await asyncio.to_thread(server.stop)

    asyncio.run(run())


def answering(content: object, is_error: bool = False) -> Callable[[str, Any], Any]:
    return lambda name, data: pria.reply(data["command"], content, is_error) if name == "pria-request" else None


def test_events_under_every_spelling_reach_the_conversation_in_order() -> None:
    async def scene(stage: Scene) -> None:
        await stage.send("attempt_user_start", {"chat_id": "c", "message_id": "m", "item_id": "i", "created_at": ""})
        await stage.send("attempt.user_progress", {"chat_id": "c", "item_id": "i", "transcript": "hel"})
        await stage.send("attempt_nonsense", {"a": 1})
        await stage.send("attempt_user_complete", ["not", "an", "object"])
        await stage.send(
            "attempt.user_complete",
            {"chat_id": "c", "message_id": "m", "item_id": "i", "content": "hello", "created_at": ""},
        )
        await stage.until(lambda: len(stage.events) >= 4)
        assert stage.events == [
            events.LinkOpened(),
            events.LearnerStartedSpeaking("c", "m", "i"),
            events.LearnerTranscribed("c", "i", "hel"),
            events.LearnerTurnCompleted("c", "m", "i", "hello"),
        ]

    play(scene)


def test_the_second_copy_of_a_chunk_is_dropped_and_silence_is_not() -> None:
    async def scene(stage: Scene) -> None:
        for pcm in (CHUNK, CHUNK, SILENCE, SILENCE, CHUNK[::-1], CHUNK):
            await stage.send("attempt_assistant_audio", {"chat_id": "c", "content_type": "audio", "audio": pcm})
        await stage.send("attempt_stopped", {"chat_id": "c", "success": True})
        await stage.until(lambda: events.ReplyStopped("c", True) in stage.events)
        assert [pcm for _, pcm in stage.sound] == [CHUNK, SILENCE, SILENCE, CHUNK[::-1]]

    play(scene)


@pytest.mark.parametrize("audio", ["????", "QUI", b"odd", None, 5, {"a": 1}])
def test_unreadable_sound_is_dropped(audio: object) -> None:
    async def scene(stage: Scene) -> None:
        await stage.send("attempt_assistant_audio", {"chat_id": "c", "content_type": "audio", "audio": audio})
        await stage.send("attempt_stopped", {"chat_id": "c", "success": True})
        await stage.until(lambda: events.ReplyStopped("c", True) in stage.events)
        assert stage.sound == []

    play(scene)


def test_a_conversation_is_opened_with_its_course_and_refusal_is_told() -> None:
    async def scene(stage: Scene) -> None:
        stage.server.answer = answering("Voice is off for learners", is_error=True)
        stage.backend.perform(effects.OpenConversation("a1", 1234, "Cafe order", opening=False))
        await stage.until(lambda: len(stage.events) > 1)
        (name, request) = stage.server.received[0]
        assert (name, request["command"], request["assistantId"]) == ("pria-request", "convo.start", "a1")
        assert request["selectedCourse"] == {"course_id": 1234, "course_name": "Cafe order"}
        assert request["opening"] is False
        (refused,) = stage.events[1:]
        assert isinstance(refused, events.CommandRefused)
        assert refused.problem.kind is ProblemKind.REFUSED
        assert "Voice is off" in refused.problem.message

    play(scene)


def test_every_effect_for_the_service_is_sent_under_its_name() -> None:
    async def scene(stage: Scene) -> None:
        for effect in (
            effects.OpenNextChat("at"),
            effects.JoinChat("c"),
            effects.StartVoice("c"),
            effects.SendMute("c", True),
            effects.SendMessage("at", "c", "hello"),
            effects.StopReply("c"),
            effects.StopVoice("c"),
            effects.EndAttempt("at", "c"),
            effects.EndAttempt("at", ""),
            effects.AskForGrade("at", "c"),
            effects.SubmitResponse("c", "q", ("a", "b")),
            effects.StartCapture(),
        ):
            stage.backend.perform(effect)
        stage.backend.send_frame("c", CHUNK)
        await stage.until(lambda: len(stage.server.received) == 13)
        assert [name for name, _ in stage.server.received] == [
            "attempt_next",
            "attempt_join",
            "attempt_audio_start",
            "attempt_audio_mute",
            "attempt_message",
            "attempt_stop",
            "attempt_stop_message",
            "attempt_audio_stop",
            "attempt_end",
            "attempt_end_all",
            "attempt_grade",
            "attempt_response_submit",
            "attempt_audio_frame",
        ]
        assert stage.server.received[-2][1] == {"chat_id": "c", "question_id": "q", "option_ids": ["a", "b"]}
        assert stage.server.received[-1][1] == {"chat_id": "c", "audio": CHUNK}

    play(scene)


def test_lists_are_translated_and_one_bad_record_does_not_cost_the_others() -> None:
    async def scene(stage: Scene) -> None:
        stage.server.answer = answering(
            [{"_id": "b", "name": " Cafe ", "level": "A2"}, 5, {"_id": "c", "name": "Hotel"}]
        )
        assert [(one.id, one.name) for one in await stage.backend.assistants()] == [("b", "Cafe"), ("c", "Hotel")]
        stage.server.answer = answering("no list at all")
        with pytest.raises(BackendError, match="could not be read"):
            await stage.backend.favorites()

    play(scene)


def test_a_past_dialogue_is_read_as_turns() -> None:
    async def scene(stage: Scene) -> None:
        stage.server.pages["/user/histories"] = (
            200,
            b'{"success": true, "data": [{"id": "m1", "created": "2026-01-01T10:00:00Z",'
            b' "in": {"input": "hello"}, "out": {"outputs": ["Hi!"]}}]}',
        )
        turns = await stage.backend.dialogue(7)
        assert [(turn.speaker.value, turn.text, turn.message_id) for turn in turns] == [
            ("learner", "hello", ""),
            ("assistant", "Hi!", "m1"),
        ]
        stage.server.pages["/user/histories"] = (200, b"[[[")
        with pytest.raises(BackendError):
            await stage.backend.dialogue(7)

    play(scene)


def test_a_lost_link_is_told_and_then_its_return() -> None:
    async def scene(stage: Scene) -> None:
        stage.server.cut()
        await stage.until(lambda: stage.events.count(events.LinkOpened()) == 2)
        assert stage.events == [events.LinkOpened(), events.LinkLost(), events.LinkOpened()]

    play(scene)


def test_a_sign_in_elsewhere_is_told_as_final() -> None:
    async def scene(stage: Scene) -> None:
        await asyncio.to_thread(stage.server.dismiss)
        await stage.until(lambda: len(stage.events) == 2)
        lost = stage.events[1]
        assert isinstance(lost, events.LinkLost)
        assert lost.final is not None
        assert lost.final.kind is ProblemKind.TAKEN_OVER

    play(scene)
