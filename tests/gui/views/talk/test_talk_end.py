from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.conversation.state import Phase
from desktop.gui.views.talk.talk_end import TalkEnd
from tests.gui.views.hosting import host
from tests.support.sample_conversation import sample_state
from tests.support.sample_grades import GRADED

BETWEEN = replace(sample_state(Phase.BETWEEN), scenarios_done=1)
ENDED = replace(sample_state(Phase.ENDED), grades=(GRADED,), closing_message="See <b>you</b>!")


@pytest.fixture
def strip(qtbot: QtBot) -> Iterator[TalkEnd]:
    strip = TalkEnd()
    window = host(qtbot, strip, 600, 200)
    yield strip
    window.hide()


def buttons(strip: TalkEnd) -> list[str]:
    return [button.text() for button in strip.findChildren(QPushButton) if button.isVisible()]


def labels(strip: TalkEnd) -> list[str]:
    return [label.text() for label in strip.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("phase", [Phase.IDLE, Phase.LISTENING, Phase.STOPPING])
def test_there_is_nothing_to_see_while_the_talk_goes_on(strip: TalkEnd, phase: Phase) -> None:
    assert not strip.show_state(sample_state(phase), can_check=True)
    assert not strip.isVisible()
    strip.show_state(replace(ENDED, turns=()), can_check=True)
    assert not strip.isVisible(), "nothing was said"


def test_between_two_scenes_the_next_begins_or_the_talk_ends(strip: TalkEnd, qtbot: QtBot) -> None:
    assert strip.show_state(BETWEEN, can_check=True)
    assert not strip.show_state(BETWEEN, can_check=True)
    assert labels(strip)[0] == "Scene 1 is done"
    assert buttons(strip) == ["Begin the next scene", "End the talk"]
    begun = QSignalSpy(strip.nextRequested)
    strip.next.setFocus()
    qtbot.keyClick(strip.next, Qt.Key.Key_Return)
    assert begun.count() == 1


def test_the_end_says_what_was_done_in_plain_text(strip: TalkEnd) -> None:
    strip.show_state(ENDED, can_check=True)
    assert labels(strip) == ["Talk finished", "01:00 · you spoke 2 times", "See <b>you</b>!"]
    assert strip.words == "Talk finished. 01:00 · you spoke 2 times. See <b>you</b>!"
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in strip.findChildren(QLabel))
    assert buttons(strip) == ["Grade: 27.5 of 40 points", "Check what I said", "Talk again"]
    strip.show_state(replace(ENDED, grades=()), can_check=False)
    assert buttons(strip) == ["Talk again"]


def test_every_button_asks_for_its_own_thing(strip: TalkEnd, qtbot: QtBot) -> None:
    asked: dict[str, SignalInstance] = {
        "Grade: 27.5 of 40 points": strip.gradesRequested,
        "Check what I said": strip.checkRequested,
        "Talk again": strip.againRequested,
    }
    strip.show_state(ENDED, can_check=True)
    for text, signal in asked.items():
        told = QSignalSpy(signal)
        qtbot.mouseClick(
            next(b for b in strip.findChildren(QPushButton) if b.text() == text), Qt.MouseButton.LeftButton
        )
        assert told.count() == 1


def test_a_message_without_end_is_bounded(strip: TalkEnd) -> None:
    strip.show_state(replace(ENDED, closing_message="word " * 5000), can_check=False)
    assert len(labels(strip)[2]) <= 400


def test_in_a_low_window_only_what_is_nowhere_else_stays(strip: TalkEnd) -> None:
    strip.set_compact(True)
    strip.show_state(ENDED, can_check=True)
    assert labels(strip) == ["Talk finished"]
    assert buttons(strip) == ["Grade: 27.5 of 40 points", "Talk again"]
    strip.set_compact(False)
    assert len(labels(strip)) == 3
    strip.show_state(sample_state(Phase.LISTENING), can_check=True)
    strip.set_compact(True)
    assert not strip.isVisible(), "another talk is on"
