"""An essay of 5,000 words with 500 remarks: how long it takes to show, to type in, to scroll."""

import os
import random
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desktop.conversation.feedback import CheckResult, CheckState, Feedback, TextSpan, Verdict
from desktop.gui import theme
from desktop.gui.models.remarks import Remarks
from desktop.gui.views.feedback.marked_text import MarkedText
from desktop.gui.views.feedback.remark_cards import RemarkCards
from tests.bench.rows import Row, spread

WORDS, REMARKS, ROUNDS = 5000, 500, 100


def essay(words_a_paragraph: int) -> str:
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmno😀é", k=chance.randint(1, 9))) for _ in range(WORDS)]
    lines = (words[at : at + words_a_paragraph] for at in range(0, WORDS, words_a_paragraph))
    return "\n".join(" ".join(line) for line in lines)


def feedback(text: str) -> tuple[Feedback, ...]:
    chance = random.Random(2)
    found = []
    for number in range(REMARKS):
        start = chance.randrange(len(text) - 60)
        end = start + chance.choice((3, 8, 12, 50))
        span = TextSpan(start, end, text[start:end])
        found.append(Feedback(f"Remark {number}: " + "think of it. " * 5, list(Verdict)[number % 4], "Topic", (span,)))
    return tuple(found)


def timed(job: Callable[[], object]) -> float:
    """Milliseconds the window's thread works until the job is done and painted; what else runs does not count."""
    start = time.thread_time()
    job()
    QApplication.processEvents()
    return (time.thread_time() - start) * 1000


def measure() -> list[Row]:
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply("light", 1.0)
    rows = []
    for what, each in (("50 paragraphs", 100), ("one paragraph", WORDS)):
        text = essay(each)
        checked = CheckResult(CheckState.REMARKS, feedback(text))
        remarks = Remarks()
        editor = MarkedText(remarks)
        editor.resize(700, 600)
        editor.show()
        QApplication.processEvents()

        def show(editor: MarkedText = editor, remarks: Remarks = remarks, text: str = text) -> None:
            editor.set_text(text)
            remarks.show(checked, text)  # noqa: B023

        rows.append(spread(f"show text and marks, {what}", [timed(show) for _ in range(10)], target=100, limit=100))
        show_remarks = [timed(lambda: remarks.show(checked, text)) for _ in range(20)]  # noqa: B023
        rows.append(spread(f"show 500 remarks on a text, {what}", show_remarks))
        bar = editor.verticalScrollBar()
        scrolled = [timed(lambda: bar.setValue(bar.value() + 60)) for _ in range(ROUNDS)]  # noqa: B023
        rows.append(spread(f"scroll by 60 pixels, {what}", scrolled, target=8, limit=16))
        stepped = [timed(lambda: remarks.next()) for _ in range(ROUNDS)]  # noqa: B023
        rows.append(spread(f"next remark, {what}", stepped))
        editor.textCursor().movePosition(editor.textCursor().MoveOperation.Start)
        typed = [timed(lambda: editor.insertPlainText("x")) for _ in range(ROUNDS)]  # noqa: B023
        rows.append(spread(f"type a letter, {what}", typed))
        editor.close()
        editor.deleteLater()
    return rows + cards()


def cards() -> list[Row]:
    """Show 500 cards, go through them, filter them."""
    text = essay(100)
    remarks = Remarks()
    panel = RemarkCards(remarks)
    panel.resize(320, 600)
    panel.show()
    QApplication.processEvents()
    found = feedback(text)
    shown = [timed(lambda: remarks.show(CheckResult(CheckState.REMARKS, found), text)) for _ in range(10)]
    stepped = [timed(remarks.next) for _ in range(ROUNDS)]
    filtered = [timed(lambda: remarks.toggle(Verdict.WRONG)) for _ in range(10)]
    panel.close()
    panel.deleteLater()
    return [
        spread("show 500 cards", shown),
        spread("next card of 500", stepped, target=8, limit=16),
        spread("filter 500 cards", filtered),
    ]
