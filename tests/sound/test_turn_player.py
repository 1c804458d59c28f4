"""Which turns can be heard again, and when, with the sound of replies and no sound card."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from desktop.audio import engine_client as engine
from desktop.conversation.state import ConversationState, Reply
from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.sound.sound import Sound
from desktop.sound.turn_player import TurnPlayer

MS = b"\1\0" * 24


class Client:
    def __init__(self, *_: object) -> None:
        self.replayed: list[bytes] = []

    def replay(self, pcm: bytes) -> None:
        self.replayed.append(pcm)

    def open(self) -> None:
        """Opens nothing."""

    shut = open

    def play(self, generation: int, pcm: bytes) -> None:
        """Plays nothing."""


class Stage:
    def __init__(self) -> None:
        self.sound = Sound(engine.PortAudioCard(), None)  # type: ignore[arg-type]
        self.told = 0
        reply = Turn("assistant-1", Speaker.ASSISTANT, 0.0, "Hello.", TurnStatus.INTERRUPTED, generation=1)
        short = Turn("assistant-2", Speaker.ASSISTANT, 1.0, "Oh", TurnStatus.FINAL, generation=2)
        typed = Turn("learner-1", Speaker.LEARNER, 2.0, "Hi.", TurnStatus.FINAL, typed=True)
        self.state = ConversationState(sound_open=True, turns=(reply, short, typed))
        self.player = TurnPlayer(self.sound, lambda: self.state, self.tell)
        self.sound.open()
        self.sound.play(1, MS * 300)
        self.sound.play(2, MS * 50)

    def tell(self) -> None:
        self.told += 1

    @property
    def replayed(self) -> list[bytes]:
        client = self.sound._client
        assert isinstance(client, Client)
        return client.replayed


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(engine, "EngineClient", Client)
    stage = Stage()
    yield stage
    stage.sound._replies.close()
    stage.player.close()


def test_only_the_unheard_rest_is_played_while_the_microphone_is_open(stage: Stage) -> None:
    assert stage.player.playable == frozenset()
    stage.player.play("assistant-1")
    assert stage.replayed == []
    assert stage.player.unheard == {"assistant-1"}
    stage.player.play_unheard("assistant-1")
    assert stage.player.playing == "assistant-1"


def test_a_rest_waits_for_the_reply_that_is_being_heard(stage: Stage) -> None:
    stage.state = replace(stage.state, reply=Reply(2, "assistant-2"), generation=2)
    stage.player.play_unheard("assistant-1")
    assert stage.replayed == []
    assert stage.player.playing == ""


def test_after_the_talk_every_turn_that_has_sound_is_played_whole(stage: Stage) -> None:
    stage.sound.shut()
    assert stage.player.playable == {"assistant-1"}
    stage.player.play("assistant-1")
    stage.player.play("assistant-2")
    stage.player.play("learner-1")
    assert stage.replayed == [MS * 300]
    assert stage.player.playing == "assistant-1"


def test_the_learners_own_voice_is_played_too(stage: Stage) -> None:
    stage.state = replace(stage.state, started_at=5.0, open_turn_key="learner-1")
    stage.player.frame_captured(MS * 20, True)
    stage.player.moved()
    for _ in range(9):
        stage.player.frame_captured(MS * 20, True)
    stage.state = replace(stage.state, open_turn_key="")
    stage.player.moved()
    stage.sound.shut()
    assert stage.player.playable == {"learner-1"}
    stage.player.play("learner-1")
    assert stage.replayed == [MS * 180]


def test_another_talk_lets_go_of_both_voices(stage: Stage) -> None:
    stage.player.moved()
    stage.sound.shut()
    assert stage.player.playable == {"assistant-1"}
    stage.state = replace(stage.state, started_at=9.0)
    stage.player.moved()
    assert stage.player.playable == frozenset()
    assert stage.player.unheard == frozenset()


def test_what_else_has_the_microphone_is_not_talked_over(stage: Stage) -> None:
    stage.sound.shut()
    stage.state = replace(stage.state, sound_open=False)
    stage.sound.open()
    assert stage.player.unheard == frozenset()
    stage.player.play_unheard("assistant-1")
    assert stage.replayed == []


def test_the_end_is_told_once(stage: Stage) -> None:
    stage.sound.shut()
    stage.player.play("assistant-1")
    stage.player.ended()
    stage.player.ended()
    assert (stage.player.playing, stage.told) == ("", 2)
