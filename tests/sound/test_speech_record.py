"""A talk of known timing: frames voiced by a script, turns told as a service tells them, exact figures."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.archive.store import ArchiveStore
from desktop.conversation import events
from desktop.conversation.speech_figures import SpeechFigures
from desktop.conversation.state import ConversationState, Phase, TurnMode
from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.sound.speech_record import SpeechRecord

BEGUN_AT = 1_700_000_000.0
REQUESTED = events.TalkRequested("cafe", 7, "Café", True, TurnMode.HANDS_FREE)
COMPLETED = events.LearnerTurnCompleted("chat", "m1", "i1", "I would like a tea.")

_T = BEGUN_AT
TURNS = (
    Turn("a1", Speaker.ASSISTANT, _T, "Hello!", TurnStatus.FINAL, ended_at=_T + 2.0, heard_ms=2000),
    Turn("l1", Speaker.LEARNER, _T + 3.2, "I would like, um, a tea.", TurnStatus.FINAL, ended_at=_T + 7.5),
)
SCRIPT = "." * 150 + "v" * 100 + "." * 30 + "v" * 60 + "." * 40
"""The flag is up from 3.0 to 5.0 s and from 5.6 to 6.8 s: a voice from 2.945 to 4.72 and from 5.545 to 6.52."""


class Talk:
    def __init__(self, archive: ArchiveStore, pace: float = 1.0) -> None:
        self.now = BEGUN_AT
        self.state = ConversationState(Phase.LISTENING, course_id=7, started_at=BEGUN_AT, sound_open=True)
        self.record = SpeechRecord(archive, lambda: self.state, lambda: self.now, pace)
        self.pace = pace

    def hear(self, script: str) -> None:
        for index, letter in enumerate(script):
            self.now += 0.02 / self.pace
            self.record.frame_captured(index, letter == "v")

    def go(self) -> None:
        self.record.conversation_moved(REQUESTED)
        self.hear(SCRIPT)
        self.state = replace(self.state, turns=TURNS)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[ArchiveStore]:
    archive = ArchiveStore(tmp_path / "archive.sqlite")
    archive.open().result(5)
    yield archive
    archive.close()


@pytest.fixture
def talk(archive: ArchiveStore) -> Talk:
    return Talk(archive)


def assert_known(figures: SpeechFigures) -> None:
    (turn,) = figures.turns
    assert turn.speaking_s == pytest.approx(3.575, abs=0.002)
    assert [end - start for start, end in turn.pauses or ()] == pytest.approx([0.825], abs=0.002)
    assert figures.words_per_minute == pytest.approx(5 / 3.575 * 60, rel=0.001)
    assert figures.response_s == pytest.approx(0.945, abs=0.002)
    assert figures.learner_share == pytest.approx(3.575 / 5.575, rel=0.001)
    assert figures.pause_share == pytest.approx(0.825 / 3.575, rel=0.002)
    assert figures.fillers == (("um", 1),)


def test_a_scripted_talk_has_exactly_these_figures(talk: Talk) -> None:
    talk.go()
    assert_known(talk.record.figures)


def test_the_figures_are_computed_anew_only_when_something_is_new(talk: Talk) -> None:
    talk.go()
    figures = talk.record.figures
    assert talk.record.figures is figures
    talk.hear("v")
    assert talk.record.figures is not figures


def test_a_file_that_is_heard_four_times_as_fast_has_the_figures_of_its_sound(archive: ArchiveStore) -> None:
    talk = Talk(archive, pace=4.0)
    talk.go()
    fast = tuple(
        replace(one, started_at=_T + (one.started_at - _T) / 4, ended_at=_T + ((one.ended_at or _T) - _T) / 4)
        for one in TURNS
    )
    talk.state = replace(talk.state, turns=fast)
    assert_known(talk.record.figures)
    talk.record.keep()
    assert archive.voice(7).result(5) == (), "its times are not those of its turns"


def test_a_past_talk_has_the_same_figures(talk: Talk, archive: ArchiveStore) -> None:
    talk.go()
    talk.record.conversation_moved(COMPLETED)
    later = SpeechRecord(archive, ConversationState, lambda: 0.0)
    assert_known(asyncio.run(later.of(7, TURNS)))


def test_the_voice_is_kept_when_the_talk_ends_and_once_only(talk: Talk, archive: ArchiveStore) -> None:
    talk.go()
    talk.state = replace(talk.state, phase=Phase.ENDED)
    talk.record.conversation_moved(events.AttemptEnded("attempt"))
    kept = archive.voice(7).result(5)
    assert len(kept) == 2
    archive.keep_voice(7, round(BEGUN_AT * 1000), [])
    talk.record.conversation_moved(events.AttemptEnded("attempt"))
    assert archive.voice(7).result(5) == ()


def test_a_new_talk_begins_without_the_voice_of_the_last(talk: Talk) -> None:
    talk.go()
    talk.record.conversation_moved(REQUESTED)
    assert not talk.record.figures.has_voice


def test_what_the_microphone_hears_between_talks_is_not_kept(talk: Talk, archive: ArchiveStore) -> None:
    talk.state = replace(talk.state, sound_open=False)
    talk.go()
    talk.record.keep()
    assert archive.voice(7).result(5) == ()
    assert not talk.record.figures.has_voice
