"""What a client can ask wrongly, and that it is told so in a sentence; nothing costs the connection."""

import asyncio
from pathlib import Path

import pytest

from desktop.practice.speech import Speech, SpeechUnavailable
from desktop.protocol import attempt as wire
from tests.practice.talking import LOUD, FakeSpeech, connected_learner, running_service, talk


class DeafSpeech(FakeSpeech):
    def load(self) -> Speech:
        raise SpeechUnavailable("This computer cannot hear. Install the speech packages.")


@pytest.mark.parametrize(
    ("name", "payload", "kind"),
    [
        ("attempt_message", {"message": "Hello"}, "send"),
        ("attempt_end", {"attempt_id": "gone"}, "end"),
        ("attempt_end_all", {"attempt_id": "gone"}, "end"),
        ("attempt_next", {"attempt_id": "gone"}, "next"),
        ("attempt_grade", {}, "grade"),
        ("attempt_audio_mute", {"muted": True}, "audio"),
        ("attempt_start", {"practice_id": "nobody"}, "start"),
        ("attempt_join", {"chat_id": ["not", "an", "id"]}, "join"),
        ("attempt_message", {"message": 7}, "send"),
        ("attempt_end", {"attempt_id": {}}, "end"),
        ("attempt_response_submit", {"question_id": "q"}, "quiz"),
        ("attempt_audio_start", {"chat_id": {}}, "audio"),
    ],
)
def test_a_command_that_cannot_be_done_is_answered_by_an_error(
    tmp_path: Path, name: str, payload: dict[str, object], kind: str
) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            learner.attempt_id = learner.chat_id = "unknown"
            await learner.send(name, **payload)
            error = await learner.wait_for(wire.Error)
            assert error.type == kind
            assert error.message.endswith((".", "again."))

    asyncio.run(scenario())


def test_an_unknown_chat_cannot_be_joined(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            learner.chat_id = "unknown"
            await learner.send("attempt_join")
            assert not (await learner.wait_for(wire.Joined)).success
            assert (await learner.wait_for(wire.Error)).type == "join"

    asyncio.run(scenario())


def test_voice_needs_a_chat_that_was_joined(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server, connected_learner(server) as learner:
            learner.chat_id = "unknown"
            await learner.send("attempt_audio_start")
            ready = await learner.wait_for(wire.AudioReady)
            assert not ready.success
            assert ready.message
            await learner.send("attempt_audio_stop")
            assert not (await learner.wait_for(wire.AudioEnded)).success
            await learner.send("attempt_stop")
            assert not (await learner.wait_for(wire.Stopped)).success
            await learner.open_talk()
            await learner.send("attempt_leave")
            await learner.send("attempt_audio_start")
            assert "Join" in ((await learner.wait_for(wire.AudioReady, 2)).message or "")
            await learner.send("attempt_message", message="Hello")
            assert "Join" in (await learner.wait_for(wire.Error)).message

    asyncio.run(scenario())


def test_a_message_that_is_too_long_says_how_long_it_may_be(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk()
            await learner.send("attempt_message", message="x" * 5001)
            error = await learner.wait_for(wire.Error)
            assert error.type == "send"
            assert "5000" in error.message
            await learner.send("attempt_message", message="x" * 5000)
            assert len((await learner.wait_for(wire.UserComplete)).content) == 5000

    asyncio.run(scenario())


def test_where_speech_is_missing_voice_is_refused_and_typing_goes_on(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path, DeafSpeech()) as learner:
            await learner.open_talk()
            ready = await learner.start_voice()
            assert not ready.success
            assert ready.message == "This computer cannot hear. Install the speech packages."
            await learner.send("attempt_message", message="A tea, please.")
            await learner.wait_for(wire.AssistantComplete)

    asyncio.run(scenario())


def test_bad_payloads_of_every_kind_leave_the_connection_alone(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await learner.start_voice()
            for bad in (None, [], 7, "text", {}, {"chat_id": 7}, b"\x00\x01", {"chat_id": {"$gt": ""}}):
                for name in (
                    "attempt_message",
                    "attempt_audio_frame",
                    "attempt_join",
                    "attempt_start_",
                    "pria-request",
                ):
                    await learner.socket.emit(name, bad)
            await learner.socket.emit("attempt_message")
            await learner.socket.emit("nonsense", {"a": "b"})
            await learner.send("attempt_audio_frame", audio="text")
            await learner.send("attempt_audio_frame", audio=LOUD[:-1])
            await learner.send("attempt_audio_frame", audio=b"")
            await learner.take_turn(replies=1)
            assert learner.drops == 0

    asyncio.run(scenario())


def test_an_attempt_can_be_opened_directly_and_by_dotted_names(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.socket.emit("attempt.start", {"home_id": None, "infinite_mode": False})
            started = await learner.wait_for(wire.Started)
            chat = await learner.wait_for(wire.ChatStarted)
            assert started.attempt_id == chat.attempt_id
            learner.attempt_id, learner.chat_id = chat.attempt_id, chat.chat_id
            await learner.send("attempt_next")
            assert await learner.wait_for(wire.ChatStarted, 2) == chat
            await learner.socket.emit("attempt.join", {"chat_id": chat.chat_id})
            assert (await learner.wait_for(wire.Joined)).success
            await learner.send("attempt_end_all")
            assert (await learner.wait_for(wire.Ended)).success

    asyncio.run(scenario())


def test_a_talk_that_has_ended_cannot_be_joined_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk()
            await learner.send("attempt_end")
            await learner.wait_for(wire.Ended)
            await learner.send("attempt_join")
            assert not (await learner.wait_for(wire.Joined, 2)).success

    asyncio.run(scenario())


def test_a_response_to_no_question_is_answered(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.send("attempt_response_submit", question_id="q", option_ids=["a"])
            assert not (await learner.wait_for(wire.ResponseResult)).success

    asyncio.run(scenario())
