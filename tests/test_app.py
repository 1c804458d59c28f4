"""The application against the practice service with stubbed speech: real processes, real socket, no models."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from desktop.app import Address, App, Options, ServiceStatus, Topic, engine
from desktop.conversation import events
from desktop.conversation.feedback import Verdict
from desktop.conversation.grade import GradeStatus
from desktop.conversation.state import Phase, Problem, ProblemKind, TurnMode, Voice
from desktop.conversation.task import Answer, TaskKind
from tests.support.fake_sound_card import noise, write_wav
from tests.support.waiting import until

Scene = Callable[[App], Awaitable[None]]


def play(folder: Path, scene: Scene, microphone: str = "", **more: object) -> None:
    async def run() -> None:
        card = engine.FileCard(microphone, str(folder / "speaker.wav"))
        options = Options(folder, card=card, practice_arguments=("--stub-speech",), **more)  # type: ignore[arg-type]
        app = App(options)
        try:
            await app.start()
            await scene(app)
        finally:
            await app.close()
            await app.close()

    asyncio.run(run())


def test_it_starts_with_the_lists_of_its_own_service(tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        assert app.service is ServiceStatus.READY
        assert len(app.catalogue.assistants) == 6
        first = app.catalogue.assistants[0]
        assert (await app.picture(first.picture_url)).lstrip().startswith(b"<")

    play(tmp_path, scene)


def test_an_answer_is_checked_while_the_service_still_starts(tmp_path: Path) -> None:
    async def run() -> None:
        card = engine.FileCard("", str(tmp_path / "speaker.wav"))
        app = App(Options(tmp_path, card=card, practice_arguments=("--stub-speech",)))
        try:
            starting = asyncio.create_task(app.start())
            task = next(one for one in (await app.tasks.list()).tasks if one.kind is TaskKind.CLOZE)
            result = await app.tasks.check(task.key, Answer("", {"{0}": "nonsense"}))
            assert {one.verdict for one in result.feedback} == {Verdict.WRONG}
            await starting
            assert app.service is ServiceStatus.READY
        finally:
            await app.close()

    asyncio.run(run())


def test_a_talk_is_opened_typed_in_stopped_filed_and_continued(tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        cafe = next(one for one in app.catalogue.assistants if one.name == "Cafe order")
        app.start_talk(cafe.id, opening=False)
        await until(lambda: app.state.phase is Phase.LISTENING)
        app.send_message("I would like a cup of tea, please.")
        await until(lambda: len([turn for turn in app.state.turns if turn.text]) == 2)
        await until(lambda: app.state.phase is Phase.LISTENING)
        app.stop_talk()
        await until(lambda: app.state.phase is Phase.ENDED)
        await until(lambda: app.catalogue.conversations)
        (past,) = app.catalogue.conversations
        assert (past.name, past.exchange_count) == ("Cafe order", 1)
        said = tuple(turn.text for turn in app.state.turns)
        await until(lambda: [grade.status for grade in app.state.grades] == [GradeStatus.GRADED])
        graded = app.state.grades
        app.correct_turn(past.course_id, "learner-1", "I would like a cup of green tea, please.")
        app.start_talk(cafe.id, past.course_id)
        await until(lambda: app.earlier)
        assert tuple(turn.text for turn in app.earlier) == said
        assert app.earlier[0].wording == "I would like a cup of green tea, please."
        app.correct_turn(past.course_id, app.earlier[0].key, "")
        assert app.earlier[0].wording == said[0]
        assert (await app.turns_of(past.course_id))[: len(said)] == app.earlier
        assert await app.grades_of(past.course_id) == graded
        await until(lambda: app.state.phase is Phase.LISTENING)
        app.stop_talk()
        await until(lambda: app.state.phase is Phase.ENDED)
        assert len(app.catalogue.conversations) == 1

    play(tmp_path, scene)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_a_service_that_dies_is_started_again(tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        assert app._own.practice is not None
        first = app._own.practice
        os.kill(first._process.pid, signal.SIGKILL)
        await until(lambda: app._own.practice is not first and app.service is ServiceStatus.READY)
        await app.refresh()
        assert len(app.catalogue.assistants) == 6

    play(tmp_path, scene)


def test_a_voice_start_that_nobody_answers_is_asked_for_again(tmp_path: Path) -> None:
    """Under --quirks the service ignores the first voice start of every second talk."""

    async def scene(app: App) -> None:
        for _ in range(2):
            app.start_talk(app.catalogue.assistants[0].id, opening=False)
            await until(lambda: app.state.voice is Voice.ON)
            assert app.notice is None
            app.stop_talk()
            await until(lambda: app.state.phase is Phase.ENDED)

    play(tmp_path, scene, quirks=True)


def test_no_service_is_told_and_tried_again_on_request(tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        assert app.service is ServiceStatus.OFFLINE
        assert app.service_note.endswith(".")
        app.start_talk("anyone")
        assert app.state.phase is Phase.CONNECTING
        app.stop_talk()
        await until(lambda: app.state.phase is Phase.ENDED)
        told: list[Topic] = []
        app.watch(told.append)
        await app.reconnect()
        assert app.service is ServiceStatus.OFFLINE
        assert Topic.SERVICE in told

    play(tmp_path, scene, address=Address("http://127.0.0.1:9", "token"))


def test_a_microphone_that_cannot_be_opened_leaves_the_talk_usable_by_text(tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        app.start_talk(app.catalogue.assistants[0].id, opening=False)
        await until(lambda: app.notice is not None)
        assert app.notice is not None
        assert app.notice.kind is ProblemKind.AUDIO_DEVICE
        await until(lambda: app.state.joined)
        app.send_message("hello")
        await until(lambda: any(turn.typed for turn in app.state.turns))

    play(tmp_path, scene, microphone=str(tmp_path / "missing.wav"))


def test_settings_are_saved_and_values_out_of_range_refused(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"

    async def scene(app: App) -> None:
        app.change_settings(theme="dark")
        with pytest.raises(ValueError):
            app.change_settings(text_scale=9)
        await until(path.exists)
        assert '"dark"' in path.read_text()

    play(tmp_path, scene, settings_file=path)


def test_a_device_that_is_chosen_is_used_from_then_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[engine.Card] = []
    monkeypatch.setattr(engine.EngineClient, "use", lambda _, card: used.append(card))
    app = App(Options(tmp_path))
    app.change_settings(microphone="usb", microphone_name="USB microphone")
    assert isinstance(used[-1], engine.PortAudioCard)
    assert (used[-1].microphone, used[-1].microphone_name) == ("usb", "USB microphone")
    assert app.device_advice == ""
    asyncio.run(app.close())


def test_an_examination_ends_with_the_way_to_the_service_and_a_talk_breaks_one_off(tmp_path: Path) -> None:
    write_wav(tmp_path / "noise.wav", noise(3000))

    async def scene(app: App) -> None:
        steps: list[engine.Step] = []
        end = await app.examine(lambda progress: steps.append(progress.step), frozenset())
        assert end.is_complete
        assert end.findings[-1].check is engine.Check.NETWORK
        assert end.findings[-1].verdict is engine.Verdict.GOOD
        assert steps[-1] is engine.Step.NETWORK
        assert "Service: built in" in app.examination_report(end.findings)
        second = asyncio.ensure_future(app.examine(lambda _: None))
        await asyncio.sleep(0)
        app.start_talk(app.catalogue.assistants[0].id, opening=False)
        assert not (await second).is_complete

    play(tmp_path, scene, str(tmp_path / "noise.wav"))


def test_the_learner_chooses_how_to_take_and_give_the_word(tmp_path: Path) -> None:
    async def scene(app: App) -> None:
        app.choose_turn_mode(TurnMode.HOLD)
        assert (app.settings.turn_mode, app.state.turn_mode) == ("hold", TurnMode.HOLD)
        app.start_talk("anyone")
        app.take_floor()
        app.let_me_think(True)
        assert (app.state.turn_mode, app.state.floor_held, app.state.thinking_time) == (TurnMode.HOLD, True, True)
        app.release_floor()
        assert (app.state.floor_held, app.state.thinking_time) == (False, False)
        app.choose_turn_mode(TurnMode.TAP)
        assert (app.settings.turn_mode, app.state.turn_mode) == ("tap", TurnMode.TAP)
        app.stop_talk()

    play(tmp_path, scene, address=Address("http://127.0.0.1:9", "token"))


def test_trouble_with_the_voice_is_no_news_any_more_when_its_chat_is_over(tmp_path: Path) -> None:
    """Some services end the voice session first: that looks like trouble until the chat's end is told."""
    app = App(Options(tmp_path))
    for kind, is_over in ((ProblemKind.VOICE_FAILED, True), (ProblemKind.RATE_LIMIT, False)):
        app.problem_arose(Problem(kind))
        app.conversation_moved(events.ChatEnded("c"))
        assert (app.notice is None) is is_over
    asyncio.run(app.close())
