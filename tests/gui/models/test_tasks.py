import pytest
from PySide6.QtCore import Qt

from desktop.conversation.task import Task, TaskKind
from desktop.gui.models.tasks import TaskRow, TasksModel

ESSAY = TaskRow(Task("a", TaskKind.ESSAY, "A card", "Write to a friend.", folder="school"), "Draft", True)
CLOZE = TaskRow(Task("b", TaskKind.CLOZE, "At the café", "Fill in."), "Not started")


@pytest.fixture
def model(qapp: object) -> TasksModel:
    model = TasksModel()
    model.set_tasks([ESSAY, CLOZE])
    return model


@pytest.mark.parametrize(("query", "found"), [("cafe", [CLOZE]), ("friend", [ESSAY]), ("school", [ESSAY]), ("z", [])])
def test_titles_instructions_and_folders_are_searched(model: TasksModel, query: str, found: list[TaskRow]) -> None:
    model.search(query)
    assert list(model.rows) == found
    assert model.total == 2


def test_a_kind_shows_only_its_tasks_and_is_forgotten_with_the_last_of_them(model: TasksModel) -> None:
    model.filter_kind(TaskKind.CLOZE)
    assert list(model.rows) == [CLOZE]
    model.set_tasks([ESSAY])
    assert list(model.rows) == [ESSAY]
    assert model.kinds == (TaskKind.ESSAY,)


def test_a_screen_reader_hears_title_kind_progress_and_what_is_to_be_done(model: TasksModel) -> None:
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "A card, Write, Draft, Write to a friend."
