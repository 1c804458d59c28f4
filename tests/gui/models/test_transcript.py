from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui.models.transcript import PAGE, WINDOW, Rest, Role, TranscriptModel

NO_TURNS: tuple[Turn, ...] = ()


def turn(number: int, text: str = "words", status: TurnStatus = TurnStatus.FINAL) -> Turn:
    speaker = Speaker.ASSISTANT if number % 2 else Speaker.LEARNER
    message_id = f"m-{number}" if number % 2 else ""
    return Turn(f"t-{number}", speaker, float(number), text, status, message_id=message_id)


def filled(*turns: Turn) -> TranscriptModel:
    model = TranscriptModel()
    model.start_over((), turns, "Mia")
    return model


def texts(model: TranscriptModel) -> list[str]:
    return [model.row_at(row).turn.text for row in range(model.rowCount())]


def test_streamed_text_changes_exactly_its_own_row() -> None:
    turns = (turn(1), turn(2, "No", TurnStatus.LIVE))
    model = filled(*turns)
    changes, resets, inserted = (
        QSignalSpy(model.dataChanged),
        QSignalSpy(model.modelReset),
        QSignalSpy(model.rowsInserted),
    )
    model.set_turns((), (turns[0], replace(turns[1], text="No thank you")))
    assert changes.count() == 1
    first, last = changes.at(0)[0], changes.at(0)[1]
    assert (first.row(), last.row()) == (1, 1)
    assert resets.count() == inserted.count() == 0
    assert texts(model) == ["words", "No thank you"]


def test_the_same_turns_again_announce_nothing() -> None:
    turns = (turn(1), turn(2))
    model = filled(*turns)
    changes = QSignalSpy(model.dataChanged)
    model.set_turns((), turns)
    model.set_turns((), tuple(replace(each) for each in turns))
    assert changes.count() == 0


def test_a_turn_that_belongs_between_two_others_is_put_between_them() -> None:
    model = filled(turn(1), turn(3))
    inserted = QSignalSpy(model.rowsInserted)
    model.set_turns((), (turn(1), turn(2), turn(3)))
    assert inserted.count() == 1
    assert inserted.at(0)[1:] == [1, 1]


def test_turns_without_words_are_not_shown() -> None:
    model = filled(turn(1, "", TurnStatus.NO_TEXT), turn(2, ""), turn(3, "", TurnStatus.LIVE), turn(4))
    assert [model.row_at(row).key for row in range(model.rowCount())] == ["t-3", "t-4"]


def test_a_star_changes_the_one_row_it_belongs_to() -> None:
    model = filled(turn(1), turn(2), turn(3))
    changes = QSignalSpy(model.dataChanged)
    model.set_favorite_ids(frozenset({"m-3"}))
    assert changes.count() == 1
    assert changes.at(0)[0].row() == 2
    assert [model.index(row).data(Role.STARRED) for row in range(3)] == [False, False, True]


def test_only_a_finished_reply_with_an_identity_can_be_starred() -> None:
    model = filled(turn(1, status=TurnStatus.LIVE), turn(2), replace(turn(3), message_id=""), turn(5))
    assert [model.index(row).data(Role.EXCHANGE) for row in range(4)] == ["", "", "", "m-5"]
    last = model.last_exchange()
    assert last is not None
    assert last.exchange_id == "m-5"


def test_a_turn_is_told_as_finished_once_and_not_when_it_was_there_from_the_start() -> None:
    model = filled(turn(1))
    finished = QSignalSpy(model.turnFinished)
    model.set_turns((), (turn(1), turn(2, "No", TurnStatus.LIVE)))
    assert finished.count() == 0
    done = turn(2, "No thank you")
    model.set_turns((), (turn(1), done))
    model.set_turns((), (turn(1), replace(done)))
    assert [finished.at(number)[0] for number in range(finished.count())] == [done]


def test_a_screen_reader_gets_speaker_state_and_text() -> None:
    model = filled(
        turn(1, "Sure", TurnStatus.INTERRUPTED),
        turn(2, "Tea {0}"),
        replace(turn(4, "Milk"), typed=True),
        turn(6, "No th", TurnStatus.LIVE),
    )
    spoken = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    assert spoken == ["Mia, interrupted: Sure", "You: Tea {0}", "You, typed: Milk", "You, not final: No th"]


def test_a_continued_talk_stands_below_what_was_said_before_even_under_equal_keys() -> None:
    model = TranscriptModel()
    model.start_over((turn(1, "before"),), (), "Mia")
    model.set_turns((turn(1, "before"),), (turn(1, "now"),))
    assert texts(model) == ["before", "now"]


