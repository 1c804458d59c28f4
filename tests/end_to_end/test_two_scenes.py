"""An attempt of two scenes against the practice service: between them, the next, the grade of each, a quiz, the end.

By text alone, which takes a tenth of the time that hearing the replies would. What well-behaved services do is what
`tests/practice/test_chain.py` sees of the service and `tests/conversation/test_scenarios.py` of the conversation.
"""

from pathlib import Path

from desktop.app import App
from desktop.conversation import events
from desktop.conversation.grade import EntryKind, GradeStatus
from desktop.conversation.quiz import Outcome
from desktop.conversation.state import Phase, Voice
from tests.test_app import play, until

ORDER = ("A large latte.", "No milk.", "A muffin.", "For here.", "On holiday.", "No, that's all.", "By card.", "Tom.")
CRITERIA = ["Task", "Grammar", "Vocabulary", "Fluency", "Interaction"]


def ready_to_write(app: App) -> bool:
    """Whether the chat stands and the voice session, for which there is no microphone, was given up: its end silences
    the partner, also one that has begun to answer in writing."""
    return app.state.joined and not app.state.sound_open and app.state.voice is Voice.OFF


async def say(app: App, text: str) -> None:
    """Write this and wait for what comes last of the answer: its hints."""
    hinted: list[events.Event] = []
    app.watch_events(lambda event: hinted.append(event) if isinstance(event, events.HintsArrived) else None)
    app.send_message(text)
    await until(lambda: hinted or app.state.phase is Phase.BETWEEN)


def test_two_scenes_are_held_graded_and_ended_with_a_service_of_bad_manners(tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        cafe = next(one for one in app.catalogue.assistants if one.name == "Cafe order")
        app.start_talk(cafe.id, opening=False)
        await until(lambda: ready_to_write(app))
        for text in ORDER:
            await say(app, text)
        await until(lambda: app.state.phase is Phase.BETWEEN)
        first = app.state.chat_id
        assert (app.state.scenarios_done, app.state.joined) == (1, False)
        app.next_scenario()
        await until(lambda: ready_to_write(app))
        assert app.state.earlier_chats == (first,)
        await say(app, "Sorry, I didn't order this.")
        app.stop_talk()
        await until(lambda: app.state.phase is Phase.ENDED)
        second = app.state.chat_id
        await until(lambda: [grade.status for grade in app.state.grades] == [GradeStatus.GRADED] * 2)
        for grade, chat_id in zip(app.state.grades, (first, second), strict=True):
            scored = [entry.name for entry in grade.entries if entry.kind is EntryKind.FEEDBACK]
            assert (grade.chat_id, sorted(scored)) == (chat_id, sorted(CRITERIA))
        await until(lambda: app.state.all_scenarios_complete is not None)
        question = app.state.questions[-1]
        app.answer_question(question.id, (question.options[0].id,))
        await until(lambda: app.state.questions[-1].outcome in (Outcome.RIGHT, Outcome.WRONG, Outcome.RECORDED))
        assert await app.grades_of(app.state.course_id) == app.state.grades

    play(tmp_path, scene, str(tmp_path / "no such microphone.wav"), quirks=True)
