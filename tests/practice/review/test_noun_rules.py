from desktop.practice.review.noun_rules import RULES
from tests.practice.review.rule_cases import Case, assert_covered, assert_kept

CASES = {
    "every + plural": Case(
        (
            ("I go there every days.", "days", "day"),
            ("Every students has a book.", "students", "student"),
            ("Every people knows it.", "people", "person"),
            ("I see him every Mondays.", "Mondays", "Monday"),
        ),
        (
            "I go every two weeks.",
            "Every class begins at eight.",
            "Every boss knows.",
            "Every child's room is small.",
            "Every bus was late.",
            "Every address is new.",
        ),
    ),
    "two friend": Case(
        (
            ("I have two friend.", "friend", "friends"),
            ("We stayed for three week in Rome.", "week", "weeks"),
            ("I have 2 child and one dog.", "child", "children"),
            ("She has many good book.", "book", "books"),
            ("Twenty-five student are here.", "student", "students"),
        ),
        (
            "It is a two hour film.",
            "We took a ten minute walk.",
            "Take bus 7 and get off.",
            "In 2024 week after week it rained.",
            "I have one friend.",
            "My five year plan works.",
            "She lives in room 12, door B.",
        ),
    ),
    "many time": Case(
        (("I saw it many time.", "time", "times"), ("Three time a week I swim.", "time", "times")),
        ("How many times did you see it?", "We have enough time."),
    ),
    "one of my friend": Case(
        (("One of my friend is ill.", "friend", "friends"), ("It is one of the best film in town.", "film", "films")),
        ("One of my friends is ill.", "One of the film stars came."),
    ),
    "much people": Case(
        (("There was much people.", "much", "many"), ("How much books do you have?", "much", "many")),
        ("How much money do you have?", "I like it much.", "It costs as much as that."),
    ),
    "many money": Case(
        (("I don't have many money.", "many", "much"), ("He gave me few information.", "few", "little")),
        ("Many money problems are small.", "We had many water bottles.", "I have many friends."),
    ),
    "less people": Case(
        (("Less people came today.", "Less", "Fewer"), ("I have less friends now.", "less", "fewer")),
        (
            "It takes less time.",
            "It costs less than ten dollars.",
            "I have less money.",
            "It took less hours, not more.",
        ),
    ),
    "childs": Case(
        (("I have two childs.", "childs", "children"), ("Thanks for the informations.", "informations", "information")),
        ("The child's toy is red.", "The children play."),
    ),
    "an information": Case(
        (
            ("I need an information.", "an information", "some information"),
            ("She gave me an advice.", "an advice", "some advice"),
        ),
        ("Ask at an information desk.", "It was an advice column."),
    ),
    "am teacher": Case(
        (
            ("I am teacher.", "teacher", "a teacher"),
            ("She is engineer in a big firm.", "engineer", "an engineer"),
            ("He works as doctor.", "doctor", "a doctor"),
            ("My wife is nurse.", "nurse", "a nurse"),
        ),
        ("I am a teacher.", "He is Doctor Smith.", "She is manager material.", "My dad is her doctor."),
    ),
    "more tall": Case(
        (
            ("She is more tall than me.", "more tall", "taller"),
            ("This hotel is more cheap.", "more cheap", "cheaper"),
            ("I want a more big room.", "more big", "bigger"),
        ),
        (
            "It has a more old-style look.",
            "We need more old books.",
            "There are more small shops here.",
            "It is more expensive than that.",
        ),
    ),
    "most smart": Case(
        (("He is the most smart boy.", "most smart", "smartest"), ("It was my most bad day.", "most bad", "worst")),
        ("Most old people know it.", "It was the most interesting day."),
    ),
    "more taller": Case(
        (("He is more taller than me.", "more taller", "taller"), ("It is the most best film.", "most best", "best")),
        ("I want more.", "We need more better-paid jobs.", "He is taller than me."),
    ),
    "taller that": Case(
        (("He is taller that me.", "that", "than"), ("It is cheaper as my car.", "as", "than")),
        ("He is taller than me.", "It was better that he left.", "It works faster in winter."),
    ),
}


def test_every_rule_has_its_cases() -> None:
    assert_covered(RULES, CASES)


def test_errors_are_flagged_and_good_sentences_left_alone() -> None:
    for name, case in CASES.items():
        assert_kept(name, case)
