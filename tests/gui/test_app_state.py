from dataclasses import replace

from desktop.conversation.speech_figures import SpeechFigures
from desktop.conversation.state import Phase, TurnMode
from desktop.gui.app_state import AppState
from desktop.gui.bridge import Bridge
from desktop.gui.models.transcript import Rest
from tests.gui.conftest import Run
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state


def test_without_an_app_there_is_nothing_yet_and_the_service_is_starting(qapp: object) -> None:
    state = AppState()
    assert state.service_starting
    assert not state.talking
    assert not state.can_talk
    assert state.turn_mode is TurnMode.HANDS_FREE
    assert state.levels() == (0.0, 0.0)
    assert (state.rests, state.playing, state.devices, state.partner, state.notice) == ({}, "", (), None, None)


def test_the_turn_mode_is_the_talks_own_and_between_talks_the_settings(bridge: Bridge, app: FakeApp) -> None:
    app.change_settings(turn_mode="tap")
    assert bridge.turn_mode is TurnMode.TAP
    app.show(replace(sample_state(Phase.LISTENING), turn_mode=TurnMode.HOLD))
    assert bridge.turn_mode is TurnMode.HOLD


def test_an_unheard_rest_is_ready_unless_a_reply_is_heard_or_it_plays_itself(bridge: Bridge, app: FakeApp) -> None:
    app.unheard = frozenset({"assistant-1", "assistant-2"})
    app.show(sample_state(Phase.LISTENING))
    assert set(bridge.rests.values()) == {Rest.READY}
    app.playing = "assistant-1"
    assert bridge.rests == {"assistant-1": Rest.PLAYING, "assistant-2": Rest.READY}
    app.playing = ""
    app.show(sample_state(Phase.ASSISTANT_SPEAKING))
    assert set(bridge.rests.values()) == {Rest.WAITING}


def test_the_figures_of_a_talk_are_the_apps(bridge: Bridge, app: FakeApp, run: Run) -> None:
    assert not AppState().speech.has_voice
    app.speech, app.past_speech = SpeechFigures(words=3), SpeechFigures(words=9)
    assert bridge.speech.words == 3
    assert run(bridge.speech_of(7)).words == 9
