from desktop.practice.review.question_rules import RULES
from tests.practice.review.rule_cases import Case, assert_covered, assert_kept

CASES = {
    "what means": Case(
        (
            ("What means this word?", "What means this word", "What does this word mean"),
            ("Excuse me, what means appointment?", "what means appointment", "what does appointment mean"),
        ),
        ("What does this word mean?", "I know what means a lot to you.", "Tell me what it means."),
    ),
    "how it is called": Case(
        (
            ("How it is called?", "How it is called", "What is it called"),
            ("How is it called in English?", "How is it called", "What is it called"),
        ),
        ("What is it called?", "How do you call for help?"),
    ),
    "where you are": Case(
        (("Where you are from?", "Where you are", "Where are you"), ("Why she is late?", "Why she is", "Why is she")),
        (
            "Where are you from?",
            "Do you know where you are?",
            "When you are ready, can we go?",
            "What you are is clear.",
        ),
    ),
    "where you live": Case(
        (
            ("Where you live?", "Where you live", "Where do you live"),
            ("What she wants?", "What she wants", "What does she want"),
            ("When you came here?", "When you came", "When did you come"),
            ("How much it costs?", "How much it costs", "How much does it cost"),
        ),
        (
            "Where do you live?",
            "Can you explain to me how it works?",
            "What you need is rest.",
            "When he comes, do we go?",
        ),
    ),
    "do you can": Case(
        (("Do you can help me?", "Do you can", "Can you"),),
        ("Can you help me?", "What I do you can do too."),
    ),
    "tell me where is": Case(
        (
            ("Can you tell me where is the station?", "where is the station", "where the station is"),
            ("I don't know where is he.", "where is he", "where he is"),
        ),
        ("Where is the station?", "Do you know what is wrong?", "I know where the station is."),
    ),
    "tell me where do you": Case(
        (("Tell me where do you live.", "where do you", "where you"),),
        ("Tell me where you live.", "Where do you live?"),
    ),
}


def test_every_rule_has_its_cases() -> None:
    assert_covered(RULES, CASES)


def test_errors_are_flagged_and_good_sentences_left_alone() -> None:
    for name, case in CASES.items():
        assert_kept(name, case)
