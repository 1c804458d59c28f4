import asyncio

import pytest

from desktop.practice import voice_session
from desktop.practice.listen import Heard, SpeechEnded, SpeechStarted
from desktop.practice.speech import Speech, SpeechUnavailable
from desktop.practice.voice_session import UNREAD_FRAMES, VoiceSession
from desktop.practice.warm_up import WarmUp
from tests.practice.talking import LOUD, SILENT, FakeSpeech


class Rig:
    """A voice session and what it heard."""

    def __init__(self, load: FakeSpeech | None = None) -> None:
        self.heard: list[Heard] = []
        self.warm_up = WarmUp((load or FakeSpeech()).load)
        self.warm_up.begin()
        self.voice = VoiceSession(self.warm_up.speech, self.heard.append, pause_s=0.6)

    async def close(self) -> None:
        await self.voice.close()
        await self.warm_up.close()


def test_a_session_is_on_between_start_and_close_and_reports_the_last_words() -> None:
    async def scenario() -> None:
        rig = Rig()
        assert not rig.voice.on
        assert await rig.voice.start() == ""
        assert rig.voice.on
        assert rig.voice.speech is not None
        for frame in [LOUD] * 40 + [SILENT] * 5:
            rig.voice.hear(frame)
        await rig.close()
        assert not rig.voice.on
        assert isinstance(rig.heard[0], SpeechStarted)
        assert isinstance(rig.heard[-1], SpeechEnded)
        assert rig.heard[-1].text == FakeSpeech().words

    asyncio.run(scenario())


def test_frames_without_a_session_are_dropped_and_counted() -> None:
    async def scenario() -> None:
        rig = Rig()
        rig.voice.hear(LOUD)
        assert await rig.voice.start() == ""
        rig.voice.hear(LOUD[:-1])
        assert rig.voice.dropped_frames == 2
        await rig.close()

    asyncio.run(scenario())


def test_at_most_five_hundred_frames_wait_for_a_session_to_be_ready() -> None:
    async def scenario() -> None:
        fake = FakeSpeech()
        fake.ready.clear()
        rig = Rig(fake)
        starting = asyncio.create_task(rig.voice.start())
        await asyncio.sleep(0)
        for _ in range(UNREAD_FRAMES + 7):
            rig.voice.hear(SILENT)
        assert rig.voice.dropped_frames == 7
        fake.ready.set()
        assert await starting == ""
        rig.voice.hear_what_waits()
        rig.voice.hear(SILENT)
        assert rig.voice.dropped_frames == 7
        await rig.close()

    asyncio.run(scenario())


def test_another_start_replaces_the_first_and_a_close_cancels_it() -> None:
    async def scenario() -> None:
        fake = FakeSpeech()
        fake.ready.clear()
        rig = Rig(fake)
        first = asyncio.create_task(rig.voice.start())
        await asyncio.sleep(0)
        second = asyncio.create_task(rig.voice.start())
        await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await first
        fake.ready.set()
        assert await second == ""
        third = asyncio.create_task(rig.voice.start())
        await asyncio.sleep(0)
        await rig.close()
        with pytest.raises(asyncio.CancelledError):
            await third
        assert not rig.voice.on

    asyncio.run(scenario())


def test_speech_that_is_missing_or_slow_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(FakeSpeech):
        def load(self) -> Speech:
            raise SpeechUnavailable("No ears.")

    async def scenario() -> None:
        rig = Rig(Deaf())
        assert await rig.voice.start() == "No ears."
        await rig.close()
        monkeypatch.setattr(voice_session, "WARM_LIMIT_S", 0.05)
        fake = FakeSpeech()
        fake.ready.clear()
        rig = Rig(fake)
        assert "still being loaded" in await rig.voice.start()
        assert not rig.voice.on
        fake.ready.set()
        await rig.close()

    asyncio.run(scenario())
