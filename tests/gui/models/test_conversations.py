from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop.gui.models.conversations import ConversationsModel, Heading
from tests.support.fake_app import NOW, sample_catalogue


@pytest.fixture
def model(qapp: object) -> ConversationsModel:
    model = ConversationsModel(lambda: NOW)
    model.set_conversations(sample_catalogue(NOW).conversations)
    return model


def test_conversations_stand_under_the_day_they_were_held(model: ConversationsModel) -> None:
    assert [row.text if isinstance(row, Heading) else row.course_id for row in model.rows] == [
        "Today", 7, 6, "Yesterday", 5, 4, "Last seven days", 3, "Earlier", 2, 0,
    ]  # fmt: skip


def test_a_heading_can_be_neither_chosen_nor_focused(model: ConversationsModel) -> None:
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable


def test_a_group_that_search_empties_loses_its_heading(model: ConversationsModel) -> None:
    model.search("porto")
    assert [model.text(row) for row in model.rows] == ["Yesterday", "Missed connection to Porto"]


def test_recent_ones_carry_the_time_and_older_ones_the_date(model: ConversationsModel) -> None:
    by_id = {one.course_id: one for one in sample_catalogue(NOW).conversations}
    assert model.detail(by_id[7]) == "Mia · 14:42"
    assert model.detail(by_id[3]).endswith("8 Mar")
    assert model.detail(by_id[0]).endswith("2025")


def test_one_without_a_name_says_so(model: ConversationsModel) -> None:
    assert model.text(model.rows[-1]) == "Without a name"


def test_a_new_conversation_is_one_inserted_row(model: ConversationsModel) -> None:
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    known = sample_catalogue(NOW).conversations
    model.set_conversations((replace(known[0], course_id=99, last_at=NOW.timestamp()), *known))
    assert inserted == [(1, 1)]
