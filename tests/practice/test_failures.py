from desktop.practice.failures import where_it_failed


def test_a_failure_is_told_by_type_and_place_without_its_words() -> None:
    try:
        int("my secret words")
    except ValueError as error:
        told = where_it_failed(error)
    assert told.startswith("ValueError at test_failures.py:")
    assert "secret" not in told


def test_a_failure_without_a_place_is_told_too() -> None:
    assert where_it_failed(KeyError("secret")) == "KeyError at an unknown place"
