"""What holds a window's interpreter: for about 100 ms each, none of which lets another thread run Python."""

import gc
import time
from collections.abc import Callable

from PySide6.QtWidgets import QTextBrowser

HOLD_S = 0.1
_SENTENCE = "Of course! The carrot cake is <b>fresh</b> this morning. Would you like <i>milk</i> with your tea? "


def relayout() -> Callable[[], None]:
    """Return the layout and painting of a long text, about `HOLD_S` of it."""
    browser = QTextBrowser()
    browser.resize(640, 480)
    browser.show()

    def work() -> None:
        browser.resize(1120 - browser.width(), 480)
        browser.grab()

    return _grown(work, lambda times: browser.setHtml(f"<p>{_SENTENCE * 10}</p>" * times), 10)


def one_c_call() -> Callable[[], None]:
    """Return a call of C code that does not look up."""
    numbers: list[int] = []
    return _grown(lambda: sum(numbers) and None, lambda times: numbers.extend(range(len(numbers), times)), 100_000)


def collection() -> Callable[[], None]:
    """Return a garbage collection over a million objects."""
    kept = [[] for _ in range(1_000_000)]
    return lambda: (gc.collect() and kept.clear()) or None


def _grown(work: Callable[[], object], grow: Callable[[int], None], size: int) -> Callable[[], None]:
    """Return the work at the size at which it takes `HOLD_S`."""
    for _ in range(20):
        grow(size)
        work()
        begun = time.perf_counter()
        work()
        took = time.perf_counter() - begun
        if took >= 0.9 * HOLD_S:
            break
        size = int(size * min(4.0, max(1.1, HOLD_S / max(took, 1e-4))))
    return lambda: work() and None
