from desktop.practice.review.tense_rules import RULES
from tests.practice.review.rule_cases import Case, assert_covered, assert_kept

CASES = {
    "I go yesterday": Case(
        (
            ("I go to the cinema yesterday.", "go", "went"),
            ("We visit our friends last weekend.", "visit", "visited"),
            ("They buy a house two years ago.", "buy", "bought"),
            ("I have a test yesterday.", "have", "had"),
        ),
        (
            "I know what happened yesterday.",
            "I like the film we saw yesterday.",
            "Did you go there yesterday?",
            "I eat the bread that I bought yesterday.",
            "I still use the phone I got last year.",
            "We meet at the place from yesterday.",
            "I read yesterday's paper.",
        ),
    ),
    "he goes yesterday": Case(
        (("She goes home yesterday.", "goes", "went"), ("My brother buys a car last week.", "buys", "bought")),
        ("He works in the shop that opened last year.", "She likes what you said yesterday."),
    ),
    "yesterday I go": Case(
        (
            ("Yesterday I go to school.", "go", "went"),
            ("Last summer, we travel to Spain.", "travel", "travelled"),
            ("Three days ago I meet Anna.", "meet", "met"),
            ("Yesterday evening I cook.", "cook", "cooked"),
        ),
        (
            "Since yesterday I have a cold.",
            "Yesterday I went home.",
            "Yesterday I read a book.",
            "Last year I put it there.",
        ),
    ),
    "yesterday he goes": Case(
        (("Last week my sister goes to Rome.", "goes", "went"), ("Yesterday he come late.", "come", "came")),
        ("Yesterday she went home.", "As of last week he works here."),
    ),
    "yesterday it is": Case(
        (("Yesterday it is cold.", "is", "was"), ("Last year I'm in Paris.", "'m", " was")),
        ("Yesterday it was cold.", "Yesterday is over."),
    ),
    "have seen yesterday": Case(
        (
            ("I have seen him yesterday.", "have seen", "saw"),
            ("She has bought a car last week.", "has bought", "bought"),
            ("We've visited Rome two years ago.", "'ve visited", " visited"),
        ),
        (
            "I have had a headache since yesterday evening.",
            "She has lived here since last year.",
            "I have finished the book you gave me yesterday.",
            "Have you seen the film that came out last week?",
            "I have already seen it.",
        ),
    ),
    "goed": Case(
        (
            ("She goed home.", "goed", "went"),
            ("He teached me well.", "teached", "taught"),
            ("I buyed it.", "buyed", "bought"),
        ),
        ("She went home.", "The seed grew."),
    ),
    "I am born": Case(
        (("I am born in Lisbon.", "am born", "was born"), ("They're born here.", "'re born", " were born")),
        ("I was born in Lisbon.", "Babies are born every day."),
    ),
    "since three years": Case(
        (("I have worked here since three years.", "since three years", "for three years"),),
        ("I have lived here since 2019.", "We met three years ago.", "It has been a year since a week in Rome."),
    ),
    "I live here since": Case(
        (
            ("I live here since 2010.", "live", "have lived"),
            ("We work in this shop since two years.", "work", "have worked"),
        ),
        ("I have lived here since 2010.", "I live here."),
    ),
    "he lives here since": Case(
        (("She lives in Bern since 2015.", "lives", "has lived"),),
        ("She has lived in Bern since 2015.", "She works here."),
    ),
    "I am here since": Case(
        (("I am here since 2018.", "am", "have been"), ("She is ill since yesterday.", "is", "has been")),
        ("I have been here since 2018.", "It is cold, and since yesterday it has snowed."),
    ),
    "if it will rain": Case(
        (
            ("If it will rain, we stay at home.", "will rain", "rain"),
            ("I call you if I will come.", "will come", "come"),
        ),
        ("I wonder if he will come.", "If you will excuse me, I must go.", "Ask her if they will join us."),
    ),
}


def test_every_rule_has_its_cases() -> None:
    assert_covered(RULES, CASES)


def test_errors_are_flagged_and_good_sentences_left_alone() -> None:
    for name, case in CASES.items():
        assert_kept(name, case)
