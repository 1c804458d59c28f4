import pytest

from desktop.practice.access import Access


def test_only_the_bearer_of_the_token_is_known() -> None:
    access = Access("secret")
    assert access.knows("Bearer secret")
    for wrong in (
        "Bearer secreT",
        "secret",
        "bearer secret",
        "Bearer ",
        "Bearer secret ",
        "",
        None,
        7,
        {},
        "Bearer \ud800",
    ):
        assert not access.knows(wrong)


def test_an_empty_token_is_refused() -> None:
    with pytest.raises(ValueError, match="token"):
        Access("")
