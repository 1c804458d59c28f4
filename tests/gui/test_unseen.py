from hypothesis import given
from hypothesis import strategies as st

from desktop.gui.unseen import Unseen


def test_what_arrives_is_new_until_it_is_seen() -> None:
    unseen = Unseen()
    unseen.show({"a", "b"})
    assert (len(unseen), "a" in unseen) == (2, True)
    assert unseen.see({"a"})
    assert (len(unseen), "a" in unseen, "b" in unseen) == (1, False, True)
    assert unseen.see()
    assert not unseen.see()
    assert len(unseen) == 0


def test_what_went_and_comes_again_is_new_again() -> None:
    unseen = Unseen()
    unseen.show({"a"})
    unseen.see()
    unseen.show(())
    unseen.show({"a"})
    assert "a" in unseen


@given(st.lists(st.tuples(st.booleans(), st.frozensets(st.integers(0, 9)))))
def test_never_more_is_new_than_there_is(steps: list[tuple[bool, frozenset[int]]]) -> None:
    unseen = Unseen()
    present: frozenset[int] = frozenset()
    for arrives, names in steps:
        if arrives:
            present = names
            unseen.show(names)
        else:
            unseen.see(names)
        assert len(unseen) == sum(name in unseen for name in present)
