"""What the transcript costs the window's thread, offscreen. Every number includes the painting it causes."""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desktop.conversation.state import Phase
from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.views.talk.conversation_view import ConversationView
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state

SENTENCES = (
    "Of course! The carrot cake is fresh this morning. Would you like milk with your tea, or lemon?",
    "Could I have a tea and a slice of that cake?",
    "Sure. Anything else?",
    "I am not sure yet. What do you recommend to someone who does not like anything too sweet in the morning?",
)
ROUNDS = 200


def turns(count: int) -> tuple[Turn, ...]:
    return tuple(
        Turn(
            f"t-{number}",
            Speaker.LEARNER if number % 2 else Speaker.ASSISTANT,
            1_760_000_000.0 + 10 * number,
            f"{SENTENCES[number % len(SENTENCES)]} {number}",
            TurnStatus.FINAL,
            message_id=f"m-{number}",
        )
        for number in range(count)
    )


def timed(job: Callable[[], None]) -> float:
    """Return how many milliseconds of the window's thread the job takes; what else the machine does is left out."""
    begun = time.thread_time()
    job()
    return 1000 * (time.thread_time() - begun)


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


class Window:
    """A conversation view on a scripted application."""

    def __init__(self, shown: tuple[Turn, ...]) -> None:
        self.loop = asyncio.new_event_loop()
        self.app = FakeApp(state=replace(sample_state(Phase.LISTENING), turns=shown))
        self.bridge = Bridge(self.loop, self.app)  # type: ignore[arg-type]
        self.view = ConversationView(self.bridge)
        self.view.resize(640, 640)
        self.view.show()
        QApplication.processEvents()

    def show(self, shown: tuple[Turn, ...]) -> None:
        """What one announcement of the conversation does, painted."""
        self.app.state = replace(self.app.state, turns=shown)
        self.bridge.conversationChanged.emit()
        self.paint()

    def paint(self) -> None:
        """Have everything painted that waits for it, as the event loop would next."""
        QApplication.processEvents()

    def scroll(self, pixels: int) -> None:
        bar = self.view.transcript.verticalScrollBar()
        bar.setValue(bar.value() + pixels)
        self.paint()

    def open(self, shown: tuple[Turn, ...]) -> None:
        self.view.show_past("Past", shown, 5, "cafe")
        self.paint()

    def close(self) -> None:
        self.view.close()
        self.loop.run_until_complete(self.bridge.close())
        self.loop.close()
        self.view.deleteLater()
        QApplication.processEvents()


def appending(count: int) -> list[float]:
    shown = turns(count + ROUNDS)
    window = Window(shown[:count])
    times = [timed(lambda n=n: window.show(shown[: count + n + 1])) for n in range(ROUNDS)]
    window.close()
    return times


def live_text(count: int) -> list[float]:
    """Two hundred updates of one turn that grows word by word to 600 words, then starts again."""
    shown = turns(count)
    window = Window(shown)
    times = []
    for number in range(ROUNDS):
        text = "word " * (3 * (number % 200) + 1)
        spoken = Turn("live", Speaker.LEARNER, 1_770_000_000.0, text, TurnStatus.LIVE)
        times.append(timed(lambda spoken=spoken: window.show((*shown, spoken))))
    window.close()
    return times


def scrolling(count: int) -> list[float]:
    window = Window(turns(count))
    times = [timed(lambda: window.scroll(-60)) for _ in range(ROUNDS)]
    window.close()
    return times


def blocks(count: int) -> dict[str, float]:
    """The longest single pieces of work there are."""
    shown = turns(count)
    window = Window(())
    found = {f"open a past talk of {count} turns": timed(lambda: window.open(shown))}

    def resize(width: int) -> None:
        window.view.resize(width, 640)
        window.paint()

    found["another width, every text broken anew"] = max(timed(lambda: resize(560)), timed(lambda: resize(640)))
    found["another text size"] = timed(lambda: theme.apply("light", 1.25))
    theme.apply("light", 1.0)
    found["a page of older turns"] = timed(window.view.model.show_older)
    window.close()
    return found


def measure() -> list[tuple[str, float, str]]:
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply("light", 1.0)
    rows: list[tuple[str, float, str]] = []
    worst = 0.0
    series = (
        ("append a turn and scroll to it", appending),
        ("live text, one update", live_text),
        ("scroll by 60 pixels", scrolling),
    )
    for what, job in series:
        for count in (200, 1000):
            times = job(count)
            rows.append((f"{what}, {count} turns, p50", percentile(times, 0.5), "ms"))
            rows.append((f"{what}, {count} turns, p99", percentile(times, 0.99), "ms"))
            worst = max(worst, *times)
    for what, took in blocks(1000).items():
        rows.append((what, took, "ms"))
        if what != "another text size":
            worst = max(worst, took)
    rows.append(("longest time the window's thread was held", worst, "ms"))
    return rows
