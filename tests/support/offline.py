"""Keeps the tests on this machine: a connection or a name lookup that would leave it fails, and is remembered."""

import ipaddress
import socket
from typing import Any

import pytest

_LOCAL_NAMES = {"", "localhost", "localhost.localdomain", "ip6-localhost"}


class LeftTheMachine(OSError):
    """A test tried to reach another machine."""


def is_local(host: object) -> bool:
    """Whether this host (a name, an address, None for any) is this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in _LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def is_address(host: object) -> bool:
    """Whether the host is written as a number, which nobody has to be asked for."""
    try:
        ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host))
    except ValueError:
        return False
    return True


def forbid_leaving(patch: pytest.MonkeyPatch) -> list[str]:
    """Refuse every connection and lookup beyond this machine; the list returned fills with the attempts."""
    attempts: list[str] = []

    def refuse(what: str) -> LeftTheMachine:
        attempts.append(what)
        return LeftTheMachine(f"{what}: tests stay on this machine")

    def guard(method: str) -> None:
        original = getattr(socket.socket, method)

        def guarded(self: socket.socket, *args: Any) -> Any:
            address = args[-1]
            if self.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
                raise refuse(f"{method} to {address[0]}:{address[1]}")
            return original(self, *args)

        patch.setattr(socket.socket, method, guarded)

    for method in ("connect", "connect_ex", "sendto"):
        guard(method)
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_local(host) and not is_address(host):
            raise refuse(f"lookup of {host}")
        return look_up(host, *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", guarded_look_up)
    return attempts
