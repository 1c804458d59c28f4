from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop.app import Topic
from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.views.tasks.recording_bar import SPEEDS, RecordingBar
from tests.gui.conftest import Run
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.fake_sound import FakePlayer
from tests.support.sample_conversation import sample_state


@pytest.fixture
def player(app: FakeApp) -> FakePlayer:
    app.player.duration_s = 100.0
    return app.player


@pytest.fixture
def bar(qtbot: QtBot, bridge: Bridge, player: FakePlayer, run: Run) -> Iterator[RecordingBar]:
    bar = RecordingBar(bridge)
    window = host(qtbot, bar, 500, 60)
    bar.put(run(player.load(b"sound")))
    yield bar
    window.close()


def test_the_button_plays_and_pauses_and_says_which(bar: RecordingBar, player: FakePlayer, qtbot: QtBot) -> None:
    assert bar.play.accessibleName() == "Play the recording"
    qtbot.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    assert player.is_playing
    assert bar.play.accessibleName() == "Pause the recording"
    qtbot.keyClick(bar.play, Qt.Key.Key_Space)
    assert not player.is_playing


def test_the_place_follows_the_player_and_is_told_in_words(bar: RecordingBar, player: FakePlayer, qtbot: QtBot) -> None:
    player.play()
    player.position_s = 65.0
    qtbot.waitUntil(lambda: bar.slider.value() == 650)
    assert bar.slider.accessibleDescription() == "1 min 5 s of 1 min 40 s"


def test_the_arrows_go_five_seconds_and_a_click_goes_to_its_place(
    bar: RecordingBar, player: FakePlayer, qtbot: QtBot
) -> None:
    qtbot.keyClick(bar.slider, Qt.Key.Key_Right)
    qtbot.keyClick(bar.slider, Qt.Key.Key_Right)
    assert player.position_s == 10.0
    qtbot.keyClick(bar.slider, Qt.Key.Key_Left)
    assert player.position_s == 5.0
    place = QPoint(bar.slider.width() // 2, bar.slider.height() // 2)
    qtbot.mouseClick(bar.slider, Qt.MouseButton.LeftButton, pos=place)
    assert player.position_s == pytest.approx(50.0, abs=1.5)
    qtbot.keyClick(bar.slider, Qt.Key.Key_End)
    assert player.position_s == 100.0


def test_every_speed_can_be_chosen(bar: RecordingBar, player: FakePlayer, qtbot: QtBot) -> None:
    qtbot.keyClick(bar.speed, Qt.Key.Key_Home)
    chosen = [player.speed]
    for _ in SPEEDS[1:]:
        qtbot.keyClick(bar.speed, Qt.Key.Key_Down)
        chosen.append(player.speed)
    assert chosen == list(SPEEDS)


def test_it_falls_silent_when_it_is_no_longer_shown(bar: RecordingBar, player: FakePlayer) -> None:
    bar.toggle()
    bar.hide()
    assert not player.is_playing


def test_during_a_talk_it_cannot_be_played_and_says_so(bar: RecordingBar, app: FakeApp) -> None:
    app.show(sample_state(Phase.LISTENING))
    assert not bar.play.isEnabled()
    assert bar.play.toolTip() == "The recording can be played once the microphone is closed"
    app.show(sample_state(Phase.ENDED))
    assert bar.play.isEnabled()


def test_it_falls_silent_while_the_learner_dictates(
    bar: RecordingBar, app: FakeApp, player: FakePlayer, qtbot: QtBot
) -> None:
    bar.toggle()
    app.dictation.start(lambda words, final: None, lambda why: None)
    app.tell(Topic.CONVERSATION)
    qtbot.waitUntil(lambda: not bar.play.isEnabled())
    assert not player.is_playing


def test_why_it_stopped_by_itself_is_said(bar: RecordingBar, player: FakePlayer) -> None:
    bar.toggle()
    player.finish("The loudspeaker is gone.")
    assert bar._notice.isVisible()
    assert bar._notice.text() == "The loudspeaker is gone."
    assert bar.play.accessibleName() == "Play the recording"


def test_play_asks_for_the_recording_again_where_another_took_its_place(
    bar: RecordingBar, player: FakePlayer, qtbot: QtBot, run: Run
) -> None:
    run(player.load(b"another"))
    player.play()
    assert bar.play.accessibleName() == "Play the recording", "the other one plays, not this"
    with qtbot.waitSignal(bar.reloadRequested):
        qtbot.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    bar.put(run(player.load(b"sound")), play=True)
    assert player.is_playing
    assert bar.play.accessibleName() == "Pause the recording"
