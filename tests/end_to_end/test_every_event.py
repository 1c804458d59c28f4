"""One session in which every event of the contract occurs; for each, what the window then shows."""

from pathlib import Path

from desktop.protocol.attempt import Event
from tests.end_to_end.conftest import Run
from tests.end_to_end.scripted_window import ATTEMPT, ScriptedWindow, scripted_window
from tests.support.fake_sound_card import noise

SOUND, LONG_SOUND = noise(500).tobytes(), noise(4000, seed=2).tobytes()
NOT_OF_THE_CONTRACT = {"attempt_assistant_delta", "attempt_grade_start"}
"""Sent by services in the field; read too, and not among the 21."""


def test_all_21_events_have_their_place_in_the_window(run: Run, tmp_path: Path) -> None:
    async def scene() -> None:
        async with scripted_window(tmp_path) as stage:
            await _opening(stage)
            await _exchange(stage)
            await _hint_and_question(stage)
            await _interruption(stage)
            await _voice_lost(stage)
            await _scene_over(stage)
            await _next_scene(stage)
            await _attempt_over(stage)
            contract = {model.event for model in Event.__subclasses__() if hasattr(model, "event")}
            contract |= {model.event for base in Event.__subclasses__() for model in base.__subclasses__()}
            assert stage.told == contract - NOT_OF_THE_CONTRACT
            assert len(stage.told) == 21

    run(scene())


async def _opening(stage: ScriptedWindow) -> None:
    stage.app.start_talk("mia", opening=False)
    await stage.shows("Connecting")
    await stage.asked("pria-request", command="convo.start")
    await stage.shows("Calling Mia")
    await stage.tell("started", attempt_id=ATTEMPT, chat_entry_id="e-1")
    await stage.shows("In Mia’s lobby")
    await stage.tell("chat_started", attempt_id=ATTEMPT, chat_id="c-1")
    await stage.shows_no_more("In Mia’s lobby")
    await stage.asked("attempt_join", chat_id="c-1")
    await stage.tell("joined", chat_id="c-1", success=True)
    await stage.asked("attempt_audio_start", chat_id="c-1")
    await stage.tell("audio_ready", chat_id="c-1", success=True)
    await stage.shows("Speak now")


async def _exchange(stage: ScriptedWindow) -> None:
    said = {"chat_id": "c-1", "item_id": "i-1"}
    await stage.tell("user_start", **said, message_id="m-1", created_at="")
    await stage.shows("Listening")
    await stage.tell("user_delta", **said, transcript="I would")
    await stage.shows("I would")
    await stage.tell("user_complete", **said, message_id="m-1", content="I would like a tea.", created_at="")
    await stage.shows("You: I would like a tea.", "Thinking")
    reply = {"chat_id": "c-1", "message_id": "m-2"}
    await stage.tell("assistant_start", **reply, created_at="")
    await stage.shows("Mia is speaking")
    await stage.tell("progress", chat_id="c-1", content_type="delta", content="Of course")
    await stage.shows("Of course")
    await stage.tell("assistant_audio", chat_id="c-1", content_type="audio", audio=SOUND)
    await stage.tell("assistant_complete", **reply, content="Of course! With milk?")
    await stage.shows("Mia: Of course! With milk?")
    await stage.shows("Speak now")


async def _hint_and_question(stage: ScriptedWindow) -> None:
    await stage.tell("hint_progress", chat_id="c-1", hints=[{"id": "h-1", "hint": "Ask for the bill.", "idx": 0}])
    await stage.shows("Hints, 1 new", "Ask for the bill., new")
    options = [{"id": "o-1", "text": "A tea"}, {"id": "o-2", "text": "A cake"}]
    question = {"question_id": "q-1", "question": "What did you order?", "options": options}
    await stage.tell("content_progress", chat_id="c-1", resource_type="questions", entry=question)
    await stage.shows("Quiz, 1 new")
    stage.app.answer_question("q-1", ("o-1",))
    await stage.asked("attempt_response_submit", chat_id="c-1", question_id="q-1", option_ids=["o-1"])
    await stage.tell("response_result", success=True, is_correct=True, message="Well listened.", response_id="r-1")
    stage.key("Ctrl+K")
    await stage.shows("What did you order?", "Well listened.")


