from desktop.practice.grading.comments import MOST_IMPROVEMENTS, MOST_REPLACEMENTS, comments
from desktop.practice.grading.phrases import MOST_HIGHLIGHTS
from desktop.practice.grading.rubric import Entry
from tests.practice.grading.talks import GOOD, WEAK, looked_at, rubric, talk


def of(kind: str, *said: str) -> list[Entry]:
    return [entry for entry in comments(looked_at(talk(*said)), rubric()) if entry.resource_type == kind]


def test_an_error_is_given_with_the_learners_words_and_with_better_ones() -> None:
    first = of("replacements", "Hello.", "My brother go there every day.")[0].fields
    assert (first["content"], first["replace"], first["message_id"]) == ("go", "goes", "m1")
    assert first["feedback"]


def test_what_to_work_on_is_grouped_by_topic_the_most_frequent_first() -> None:
    found = of("improvements", "I have 25 years.", "My brother go home.", "My sister like cake.")
    assert found[0].fields["name"] == "Subject and verb"
    assert "2 times" in str(found[0].fields["feedback"])


def test_every_comment_quotes_a_turn_word_for_word_and_there_are_never_too_many() -> None:
    said = GOOD + WEAK * 8
    for kind, most in (
        ("replacements", MOST_REPLACEMENTS), ("highlights", MOST_HIGHLIGHTS), ("improvements", MOST_IMPROVEMENTS),
    ):  # fmt: skip
        found = of(kind, *said)
        assert 0 < len(found) <= most
        for entry in found:
            assert (
                str(entry.fields.get("content") or entry.fields["section"])
                in said[int(str(entry.fields["message_id"])[1:])]
            )


def test_a_long_answer_without_an_error_is_a_strength_where_nothing_else_is() -> None:
    (entry,) = of("strengths", "We sat in the garden all day long.")
    assert entry.fields["name"] == "Full answers"
    assert of("strengths", "Cake.") == []
    assert of("strengths", "My brother go to the garden every day.") == []
