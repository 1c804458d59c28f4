"""How long the decoding of what arrives most often takes."""

import base64
import timeit
from collections.abc import Callable
from functools import partial
from typing import Any

from desktop.protocol.attempt import AssistantAudio, decode_command, decode_event

# A round of 200 calls is over within one slice of the scheduler: the best of many is free of what else runs.
CALLS = 200
ROUNDS = 100
SPOKEN = "I would like to book a table for two at seven this evening, please. "
CASES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "decode user_delta, 340 characters",
        "attempt_user_delta",
        {"chat_id": "chat-1", "item_id": "item-1", "transcript": SPOKEN * 5},
    ),
    (
        "decode user_delta, 340 characters, not ASCII, alias, number for an id",
        "attempt.user_progress",
        {"chat_id": 1, "item_id": 2, "transcript": SPOKEN.replace("table", "täble 🎈") * 5},
    ),
    (
        "decode progress",
        "attempt_assistant_progress",
        {"chat_id": "chat-1", "content_type": "delta", "content": "Of course! "},
    ),
    (
        "decode assistant_audio, 20 ms as bytes",
        "attempt_assistant_audio",
        {"chat_id": "chat-1", "content_type": "audio", "audio": bytes(960)},
    ),
)


def measure() -> list[tuple[str, float, str]]:
    """Return (name, value, unit) rows; each value is the mean of the best round."""
    rows = [(name, _microseconds(partial(decode_event, event, payload)), "us") for name, event, payload in CASES]
    encoded = AssistantAudio(chat_id="chat-1", audio=base64.b64encode(bytes(960)).decode())
    rows.append(("read 20 ms of sound from base64", _microseconds(encoded.pcm), "us"))
    frame = {"chat_id": "chat-1", "audio": bytes(960)}
    rows.append(("decode audio_frame", _microseconds(partial(decode_command, "attempt_audio_frame", frame)), "us"))
    return rows


def _microseconds(call: Callable[[], object]) -> float:
    call()
    return min(timeit.repeat(call, number=CALLS, repeat=ROUNDS)) / CALLS * 1e6


if __name__ == "__main__":
    for row in measure():
        print("{}: {:.2f} {}".format(*row))
