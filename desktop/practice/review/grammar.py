"""The grammar checker of this computer, made to suit learners. It is a package of the `practice` extra.

A transcript does not deserve remarks on capitals, commas and spelling, and a learner needs none on style.
"""

import logging
from collections.abc import Callable

from desktop.practice.failures import where_it_failed
from desktop.practice.review.finding import Finding
from desktop.protocol.bit import Correctness

Grammar = Callable[[str], list[Finding]]
"""From a text to what is wrong in it. One caller at a time, always on the thread that loaded it."""

_TOPICS = {"Agreement": "Agreement", "Grammar": "Grammar", "Redundancy": "Redundancy", "Nonstandard": "Grammar"}
_ARTICLE = "indefinite article"
# It takes "it's three stops" for a possessive; the learner rules know the two apart.
_NOT_TRUSTED_WITH = {"it's", "it’s"}

_log = logging.getLogger(__name__)


def load_grammar() -> Grammar:
    """Return the checker, which takes about a second; one that finds nothing where the package is missing."""
    try:
        from harper import Linter
    except ImportError as error:
        _log.warning(
            "the grammar checker is not installed (%s): answers are checked by the learner rules alone. "
            "Install the extra `practice`.",
            error,
        )
        return lambda _text: []
    linter = Linter()

    def checked(text: str) -> list[Finding]:
        try:
            lints = linter.lint(text, language="plaintext")
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  # a panic of machine code is no Exception
            _log.error("the grammar checker failed: %s", where_it_failed(error))
            return []
        return [found for lint in lints if (found := _finding(lint, text)) is not None]

    return checked


def _finding(lint: object, text: str) -> Finding | None:
    kind, span = str(getattr(lint, "lint_kind", "")), lint.span  # type: ignore[attr-defined]
    message = str(lint.message).replace("`", "“", 1).replace("`", "”", 1)  # type: ignore[attr-defined]
    topic = "Articles" if _ARTICLE in message else _TOPICS.get(kind, "")
    marked = text[span.start : span.end]
    if not topic or not marked.strip() or marked.lower() in _NOT_TRUSTED_WITH:
        return None
    suggestions = lint.suggestions  # type: ignore[attr-defined]
    correction = suggestions[0].replacement_text if len(suggestions) == 1 and suggestions[0].kind == 0 else ""
    verdict = Correctness.PARTIAL if topic == "Redundancy" else Correctness.WRONG
    told = f"{message.rstrip('.')}. Say “{correction}”." if correction else message
    return Finding(topic, told, span.start, span.end, verdict, correction)
