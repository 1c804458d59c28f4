"""What one event costs `step`, in a conversation of 200 turns: the room's share of the main loop.

A 20 ms chunk comes 50 times a second, and faster than real time; 20 microseconds each are a thousandth of the loop.
"""

import time
from statistics import median

from desktop.conversation import events
from desktop.conversation.state import ConversationState
from desktop.conversation.step import step

TURNS = 200
CHAT = "chat-1"
OPENING: tuple[events.Event, ...] = (
    events.LinkOpened(),
    events.TalkRequested("mia", 1, "Cafe order"),
    events.ChatStarted("attempt-1", CHAT),
    events.ChatJoined(CHAT, True),
    events.VoiceReady(CHAT, True),
)


def exchange(n: int) -> list[events.Event]:
    """One spoken turn of 20 partial texts and its reply of 60 increments and 200 chunks, 4 s of sound."""
    item, message = f"item-{n}", f"reply-{n}"
    told: list[events.Event] = [events.LearnerStartedSpeaking(CHAT, f"m-{n}", item)]
    told += [events.LearnerTranscribed(CHAT, item, "I would like " * word) for word in range(1, 21)]
    told += [events.LearnerTurnCompleted(CHAT, f"m-{n}", item, "I would like a tea, please.")]
    told += [events.ReplyStarted(CHAT, message), events.PlaybackStarted(n)]
    for chunk in range(200):
        if chunk % 10 < 3:
            told.append(events.ReplyTextArrived(CHAT, f"word{chunk} "))
        told += [events.ReplySoundArrived(CHAT, 20.0)]
        if chunk % 2:
            told.append(events.PlaybackProgressed(n, chunk * 10))
    return [*told, events.ReplyCompleted(CHAT, message, "Sure."), events.PlaybackFinished(n, 4000)]


def measure() -> list[tuple[str, float, str]]:
    """Median microseconds by event, over the exchange that follows 200 turns, and all of the conversation's mean."""
    state, now = ConversationState(), 1_000_000.0
    for event in OPENING:
        state, _ = step(state, event, now)
    count, begun = 0, time.process_time()
    for n in range(1, TURNS // 2 + 1):
        for event in exchange(n):
            now += 0.01
            state, _ = step(state, event, now)
            count += 1
    mean_us = (time.process_time() - begun) / count * 1e6
    assert len(state.turns) == TURNS
    spent: dict[str, list[float]] = {}
    for n in range(TURNS // 2 + 1, TURNS // 2 + 6):
        for event in exchange(n):
            now += 0.01
            begun = time.perf_counter()
            state, _ = step(state, event, now)
            spent.setdefault(type(event).__name__, []).append((time.perf_counter() - begun) * 1e6)
    rows = [(f"{name} after {TURNS} turns, median", median(times), "us") for name, times in sorted(spent.items())]
    return [(f"any event while {TURNS} turns are made, mean of {count}, processor time", mean_us, "us"), *rows]
