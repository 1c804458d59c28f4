"""The audio process: commands come by standard input, reports leave by standard output; it ends when the input ends.

Not multiprocessing: its spawn imports the parent's main module anew, which for a window is slow and for a frozen
program or a test run is a stranger. A plain child with two pipes needs none of that, and the end of its input is the
one sign of the parent's death that comes on every system and for every death, SIGKILL too.

Threads: main (reads commands), worker (the engine), outbox (writes reports), PortAudio's two.
"""

import logging
import os
import queue
import signal
import sys
import threading
import time
from typing import IO

from desktop.audio import messages as m
from desktop.audio.engine import Engine
from desktop.audio.pipe import Outbox, read_message

_REPORTS_LIMIT = 1000
"""20 s of captured frames."""
_FAREWELL_S = 2.0


def main() -> None:
    """Run the audio process to its end; does not return."""
    # Ctrl-C reaches the whole terminal group; the parent decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="audio: %(message)s")
    commands = sys.stdin.buffer
    outbox = Outbox(_private_stdout(), "audio-outbox", losable=m.FrameCaptured, limit=_REPORTS_LIMIT)
    inbox: queue.SimpleQueue[m.Command | None] = queue.SimpleQueue()
    engine = Engine(outbox.post, lost_messages=lambda: outbox.dropped)
    worker = threading.Thread(target=_work, args=(engine, inbox), name="audio-worker", daemon=True)
    worker.start()
    _read_commands(commands, inbox)
    worker.join(_FAREWELL_S)
    outbox.close(_FAREWELL_S)
    # Not sys.exit: a device that hangs must not keep the process alive after its parent.
    os._exit(0)


def run_engine(engine: Engine, inbox: "queue.SimpleQueue[m.Command | None]") -> None:
    """Work until None arrives: commands at once, steps when they are due."""
    while True:
        due = engine.next_step_at
        wait_s = None if due is None else max(0.0, due - time.monotonic())
        if wait_s == 0.0:
            engine.step()
        try:
            command = inbox.get(timeout=wait_s) if wait_s != 0.0 else inbox.get_nowait()
        except queue.Empty:
            continue
        if command is None:
            engine.shut()
            return
        engine.handle(command)


def _work(engine: Engine, inbox: "queue.SimpleQueue[m.Command | None]") -> None:
    try:
        run_engine(engine, inbox)
    except BaseException:
        # A defect of ours. The parent learns of it by the end of the pipe and tells the learner.
        logging.getLogger(__name__).exception("The engine failed.")
        os._exit(1)


def _read_commands(stream: IO[bytes], inbox: "queue.SimpleQueue[m.Command | None]") -> None:
    try:
        while True:
            inbox.put(read_message(stream))
    except EOFError:
        inbox.put(None)


def _private_stdout() -> IO[bytes]:
    """Return the pipe to the parent and send what C libraries print to stdout to stderr instead."""
    pipe = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return pipe
