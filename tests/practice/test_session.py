"""Whole conversations on a real socket against the real service; only the speech engines are fake."""

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.practice.session import RATE_LIMIT
from desktop.protocol import attempt as wire
from tests.practice.talking import LOUD, MUMBLED, SILENT, FakeSpeech, connected_learner, running_service, talk


def test_a_spoken_talk_sends_every_event_in_order(tmp_path: Path) -> None:
    async def scenario() -> None:
        # The opening still plays when the learner speaks.
        async with talk(tmp_path, FakeSpeech(sentence_s=1.2)) as learner:
            await learner.open_talk()
            assert (await learner.start_voice()).success
            await learner.wait_for(wire.HintProgress)
            await learner.take_turn(replies=2)
            await learner.send("attempt_audio_stop")
            await learner.wait_for(wire.AudioEnded)
            await learner.send("attempt_end")
            await learner.wait_for(wire.Ended)

            kinds = [kind for kind, after in pairwise([*learner.kinds(), ""]) if kind != after]
            # Its grade may be on its way already.
            kinds = kinds[: kinds.index("attempt_ended") + 1]
            assert kinds == [
                "attempt_started",
                "attempt_chat_started",
                "attempt_joined",
                "attempt_audio_ready",
                "attempt_assistant_start",
                "attempt_progress",
                "attempt_assistant_complete",
                "attempt_hint_progress",
                "attempt_user_start",
                "attempt_stopped",
                "attempt_user_delta",
                "attempt_user_complete",
                "attempt_assistant_start",
                "attempt_progress",
                "attempt_assistant_complete",
                "attempt_hint_progress",
                "attempt_audio_ended",
                "attempt_chat_ended",
                "attempt_ended",
            ]

    asyncio.run(scenario())


