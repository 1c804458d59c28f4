"""Plain HTTP beside the socket: bounded, signed in, with a time limit."""

import asyncio
from dataclasses import dataclass
from typing import Any

from desktop.network.errors import AnswerLate, CommandFailed, ServiceUnreachable
from desktop.network.socket_connection import Address

TIMEOUT_S = 10.0
MAX_BODY_BYTES = 2_000_000
CONNECT_LIMIT_S = 5.0
CHECK_LIMIT_S = 30.0
"""A checker may have to load first, or ask a language model."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What came back, whatever the status."""

    status: int
    body: bytes


async def fetch(address: Address, path: str, *, body: dict[str, Any] | None = None) -> bytes:
    """Return the body of a GET, or of a POST when `body` is given, at a path of the service.

    Runs on the link's loop. Raises ServiceUnreachable, or CommandFailed for an error status or a body over 2 MB.
    """
    import aiohttp  # 240 ms: kept off the window's first paint

    if not path.startswith("/") or path.startswith("//"):
        raise CommandFailed("The service named an address outside itself.")
    headers = {"Authorization": f"Bearer {address.token}"}
    method = "GET" if body is None else "POST"
    try:
        async with (
            asyncio.timeout(TIMEOUT_S),
            aiohttp.ClientSession(headers=headers) as session,
            session.request(method, address.url.rstrip("/") + path, json=body, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                raise CommandFailed(f"The service answered with status {answer.status}.")
            content = bytearray()
            async for block in answer.content.iter_chunked(65_536):
                content += block
                if len(content) > MAX_BODY_BYTES:
                    raise CommandFailed("The service sent more than 2 MB.")
            return bytes(content)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ServiceUnreachable("The service cannot be reached just now. Try again in a moment.") from error


async def post_json(
    url: str, token: str, body: bytes, *, connect_limit_s: float = CONNECT_LIMIT_S, limit_s: float = CHECK_LIMIT_S
) -> HttpAnswer:
    """Return the answer to a POST of JSON, error statuses and their bodies included. Redirects are not followed.

    Raises ServiceUnreachable, AnswerLate, or CommandFailed for a body over 2 MB or an address that is none.
    """
    import aiohttp

    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    limits = aiohttp.ClientTimeout(total=None, sock_connect=connect_limit_s)
    try:
        async with (
            asyncio.timeout(limit_s),
            aiohttp.ClientSession(headers=headers, timeout=limits) as session,
            session.post(url, data=body, allow_redirects=False) as answer,
        ):
            content = bytearray()
            async for block in answer.content.iter_chunked(65_536):
                content += block
                if len(content) > MAX_BODY_BYTES:
                    raise CommandFailed("The service sent more than 2 MB.")
            return HttpAnswer(answer.status, bytes(content))
    except (aiohttp.InvalidURL, ValueError) as error:
        raise CommandFailed("The address of the service, or the token, cannot be used. Correct it.") from error
    except (aiohttp.ClientError, OSError) as error:  # first: a time-out while connecting is one of both
        if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError):
            raise AnswerLate("The service did not answer in time. Try again in a moment.") from error
        raise ServiceUnreachable("The service cannot be reached just now. Try again in a moment.") from error
