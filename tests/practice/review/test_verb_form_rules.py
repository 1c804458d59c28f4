from desktop.practice.review.verb_form_rules import RULES
from tests.practice.review.rule_cases import Case, assert_covered, assert_kept

CASES = {
    "am agree": Case(
        (
            ("I am agree with you.", "am agree", "agree"),
            ("I'm not agree.", "'m not agree", " do not agree"),
            ("She is agree.", "is agree", "agrees"),
            ("We are totally agree.", "are totally agree", "totally agree"),
        ),
        ("I agree with you.", "We are agreed.", "They are agreeable people."),
    ),
    "can to": Case(
        (
            ("I must to go now.", "must to go", "must go"),
            ("He can to swim.", "can to swim", "can swim"),
            ("You should not to smoke.", "should not to smoke", "should not smoke"),
        ),
        (
            "I do everything I can to help.",
            "She works as hard as she can to pass.",
            "He has the will to live.",
            "You can to some extent.",
            "This film is a must to see.",
        ),
    ),
    "can + form": Case(
        (("He can speaks English.", "can speaks", "can speak"), ("She must goes.", "must goes", "must go")),
        ("He can speak English.", "The can works well."),
    ),
    "enjoy + base": Case(
        (("I enjoy play football.", "play", "playing"), ("She enjoys cook for friends.", "cook", "cooking")),
        ("I enjoy work.", "We enjoyed travel and music.", "I enjoy playing.", "They enjoy life."),
    ),
    "enjoy to": Case(
        (("I enjoy to read.", "to read", "reading"), ("Would you mind to open it?", "to open", "opening")),
        ("I finished work to go home.", "She has a mind to open a shop."),
    ),
    "look forward to + base": Case(
        (
            ("I look forward to see you.", "see", "seeing"),
            ("We are looking forward to hear from you.", "hear", "hearing"),
        ),
        ("I look forward to work and play.", "I am looking forward to seeing you.", "She looks forward to summer."),
    ),
    "look forward + ing": Case(
        (("I look forward seeing you.", "forward seeing", "forward to seeing"),),
        ("I look forward to meeting you.",),
    ),
    "am used to + base": Case(
        (
            ("I am used to get up early.", "get", "getting"),
            ("She got used to live alone.", "live", "living"),
            ("I'm not used to speak in public.", "speak", "speaking"),
        ),
        ("I used to live there.", "A knife is used to cut bread.", "We are used to driving on the left."),
    ),
    "used to + ing": Case(
        (("I used to playing football.", "used to playing", "used to play"),),
        ("I am used to playing alone.", "I used to play."),
    ),
    "I use to": Case(
        (("I use to smoke.", "use to", "used to"), ("It was nice and we use to swim there.", "use to", "used to")),
        ("The tools I use to make bread are old.", "I used to smoke."),
    ),
    "want that": Case(
        (
            ("I want that you come.", "want that you come", "want you to come"),
            ("She wants that my brother helps.", "wants that my brother helps", "wants my brother to help"),
            ("They wanted that we were quiet.", "wanted that we were", "wanted us to be"),
        ),
        ("I want that book.", "She wants that one.", "I want you to come."),
    ),
    "I am live": Case(
        (
            ("I am live in Zurich.", "am live in", "live in"),
            ("He is want a coffee.", "is want", "wants"),
            ("I'm go to school.", "'m go", " go"),
        ),
        ("I am going.", "He is like his father.", "We are live on air.", "I am in need of help."),
    ),
    "I not like": Case(
        (("I not like fish.", "not like", "don't like"), ("I no speak German.", "no speak", "don't speak")),
        ("I do not like fish.", "Not like this, please."),
    ),
    "for learn": Case(
        (
            ("I came here for learn English.", "for learn", "to learn"),
            ("He went out for to buy milk.", "for to buy", "to buy"),
        ),
        ("This is for learning.", "It is a visit for you.", "I am ready for find-the-word games."),
    ),
    "to waiting": Case(
        (("I don't like to waiting.", "to waiting", "to wait"),),
        ("I like walking more than driving.", "I look forward to waiting.", "I am used to waiting."),
    ),
    "to can": Case(
        (("I want to can speak.", "to can", "to be able to"),),
        ("I want to be able to speak.",),
    ),
}


def test_every_rule_has_its_cases() -> None:
    assert_covered(RULES, CASES)


def test_errors_are_flagged_and_good_sentences_left_alone() -> None:
    for name, case in CASES.items():
        assert_kept(name, case)
