"""Messages between the two processes: a length and a pickle, over the child's standard input and output.

Both ends are ours and private (two anonymous pipes), so pickle reads only what we wrote. 100 messages of 1 kB a second
cost too little to justify shared memory, which a killed process would leave behind.
"""

import os
import pickle
import struct
import threading
from collections import deque
from typing import IO, Any

_LENGTH = struct.Struct("<I")


def write_message(stream: IO[bytes], message: object) -> None:
    data = pickle.dumps(message, protocol=5)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_message(stream: IO[bytes]) -> Any:
    """Return the next message. Raises EOFError when the other end is gone."""
    size = _LENGTH.unpack(_exactly(stream, _LENGTH.size))[0]
    return pickle.loads(_exactly(stream, size))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def private_stdout() -> IO[bytes]:
    """Return the pipe to the parent and send what C libraries print to stdout to stderr instead."""
    pipe = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return pipe


class Outbox:
    """Sends messages from a thread of its own, so that `post` never blocks on a slow reader.

    At most `limit` messages wait. Beyond that the oldest message that may be lost (see `losable`) goes, and is counted.
    """

    def __init__(self, stream: IO[bytes], name: str, losable: type, limit: int) -> None:
        self._stream = stream
        self._losable = losable
        self._limit = limit
        self._waiting: deque[object] = deque()
        self._losable_waiting = 0
        self._changed = threading.Condition()
        self._closed = False
        self.dropped = 0
        self._thread = threading.Thread(target=self._send, name=name, daemon=True)
        self._thread.start()

    def post(self, message: object) -> None:
        """Queue a message; any thread. Ignored after `close`."""
        with self._changed:
            if self._closed:
                return
            self._waiting.append(message)
            if isinstance(message, self._losable):
                self._losable_waiting += 1
                if self._losable_waiting > self._limit:
                    self._drop_oldest()
            self._changed.notify()

    def close(self, timeout_s: float) -> None:
        """Send what waits, then end the thread and close the stream, or give up after `timeout_s`."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(timeout_s)

    def _drop_oldest(self) -> None:
        for index, message in enumerate(self._waiting):
            if isinstance(message, self._losable):
                del self._waiting[index]
                self._losable_waiting -= 1
                self.dropped += 1
                return

    def _send(self) -> None:
        try:
            while (message := self._next()) is not None:
                write_message(self._stream, message)
        except (BrokenPipeError, OSError, ValueError):
            # The reader is gone; the thread that reads from it sees that too and acts.
            with self._changed:
                self._closed = True
                self._waiting.clear()
        try:
            self._stream.close()
        except OSError:
            return

    def _next(self) -> object | None:
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            if not self._waiting:
                return None
            message = self._waiting.popleft()
            if isinstance(message, self._losable):
                self._losable_waiting -= 1
            return message
