import asyncio
import socket

import pytest

from tests.support.offline import LeftTheMachine, forbid_leaving, is_local


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The attempts seen by a guard of this test's own, inside the one that guards every test."""
    return forbid_leaving(monkeypatch)


def test_a_connection_to_another_machine_is_refused_and_remembered(attempts: list[str]) -> None:
    with socket.socket() as client, pytest.raises(LeftTheMachine):
        client.connect(("192.0.2.1", 443))
    assert attempts == ["connect to 192.0.2.1:443"]


def test_a_name_is_not_looked_up(attempts: list[str]) -> None:
    with pytest.raises(LeftTheMachine):
        socket.getaddrinfo("service.invalid", 443)
    assert attempts == ["lookup of service.invalid"]


def test_an_event_loop_is_guarded_as_well(attempts: list[str]) -> None:
    async def connect() -> None:
        await asyncio.open_connection("192.0.2.1", 443)

    with pytest.raises(LeftTheMachine):
        asyncio.run(connect())
    assert attempts == ["connect to 192.0.2.1:443"]


def test_this_machine_may_be_reached(attempts: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    assert attempts == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "", None, b"localhost", "0.0.0.0"])
def test_this_machine_has_many_names(host: object) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["192.168.0.1", "10.0.0.1", "example.org", "2001:db8::1", "localhost.example"])
def test_the_neighbours_are_not_this_machine(host: object) -> None:
    assert not is_local(host)
