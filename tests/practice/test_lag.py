import asyncio
import time

from desktop.practice.lag import LagSampler


def test_a_busy_loop_is_seen_and_each_reading_begins_anew() -> None:
    async def scenario() -> None:
        sampler = LagSampler()
        assert sampler.take()["samples"] == 0
        running = asyncio.create_task(sampler.run())
        await asyncio.sleep(0)
        time.sleep(0.05)  # noqa: ASYNC251  # the loop is held up on purpose
        while not sampler._late_s:
            await asyncio.sleep(0)
        lag = sampler.take()
        assert lag["max_ms"] > 30
        assert lag["p50_ms"] <= lag["p99_ms"] <= lag["max_ms"]
        assert sampler.take()["samples"] == 0
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(scenario())
