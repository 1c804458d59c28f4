"""The panel beside a talk, and a talk's end, in every state; `tests/window_states.py` takes them in every look."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from desktop.conversation.grade import Grade, GradeStatus
from desktop.conversation.quiz import Outcome
from desktop.conversation.state import ConversationState, Phase
from desktop.gui.main_window import MainWindow
from desktop.gui.panel_tabs import Tab
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state
from tests.support.sample_grades import FAILED, GRADED, HALF, QUESTIONS, SECOND

Take = Callable[[str, Callable[[], None]], Awaitable[None]]
"""Takes the window in every look under a name; the callable is called before each."""


async def take_grades(app: FakeApp, window: MainWindow, take: Take) -> None:
    app.show(ConversationState())
    window.show_live()
    app.show(sample_state(Phase.LISTENING))
    await take("hints-new", lambda: window.beside.open(Tab.HINTS))
    app.show(replace(app.state, hints=()))
    await take("hints-none", lambda: window.beside.open(Tab.HINTS))
    await take("grades-none", lambda: window.beside.open(Tab.GRADES))
    asked = replace(app.state, questions=QUESTIONS)
    app.show(asked)
    await take("quiz-open", lambda: window.beside.open(Tab.QUIZ))
    first = replace(QUESTIONS[0], chosen=("b",))
    second = replace(QUESTIONS[1], chosen=("a", "b"))
    for name, answers in {
        "submitted": (replace(first, outcome=Outcome.SUBMITTED), QUESTIONS[1]),
        "right": (
            replace(first, outcome=Outcome.RIGHT, message="“Could I have” is polite in every café."),
            replace(second, outcome=Outcome.RECORDED),
        ),
        "wrong": (
            replace(first, chosen=("c",), outcome=Outcome.WRONG, message="Too long, and not polite."),
            replace(second, outcome=Outcome.REFUSED, message="The quiz is closed."),
        ),
    }.items():
        app.show(replace(asked, questions=answers))
        await take(f"quiz-{name}", lambda: window.beside.open(Tab.QUIZ))
    ended = sample_state(Phase.ENDED)
    between = replace(sample_state(Phase.BETWEEN), scenarios_done=1, chat_over=True, hints=(), grades=(HALF,))
    app.show(between)
    await take("between", lambda: None)
    for name, changes in {
        "finished": {},
        "complete": {"all_scenarios_complete": True, "closing_message": "See you soon at the café!"},
        "graded": {"all_scenarios_complete": False, "grades": (GRADED, SECOND), "scenarios_done": 2},
        "broke-off": {"phase": Phase.FAILED},
    }.items():
        app.show(replace(ended, **changes))
        await take(f"summary-{name}", lambda: None)
    for name, grades in {
        "not-asked": (),
        "awaited": (Grade("chat-1", GradeStatus.AWAITED),),
        "half": (HALF,),
        "failed": (FAILED,),
        "graded": (GRADED,),
        "two-scenes": (GRADED, SECOND),
        "nothing": (Grade("chat-1", GradeStatus.GRADED),),
    }.items():
        app.show(replace(ended, grades=grades))
        await take(f"grades-{name}", lambda: window.beside.open(Tab.GRADES))
