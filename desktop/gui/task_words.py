"""What the window says about tasks: their kind, how far the learner is, times. Plain words, no widgets."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.conversation.feedback import CheckState, Verdict
from desktop.conversation.task import Task, TaskKind

KIND_ICONS = {TaskKind.ESSAY: "pencil", TaskKind.CLOZE: "gaps", TaskKind.MULTIPLE_CHOICE_TEXT: "choices"}

_LONGEST_SOLUTION = 20_000
"""Characters."""


def kind_words(kind: TaskKind) -> str:
    translate = QCoreApplication.translate
    return {
        TaskKind.ESSAY: translate("Tasks", "Write"),
        TaskKind.CLOZE: translate("Tasks", "Fill the gaps"),
        TaskKind.MULTIPLE_CHOICE_TEXT: translate("Tasks", "Choose"),
    }[kind]


def time_words(seconds: float) -> str:
    """Return a length of time as a screen reader can say it: "1 min 5 s"."""
    minutes, rest = divmod(int(seconds), 60)
    if not minutes:
        return QCoreApplication.translate("Tasks", "{seconds} s").format(seconds=rest)
    return QCoreApplication.translate("Tasks", "{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)


def first_line(task: Task) -> str:
    """Return the beginning of what is to be done."""
    return next((line.strip() for line in task.instruction.splitlines() if line.strip()), "")


def solution_words(task: Task, solution: Sequence[str]) -> str:
    """Return what is shown as the sample solution: an essay's text, or a line for each gap."""
    if task.kind is TaskKind.ESSAY:
        return "\n\n".join(solution)[:_LONGEST_SOLUTION]
    pattern = QCoreApplication.translate("Tasks", "{number}.  {solution}")
    lines = [pattern.format(number=number, solution=one) for number, one in enumerate(solution, start=1)]
    return "\n".join(lines)[:_LONGEST_SOLUTION]


def progress_words(is_begun: bool, state: CheckState | None, counts: Mapping[Verdict, int], is_stale: bool) -> str:
    """Return how far a task is.

    state: of the last check, None where there was none. counts: its remarks. is_stale: the answer was changed since.
    """
    translate = QCoreApplication.translate
    if state is CheckState.NO_REMARKS and not is_stale:
        return translate("Tasks", "Checked: no remarks")
    if state is CheckState.REMARKS and not is_stale:
        to_mend = counts.get(Verdict.WRONG, 0) + counts.get(Verdict.PARTIAL, 0)
        if not to_mend:
            return translate("Tasks", "Checked: all right")
        return translate("Tasks", "Checked: {count} to mend").format(count=to_mend)
    if not is_begun:
        return translate("Tasks", "Not started")
    return translate("Tasks", "Draft")
