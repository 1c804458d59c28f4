"""Fetches what a stranger's file names, from the public internet only.

A task file is untrusted: its addresses must not make this computer speak with itself, with the household's router or
with a company's inner services. So each address a name stands for is looked at by the connection itself, at every
redirection again; nothing that could tell who asks (token, cookie, referrer) is sent.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from desktop.network.errors import AnswerLate, CommandFailed, ServiceUnreachable

LIMIT_S, CONNECT_LIMIT_S = 30.0, 5.0
MOST_REDIRECTS = 3
_MAPPED = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses as a translating network writes them."""


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in _MAPPED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not (inner.is_global and not inner.is_multicast):
            return False
    return ip.is_global and not ip.is_multicast


async def download(url: str, limit_bytes: int, *, may_ask: Callable[[str], bool] = is_public) -> bytes:
    """Return what is found at an http or https address. Raises ServiceUnreachable, AnswerLate or CommandFailed.

    may_ask: judges each numeric address before it is connected to.
    """
    import aiohttp

    connector = aiohttp.TCPConnector(resolver=_resolver(may_ask), use_dns_cache=False, limit=1)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_LIMIT_S)
    try:
        async with (
            asyncio.timeout(LIMIT_S),
            aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
        ):
            for _ in range(MOST_REDIRECTS + 1):
                _check(url, may_ask)
                async with session.get(url, allow_redirects=False) as answer:
                    following = answer.headers.get("Location")
                    if answer.status not in (301, 302, 303, 307, 308) or not following:
                        return await _content(answer, limit_bytes)
                    url = _next(url, following)
            raise CommandFailed("The address leads from one place to the next without an end.")
    except (aiohttp.InvalidURL, ValueError) as error:
        raise CommandFailed("The task names an address that cannot be used.") from error
    except (aiohttp.ClientError, OSError) as error:
        if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError):
            raise AnswerLate("It did not arrive in time. Try again in a moment.") from error
        raise ServiceUnreachable("Its address cannot be reached just now. Try again in a moment.") from error


async def _content(answer: Any, limit_bytes: int) -> bytes:
    if answer.status != 200:
        raise CommandFailed(f"Its address answered with status {answer.status}.")
    content = bytearray()
    async for block in answer.content.iter_chunked(65_536):
        content += block
        if len(content) > limit_bytes:
            raise CommandFailed(f"It is larger than {limit_bytes // 1_000_000} MB.")
    return bytes(content)


def _check(url: str, may_ask: Callable[[str], bool]) -> None:
    """Raise ValueError for what is no web address, CommandFailed for a forbidden one in numbers."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise ValueError("not a web address")
    try:
        ipaddress.ip_address(parts.hostname.partition("%")[0])
    except ValueError:
        return  # a name: the resolver looks at what it stands for
    if not may_ask(parts.hostname):
        raise _forbidden()


def _next(url: str, following: str) -> str:
    target = urljoin(url, following)
    if url.startswith("https:") and not target.startswith("https:"):
        raise CommandFailed("Its address leads from a protected connection to an open one.")
    return target


def _forbidden() -> CommandFailed:
    return CommandFailed("The task names an address inside a private network, which a task may not.")


def _resolver(may_ask: Callable[[str], bool]) -> Any:
    from aiohttp.abc import AbstractResolver, ResolveResult
    from aiohttp.resolver import ThreadedResolver

    class Judging(AbstractResolver):
        """The system's resolver, whose answers are judged before they are connected to."""

        def __init__(self) -> None:
            self._system = ThreadedResolver()

        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            found = await self._system.resolve(host, port, family)
            if not all(may_ask(one["host"]) for one in found):
                raise _forbidden()
            return found

        async def close(self) -> None:
            await self._system.close()

    return Judging()
