import pytest

from desktop.protocol.aliases import COMMANDS, EVENT_ALIASES, canonical_name, spellings

# The table of the contract, row by row.
CONTRACT = {
    "attempt_assistant_progress": "attempt_progress",
    "attempt.assistant_progress": "attempt_progress",
    "attempt.assistant_audio": "attempt_assistant_audio",
    "attempt.chat.assistant_audio": "attempt_assistant_audio",
    "attempt_user_progress": "attempt_user_delta",
    "attempt.user_progress": "attempt_user_delta",
    "attempt_assistant_hints": "attempt_hint_progress",
    "attempt.assistant_hints": "attempt_hint_progress",
    "attempt_grade_progress": "attempt_grading_progress",
    "attempt.grade_progress": "attempt_grading_progress",
    "attempt_grade_complete": "attempt_graded",
    "attempt.grade_complete": "attempt_graded",
    "attempt_grade_start": "attempt_grade_start",
    "attempt.grade_start": "attempt_grade_start",
    "attempt_assistant_delta": "attempt_assistant_delta",
}
EVERY_NAME = [*EVENT_ALIASES, *COMMANDS]


@pytest.mark.parametrize(("seen", "canonical"), CONTRACT.items())
def test_every_spelling_of_the_contract_is_known(seen: str, canonical: str) -> None:
    assert canonical_name(seen) == canonical
    assert seen in spellings(canonical)


@pytest.mark.parametrize("name", EVERY_NAME)
def test_every_name_is_known_as_it_is_and_with_a_dot(name: str) -> None:
    dotted = "attempt." + name.removeprefix("attempt_")

    assert canonical_name(name) == name
    assert canonical_name(dotted) == name
    assert spellings(name)[0] == name


def test_no_spelling_belongs_to_two_names() -> None:
    every_spelling = [spelling for name in EVERY_NAME for spelling in spellings(name)]

    assert len(every_spelling) == len(set(every_spelling))


@pytest.mark.parametrize("name", spellings("attempt_progress"))
def test_progress_that_carries_audio_is_assistant_audio(name: str) -> None:
    assert canonical_name(name, {"content_type": "audio"}) == "attempt_assistant_audio"
    assert canonical_name(name, {"content_type": "delta"}) == "attempt_progress"
    assert canonical_name(name, "not an object") == "attempt_progress"


def test_an_unknown_name_has_no_canonical_name_and_no_spellings() -> None:
    assert canonical_name("attempt_telepathy") is None
    assert canonical_name("attempt") is None
    assert spellings("attempt_telepathy") == ()
