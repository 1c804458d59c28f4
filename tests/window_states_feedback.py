"""The page that checks what the learner said, in every state; `tests/window_states.py` takes them in every look."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from desktop.conversation.feedback import (
    Aspect,
    CheckResult,
    CheckState,
    Feedback,
    Points,
    Remedy,
    TextSpan,
    Verdict,
)
from desktop.conversation.state import Phase
from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui.main_window import MainWindow
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import NOW, sample_state

Take = Callable[[str, Callable[[], None]], Awaitable[None]]
"""Takes the window in every look under a name; the callable is called before each."""

SAID = (
    "Good morning! I would like a tea and a apple pie, please.",
    "Yesterday 😀 I go to the market whit my brother and we buyed many things, it was very nice.",
    "Yes, the weather is wonderful today, isn't it?",
    "مرحبا, that is how we say “hello” where I come from.",
    "How much does it cost?",
)
TEXT = "\n".join(SAID)
_HEARD = "Yes, the whether is wonderful today, is in it?"


def spans(*words: str) -> tuple[TextSpan, ...]:
    return tuple(TextSpan(TEXT.index(one), TEXT.index(one) + len(one), one) for one in words)


REMARKS = (
    Feedback(
        "You told a story and asked back. Next: verbs of the past.",
        Verdict.CORRECT,
        "Overall",
        aspects=(Aspect("Polite requests", False, "“I would like …”"), Aspect("Simple past", True)),
        points=Points(7.5, 10),
    ),
    Feedback("Polite and clear.", Verdict.CORRECT, "Interaction", spans("I would like a tea and a apple pie, please")),
    Feedback("Before a vowel: “an apple pie”.", Verdict.WRONG, "Articles", spans("a apple pie")),
    Feedback("A good word to order.", Verdict.UNKNOWN, "Vocabulary", spans("apple pie")),
    Feedback("Yesterday is over: “went”, “bought”.", Verdict.WRONG, "Simple past", spans("go", "buyed")),
    Feedback("It is written “with”.", Verdict.WRONG, "Spelling", spans("whit")),
    Feedback(
        "Understood; two sentences would be clearer.", Verdict.PARTIAL, "Style", spans("things, it was very nice")
    ),
    Feedback("“How much is it?” is shorter and usual.", Verdict.PARTIAL, "Vocabulary", spans("How much does it cost")),
    Feedback("A nice thing to tell.", Verdict.CORRECT, "Interaction", spans("مرحبا, that is how we say")),
)
FOUND = CheckResult(CheckState.REMARKS, REMARKS)
REFUSED = CheckResult(
    CheckState.FAILED,
    note="The feedback service does not know this token. Give a new one, then check again.",
    remedy=Remedy.NEW_TOKEN,
)
UNANSWERED = CheckResult(
    CheckState.NOT_CHECKED, note="Nobody answered. Check your connection, then try again.", remedy=Remedy.RETRY
)


def turns() -> tuple[Turn, ...]:
    """Return what the learner said: one turn corrected, one typed."""
    said = [
        Turn(f"learner-{number}", Speaker.LEARNER, NOW.timestamp() + number, text, TurnStatus.FINAL)
        for number, text in enumerate(SAID)
    ]
    said[2] = replace(said[2], text=_HEARD, corrected=SAID[2])
    said[4] = replace(said[4], typed=True)
    return tuple(said)


async def take_feedback(app: FakeApp, window: MainWindow, take: Take) -> None:
    app.show(replace(sample_state(Phase.ENDED), turns=turns()))
    app.playable, app.playing = frozenset(turn.key for turn in turns()[:4]), "learner-1"
    app.dismiss_notice()
    window.show_live()
    page = window.spoken.page

    async def check(result: CheckResult) -> None:
        app.tasks.results = [result]
        page.check()
        await asyncio.sleep(0.1)

    app.tasks.results, app.tasks.gate = [FOUND], asyncio.Event()
    window.spoken.open()
    await take("said-checking", lambda: None)
    app.tasks.gate.set()
    await asyncio.sleep(0.1)
    app.tasks.gate = None
    await take("said-remarks", lambda: None)
    await take("said-chosen", lambda: (page.remarks.choose(3), page.cards.focus_current()))
    cursor = page.text.textCursor()
    cursor.setPosition(len(SAID[0]) + 1)
    cursor.insertText("Well, ")
    page.text.setTextCursor(cursor)
    await take("said-stale", lambda: None)
    for name, result in {
        "no-remarks": CheckResult(CheckState.NO_REMARKS),
        "refused": REFUSED,
        "unanswered": UNANSWERED,
    }.items():
        await check(result)
        await take(f"said-{name}", lambda: None)
    page.foot.token_row.ask()
    await take("said-token", lambda: None)
    page.open("Cafe order", 99, ())
    await take("said-nothing", lambda: None)
    window.spoken.leave()
