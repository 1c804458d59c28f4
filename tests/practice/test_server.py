import asyncio
import contextlib
import logging
from pathlib import Path

import aiohttp
import pytest
import socketio

from desktop.practice.scenarios import load_scenarios
from desktop.protocol import attempt as wire
from tests.practice.talking import TOKEN, FakeSpeech, Learner, connected_learner, running_service

AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    "auth", [{}, {"token": TOKEN}, {"token": "Bearer wrong"}, {"token": None}, {"apiKey": TOKEN}, [TOKEN], "Bearer"]
)
def test_a_socket_without_the_token_is_refused(tmp_path: Path, auth: object) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server:
            stranger = socketio.AsyncClient(handle_sigint=False, reconnection=False)
            with pytest.raises(socketio.exceptions.ConnectionError):
                await stranger.connect(server.url, auth=auth, transports=["websocket"])
            await stranger.disconnect()

    asyncio.run(scenario())


@pytest.mark.parametrize("path", ["/health", "/scenarios/cafe.svg", "/user/histories", "/", "/nowhere"])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"x-access-token": "wrong"}])
def test_http_without_the_token_is_unauthorized(tmp_path: Path, path: str, headers: dict[str, str]) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server, aiohttp.ClientSession(server.url, headers=headers) as client:
            async with client.get(path) as response:
                assert response.status == 401
            async with client.post(path, json={"course_id": 0}) as response:
                assert response.status == 401

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "["},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_web_pages_and_foreign_host_names_are_turned_away(tmp_path: Path, headers: dict[str, str]) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server, aiohttp.ClientSession(server.url) as client:
            for path in ("/health", "/socket.io/?EIO=4&transport=polling"):
                async with client.get(path, headers={**AUTHORISED, **headers}) as response:
                    assert response.status == 403
                    assert "Access-Control-Allow-Origin" not in response.headers

    asyncio.run(scenario())


def test_health_says_how_speech_is_and_nothing_of_what_is_said(tmp_path: Path) -> None:
    async def scenario() -> None:
        speech = FakeSpeech()
        speech.ready.clear()
        async with (
            running_service(tmp_path, speech) as server,
            aiohttp.ClientSession(server.url, headers=AUTHORISED) as client,
        ):

            async def health() -> dict[str, str]:
                async with client.get("/health") as response:
                    assert response.status == 200
                    answer: dict[str, str] = await response.json()
                    return answer

            assert (await health())["speech"] == "loading"
            speech.ready.set()
            await server.warm_up.speech()
            assert (await health())["speech"] == "fake"
            assert set(await health()) == {"status", "version", "speech"}

    asyncio.run(scenario())


def test_lag_is_given_when_it_is_measured(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with (
            running_service(tmp_path, measure=True) as server,
            aiohttp.ClientSession(server.url, headers=AUTHORISED) as client,
        ):
            samples = 0
            while samples < 5:
                async with client.get("/health") as response:
                    lag = (await response.json())["lag"]
                samples += lag["samples"]
            assert lag["p50_ms"] <= lag["p99_ms"] <= lag["max_ms"]

    asyncio.run(scenario())


def test_every_picture_is_served_and_nothing_else(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server, aiohttp.ClientSession(server.url, headers=AUTHORISED) as client:
            for scenario_ in load_scenarios().values():
                async with client.get(f"/scenarios/{scenario_.picture}") as response:
                    assert response.status == 200
                    assert response.content_type == "image/svg+xml"
                    assert (await response.read()).startswith(b"<svg")
            for other in ("cafe.toml", "..%2fcafe.svg", "%2e%2e%2f%2e%2e%2fpyproject.toml", "nobody.svg"):
                async with client.get(f"/scenarios/{other}") as response:
                    assert response.status == 404

    asyncio.run(scenario())


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"course_id": "soon"}', b'{"course_id": 1e400}'])
def test_a_history_of_nothing_is_a_bad_request(tmp_path: Path, body: bytes) -> None:
    async def scenario() -> None:
        async with (
            running_service(tmp_path) as server,
            aiohttp.ClientSession(server.url, headers=AUTHORISED) as client,
            client.post("/user/histories", data=body) as response,
        ):
            assert response.status == 400
            assert not (await response.json())["success"]

    asyncio.run(scenario())


def test_a_frame_over_a_million_bytes_ends_only_its_own_connection(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server, connected_learner(server) as learner:
            greedy = Learner(server.url)
            await greedy.connect()
            with contextlib.suppress(socketio.exceptions.SocketIOError, aiohttp.ClientError, ConnectionError):
                await greedy.socket.emit("attempt_audio_frame", {"chat_id": "x", "audio": bytes(1_000_001)})
            await greedy.until(lambda: greedy.drops)
            await greedy.socket.disconnect()
            assert await learner.ask("favorites.list") == []

    asyncio.run(scenario())


def test_what_is_said_is_never_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with (
            running_service(tmp_path, FakeSpeech(words="My secret is rosebud.")) as server,
            connected_learner(server) as learner,
        ):
            await learner.open_talk(opening=False)
            await learner.start_voice()
            await learner.take_turn(replies=1)
            await learner.send("attempt_message", message="rosebud once more")
            await learner.wait_for(wire.HintProgress, 2)
            await learner.send("attempt_message", message={"rosebud": "rosebud"})
            await learner.wait_for(wire.Error)
            await learner.ask("post", inputs=["rosebud"])
            await learner.ask("rosebud")

    with caplog.at_level(logging.DEBUG, logger="desktop"):
        asyncio.run(scenario())
    assert "rosebud" not in caplog.text.replace("'rosebud' is unknown", "")
    assert TOKEN not in caplog.text


def test_two_services_run_side_by_side(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with (
            running_service(tmp_path / "a") as first,
            running_service(tmp_path / "b") as second,
            connected_learner(first) as one,
            connected_learner(second) as other,
        ):
            assert first.url != second.url
            await one.ask("post", inputs=["Hello"])
            assert await other.ask("conversations.list") == []

    asyncio.run(scenario())


def test_a_port_that_is_taken_is_an_error(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path / "a") as first:
            port = int(first.url.rpartition(":")[2])
            with pytest.raises(OSError, match="address"):
                async with running_service(tmp_path / "b", port=port):
                    pass

    asyncio.run(scenario())
