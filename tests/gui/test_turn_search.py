from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.conversation.turn import Speaker, Turn
from desktop.gui.turn_search import Found, find_place


def turns(*texts: str) -> list[Turn]:
    return [Turn(f"t-{n}", Speaker.LEARNER, n, text, message_id=f"m-{n}") for n, text in enumerate(texts)]


def test_the_message_decides_and_the_words_are_found_in_it() -> None:
    said = turns("Milk, please.", "With milk, please.", "Milk, please.")
    assert find_place(said, "m-1", "milk") == Found(1, 5, 9)
    assert find_place(said, "m-1", "sugar") == Found(1)
    assert find_place(said, "m-1", "") == Found(1)


def test_without_a_known_message_the_latest_words_count() -> None:
    said = turns("A tea.", "The TEA, please.", "Nothing.")
    assert find_place(said, "", "tea") == Found(1, 4, 7)
    assert find_place(said, "gone", "tea") == Found(1, 4, 7)
    assert find_place(said, "gone", "coffee") is None
    assert find_place(said, "", "") is None


def test_quotes_and_spaces_do_not_matter_but_words_are_whole() -> None:
    said = turns("I take  a\nbus there.", "He is busy.")
    assert find_place(said, "", "“take a bus”") == Found(0, 2, 13)
    assert find_place(said, "", "bus") == Found(0, 10, 13)


@settings(max_examples=40)
@given(st.lists(st.text("ab .“", max_size=12), max_size=4), st.text("ab .“", max_size=4))
def test_what_is_found_lies_within_its_turn(texts: list[str], words: str) -> None:
    found = find_place(turns(*texts), "", words)
    if found is not None:
        assert 0 <= found.start < found.end <= len(texts[found.place])


def test_words_that_were_corrected_are_found_where_they_were_heard() -> None:
    heard = Turn("t", Speaker.LEARNER, 1.0, "A tee, please.", corrected="A tea, please.")
    assert find_place([heard], "", "tea") == Found(0, 2, 5)
    assert find_place([heard], "", "tee") == Found(0, 0, len("A tea, please."))
