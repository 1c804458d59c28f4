"""What holds a window's interpreter: for about 100 ms each, none of which lets another thread run Python."""

import gc
import time
from collections.abc import Callable

from PySide6.QtWidgets import QTextBrowser

HOLD_S = 0.1
_SENTENCE = "Of course! The carrot cake is <b>fresh</b> this morning. Would you like <i>milk</i> with your tea? "


def relayout() -> Callable[[], object]:
    """Return the layout and painting of a long text, about `HOLD_S` of it."""
    browser = QTextBrowser()
    browser.resize(640, 480)
    browser.show()

    def work() -> None:
        browser.resize(1120 - browser.width(), 480)
        browser.document().setTextWidth(browser.width())
        browser.document().size()  # lays all of it out
        browser.grab()

    return _grown(work, lambda times: browser.setHtml(f"<p>{_SENTENCE * 10}</p>" * times), 10)


def one_c_call() -> Callable[[], object]:
    """Return a call of C code that does not look up."""
    length = [0]
    return _grown(lambda: sum(range(length[0])), lambda times: length.__setitem__(0, times), 100_000)


def collection() -> Callable[[], object]:
    """Return a garbage collection over about a million objects."""
    kept: list[list[int]] = []
    return _grown(gc.collect, lambda times: kept.extend([] for _ in range(times - len(kept))), 200_000)


def _grown(work: Callable[[], object], grow: Callable[[int], None], size: int) -> Callable[[], object]:
    """Return the work at the size at which it takes `HOLD_S`."""
    for _ in range(8):
        grow(size)
        work()
        begun = time.perf_counter()
        work()
        took = time.perf_counter() - begun
        if took >= 0.9 * HOLD_S:
            break
        size = int(size * min(4.0, max(1.1, HOLD_S / max(took, 1e-4))))
    return work
