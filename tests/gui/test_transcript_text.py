from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui.transcript_text import clock_time, heard_words, plain_text


def test_a_transcript_has_title_day_and_a_line_a_turn() -> None:
    turns = (
        Turn("a", Speaker.ASSISTANT, 1_760_000_000, "Good morning!", TurnStatus.FINAL),
        Turn("b", Speaker.LEARNER, 1_760_000_005, "Hello.", TurnStatus.FINAL),
    )
    lines = plain_text("Café order", "Mia", turns).splitlines()
    assert lines[0] == "Café order"
    assert "2025" in lines[1]
    time = clock_time(1_760_000_000)
    assert lines[2:] == ["", f"[{time}] Mia: Good morning!", "", f"[{time}] You: Hello."]


def test_what_the_learner_corrected_is_written_as_they_said_it() -> None:
    turns = (Turn("a", Speaker.LEARNER, 0.0, "I scream.", TurnStatus.FINAL, corrected="Ice cream."),)
    assert plain_text("Talk", "Mia", turns) == "Talk\n\nYou: Ice cream.\n"


def test_a_turn_without_a_time_has_no_empty_brackets() -> None:
    turns = (Turn("a", Speaker.LEARNER, 0.0, "Hello.", TurnStatus.FINAL),)
    assert plain_text("Talk", "Mia", turns) == "Talk\n\nYou: Hello.\n"


def test_what_was_heard_or_written_is_quoted_on_one_line() -> None:
    assert heard_words("I like\n tee.", is_typed=False) == "I heard: “I like tee.”"
    assert heard_words("I like tee.", is_typed=True) == "You wrote: “I like tee.”"
