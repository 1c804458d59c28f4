"""Checks gaps and choices, each by itself. A message never tells the solution."""

import unicodedata

from desktop.practice.review.finding import Finding
from desktop.protocol.bit import ClozeRequest, Correctness, Gap, MultipleChoiceTextRequest, Select
from desktop.protocol.placeholders import filled_text

GAP_TOPIC, CHOICE_TOPIC = "Gaps", "Choices"
_LONGEST_COMPARED = 200


def placeholder_findings(request: ClozeRequest | MultipleChoiceTextRequest) -> list[Finding]:
    """Return one remark for each gap and choice that stands in the text, in the order of the text."""
    findings = []
    for name, (start, end) in sorted(filled_text(request).spans.items(), key=lambda item: item[1]):
        placeholder = request.placeholders[name]
        if isinstance(placeholder, Gap):
            topic, (verdict, message) = GAP_TOPIC, _of_gap(placeholder)
        else:
            topic, (verdict, message) = CHOICE_TOPIC, _of_choice(placeholder)
        findings.append(Finding(topic, message, start, end, verdict, placeholder=name))
    return findings


def _of_gap(gap: Gap) -> tuple[Correctness, str]:
    given = _even(gap.answer.text if gap.answer else "")
    solutions = [_even(solution) for solution in gap.solutions]
    if not given:
        return Correctness.WRONG, _with_hint("Nothing is filled in yet.", gap.hint)
    if not solutions:
        return Correctness.UNKNOWN, "This gap has no solution to compare with."
    folded = [solution.casefold() for solution in solutions]
    if given in solutions or (not gap.isCaseSensitive and given.casefold() in folded):
        return Correctness.CORRECT, "Right."
    if given.casefold() in folded:
        return Correctness.PARTIAL, _with_hint("The right word: look at capital and small letters.", gap.hint)
    near = [solution for solution in folded if is_near(given.casefold(), solution)]
    if any(_same_stem(given.casefold(), solution) for solution in near):
        return Correctness.PARTIAL, _with_hint("Nearly right: look at the end of the word.", gap.hint)
    if near:
        return Correctness.PARTIAL, _with_hint("Nearly right: look at the spelling.", gap.hint)
    return Correctness.WRONG, _with_hint("This does not fit here.", gap.hint)


def _of_choice(choice: Select) -> tuple[Correctness, str]:
    given = _even(choice.answer.text if choice.answer else "")
    if not given:
        return Correctness.WRONG, "Nothing is chosen yet."
    chosen = [option for option in choice.options if _even(option.text) == given]
    if not chosen:
        return Correctness.WRONG, "This is not one of the choices."
    if all(option.isCorrect is None for option in choice.options):
        return Correctness.UNKNOWN, "Nobody said which choice is right."
    if any(option.isCorrect for option in chosen):
        return Correctness.CORRECT, "Right."
    return Correctness.WRONG, _with_hint("Another choice fits better.", chosen[0].hint)


def _with_hint(message: str, hint: str | None) -> str:
    return f"{message} Hint: {hint.strip()}" if hint and hint.strip() else message


def _even(text: str) -> str:
    """Return the text as compared: composed characters, straight apostrophes, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())


def _same_stem(given: str, solution: str) -> bool:
    return given[:-1] == solution or solution[:-1] == given or given[:-2] == solution or solution[:-2] == given


def is_near(given: str, solution: str) -> bool:
    """Whether a slip of the pen lies between the two: one letter from 4 letters on, two from 8 on."""
    if max(len(given), len(solution)) > _LONGEST_COMPARED:
        return False
    length = min(len(given), len(solution))
    allowed = 2 if length >= 8 else 1 if length >= 4 else 0
    return allowed > 0 and edit_distance(given, solution) <= allowed


def edit_distance(one: str, other: str) -> int:
    """Count the letters to add, drop, change, or swap with their neighbour (optimal string alignment)."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows = [*rows[-1:], row]
    return rows[-1][-1]
