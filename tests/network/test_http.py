import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web

from desktop.network.errors import AnswerLate, CommandFailed, ServiceUnreachable
from desktop.network.http import MAX_BODY_BYTES, HttpAnswer, post_json

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def answered(handler: Handler, token: str = "t", limit_s: float = 10.0) -> HttpAnswer:
    """Return what `post_json` gets from this handler."""

    async def scenario() -> HttpAnswer:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", handler)
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            port = runner.addresses[0][1]
            return await post_json(f"http://127.0.0.1:{port}/x", token, b'{"a": 1}', limit_s=limit_s)
        finally:
            await runner.cleanup()

    return asyncio.run(scenario())


@pytest.mark.parametrize("status", [200, 400, 401, 500])
def test_the_body_comes_back_whatever_the_status(status: int) -> None:
    async def echo(request: web.Request) -> web.Response:
        assert request.content_type == "application/json"
        body = await request.read() + request.headers["Authorization"].encode()
        return web.Response(status=status, body=body)

    assert answered(echo) == HttpAnswer(status, b'{"a": 1}Bearer t')


def test_without_a_token_none_is_shown() -> None:
    async def told(request: web.Request) -> web.Response:
        return web.Response(text=str("Authorization" in request.headers))

    assert answered(told, token="").body == b"False"


def test_a_redirect_does_not_carry_the_token_away() -> None:
    async def away(_request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect("http://127.0.0.1:1/")

    assert answered(away).status == 307


def test_a_flood_is_cut_off() -> None:
    async def flood(_request: web.Request) -> web.Response:
        return web.Response(body=b" " * (MAX_BODY_BYTES + 1))

    with pytest.raises(CommandFailed, match="2 MB"):
        answered(flood)


def test_an_answer_that_does_not_come_is_late() -> None:
    async def silent(_request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(AnswerLate):
        answered(silent, limit_s=0.2)


def test_a_connection_cut_off_is_no_answer() -> None:
    async def cut(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    with pytest.raises(ServiceUnreachable):
        answered(cut)


def test_a_port_nobody_listens_at_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening
        with pytest.raises(ServiceUnreachable):
            asyncio.run(post_json(f"http://127.0.0.1:{taken.getsockname()[1]}/", "t", b"{}"))


def test_an_address_that_is_none_is_a_failure_of_ours() -> None:
    with pytest.raises(CommandFailed):
        asyncio.run(post_json("nonsense", "t", b"{}"))
