"""A window that paints without pause must not change the order in which the service's messages are taken."""

import asyncio
import struct
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.backends.attempt import AttemptBackend
from desktop.conversation import events
from desktop.gui.event_loop import make_loop, run_until_done
from desktop.network.socket_connection import Address
from tests.support.socket_server import TOKEN, SocketServer

MESSAGES = 1000


def test_sound_and_text_keep_their_order_and_their_bytes(qapp: QApplication) -> None:
    server = SocketServer().start()
    sound: list[int] = []
    told: list[str] = []

    def heard(chat_id: str, pcm: bytes) -> None:
        (number,) = struct.unpack_from("<I", pcm)
        assert pcm == struct.pack("<I", number) * 240
        sound.append(number)
        told.append(f"sound {number}")

    def happened(event: events.Event) -> None:
        if isinstance(event, events.LearnerTranscribed):
            told.append(f"text {event.transcript}")

    def send() -> None:
        for number in range(1, MESSAGES + 1):
            audio = struct.pack("<I", number) * 240
            server.emit("attempt_assistant_audio", {"chat_id": "c", "content_type": "audio", "audio": audio})
            if number % 10 == 0:
                server.emit("attempt_user_delta", {"chat_id": "c", "item_id": "i", "transcript": str(number)})

    async def scene() -> int:
        backend = AttemptBackend(Address(server.url, TOKEN))
        busy = QTimer(interval=0)
        busy.timeout.connect(lambda: time.sleep(0.01))  # the window paints 10 ms at a time, without pause
        busy.start()
        try:
            await backend.open(happened, heard)
            await asyncio.to_thread(send)
            async with asyncio.timeout(30):
                while len(sound) < MESSAGES or len(told) < MESSAGES + MESSAGES // 10:
                    await asyncio.sleep(0.01)
        finally:
            busy.stop()
            await backend.close()
        return 0

    try:
        run_until_done(make_loop(qapp), scene)
    finally:
        server.stop()
    expected = []
    for number in range(1, MESSAGES + 1):
        expected.append(f"sound {number}")
        if number % 10 == 0:
            expected.append(f"text {number}")
    assert told == expected
