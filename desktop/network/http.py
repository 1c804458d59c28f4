"""Plain HTTP beside the socket: bounded, signed in, with a time limit."""

import asyncio
from typing import Any

from desktop.network.errors import CommandFailed, ServiceUnreachable
from desktop.network.socket_connection import Address

TIMEOUT_S = 10.0
MAX_BODY_BYTES = 2_000_000


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
