"""One session as any learner may have it, and every event of the contract in it."""

import asyncio
from pathlib import Path

import pytest

from desktop.practice import session as session_module
from desktop.practice.quirks import STRANGER_CHAT
from desktop.practice.quiz import QUESTIONS
from desktop.protocol import attempt as wire
from tests.practice.talking import SOUND, FakeSpeech, Learner, talk

EVENTS = {
    wire.Started, wire.ChatStarted, wire.ChatEnded, wire.Ended, wire.Error, wire.Graded, wire.Joined, wire.Stopped,
    wire.ResponseResult, wire.AssistantStart, wire.AssistantComplete, wire.Progress, wire.AssistantAudio,
    wire.UserStart, wire.UserComplete, wire.UserDelta, wire.AudioReady, wire.AudioEnded, wire.ContentProgress,
    wire.HintProgress, wire.GradingProgress,
}  # fmt: skip


def replies(learner: Learner) -> int:
    """How many replies were begun: with bad manners events come twice, and some completes are missing."""
    return len({event.message_id for event in learner.all(wire.AssistantStart)})


async def say(learner: Learner, *texts: str) -> None:
    for text in texts:
        hinted = {event.hints[0].message_id for event in learner.all(wire.HintProgress) if event.hints}
        await learner.send("attempt_message", message=text)
        await learner.until(
            lambda hinted=hinted: (
                {event.hints[0].message_id for event in learner.all(wire.HintProgress) if event.hints} - hinted
            )
        )


@pytest.mark.parametrize("quirks", [False, True], ids=["plain", "quirks"])
def test_every_event_occurs_in_an_ordinary_session(
    tmp_path: Path, quirks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "SCENE_GAP_S", 0.05)

    async def scenario() -> None:
        assert len(EVENTS) == 21
        async with talk(tmp_path, FakeSpeech(sentence_s=0.6), quirks=quirks) as learner:
            # Start, listen to the greeting, speak over it.
            await learner.open_talk()
            await learner.start_voice()
            await learner.wait_for(wire.AssistantAudio)
            await learner.speak()
            await learner.wait_for(wire.Stopped)
            await learner.until(lambda: len(learner.all(wire.HintProgress)) >= 1)
            # Too long a message is refused.
            await learner.send("attempt_message", message="x" * 5001)
            await learner.wait_for(wire.Error)
            # Go on, answer a question, stop a reply by hand.
            await say(learner, "With milk, please.", "A muffin.", "For here.")
            question = await first_question(learner)
            await learner.send("attempt_response_submit", question_id=question["question_id"], option_ids=["o1"])
            await learner.wait_for(wire.ResponseResult)
            await learner.send("attempt_stop")
            # To the end of the scene and into the next.
            await learner.send("attempt_message", message="Goodbye!")
            first = learner.chat_id
            await learner.until(lambda: chats_ended(learner) == [first])
            await learner.send("attempt_next")
            await learner.until(lambda: learner.all(wire.ChatStarted)[-1].chat_id != first)
            learner.chat_id = learner.all(wire.ChatStarted)[-1].chat_id
            joined = len(learner.all(wire.Joined))
            await learner.send("attempt_join")
            await learner.wait_for(wire.Joined, joined + 1)
            await learner.start_voice()
            await say(learner, "Sorry, I didn't order this.")
            ended = len(learner.all(wire.AudioEnded))
            await learner.send("attempt_audio_stop")
            await learner.wait_for(wire.AudioEnded, ended + 1)
            await learner.send("attempt_end")
            await learner.wait_for(wire.Ended)
            await learner.until(lambda: len({event.grade_id for event in learner.all(wire.Graded)}) == 2)

            seen = {type(event) for event in learner.events}
            assert EVENTS - seen == set()
            assert seen - EVENTS <= ({wire.AssistantDelta, wire.GradeStarted} if quirks else set())
            assert chats_ended(learner) == [first, learner.chat_id]
            own_names = {event.event for event in EVENTS} | {SOUND}
            assert bool(set(learner.names) - own_names) is quirks

    asyncio.run(scenario())


def chats_ended(learner: Learner) -> list[str]:
    return list(dict.fromkeys(event.chat_id for event in learner.all(wire.ChatEnded)))


async def first_question(learner: Learner) -> dict[str, object]:
    def found() -> list[dict[str, object]]:
        return [
            event.entry or {}
            for event in learner.all(wire.ContentProgress)
            if event.resource_type == QUESTIONS and event.chat_id != STRANGER_CHAT
        ]

    await learner.until(found)
    return found()[0]
