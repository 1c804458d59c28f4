import pytest

from desktop.practice.review.grammar import Grammar, load_grammar


@pytest.fixture(scope="session")
def grammar() -> Grammar:
    """The real checker; loading it takes a second."""
    pytest.importorskip("harper")
    return load_grammar()
