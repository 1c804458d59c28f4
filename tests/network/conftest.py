from collections.abc import Iterator

import pytest

from tests.support.socket_server import SocketServer


@pytest.fixture
def server() -> Iterator[SocketServer]:
    server = SocketServer().start()
    yield server
    server.stop()
