from desktop.practice.grading.talk_record import LONGEST_TURN_CHARS, MOST_TURNS, TalkRecord


def test_a_slot_belongs_to_the_turn_that_filled_it_first() -> None:
    record = TalkRecord()
    record.note_filled({"early": "words"})
    record.add("m0", "A tea, please.")
    record.note_filled({"drink": "tea"})
    record.add("m1", "A large coffee.")
    record.note_filled({"drink": "coffee", "size": "large"})
    assert record.talk(finished=False).filled == {"drink": "m0", "size": "m1"}


def test_a_record_does_not_grow_for_ever() -> None:
    record = TalkRecord()
    for number in range(MOST_TURNS + 5):
        record.add(f"m{number}", "word " * 2000)
    talk = record.talk(finished=True)
    assert len(talk.turns) == MOST_TURNS == record.turn_count
    assert talk.turns[0].message_id == "m5"
    assert len(talk.turns[0].text) == LONGEST_TURN_CHARS