async def _interruption(stage: ScriptedWindow) -> None:
    """The learner speaks over a reply; later the service stops one by itself."""
    await stage.tell("assistant_start", chat_id="c-1", message_id="m-3", created_at="")
    await stage.tell("progress", chat_id="c-1", content_type="delta", content="Here you are")
    await stage.tell("assistant_audio", chat_id="c-1", content_type="audio", audio=LONG_SOUND)
    await stage.shows("Mia is speaking")
    again = {"chat_id": "c-1", "item_id": "i-2", "message_id": "m-4"}
    await stage.tell("user_start", **again, created_at="")
    await stage.shows("Mia, interrupted: Here you are", "Listening")
    await stage.tell("user_complete", **again, content="Wait, a coffee.", created_at="")
    await stage.tell("assistant_start", chat_id="c-1", message_id="m-5", created_at="")
    await stage.tell("progress", chat_id="c-1", content_type="delta", content="A coffee then")
    await stage.shows("Mia is speaking")
    await stage.tell("stopped", chat_id="c-1", success=True)
    await stage.shows("Mia: A coffee then", "Speak now")


async def _voice_lost(stage: ScriptedWindow) -> None:
    await stage.tell("error", chat_id="c-1", type="rate_limit", message="Slowly, please.")
    await stage.shows("The service asks for a pause.", "Slowly, please.")
    await stage.tell("audio_ended", chat_id="c-1", success=True)
    await stage.shows("Your voice does not get through.")
    await stage.tell("audio_ready", chat_id="c-1", success=True)
    await stage.shows("Speak now")
    await stage.shows_no_more("Your voice does not get through.")


async def _scene_over(stage: ScriptedWindow) -> None:
    """Its grade fills in while the learner takes a breath."""
    await stage.tell("chat_ended", chat_id="c-1", is_attempt_finished=False, grade_id="g-1")
    await stage.shows("Scene 1 is done", "Begin the next scene")
    strength = {"name": "Politeness", "feedback": "You said please.", "content": "I would like", "message_id": "m-1"}
    await stage.tell("content_progress", chat_id="c-1", resource_type="strengths", entry=strength)
    stage.key("Ctrl+G")
    await stage.shows("Being graded: 1 so far", "Politeness. “I would like”. You said please.")
    criterion = {"name": "Grammar", "score": 7, "total": 10, "feedback": "Mind the articles.", "message_id": "m-1"}
    await stage.tell("grading_progress", chat_id="c-1", grade_id="g-1", resource_type="feedbacks", entry=criterion)
    await stage.shows("Being graded: 2 so far", "Grammar, 7 of 10. Mind the articles.")
    await stage.tell("graded", chat_id="c-1", grade_id="g-1")
    await stage.shows_no_more("Being graded")
    await stage.shows("7 of 10 points")


async def _next_scene(stage: ScriptedWindow) -> None:
    stage.press("Begin the next scene")
    await stage.asked("attempt_next", attempt_id=ATTEMPT)
    await stage.tell("chat_started", attempt_id=ATTEMPT, chat_id="c-2")
    await stage.asked("attempt_join", chat_id="c-2")
    await stage.tell("joined", chat_id="c-2", success=True)
    await stage.asked("attempt_audio_start", chat_id="c-2")
    await stage.tell("audio_ready", chat_id="c-2", success=True)
    await stage.shows("Speak now", "You: I would like a tea.")


async def _attempt_over(stage: ScriptedWindow) -> None:
    await stage.tell("chat_ended", chat_id="c-2", is_attempt_finished=True)
    await stage.tell("ended", attempt_id=ATTEMPT, success=True, all_scenarios_complete=True, message="Good work!")
    await stage.shows("You completed this talk", "Good work!", "7 of 10 points")
