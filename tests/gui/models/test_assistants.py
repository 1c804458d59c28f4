import pytest

from desktop.conversation.catalogue import Assistant
from desktop.gui.models.assistants import AssistantsModel, Order
from tests.support.fake_app import sample_catalogue


@pytest.fixture
def model(qapp: object) -> AssistantsModel:
    model = AssistantsModel()
    model.set_assistants(sample_catalogue().assistants)
    return model


def names(model: AssistantsModel) -> list[str]:
    return [model.text(row) for row in model.rows]


def test_the_most_liked_come_first(model: AssistantsModel) -> None:
    assert names(model)[:3] == ["Mia", "Dr Lindqvist", "Omar"]


def test_they_can_be_sorted_by_name_and_by_level(model: AssistantsModel) -> None:
    model.sort_by(Order.NAME)
    assert names(model)[0] == "Dr Lindqvist"
    model.sort_by(Order.LEVEL)
    assert names(model)[0] == "Omar"


def test_search_looks_into_name_goal_and_description(model: AssistantsModel) -> None:
    model.search("railway ticket")
    assert names(model) == ["Tomás"]


def test_levels_are_those_that_occur_and_filter(model: AssistantsModel) -> None:
    assert model.levels == ("A1", "A2", "B1", "B2", "C1")
    model.filter_level("A2")
    assert names(model) == ["Mia", "Tomás"]


def test_a_level_that_is_gone_filters_no_longer(model: AssistantsModel) -> None:
    model.filter_level("C1")
    model.set_assistants((Assistant("a", "  Ann", level="A1"),))
    assert names(model) == ["Ann"]
