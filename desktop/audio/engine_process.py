"""The audio process: commands come by standard input, reports leave by standard output; it ends when the input ends.

Not multiprocessing: its spawn imports the parent's main module anew, which for a window is slow and for a frozen
program or a test run is a stranger. A plain child with two pipes needs none of that, and the end of its input is the
one sign of the parent's death that comes on every system and for every death, SIGKILL too.

Threads: main (reads commands), worker (the engine), outbox (writes reports), devices (waits for the
sound server or its child), PortAudio's two.
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
from desktop.audio.cards import Card, PortAudioCard
from desktop.audio.devices.device_watch import DeviceWatch
from desktop.audio.engine import Engine, open_streams
from desktop.audio.pipe import Outbox, private_stdout, read_message
from desktop.audio.port_audio_streams import TriedWays
from desktop.audio.priority import ask_for_priority
from desktop.audio.streams import Streams

Inbox = queue.SimpleQueue[m.Command | m.DevicesChanged | None]

_REPORTS_LIMIT = 1000
"""20 s of captured frames."""
_FAREWELL_S = 2.0


def main() -> None:
    """Run the audio process to its end; does not return."""
    # Ctrl-C reaches the whole terminal group; the parent decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ask_for_priority()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="audio: %(message)s")
    commands = sys.stdin.buffer
    outbox = Outbox(private_stdout(), "audio-outbox", losable=m.FrameCaptured, limit=_REPORTS_LIMIT)
    inbox: Inbox = queue.SimpleQueue()
    watch = DeviceWatch(lambda devices: inbox.put(m.DevicesChanged(devices)))
    tried: TriedWays = {}

    def open_card(card: Card) -> Streams:
        return open_streams(card, watch.first_look() if isinstance(card, PortAudioCard) else (), tried)

    engine = Engine(outbox.post, open_card, lost_messages=lambda: outbox.dropped, watch=watch)
    worker = threading.Thread(target=_work, args=(engine, inbox), name="audio-worker", daemon=True)
    worker.start()
    _read_commands(commands, inbox)
    worker.join(_FAREWELL_S)
    outbox.close(_FAREWELL_S)
    # Not sys.exit: a device that hangs must not keep the process alive after its parent.
    os._exit(0)


def run_engine(engine: Engine, inbox: Inbox) -> None:
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
        if isinstance(command, m.DevicesChanged):
            engine.devices_changed(command.devices)
        else:
            engine.handle(command)


def _work(engine: Engine, inbox: Inbox) -> None:
    try:
        run_engine(engine, inbox)
    except BaseException:
        # A defect of ours. The parent learns of it by the end of the pipe and tells the learner.
        logging.getLogger(__name__).exception("The engine failed.")
        os._exit(1)


def _read_commands(stream: IO[bytes], inbox: Inbox) -> None:
    try:
        while True:
            inbox.put(read_message(stream))
    except EOFError:
        inbox.put(None)
