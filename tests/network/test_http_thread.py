import asyncio
import threading

import pytest

from desktop.network.http_thread import HttpThread


def test_a_job_runs_on_a_thread_of_its_own_which_starts_with_the_first() -> None:
    async def name() -> str:
        return threading.current_thread().name

    async def scenario() -> None:
        http = HttpThread()
        await http.close()
        before = threading.active_count()
        assert [await http.run(name()), await http.run(name())] == ["http", "http"]
        assert threading.active_count() > before
        await http.close()
        assert "http" not in {thread.name for thread in threading.enumerate()}
        await http.close()

    asyncio.run(scenario())


def test_what_a_job_raises_is_raised_here() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    async def scenario() -> None:
        http = HttpThread()
        with pytest.raises(ZeroDivisionError):
            await http.run(fail())
        await http.close()

    asyncio.run(scenario())


@pytest.mark.parametrize("by", ["the caller", "the end"])
def test_a_job_that_is_given_up_is_cancelled_there(by: str) -> None:
    ended, begun = threading.Event(), threading.Event()

    async def wait() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def scenario() -> None:
        http = HttpThread()
        waiting = asyncio.create_task(http.run(wait()))
        await asyncio.to_thread(begun.wait, 10)
        if by == "the caller":
            waiting.cancel()
        else:
            await http.close()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await asyncio.to_thread(ended.wait, 10)
        await http.close()

    asyncio.run(scenario())
