import asyncio
from dataclasses import replace

import pytest
from PySide6.QtTest import QSignalSpy

from desktop.conversation.state import Phase, Problem, ProblemKind, TurnMode
from desktop.gui.bridge import Bridge
from tests.gui.conftest import Run, until
from tests.support.fake_app import FakeApp, sample_state


def test_a_change_of_phase_is_told_at_once(bridge: Bridge, app: FakeApp) -> None:
    phases, conversations = QSignalSpy(bridge.phaseChanged), QSignalSpy(bridge.conversationChanged)
    app.show(sample_state(Phase.LISTENING))
    assert phases.count() == 1
    assert conversations.count() == 1


def test_streamed_text_is_told_at_most_every_25_ms(bridge: Bridge, app: FakeApp, run: Run) -> None:
    app.show(sample_state(Phase.LEARNER_SPEAKING))
    phases, conversations = QSignalSpy(bridge.phaseChanged), QSignalSpy(bridge.conversationChanged)
    for generation in range(200):
        app.show(replace(app.state, generation=generation))
    assert conversations.count() == 0
    run(until(lambda: conversations.count()))
    assert conversations.count() == 1
    assert phases.count() == 0


@pytest.mark.parametrize(
    "change",
    [{"capturing": False}, {"floor_held": True}, {"thinking_time": True}, {"turn_mode": TurnMode.TAP}],
)
def test_whose_word_it_is_and_whether_one_is_heard_is_told_at_once(
    bridge: Bridge, app: FakeApp, change: dict[str, object]
) -> None:
    app.show(sample_state(Phase.LISTENING))
    phases = QSignalSpy(bridge.phaseChanged)
    app.show(replace(app.state, **change))
    assert phases.count() == 1


def test_time_to_think_and_the_mode_in_force_are_not_asked_for_again(bridge: Bridge, app: FakeApp) -> None:
    app.show(replace(sample_state(Phase.LISTENING), turn_mode=TurnMode.HOLD))
    bridge.choose_turn_mode(TurnMode.HOLD)
    bridge.toggle_thinking_time()
    assert app.calls == [], "it is chosen already, and where no pause ends a turn there is no need for time"


def test_before_there_is_an_app_the_service_is_starting_and_intents_do_nothing(
    loop: asyncio.AbstractEventLoop,
) -> None:
    bridge = Bridge(loop)
    bridge.start_talk("cafe")
    bridge.toggle_mute()
    assert bridge.tasks is None
    assert bridge.service_starting
    assert bridge.state.phase is Phase.IDLE
    assert bridge.levels() == (0.0, 0.0)


def test_attaching_an_app_tells_every_view_to_read_anew(loop: asyncio.AbstractEventLoop, run: Run) -> None:
    bridge = Bridge(loop)
    spies = [QSignalSpy(signal) for signal in (bridge.catalogueChanged, bridge.serviceChanged, bridge.settingsChanged)]
    bridge.attach(FakeApp())
    assert [spy.count() for spy in spies] == [1, 1, 1]
    run(bridge.close())


def test_the_talk_button_starts_the_chosen_and_ends_the_one_under_way(bridge: Bridge, app: FakeApp) -> None:
    bridge.choose("job")
    bridge.toggle_talk()
    assert app.calls[-1] == ("start_talk", "job", 0)
    bridge.toggle_talk()
    assert app.calls[-1] == ("stop_talk",)


def test_after_the_end_the_talk_button_goes_on_with_the_same_conversation(bridge: Bridge, app: FakeApp) -> None:
    bridge.start_talk("cafe")
    bridge.stop_talk()
    bridge.toggle_talk()
    assert app.calls[-1] == ("start_talk", "cafe", app.state.course_id)


def test_a_second_start_while_talking_is_ignored(bridge: Bridge, app: FakeApp) -> None:
    bridge.start_talk("cafe")
    bridge.start_talk("job")
    assert app.calls == [("start_talk", "cafe", 0)]


def test_what_an_intent_raises_reaches_the_notice_and_goes_when_dismissed(
    bridge: Bridge, app: FakeApp, run: Run
) -> None:
    app.failures["set_favorite"] = RuntimeError("a bug")
    bridge.set_favorite("m-1", True)
    run(until(lambda: bridge.notice is not None))
    assert bridge.notice is not None
    assert bridge.notice.kind is ProblemKind.SERVICE
    assert "try again" in bridge.notice.message
    bridge.dismiss_notice()
    assert bridge.notice is None


def test_the_apps_notice_replaces_our_own(bridge: Bridge, app: FakeApp) -> None:
    bridge.fail(RuntimeError())
    problem = Problem(ProblemKind.LINK_LOST)
    app.raise_notice(problem)
    assert bridge.notice == problem


def test_only_a_change_of_settings_is_told_as_one(bridge: Bridge, app: FakeApp) -> None:
    spy = QSignalSpy(bridge.settingsChanged)
    bridge.reconnect()
    app.show_service(app.service, "a note")
    assert spy.count() == 0
    bridge.change_settings(text_scale=1.5)
    assert spy.count() == 1


def test_closing_ends_the_intents_that_still_wait(loop: asyncio.AbstractEventLoop, run: Run) -> None:
    app = FakeApp(start_gate=asyncio.Event())
    bridge = Bridge(loop, app)
    bridge.reconnect()
    run(bridge.close())
    assert app.watchers == []
    assert not asyncio.all_tasks(loop)
