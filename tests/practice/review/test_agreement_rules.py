from desktop.practice.review.agreement_rules import RULES
from tests.practice.review.rule_cases import Case, assert_covered, assert_kept

CASES = {
    "my brother work": Case(
        (
            ("My brother work in a bank.", "work", "works"),
            ("He always go by bus.", "always go", "always goes"),
            ("I live in Bern and my sister live in Basel.", "live", "lives"),
            ("I think it depend on you.", "depend", "depends"),
            ("She have a cat.", "have", "has"),
        ),
        (
            "Does my brother work here?",
            "My sister and my brother work together.",
            "Anna and he go to school.",
            "My friend Anna and her brother go there.",
            "Let him go.",
            "I suggest that she go now.",
            "Can he come with us?",
            "Make it look good.",
            "She put it there.",
            "What did your mother say?",
        ),
    ),
    "he don't": Case(
        (("He don't like it.", "don't", "doesn't"), ("My mother do not know.", "do not", "doesn't")),
        ("He doesn't like it.", "My mother and my father don't know.", "They don't like it."),
    ),
    "I goes": Case(
        (("I goes home.", "goes", "go"), ("They has a car.", "has", "have")),
        ("I go home.", "She goes home."),
    ),
    "we was": Case((("We was tired.", "was", "were"), ("They wasn't there.", "wasn't", "weren't")), ("I was tired.",)),
    "they is": Case((("They is here.", "is", "are"), ("You is late.", "is", "are")), ("What I told you is true.",)),
    "does he likes": Case(
        (
            ("Does he likes tea?", "likes", "like"),
            ("Did you went there?", "went", "go"),
            ("What does it means?", "means", "mean"),
        ),
        ("Does he like tea?", "He does what she likes.", "Did you see it?"),
    ),
    "didn't went": Case(
        (("I didn't went there.", "went", "go"), ("She doesn't likes it.", "likes", "like")),
        ("I didn't go there.", "If you don't, she goes."),
    ),
    "people is": Case(
        (
            ("People is nice.", "is", "are"),
            ("The children was happy.", "was", "were"),
            ("The people in my street is nice.", "is", "are"),
        ),
        (
            "The number of people is small.",
            "The number of people in my town is small.",
            "What I like about people is their humour.",
            "Helping people is nice.",
        ),
    ),
    "people thinks": Case(
        (("Some people thinks so.", "thinks", "think"),),
        ("One of the people thinks so.", "People think so."),
    ),
    "everybody are": Case(
        (
            ("Everybody are here.", "are", "is"),
            ("Everyone in my class have a car.", "have", "has"),
            ("Nobody know it.", "know", "knows"),
        ),
        ("Does everybody have a ticket?", "Everybody is here.", "Let everyone have a look."),
    ),
    "there is many": Case(
        (
            ("There is many shops.", "There is", "There are"),
            ("There's two cats.", "There's", "There are"),
            ("There was a lot of people.", "There was", "There were"),
            ("There isn't many trees.", "There isn't", "There aren't"),
        ),
        (
            "There is a lot of traffic.",
            "There is many a reason.",
            "There is one shop.",
            "There is a two-day trip.",
            "There is three-star food.",
        ),
    ),
    "is there many": Case(
        (("Is there many shops?", "Is there", "Are there"), ("Is there any buses?", "Is there", "Are there")),
        ("Is there a shop?", "Is there any water?"),
    ),
    "there are a": Case(
        (("There are a problem.", "There are", "There is"), ("There were one big tree.", "There were", "There was")),
        ("There are a lot of books.", "There are a few students.", "There are one or two."),
    ),
    "this are": Case(
        (("This are my friends.", "This are", "These are"),),
        ("Things like this are rare.", "This is my friend.", "People who do this are brave."),
    ),
    "these is": Case((("These is mine.", "is", "are"),), ("One of these is mine.", "These are mine.")),
    "this books": Case(
        (("I like this books.", "this books", "these books"), ("This shoes are new.", "This shoes", "These shoes")),
        ("I like this book.", "I know that people came.", "This means a lot."),
    ),
    "these book": Case(
        (("I like these book.", "these book", "these books"),), ("I like these book covers.", "These days are long.")
    ),
}


def test_every_rule_has_its_cases() -> None:
    assert_covered(RULES, CASES)


def test_errors_are_flagged_and_good_sentences_left_alone() -> None:
    for name, case in CASES.items():
        assert_kept(name, case)