def test_a_long_talk_shows_its_end_and_older_rows_page_by_page() -> None:
    turns = tuple(turn(number, str(number)) for number in range(WINDOW + PAGE + 10))
    model = filled(*turns)
    assert texts(model) == [each.text for each in turns[-WINDOW:]]
    inserted = QSignalSpy(model.rowsInserted)
    model.show_older()
    assert inserted.at(0)[1:] == [0, PAGE - 1]
    model.show_older()
    assert inserted.at(1)[1:] == [0, 9]
    assert not model.has_older()
    model.show_older()
    assert inserted.count() == 2
    assert texts(model) == [each.text for each in turns]
    assert len(model.all_turns()) == len(turns)


def test_older_rows_are_let_go_at_twice_the_window() -> None:
    turns = tuple(turn(number, str(number)) for number in range(2 * WINDOW))
    model = filled(*turns)
    while model.has_older():
        model.show_older()
    model.let_older_go()
    assert texts(model) == [each.text for each in turns[-WINDOW:]]


def test_a_change_above_the_window_stays_silent() -> None:
    turns = tuple(turn(number) for number in range(WINDOW + 10))
    model = filled(*turns)
    changes = QSignalSpy(model.dataChanged)
    inserted, removed = QSignalSpy(model.rowsInserted), QSignalSpy(model.rowsRemoved)
    model.set_turns((), (replace(turns[0], text="other"), *turns[2:]))
    assert changes.count() == inserted.count() == removed.count() == 0
    assert model.rowCount() == WINDOW
    assert model.all_turns()[0].text == "other"


def test_a_rest_that_can_be_played_changes_its_own_row_and_is_said() -> None:
    model = filled(turn(1, "Sure", TurnStatus.INTERRUPTED), turn(2))
    changes = QSignalSpy(model.dataChanged)
    model.set_rests({"t-1": Rest.READY})
    model.set_rests({"t-1": Rest.READY})
    assert changes.count() == 1
    assert [model.row_at(row).rest for row in range(2)] == [Rest.READY, Rest.NONE]
    said = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Mia, interrupted: Sure Press Enter to hear the rest."
    model.set_rests({"t-1": Rest.PLAYING})
    assert "press Enter to stop" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    model.set_rests({})
    assert model.row_at(0).rest is Rest.NONE


def test_what_was_said_before_the_talk_was_continued_has_no_rest() -> None:
    model = TranscriptModel()
    model.start_over((turn(1, "Sure", TurnStatus.INTERRUPTED),), (), "Mia")
    model.set_rests({"t-1": Rest.READY})
    assert model.row_at(0).rest is Rest.NONE


def test_what_was_shown_as_heard_stays_so_while_more_sound_arrives() -> None:
    live = replace(turn(1, "one two three four", TurnStatus.LIVE), heard_ms=600, sound_ms=1000)
    model = filled(live)
    heard_to = model.row_at(0).heard_to
    assert 0 < heard_to < len(live.text)
    model.set_turns((), (replace(live, heard_ms=610, sound_ms=9000),))
    assert model.row_at(0).heard_to == heard_to
    model.set_turns((), (replace(live, heard_ms=8000, sound_ms=9000),))
    assert model.row_at(0).heard_to > heard_to


@given(st.lists(st.lists(st.integers(0, 12), unique=True), min_size=1, max_size=8), st.booleans())
def test_any_sequence_of_turns_keeps_the_model_sound(stages: list[list[int]], windowed: bool) -> None:
    older = tuple(turn(number) for number in range(100, 100 + WINDOW)) if windowed else ()
    model = filled(*older)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for stage in stages:
        wanted = (*older, *(turn(number, f"{number} {len(stage)}") for number in stage))
        model.set_turns((), wanted)
        assert list(model.all_turns()) == list(wanted)
        assert texts(model) == [each.text for each in wanted[len(wanted) - model.rowCount() :]]
    del tester


@pytest.mark.parametrize("role", [Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.EditRole])
def test_no_index_and_no_such_role_give_nothing(role: Qt.ItemDataRole) -> None:
    model = filled(turn(1))
    assert model.data(QModelIndex()) is None
    assert model.index(0).data(role) is None


def test_a_corrected_turn_is_read_out_in_both_versions() -> None:
    model = TranscriptModel()
    model.start_over((), (replace(turn(2, "I like tee."), corrected="I like tea."),), "Mia")
    index = model.index(0)
    assert model.data(index) == "I like tea."
    spoken = model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "You, corrected: I like tea. I heard: “I like tee.”"
