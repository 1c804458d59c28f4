"""Words are written down, and that is all."""

import asyncio
from pathlib import Path

from desktop.practice.dictation import DICTATION
from desktop.protocol import attempt as wire
from tests.practice.talking import FakeSpeech, talk


def test_what_is_dictated_is_written_down_and_nobody_answers(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(assistantId=DICTATION, selectedCourse={"course_id": 8})
            assert (await learner.start_voice()).success
            for count in (1, 2):
                await learner.speak()
                assert (await learner.wait_for(wire.UserComplete, count)).content == FakeSpeech().words
            await learner.send("attempt_audio_stop")
            await learner.wait_for(wire.AudioEnded)
            await learner.send("attempt_end")
            assert (await learner.wait_for(wire.Ended)).success
            assert await learner.ask("conversations.list") == []
            assert set(learner.kinds()) == {
                "attempt_started",
                "attempt_chat_started",
                "attempt_joined",
                "attempt_audio_ready",
                "attempt_user_start",
                "attempt_user_delta",
                "attempt_user_complete",
                "attempt_audio_ended",
                "attempt_chat_ended",
                "attempt_ended",
            }
            assert learner.all(wire.ChatEnded)[0].grade_id is None

    asyncio.run(scenario())


def test_it_stands_in_no_list_and_is_not_graded(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            assert DICTATION not in str(await learner.ask("assistants.list"))
            await learner.open_talk(assistantId=DICTATION)
            await learner.send("attempt_message", message="Typed words.")
            assert (await learner.wait_for(wire.UserComplete)).content == "Typed words."
            await learner.send("attempt_grade")
            assert (await learner.wait_for(wire.Error)).type == "grade"
            assert not learner.all(wire.AssistantStart)

    asyncio.run(scenario())


def test_a_dictation_leaves_the_open_talk_alone(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            attempt_id, chat_id = learner.attempt_id, learner.chat_id
            await learner.open_talk(assistantId=DICTATION)
            await learner.send("attempt_end")
            await learner.wait_for(wire.Ended)
            learner.attempt_id, learner.chat_id = attempt_id, chat_id
            await learner.send("attempt_message", message="A tea, please.")
            await learner.wait_for(wire.AssistantComplete)

    asyncio.run(scenario())
