import pytest

from desktop.conversation.feedback import CheckState, Verdict
from desktop.conversation.task import Task, TaskKind
from desktop.gui.icons import icon
from desktop.gui.task_words import KIND_ICONS, first_line, kind_words, progress_words, time_words


@pytest.mark.parametrize("kind", TaskKind)
def test_every_kind_has_words_and_an_icon(kind: TaskKind) -> None:
    assert kind_words(kind)
    icon(KIND_ICONS[kind])


@pytest.mark.parametrize(("seconds", "words"), [(0, "0 s"), (59.9, "59 s"), (60, "1 min 0 s"), (605, "10 min 5 s")])
def test_a_time_is_said_as_it_is_read_aloud(seconds: float, words: str) -> None:
    assert time_words(seconds) == words


def test_the_first_line_with_words_tells_what_is_to_be_done() -> None:
    assert first_line(Task("k", TaskKind.ESSAY, "t", "\n  Write a card. \nGreet.")) == "Write a card."
    assert first_line(Task("k", TaskKind.ESSAY, "t")) == ""


@pytest.mark.parametrize(
    ("is_begun", "state", "counts", "is_stale", "words"),
    [
        (False, None, {}, False, "Not started"),
        (True, None, {}, False, "Draft"),
        (True, CheckState.REMARKS, {Verdict.WRONG: 2, Verdict.PARTIAL: 1}, False, "Checked: 3 to mend"),
        (True, CheckState.REMARKS, {Verdict.CORRECT: 2}, False, "Checked: all right"),
        (True, CheckState.REMARKS, {Verdict.WRONG: 2}, True, "Draft"),
        (True, CheckState.NO_REMARKS, {}, False, "Checked: no remarks"),
        (True, CheckState.FAILED, {}, False, "Draft"),
    ],
)
def test_how_far_a_task_is(
    is_begun: bool, state: CheckState | None, counts: dict[Verdict, int], is_stale: bool, words: str
) -> None:
    assert progress_words(is_begun, state, counts, is_stale) == words
