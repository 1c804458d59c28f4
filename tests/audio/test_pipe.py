"""Messages between two processes."""

import io
import os
import threading
from typing import IO

import pytest

from desktop.audio.messages import FrameCaptured, MicrophoneEnded, Play
from desktop.audio.pipe import Outbox, read_message, write_message
from tests.support.waiting import wait_until


class StuckStream(io.BytesIO):
    """A pipe whose reader sleeps until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()
        self.entered = threading.Event()
        self.kept = b""

    def flush(self) -> None:
        self.entered.set()
        assert self.go_on.wait(10)
        self.kept = self.getvalue()


def messages_in(data: bytes) -> list[object]:
    stream, found = io.BytesIO(data), []
    while stream.tell() < len(data):
        found.append(read_message(stream))
    return found


def pipe() -> tuple[IO[bytes], IO[bytes]]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


def test_messages_arrive_as_they_were_sent() -> None:
    reading, writing = pipe()
    sent = [Play(3, b"ab" * 500_000), MicrophoneEnded(), FrameCaptured(7, bytes(960))]
    outbox = Outbox(writing, "test-outbox", losable=FrameCaptured, limit=10)
    for message in sent:
        outbox.post(message)
    with reading:
        assert [read_message(reading) for _ in sent] == sent
        outbox.close(5)
        with pytest.raises(EOFError):
            read_message(reading)
    assert outbox.dropped == 0


@pytest.mark.parametrize("cut", [1, 4, 20])
def test_a_message_that_breaks_off_is_the_end(cut: int) -> None:
    stream = io.BytesIO()
    write_message(stream, FrameCaptured(1, bytes(960)))
    with pytest.raises(EOFError):
        read_message(io.BytesIO(stream.getvalue()[:-cut]))


def test_a_slow_reader_costs_the_oldest_frames_and_nothing_else() -> None:
    stream = StuckStream()
    outbox = Outbox(stream, "test-outbox", losable=FrameCaptured, limit=3)
    outbox.post(MicrophoneEnded())
    assert stream.entered.wait(10)
    for index in range(5):
        outbox.post(FrameCaptured(index, b""))
        outbox.post(MicrophoneEnded())
    assert outbox.dropped == 2
    stream.go_on.set()
    outbox.close(5)
    told = messages_in(stream.kept)
    assert [message.index for message in told if isinstance(message, FrameCaptured)] == [2, 3, 4]
    assert told.count(MicrophoneEnded()) == 6


def test_a_reader_that_is_gone_ends_the_sending_quietly() -> None:
    reading, writing = pipe()
    reading.close()
    outbox = Outbox(writing, "test-outbox", losable=FrameCaptured, limit=3)
    outbox.post(MicrophoneEnded())
    wait_until(lambda: writing.closed)
    outbox.post(MicrophoneEnded())
    outbox.close(5)
