"""Against a server on this machine, which the tests must allow: the program never does."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.resolver import ThreadedResolver

from desktop.network.download import download, is_public
from desktop.network.errors import CommandFailed, NetworkError, ServiceUnreachable

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # what cloud machines ask for their secrets
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "localhost",
    "",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_a_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is(address: str) -> None:
    assert is_public(address)


@asynccontextmanager
async def server(asked: list[web.Request]) -> AsyncIterator[str]:
    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append(request)
        match request.path:
            case "/sound":
                return web.Response(body=b"sound", headers={"Set-Cookie": "seen=1"})
            case "/large":
                return web.Response(body=bytes(3_000_000))
            case "/around":
                raise web.HTTPFound("/around")
            case "/moved":
                raise web.HTTPFound("/sound")
            case "/inside":
                raise web.HTTPFound("http://127.0.0.2/secrets")
            case "/elsewhere":
                raise web.HTTPFound("file:///etc/passwd")
        raise web.HTTPNotFound

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def only_here(address: str) -> bool:
    return address == "127.0.0.1"


def got(path: str, may_ask: Callable[[str], bool] = only_here) -> tuple[bytes, list[web.Request]]:
    asked: list[web.Request] = []

    async def scenario() -> bytes:
        async with server(asked) as url:
            return await download(url + path, 2_000_000, may_ask=may_ask)

    return asyncio.run(scenario()), asked


def test_what_is_there_arrives_and_nothing_tells_who_asks() -> None:
    content, (request,) = got("/sound")

    assert content == b"sound"
    assert {"Authorization", "Cookie", "Referer"}.isdisjoint(request.headers)


def test_a_redirection_is_followed_without_a_cookie() -> None:
    content, asked = got("/moved")
    assert (content, len(asked)) == (b"sound", 2)
    assert not any("Cookie" in request.headers for request in asked)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/none", "status 404"),
        ("/large", "larger than 2 MB"),
        ("/around", "without an end"),
        ("/inside", "private network"),
        ("/elsewhere", "cannot be used"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(path: str, says: str) -> None:
    with pytest.raises(CommandFailed, match=says) as caught:
        got(path)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "127.1", "2130706433"])
def test_this_computer_is_not_even_asked(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def connect(*_: Any, **__: Any) -> None:
        raise AssertionError("connected")

    async def scenario() -> None:
        monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", connect)
        with pytest.raises(CommandFailed, match=r"private network|cannot be used"):
            await download(f"http://{host}:9/", 100)

    asyncio.run(scenario())


def test_a_name_with_one_public_and_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(_self: Any, host: str, port: int = 0, family: int = 0) -> list[dict[str, Any]]:
        common = {"hostname": host, "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}
        return [{"host": "93.184.216.34", **common}, {"host": "192.168.1.1", **common}]

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)
    with pytest.raises(CommandFailed, match="private network"):
        asyncio.run(download("http://rebound.example/", 100))


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "http://", "https://[::1", "http://user:word@example.org/", "gopher://x"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(CommandFailed, match="cannot be used"):
        asyncio.run(download(url, 100))


def test_nobody_answering_is_unreachable() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(ServiceUnreachable):
        asyncio.run(download(f"http://127.0.0.1:{port}/", 100, may_ask=only_here))


def test_a_protected_address_does_not_lead_to_an_open_one() -> None:
    from desktop.network.download import _next

    assert _next("https://a.org/x/", "y") == "https://a.org/x/y"
    with pytest.raises(NetworkError, match="open one"):
        _next("https://a.org/", "http://a.org/")
