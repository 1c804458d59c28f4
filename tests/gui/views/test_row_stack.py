from hypothesis import given
from hypothesis import strategies as st

from desktop.gui.views.row_stack import RowStack

heights = st.lists(st.integers(1, 90), max_size=20)


def stacked(rows: list[int]) -> RowStack:
    stack = RowStack()
    stack.insert(0, rows)
    return stack


def test_a_row_begins_where_the_one_above_ends() -> None:
    stack = stacked([10, 20, 30])
    assert [stack.top(row) for row in range(4)] == [0, 10, 30, 60]


def test_a_row_that_grows_moves_those_below_it_only() -> None:
    stack = stacked([10, 20, 30])
    assert stack.top(3) == 60
    stack.set_height(1, 25)
    assert [stack.top(row) for row in range(4)] == [0, 10, 35, 65]


def test_without_rows_there_is_no_row_anywhere() -> None:
    assert stacked([]).row_at(0) == -1
    assert list(stacked([]).rows_between(0, 100)) == []


@given(heights, heights, st.data())
def test_after_any_changes_the_places_are_those_of_a_new_stack(
    rows: list[int], more: list[int], data: st.DataObject
) -> None:
    stack = stacked(rows)
    stack.top(len(rows))
    start = data.draw(st.integers(0, len(rows)))
    stack.insert(start, more)
    rows[start:start] = more
    if rows:
        changed = data.draw(st.integers(0, len(rows) - 1))
        stack.set_height(changed, 7)
        rows[changed] = 7
        stop = data.draw(st.integers(changed, len(rows)))
        stack.remove(changed, stop)
        del rows[changed:stop]
    assert [stack.top(row) for row in range(len(rows) + 1)] == [sum(rows[:row]) for row in range(len(rows) + 1)]


@given(st.lists(st.integers(1, 90), min_size=1, max_size=20), st.integers(-50, 900))
def test_the_row_at_a_place_covers_it_or_is_the_nearest(rows: list[int], place: int) -> None:
    stack = stacked(rows)
    row = stack.row_at(place)
    if 0 <= place < sum(rows):
        assert stack.top(row) <= place < stack.top(row + 1)
    else:
        assert row == (0 if place < 0 else len(rows) - 1)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=20), st.integers(-50, 900), st.integers(1, 300))
def test_the_rows_between_two_places_are_those_that_overlap(rows: list[int], start: int, length: int) -> None:
    stack = stacked(rows)
    overlapping = [row for row in range(len(rows)) if stack.top(row) < start + length and stack.top(row + 1) > start]
    assert list(stack.rows_between(start, start + length)) == overlapping
