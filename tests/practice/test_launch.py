"""The handle on the child process: the real command, started as the application starts it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from desktop.practice.launch import PracticeService, PracticeUnavailable, child_command
from tests.support.waiting import wait_until

STUB = ("--stub-speech",)


async def health(url: str, token: str) -> int:
    async with (
        aiohttp.ClientSession(url) as client,
        client.get("/health", headers={"Authorization": f"Bearer {token}"}) as response,
    ):
        return response.status


def read_proc(pid: int, name: str) -> bytes:
    """Return what others may read of a process; nothing where there is no /proc."""
    path = Path(f"/proc/{pid}/{name}")
    return path.read_bytes() if path.exists() else b""


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def test_a_service_starts_warms_up_and_stops(tmp_path: Path) -> None:
    async def scenario() -> None:
        service = await PracticeService.start(tmp_path, extra_args=STUB)
        try:
            assert service.url.startswith("http://127.0.0.1:")
            assert await service.warm() == "stub"
            assert await health(service.url, service.token) == 200
            assert await health(service.url, "wrong") == 401
            assert service.running
        finally:
            service.stop()
        assert not service.running
        service.stop()

    asyncio.run(scenario())


def test_two_services_run_at_once_with_tokens_of_their_own(tmp_path: Path) -> None:
    async def scenario() -> None:
        both = await asyncio.gather(
            PracticeService.start(tmp_path / "a", extra_args=STUB),
            PracticeService.start(tmp_path / "b", extra_args=STUB),
        )
        try:
            first, second = both
            assert first.url != second.url
            assert await health(first.url, first.token) == 200
            assert await health(second.url, first.token) == 401
        finally:
            for service in both:
                service.stop()

    asyncio.run(scenario())


def test_the_token_is_nowhere_to_be_read(tmp_path: Path) -> None:
    async def scenario() -> None:
        service = await PracticeService.start(tmp_path, extra_args=STUB)
        try:
            for place in ("cmdline", "environ"):
                assert service.token.encode() not in read_proc(service.pid, place)
        finally:
            service.stop()

    asyncio.run(scenario())


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_child_dies_when_its_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "import asyncio, pathlib, sys, time\n"
        "from desktop.practice.launch import PracticeService\n"
        "async def main():\n"
        f"    service = await PracticeService.start(pathlib.Path({str(tmp_path)!r}), extra_args=('--stub-speech',))\n"
        "    print(service.pid, flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    try:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        wait_until(lambda: not is_alive(child), limit_s=15.0)
    finally:
        if parent.poll() is None:
            parent.kill()
            parent.wait()
        if parent.stdout is not None:
            parent.stdout.close()


def test_a_child_that_ends_at_once_is_an_error_in_words(tmp_path: Path) -> None:
    async def scenario() -> None:
        with pytest.raises(PracticeUnavailable, match="stopped"):
            await PracticeService.start(tmp_path, command=(sys.executable, "-c", "raise SystemExit(3)"))

    asyncio.run(scenario())


def test_a_command_that_does_not_exist_is_an_error_in_words(tmp_path: Path) -> None:
    async def scenario() -> None:
        with pytest.raises(PracticeUnavailable, match="cannot be started"):
            await PracticeService.start(tmp_path, command=(str(tmp_path / "nothing"),))

    asyncio.run(scenario())


def test_speech_that_is_unavailable_and_a_notice_are_told(tmp_path: Path) -> None:
    child = (
        "import json, sys\n"
        "for event in ({'event': 'notice', 'message': 'Begun anew.'}, 'noise',\n"
        "              {'event': 'listening', 'url': 'http://127.0.0.1:1'},\n"
        "              {'event': 'speech_unavailable', 'message': 'No voice here.'}):\n"
        "    print(json.dumps(event) if event != 'noise' else event, flush=True)\n"
        "sys.stdin.buffer.read()\n"
    )

    async def scenario() -> None:
        service = await PracticeService.start(tmp_path, command=(sys.executable, "-c", child))
        try:
            assert service.url == "http://127.0.0.1:1"
            assert service.notice == "Begun anew."
            with pytest.raises(PracticeUnavailable, match=r"No voice here\."):
                await service.warm()
        finally:
            service.stop()

    asyncio.run(scenario())


def test_a_service_that_dies_later_is_seen(tmp_path: Path) -> None:
    async def scenario() -> None:
        service = await PracticeService.start(tmp_path, extra_args=STUB)
        await service.warm()
        service._process.kill()
        await asyncio.to_thread(service._process.wait)
        assert not service.running
        service.stop()

    asyncio.run(scenario())


def test_a_child_that_does_not_listen_to_the_end_of_its_pipe_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.practice.launch.STOP_LIMIT_S", 0.2)
    child = 'import time\nprint(\'{"event": "listening", "url": "http://127.0.0.1:1"}\', flush=True)\ntime.sleep(600)\n'

    async def scenario() -> None:
        service = await PracticeService.start(tmp_path, command=(sys.executable, "-c", child))
        began = time.monotonic()
        service.stop()
        assert not service.running
        assert time.monotonic() - began < 10

    asyncio.run(scenario())


def test_a_frozen_program_calls_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert child_command() == (sys.executable, "-m", "desktop", "practice")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command() == (sys.executable, "practice")


def test_the_handle_loads_no_service_packages() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import desktop.practice.launch, sys\n"
            "print(sorted({'aiohttp', 'socketio', 'numpy', 'pydantic'} & set(sys.modules)))",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env=os.environ.copy(),
    )
    assert done.stdout.strip() == "[]"
