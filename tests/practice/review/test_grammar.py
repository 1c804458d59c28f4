import logging
import sys
from types import SimpleNamespace

import pytest

from desktop.practice.review.grammar import Grammar, load_grammar
from tests.support.seeds import SAMPLES, sample


@pytest.mark.speech
def test_an_error_is_explained_with_what_to_say_instead(grammar: Grammar) -> None:
    text = "🎈 I have informations."
    (found,) = grammar(text)

    assert text[found.start : found.end] == "informations"
    assert (found.topic, found.correction) == ("Grammar", "information")
    assert "information" in found.message
    assert "`" not in found.message


@pytest.mark.speech
@pytest.mark.parametrize(
    "text",
    ["i think its ok", "Teh cat sat", "We have tea, coffee and cake.", "It's Garcia. Pedro Garcia.", "very good"],
)
def test_capitals_commas_spelling_and_style_are_left_alone(grammar: Grammar, text: str) -> None:
    assert grammar(text) == []


@pytest.mark.speech
def test_good_sentences_are_left_alone(grammar: Grammar) -> None:
    said = (SAMPLES / "sentences.txt").read_text(encoding="utf-8").splitlines()

    assert [text for text in [*said, *sample("learner_errors")["good"]] if grammar(text)] == []


def test_without_its_package_nothing_is_found_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "harper", None)
    with caplog.at_level(logging.WARNING):
        grammar = load_grammar()

    assert grammar("I have informations.") == []
    assert "learner rules alone" in caplog.text


def test_a_panic_of_the_checker_costs_its_remarks_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class PanicError(BaseException):
        pass

    class Linter:
        def lint(self, text: str, language: str) -> None:
            raise PanicError(text)

    monkeypatch.setitem(sys.modules, "harper", SimpleNamespace(Linter=Linter))

    assert load_grammar()("my words") == []
    assert "PanicError" in caplog.text
    assert "my words" not in caplog.text
