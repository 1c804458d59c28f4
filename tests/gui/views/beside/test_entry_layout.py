from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication

from desktop.conversation.grade import EntryKind, GradeEntry
from desktop.gui import theme
from desktop.gui.views.beside.entry_layout import EntryPlaces, lay_out, paragraphs
from tests.support.sample_grades import CRITERIA, REMARKS

WIDTH = 300
MORE = QSize(140, 24)
WORDY = replace(CRITERIA[0], level="a level that takes more room than there is beside the name")
NAMELESS = GradeEntry(EntryKind.FEEDBACK, score=3, total=5, level="good", reason="Well done.")


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("scale", [0.8, 2.0])
@pytest.mark.parametrize("entry", [*CRITERIA, *REMARKS, WORDY, NAMELESS])
def test_everything_lies_within_the_card_and_nothing_upon_another(
    qapp: QApplication, entry: GradeEntry, scale: float, is_open: bool
) -> None:
    theme.apply("light", scale)
    for foot, more in (("", QSize()), ("Show", MORE), ("Show in the talk, please", MORE), ("", MORE)):
        found = lay_out(entry, WIDTH, is_open, foot, more)
        card = QRect(0, 0, WIDTH, found.height)
        places = [line.place for line in found.paragraphs] + [found.level, found.score, found.foot, found.more]
        places = [place for place in places if not place.isEmpty()]
        assert places
        for number, place in enumerate(places):
            assert card.contains(place)
            assert not any(place.intersects(other) for other in places[number + 1 :])


def test_what_can_be_done_stands_side_by_side_where_there_is_room(qapp: QApplication) -> None:
    def is_beside(found: EntryPlaces) -> bool:
        return found.foot.top() == found.more.top()

    assert is_beside(lay_out(CRITERIA[1], 500, False, "Show in the talk", MORE))
    assert not is_beside(lay_out(CRITERIA[1], 220, False, "Show in the talk", MORE))


def test_a_criterion_gives_its_reason_first_and_a_replacement_its_words() -> None:
    assert [one.text for one in paragraphs(CRITERIA[1])][1:] == ["“a slice of that cake”"]
    replacement = next(entry for entry in REMARKS if entry.kind is EntryKind.REPLACEMENT)
    assert [one.text for one in paragraphs(replacement)] == [
        "“Milk, please.”",
        "→ “With a little milk, please.”",
        "A whole sentence sounds friendlier than two words.",
    ]
    assert [one.text for one in paragraphs(GradeEntry(EntryKind.OTHER))] == ["A result was recorded."]
