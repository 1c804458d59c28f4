from desktop.practice.review.wording_rules import RULES
from tests.practice.review.rule_cases import Case, assert_covered, assert_kept

CASES = {
    "I have 25 years": Case(
        (
            ("I have 25 years.", "have 25 years", "am 25 years old"),
            ("My brother has twenty years and he studies.", "has twenty years", "is twenty years old"),
            ("She has thirty-two years old", "has thirty-two years old", "is thirty-two years old"),
            ("We have 12 years old.", "have 12 years old", "are 12 years old"),
            ("When I had 18 years, I left.", "had 18 years", "was 18 years old"),
        ),
        (
            "I have 20 years of experience.",
            "She has three years left.",
            "I have two years to finish it.",
            "We still have two years.",
            "I am 25 years old.",
        ),
    ),
    "I am 25 years": Case(
        (("I am 25 years and I live in Bern.", "am 25 years", "am 25 years old"),),
        ("He is 25 years old.", "It is ten years since we met.", "He is two years older."),
    ),
    "explain me": Case(
        (
            ("Can you explain me this word?", "explain me", "explain to me"),
            ("He explained us the way.", "explained us", "explained to us"),
            ("I will explain you how it works.", "explain you", "explain to you"),
        ),
        (
            "I explained them at school.",
            "Please explain her decision.",
            "I can explain them to you.",
            "He explained the way to us.",
        ),
    ),
    "say me": Case(
        (
            ("Can you say me your name?", "say me", "tell me"),
            ("He said me that he was ill.", "said me", "told me"),
            ("She said us hello.", "said us", "told us"),
        ),
        ("They say you are right.", "She said her name.", "He said that he was ill.", "You said you know it."),
    ),
    "tell to me": Case(
        (
            ("Tell to me your name.", "Tell to me", "Tell me"),
            ("I asked to my mother.", "asked to my mother", "asked my mother"),
        ),
        ("Tell me about it.", "I asked to see the doctor.", "What you tell the others matters to me."),
    ),
    "depend of": Case(
        (
            ("It depends of the weather.", "depends of", "depends on"),
            ("They depend from us.", "depend from", "depend on"),
        ),
        ("It depends on the weather.", "It depends, of course, on you.", "That depends of course on the price."),
    ),
    "married with": Case(
        (
            ("She is married with a German man.", "married with", "married to"),
            ("I got married with my best friend.", "married with", "married to"),
            ("Is he married with Anna?", "married with", "married to"),
        ),
        ("He is married with two children.", "She is married with a baby.", "I am married to a doctor."),
    ),
    "in Monday": Case(
        (
            ("We meet in Monday.", "in Monday", "on Monday"),
            ("See you at Friday!", "at Friday", "on Friday"),
            ("I work in the Sunday morning.", "in the Sunday morning", "on Sunday morning"),
        ),
        (
            "It was in Monday's paper.",
            "She teaches in Sunday school.",
            "We met on Monday.",
            "In Friday traffic it takes an hour.",
        ),
    ),
    "in the 5th of May": Case(
        (("I was born in the 5th of May.", "in", "on"), ("It starts in 3 of July", "in", "on")),
        ("In the first week of May we travel.", "It is on the 5th of May.", "In the second half of June it rains."),
    ),
    "on 1990": Case(
        (
            ("I was born on 1990.", "on 1990", "in 1990"),
            ("She came on July with her family.", "on July", "in July"),
            ("We moved on 2015 and we stayed.", "on 2015", "in 2015"),
        ),
        ("We met on July 4th.", "He came in 1990.", "It is on March 3.", "They live on 1500 dollars."),
    ),
    "at the morning": Case(
        (
            ("At the morning I drink tea.", "At the morning", "In the morning"),
            ("I sleep in the weekend.", "in the weekend", "at the weekend"),
        ),
        ("On the morning of the exam I was nervous.", "I read in the evening.", "At the weekend I sleep."),
    ),
    "make homework": Case(
        (
            ("I make my homework in the evening.", "make", "do"),
            ("He makes a lot of sport.", "makes", "does"),
            ("She made the shopping yesterday.", "made", "did"),
        ),
        ("They make homework fun.", "I do my homework.", "We make exercise videos.", "This made the sport popular."),
    ),
    "do a mistake": Case(
        (
            ("I did a mistake.", "did", "made"),
            ("He does many mistakes.", "does", "makes"),
            ("We did a big mistake", "did", "made"),
        ),
        ("I made a mistake.", "How do many mistakes happen?", "We all make mistakes."),
    ),
    "make a photo": Case(
        (("She made a photo of the lake.", "made", "took"), ("I make an exam tomorrow.", "make", "take")),
        ("I want to make a photo album.", "He took a photo."),
    ),
    "listen music": Case(
        (
            ("I listen music every day.", "listen", "listen to"),
            ("He is listening the radio.", "listening", "listening to"),
            ("Listen me, please.", "Listen", "Listen to"),
        ),
        (
            "I listen to music.",
            "Listen itself is a verb.",
            "Listen carefully to him.",
            "Listen, the bus is coming.",
            "Listen the next time!",
        ),
    ),
    "go to home": Case(
        (
            ("I go to home at six.", "go to home", "go home"),
            ("We came back to home late.", "came back to home", "came back home"),
            ("She arrived at home.", "arrived at home", "arrived home"),
        ),
        (
            "I go home at six.",
            "Go to Home Depot.",
            "I am at home.",
            "Go to home page.",
            "She went to home-made food courses.",
        ),
    ),
    "arrive to": Case(
        (
            ("We arrived to the hotel.", "arrived to", "arrived at"),
            ("He arrives to London.", "arrives to", "arrives in"),
        ),
        ("We arrived to find the door open.", "She arrived at school."),
    ),
    "go to shopping": Case(
        (("We go to shopping on Saturday.", "go to shopping", "go shopping"),),
        ("She goes to dancing lessons.", "We go shopping.", "They went to swimming class."),
    ),
    "wait you": Case(
        (
            ("I wait you at the station.", "wait", "wait for"),
            ("She is waiting the bus.", "waiting", "waiting for"),
            ("They waited my brother.", "waited", "waited for"),
        ),
        (
            "They wait the business day out.",
            "Please wait your turn.",
            "Wait, you forgot something.",
            "We waited the whole day.",
            "Wait a minute.",
            "I wait for you.",
        ),
    ),
    "discuss about": Case(
        (("We discussed about politics.", "discussed about", "discussed"),),
        ("We discussed politics.", "A discussion about politics began."),
    ),
    "good in English": Case(
        (("I am not good in English.", "good in", "good at"),),
        ("She is good at tennis.", "It tastes good in summer.", "This is good in soup."),
    ),
    "interesting in": Case(
        (("I am very interesting in history.", "interesting in", "interested in"),),
        ("It is interesting in many ways.", "She is interested in art."),
    ),
    "like very much": Case(
        (("I like very much this city.", "like very much this city", "like this city very much"),),
        ("I like it very much.", "I like very much of it.", "We love a lot of things."),
    ),
    "don't have nothing": Case(
        (
            ("I don't have nothing.", "nothing", "anything"),
            ("She didn't see nobody in the room.", "nobody", "anybody"),
            ("We haven’t got no time.", "no", "any"),
            ("He never says nothing.", "nothing", "anything"),
        ),
        (
            "I don't know why nobody came.",
            "You can't say no.",
            "It is not bad, no one complained.",
            "I can't find it and there is nothing left.",
            "He didn't come because he had no time.",
            "Nobody knows.",
        ),
    ),
    "nobody doesn't": Case(
        (("Nobody doesn't know it.", "doesn't", "does"),),
        ("Nobody knows it.", "Nothing happened."),
    ),
    "its raining": Case(
        (
            ("Its raining today.", "Its", "It's"),
            ("I think its a good idea.", "its", "it's"),
            ("Its very cold.", "Its", "It's"),
        ),
        (
            "The function returns its argument.",
            "The dog ate its food.",
            "Look at its very nature.",
            "It's raining.",
            "The town is proud of its cold winters.",
        ),
    ),
    "it's name": Case(
        (("The cat has it's own bed.", "it's", "its"),),
        ("It's cold.", "The cat has its own bed."),
    ),
}


def test_every_rule_has_its_cases() -> None:
    assert_covered(RULES, CASES)


def test_errors_are_flagged_and_good_sentences_left_alone() -> None:
    for name, case in CASES.items():
        assert_kept(name, case)