def test_the_events_of_a_turn_belong_together(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await learner.start_voice()
            await learner.take_turn(replies=1)
            start, complete = learner.all(wire.UserStart)[0], learner.all(wire.UserComplete)[0]
            assert (start.item_id, start.message_id) == (complete.item_id, complete.message_id)
            assert start.item_id
            assert {delta.item_id for delta in learner.all(wire.UserDelta)} == {start.item_id}
            assert complete.content == FakeSpeech().words
            reply = learner.all(wire.AssistantComplete)[0]
            assert reply.message_id == learner.all(wire.AssistantStart)[0].message_id
            assert reply.content == "".join(progress.content or "" for progress in learner.all(wire.Progress))
            assert all(len(chunk.pcm() or b"") in range(2, 1921) for chunk in learner.all(wire.AssistantAudio))
            assert [hint.text for hint in learner.all(wire.HintProgress)[0].hints]

    asyncio.run(scenario())


def test_without_an_opening_the_partner_waits(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await learner.start_voice()
            await learner.take_turn(replies=1)
            assert learner.kinds().index("attempt_user_complete") < learner.kinds().index("attempt_assistant_start")

    asyncio.run(scenario())


def test_a_talk_that_is_continued_begins_with_a_welcome_back(tmp_path: Path) -> None:
    async def scenario() -> None:
        course = {"course_id": 1_700_000_000_000, "course_name": "Monday"}
        async with talk(tmp_path) as learner:
            await learner.open_talk(selectedCourse=course, opening=False)
            await learner.send("attempt_message", message="A tea, please.")
            await learner.wait_for(wire.HintProgress)
            await learner.send("attempt_end")
            await learner.wait_for(wire.Ended)
            await learner.open_talk(selectedCourse=course)
            await learner.start_voice()
            await learner.wait_for(wire.HintProgress, 2)
            said = learner.all(wire.AssistantComplete)[-1].content or ""
            assert "again" in said.lower() or "back" in said.lower()

    asyncio.run(scenario())


def test_speaking_over_a_reply_stops_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path, FakeSpeech(sentence_s=30.0)) as learner:
            await learner.open_talk()
            await learner.start_voice()
            await learner.until(lambda: len(learner.all(wire.AssistantAudio)) > 10)
            await learner.speak()
            assert (await learner.wait_for(wire.Stopped)).success
            kinds = learner.kinds()
            assert kinds.index("attempt_stopped") == kinds.index("attempt_user_start") + 1
            before = len(learner.all(wire.AssistantComplete))
            await learner.wait_for(wire.AssistantStart, 2)
            assert before == 0
            silent = learner.events[learner.events.index(learner.all(wire.Stopped)[0]) :]
            until_reply = silent[: silent.index(learner.all(wire.AssistantStart)[1])]
            assert not [event for event in until_reply if isinstance(event, wire.AssistantAudio)]

    asyncio.run(scenario())


def test_speaking_while_a_complete_reply_still_plays_is_an_interruption_too(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path, FakeSpeech(sentence_s=1.2)) as learner:
            await learner.open_talk(selectedCourse={"course_id": 77})
            await learner.start_voice()
            await learner.wait_for(wire.AssistantComplete)
            await learner.take_turn(replies=2)
            assert len(learner.all(wire.Stopped)) == 1
            await learner.send("attempt_end")
            await learner.wait_for(wire.Ended)

    asyncio.run(scenario())


def test_sound_runs_at_most_two_seconds_ahead_of_its_playing(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path, FakeSpeech(sentence_s=30.0)) as learner:
            loop = asyncio.get_running_loop()
            await learner.open_talk()
            began = loop.time()
            await learner.start_voice()

            def sound_s() -> float:
                return sum(len(chunk.pcm() or b"") for chunk in learner.all(wire.AssistantAudio)) / 48_000

            await learner.until(lambda: sound_s() > 2.5)
            assert 0.0 < sound_s() - (loop.time() - began) <= 2.1

    asyncio.run(scenario())


@pytest.mark.parametrize("command", ["attempt_stop", "attempt_stop_message"])
def test_either_stop_command_silences_the_reply(tmp_path: Path, command: str) -> None:
    async def scenario() -> None:
        async with talk(tmp_path, FakeSpeech(sentence_s=30.0)) as learner:
            await learner.open_talk()
            await learner.start_voice()
            await learner.wait_for(wire.AssistantAudio)
            await learner.send(command)
            assert (await learner.wait_for(wire.Stopped)).success
            await learner.ask("favorites.list")
            sound = len(learner.all(wire.AssistantAudio))
            await learner.ask("favorites.list")
            assert len(learner.all(wire.AssistantAudio)) == sound
            assert not learner.all(wire.AssistantComplete)

    asyncio.run(scenario())


def test_a_typed_message_is_answered_without_a_voice_session(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk()
            await learner.send("attempt_message", message="A large tea, please.")
            await learner.wait_for(wire.HintProgress)
            assert learner.kinds()[3:6] == ["attempt_user_start", "attempt_user_complete", "attempt_assistant_start"]
            assert learner.all(wire.UserComplete)[0].content == "A large tea, please."
            assert not learner.all(wire.AssistantAudio)

    asyncio.run(scenario())


def test_a_typed_message_in_a_voice_session_is_answered_aloud(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await learner.start_voice()
            await learner.send("attempt_message", message="A tea.")
            await learner.wait_for(wire.AssistantComplete)
            assert learner.all(wire.AssistantAudio)

    asyncio.run(scenario())


def test_a_sound_without_words_gets_no_answer(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await learner.start_voice()
            await learner.speak(sound=MUMBLED)
            await learner.take_turn(replies=1)
            assert len(learner.all(wire.UserComplete)) == 1
            assert len(learner.all(wire.UserStart)) == 2

    asyncio.run(scenario())


def test_a_muted_learner_is_not_heard(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await learner.start_voice()
            await learner.send("attempt_audio_mute", muted=True)
            await learner.speak()
            await learner.send("attempt_audio_mute", muted=False)
            await learner.take_turn(replies=1)
            assert len(learner.all(wire.UserStart)) == 1

    asyncio.run(scenario())


def test_words_that_were_not_finished_when_the_voice_session_ends_are_kept(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False, selectedCourse={"course_id": 5})
            await learner.start_voice()
            await learner.speak(silent_s=0.1)
            await learner.wait_for(wire.UserStart)
            await learner.send("attempt_audio_stop")
            await learner.wait_for(wire.AudioEnded)
            assert learner.all(wire.UserComplete)[0].content == FakeSpeech().words
            (conversation,) = await learner.ask("conversations.list")
            assert conversation["course_id"] == 5

    asyncio.run(scenario())


def test_frames_sent_before_speech_is_warm_are_heard(tmp_path: Path) -> None:
    async def scenario() -> None:
        speech = FakeSpeech()
        speech.ready.clear()
        async with talk(tmp_path, speech) as learner:
            await learner.open_talk(opening=False)
            await learner.send("attempt_audio_start")
            for frame in [LOUD] * 40 + [SILENT] * 60:
                await learner.send("attempt_audio_frame", audio=frame)
            await learner.ask("favorites.list")
            assert not learner.all(wire.AudioReady)
            speech.ready.set()
            await learner.wait_for(wire.UserComplete)
            assert learner.kinds().index("attempt_audio_ready") < learner.kinds().index("attempt_user_start")

    asyncio.run(scenario())


def test_more_than_twenty_messages_in_ten_seconds_are_refused(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk()
            for number in range(RATE_LIMIT + 1):
                await learner.send("attempt_message", message=f"message {number}")
            error = await learner.wait_for(wire.Error)
            assert error.type == "rate_limit"
            assert error.message.endswith("try again.")
            assert len(learner.all(wire.UserComplete)) == RATE_LIMIT

    asyncio.run(scenario())


def test_after_a_lost_connection_the_same_chat_goes_on(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path, drop_after=1) as server, connected_learner(server) as learner:
            await learner.open_talk(opening=False)
            await learner.start_voice()
            await learner.speak()
            await learner.until(lambda: learner.drops)
            async with connected_learner(server) as again:
                again.attempt_id, again.chat_id = learner.attempt_id, learner.chat_id
                await again.send("attempt_join")
                assert (await again.wait_for(wire.Joined)).success
                assert (await again.start_voice()).success
                await again.take_turn(replies=1)
                assert again.drops == 0

    asyncio.run(scenario())


def test_two_sockets_in_one_room_hear_the_same(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with (
            running_service(tmp_path) as server,
            connected_learner(server) as first,
            connected_learner(server) as second,
        ):
            await first.open_talk()
            second.attempt_id, second.chat_id = first.attempt_id, first.chat_id
            await second.send("attempt_join")
            await second.wait_for(wire.Joined)
            await first.send("attempt_message", message="Hello!")
            assert await second.wait_for(wire.AssistantComplete) == await first.wait_for(wire.AssistantComplete)
            await second.send("attempt_leave")
            await second.ask("favorites.list")
            await first.send("attempt_message", message="A tea, please.")
            await first.wait_for(wire.AssistantComplete, 2)
            assert len(second.all(wire.AssistantComplete)) == 1

    asyncio.run(scenario())
