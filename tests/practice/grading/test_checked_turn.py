from tests.practice.grading.talks import looked_at, talk


def test_a_remark_knows_its_words_and_the_sentence_they_stand_in() -> None:
    found = looked_at(talk("Hello! My brother go there every day. It is nice.", "Well, I am agree")).wrong
    assert [(remark.words, remark.sentence) for remark in found] == [
        ("go", "My brother go there every day"),
        ("am agree", "Well, I am agree"),
    ]
    assert [remark.turn.message_id for remark in found] == ["m0", "m1"]


def test_turns_without_words_are_survived() -> None:
    looked = looked_at(talk("", "...", "🙂"))
    assert looked.wrong == looked.right == ()
    assert looked.error_count == 0
