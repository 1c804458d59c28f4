import asyncio
import socket
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.network.errors import NetworkError, ServiceUnreachable, SignInRefused
from desktop.network.http import fetch
from desktop.network.inbox import Inbox
from desktop.network.socket_connection import (
    OUTBOX_LIMIT,
    Acknowledged,
    Address,
    Arrived,
    Lost,
    Opened,
    SocketConnection,
    TakenOver,
)
from tests.support.socket_server import TOKEN, SocketServer
from tests.support.waiting import wait_until


@pytest.fixture
def items() -> list[Any]:
    return []


@pytest.fixture
def link(server: SocketServer, items: list[Any]) -> Iterator[SocketConnection]:
    link = SocketConnection(Address(server.url, TOKEN), items.append)
    link.start().result(10)
    yield link
    link.close()


def arrived(items: list[Any], name: str) -> list[Any]:
    return [item.args[0] for item in items if isinstance(item, Arrived) and item.name == name]


def test_the_link_opens_and_says_so(link: SocketConnection, items: list[Any]) -> None:
    assert items[0] == Opened()


def test_a_wrong_token_is_refused_with_a_sentence(server: SocketServer) -> None:
    link = SocketConnection(Address(server.url, "wrong"), lambda item: None)
    with pytest.raises(SignInRefused, match="Check"):
        link.start().result(10)
    link.close()


def test_no_service_is_told_with_a_sentence() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    link = SocketConnection(Address(f"http://127.0.0.1:{port}", TOKEN), lambda item: None)
    with pytest.raises(ServiceUnreachable, match="No service answered"):
        link.start().result(10)
    link.close()


def test_the_token_is_in_no_repr() -> None:
    assert "sesame" not in repr(Address("http://127.0.0.1:1", TOKEN))


def test_messages_and_their_bytes_arrive_in_order(
    link: SocketConnection, server: SocketServer, items: list[Any]
) -> None:
    for number in range(300):
        server.emit("text" if number % 3 else "sound", {"n": number, "audio": struct.pack("<I", number) * 240})
    wait_until(lambda: sum(isinstance(item, Arrived) for item in items) == 300)
    got = [item.args[0] for item in items if isinstance(item, Arrived)]
    assert [one["n"] for one in got] == list(range(300))
    assert all(one["audio"][:4] == struct.pack("<I", one["n"]) for one in got)


def test_what_is_sent_arrives_in_order_with_its_bytes(link: SocketConnection, server: SocketServer) -> None:
    for number in range(200):
        assert link.emit("frame", {"n": number, "audio": bytes([number]) * 960})
    wait_until(lambda: len(server.received) == 200)
    assert [data["n"] for _, data in server.received] == list(range(200))
    assert server.received[7][1]["audio"] == bytes([7]) * 960


def test_an_acknowledgement_comes_back_under_its_ticket(
    link: SocketConnection, server: SocketServer, items: list[Any]
) -> None:
    server.answer = lambda name, data: {"echo": data["n"]}
    link.emit("ask", {"n": 5}, ticket=77)
    wait_until(lambda: Acknowledged(77, ({"echo": 5},)) in items)


def test_a_lost_transport_is_restored_and_sending_works_again(
    link: SocketConnection, server: SocketServer, items: list[Any]
) -> None:
    server.cut()
    wait_until(lambda: items.count(Opened()) == 2)
    assert items[:3] == [Opened(), Lost(None), Opened()]
    assert link.emit("again", {"n": 1})
    wait_until(lambda: server.received == [("again", {"n": 1})])


def test_an_end_by_the_server_is_final_and_not_fought(
    link: SocketConnection, server: SocketServer, items: list[Any]
) -> None:
    server.dismiss()
    wait_until(lambda: any(isinstance(item, Lost) for item in items))
    (lost,) = (item for item in items if isinstance(item, Lost))
    assert isinstance(lost.final, TakenOver)
    wait_until(lambda: not link.emit("x", {}))
    assert items.count(Opened()) == 1


def test_while_the_link_is_down_nothing_is_sent(server: SocketServer, items: list[Any]) -> None:
    link = SocketConnection(Address(server.url, TOKEN), items.append)
    assert not link.emit("early", {})
    link.start().result(10)
    server.stop()
    wait_until(lambda: Lost(None) in items)
    assert not link.emit("late", {})
    link.close()


def test_the_outbox_is_bounded(link: SocketConnection) -> None:
    for _ in range(20 * OUTBOX_LIMIT):
        link.emit("frame", {"audio": bytes(960)})
    assert len(link._outbox) <= OUTBOX_LIMIT


def test_a_message_over_the_size_limit_ends_the_link_and_it_comes_back(
    link: SocketConnection, server: SocketServer, items: list[Any]
) -> None:
    server.emit("flood", {"text": "x" * 1_500_000})
    wait_until(lambda: items.count(Opened()) == 2)
    assert arrived(items, "flood") == []


def test_close_is_prompt_and_may_be_repeated(server: SocketServer) -> None:
    link = SocketConnection(Address(server.url, TOKEN), lambda item: None)
    link.start().result(10)
    link.close()
    link.close()


def test_pages_are_fetched_signed_in_and_bounded(link: SocketConnection, server: SocketServer) -> None:
    server.pages = {"/a.svg": (200, b"<svg/>"), "/big": (200, bytes(3_000_000)), "/bad": (500, b"")}
    address = Address(server.url, TOKEN)
    assert link.run(fetch(address, "/a.svg")).result(5) == b"<svg/>"
    for path in ("/big", "/bad", "/none", "//127.0.0.1/a.svg", "http://127.0.0.1/a.svg"):
        with pytest.raises(NetworkError):
            link.run(fetch(address, path)).result(5)


def test_the_inbox_keeps_the_order_on_a_loop_that_does_not() -> None:
    """A loop that runs what it is told in any order, as one built on window timers may."""

    class Shuffling:
        def __init__(self) -> None:
            self.calls: list[Any] = []

        def call_soon_threadsafe(self, call: Any) -> None:
            self.calls.insert(len(self.calls) // 2, call)

    loop, got = Shuffling(), []
    inbox: Inbox[int] = Inbox(loop, got.append)  # type: ignore[arg-type]
    for number in range(100):
        inbox.post(number)
    for call in loop.calls:
        call()
    assert got == list(range(100))


def test_the_inbox_of_a_closed_loop_takes_items_quietly() -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    inbox: Inbox[int] = Inbox(loop, lambda item: None)
    inbox.post(1)
