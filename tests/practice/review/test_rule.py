from desktop.practice.review.finding import Finding, in_order
from desktop.practice.review.rule import after, before, findings, opens_clause, rule, words

TEA = rule("tea", "Drinks", "Tea is drunk.", r"eat (?P<mark>(?P<kind>\w+ )?tea)", "drink {kind}tea")


def test_a_rule_marks_its_mark_and_fills_its_correction() -> None:
    (found,) = findings("I eat  green\ttea.", [TEA])

    assert found == Finding("Drinks", "Tea is drunk. Say “drink green tea”.", 7, 16, correction="drink green tea")


def test_capitals_at_the_start_of_the_mark_are_kept() -> None:
    (found,) = findings("Eat Green tea", [TEA])
    assert found.correction == "Drink Green tea"


def test_only_whole_words_match() -> None:
    assert not list(findings("I beat tea. I eat teas. He didn'eat tea.", [TEA]))


def test_an_exception_sees_the_rest_of_its_sentence() -> None:
    (match,) = words("b").finditer("First. Then A,  b and C. Last.")

    assert before(match) == "then a, "
    assert after(match) == " and c"
    assert opens_clause(match)


def test_findings_come_in_order_with_those_about_the_whole_first() -> None:
    late, early, whole = Finding("a", "m", 5, 6), Finding("a", "m", 1, 2), Finding("a", "whole", 0, 0)

    assert in_order([late, early, whole]) == [whole, early, late]


def test_of_two_findings_of_a_topic_at_one_word_the_longer_is_kept() -> None:
    short, long, other = Finding("a", "m", 1, 2), Finding("a", "m", 1, 9), Finding("b", "m", 1, 2)

    assert in_order([short, long, other]) == [other, long]
    assert in_order([long, short]) == [long]
