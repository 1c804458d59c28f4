import asyncio

import pytest

from desktop.practice.speech import Speech, SpeechUnavailable
from desktop.practice.warm_up import WarmUp
from tests.practice.talking import FakeSpeech


def test_everybody_waits_for_one_load() -> None:
    async def scenario() -> None:
        fake = FakeSpeech()
        fake.ready.clear()
        warm_up = WarmUp(fake.load)
        warm_up.begin()
        waiting = [asyncio.create_task(warm_up.speech()) for _ in range(3)]
        await asyncio.sleep(0)
        assert warm_up.state == "loading"
        waiting[0].cancel()
        fake.ready.set()
        first, second = await asyncio.gather(*waiting[1:])
        assert first is second
        assert warm_up.state == "fake"
        await warm_up.close()

    asyncio.run(scenario())


def test_a_load_that_fails_says_why_every_time() -> None:
    def load() -> Speech:
        raise SpeechUnavailable("No voice here.")

    async def scenario() -> None:
        warm_up = WarmUp(load)
        warm_up.begin()
        for _ in range(2):
            with pytest.raises(SpeechUnavailable, match=r"No voice here\."):
                await warm_up.speech()
        assert warm_up.state == "unavailable"
        await warm_up.close()

    asyncio.run(scenario())


def test_before_it_began_there_is_no_speech() -> None:
    async def scenario() -> None:
        warm_up = WarmUp(FakeSpeech().load)
        with pytest.raises(SpeechUnavailable):
            await warm_up.speech()
        await warm_up.close()

    asyncio.run(scenario())


def test_the_stub_needs_no_models() -> None:
    async def scenario() -> None:
        warm_up = WarmUp.of(stub=True)
        warm_up.begin()
        assert (await warm_up.speech()).name == "stub"
        await warm_up.close()

    asyncio.run(scenario())
