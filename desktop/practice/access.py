"""Who may speak to the service: this computer, with the token of this start, and no web page."""

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SOCKET_PATH = "/socket.io"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Access:
    """Checks tokens and where requests come from."""

    def __init__(self, token: str) -> None:
        """token: the secret of this start. Raises ValueError when it is empty."""
        if not token:
            raise ValueError("the service needs a token")
        self._token = token.encode()

    def knows(self, given: object) -> bool:
        """Whether this is "Bearer <token>"; takes as long for a wrong one as for the right one."""
        if not isinstance(given, str) or not given.startswith("Bearer "):
            return False
        return self.is_token(given.removeprefix("Bearer "))

    def is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._token)

    def allows(self, request: web.Request) -> bool:
        """Whether an HTTP request carries the token."""
        return self.knows(request.headers.get("Authorization")) or self.is_token(
            request.headers.get("x-access-token", "")
        )

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse what a web page could send: foreign host names (DNS rebinding), any Origin. Then ask for the token."""
        if not _is_loopback(request.headers.get("Host", "")):
            return web.json_response({"success": False, "message": "Only loopback."}, status=403)
        if "Origin" in request.headers and not _is_loopback(urlsplit(request.headers["Origin"]).netloc):
            return web.json_response({"success": False, "message": "Not for web pages."}, status=403)
        # A socket shows its token in its first packet.
        is_socket = request.path == SOCKET_PATH or request.path.startswith(SOCKET_PATH + "/")
        if not is_socket and not self.allows(request):
            # `type` is what the feedback contract calls it; the other contracts ignore it.
            refusal = {"success": False, "message": "Unauthorized", "type": "INVALID_TOKEN"}
            return web.json_response(refusal, status=401)
        return await handler(request)


def _is_loopback(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False
