"""Learner rules: words that go together, prepositions, negation."""

import re

from desktop.practice.review.rule import Match, after, before, rule
from desktop.practice.review.vocabulary import DAY, MONTH, NUMBER, OWNER, RELATIVE

_PREPOSITIONS = "Prepositions"
_TOGETHER = "Words that go together"
_CLAUSE_ENDS = (
    r"(?=$|[,.?!;]| (?:and|but|or|so|because|when|now|today|i|we|he|she|they|it|at|after|before|with|by|every)(?!\w))"
)
_HELD = "(?:have|has|had|'ve)"
_AGED = rf"(?:i|he|she|we|they|it|{OWNER} {RELATIVE})"
_NEGATIVE = (
    "(?:don't|doesn't|didn't|can't|cannot|couldn't|won't|wouldn't|haven't|hasn't|hadn't|isn't|aren't|wasn't|weren't|"
    "never|do not|does not|did not|can not|dont|doesnt|didnt)"
)
_NOUGHT = {"nothing": "anything", "nobody": "anybody", "no one": "anyone", "nowhere": "anywhere", "none": "any",
           "never": "ever", "no": "any"}  # fmt: skip
_ANOTHER_CLAUSE = re.compile(
    r"\b(?:that|why|what|who|when|where|how|if|because|and|but|or|so|which|think|believe|mean|"
    r"there|care|mind|only|unless|until|just)\b"
)
_JUST_NO = re.compile(
    r"^ (?:one of|longer|matter|doubt|way|more than|less than|means|problem|later|to)\b|^[,.!?;”\"]|^$"
)


def _two_clauses(match: Match) -> bool:
    """Whether the two negations are not of one verb, or "no" is a word being said."""
    said_no = match["mark"].lower() == "no" and bool(_JUST_NO.search(after(match)))
    return said_no or bool(_ANOTHER_CLAUSE.search(match["between"].lower()))


def _age(match: Match) -> str:
    who = match["who"].lower()
    be = "am" if who == "i" else "are" if who in ("we", "they") else "is"
    return f"{'was' if match['held'].lower() == 'had' and be != 'are' else be} {match['n']} years old"


_PLACES_OF_A_DAY = r"(?!'s| (?:school|best|clothes|prayers|traffic|edition|paper|lunch|editions|league))"
_SINGULAR_TIME = r"(?:morning|afternoon|evening)"

RULES = (
    rule(
        "I have 25 years",
        _TOGETHER,
        "Age takes “be” in English.",
        rf"(?P<who>{_AGED}) ?(?P<mark>(?P<held>{_HELD}) (?P<n>{NUMBER}) years?(?: old|{_CLAUSE_ENDS}))",
        _age,
        lambda match: "old" not in match.group().lower() and bool(
            (re.match(r"^ (?:at|before|with|after|because|by|when) ?(?:the|school|work)?", after(match))
            and not re.match(r"^ (?:because|when)", after(match)))
            or re.search(r"\b(?:how long|still|only|left|another|more)\b", before(match))),
    ),
    rule(
        "I am 25 years",
        _TOGETHER,
        "Age is “years old”, or the number alone.",
        rf"(?:i|he|she|{OWNER} {RELATIVE}) ?(?P<mark>(?P<be>am|'m|is|was) (?P<n>{NUMBER}) years?){_CLAUSE_ENDS}",
        "{be} {n} years old",
        lambda match: bool(re.match(r"^ (?:before|after|at|by)", after(match))),
    ),
    rule(
        "explain me",
        _TOGETHER,
        "You explain something to somebody.",
        r"(?P<mark>(?P<verb>explain|explains|explained|explaining|describe|suggest|suggested) (?P<whom>me|us|him|"
        r"(?:you|them|her)(?= (?:the|a|how|why|what|where|this)(?!\w))))",
        "{verb} to {whom}",
        lambda match: (match["whom"].lower() == "him" and match["verb"].lower() == "describe")
        or (match["whom"].lower() == "them" and bool(re.match(r"^ (?:how)", after(match))))
        or (match["verb"].lower().startswith("suggest") and match["whom"].lower() != "me"),
    ),
    rule(
        "say me",
        _TOGETHER,
        "You say something, you tell somebody something.",
        r"(?P<mark>(?P<verb>say|says|said) (?P<whom>me|us|him|(?:you|them|her)(?= (?:that|how|why|where|hello|"
        r"about)(?!\w))))",
        lambda match: f"{ {'say': 'tell', 'says': 'tells', 'said': 'told'}[match['verb'].lower()]} {match['whom']}",
        lambda match: bool(re.match(r"^ (?:that|about)", after(match))) and match["whom"].lower() == "you"
        and match["verb"].lower() == "say",
    ),
    rule(
        "tell to me",
        _TOGETHER,
        "“Tell” and “ask” take the person without “to”.",
        r"(?P<mark>(?P<verb>tell|tells|told|ask|asks|asked) to (?P<whom>me|him|her|us|them|my \w+))",
        "{verb} {whom}",
    ),
    rule(
        "depend of",
        _PREPOSITIONS,
        "It is “depend on”.",
        r"(?P<mark>(?P<verb>depend|depends|depended|depending|dependent) (?:of|from))(?! course)",
        "{verb} on",
    ),
    rule(
        "married with",
        _PREPOSITIONS,
        "It is “married to”.",
        r"(?P<mark>married with)(?= (?:(?:my|your|his|her|their|our|the|him|me|you|us|them|someone|somebody)"
        r"(?!\w)|an? (?!baby|child|son|daughter|family|kid|big|large|small)|(?-i:[A-Z])))",
        "married to",
        lambda match: bool(re.match(r"^ \w+ (?:kids|children|blessing|permission|family)\b", after(match))),
    ),
    rule(
        "in Monday",
        _PREPOSITIONS,
        "Days take “on”.",
        rf"(?P<mark>(?:in|at) (?P<the>the )?(?P<day>{DAY}(?: {_SINGULAR_TIME})?)){_PLACES_OF_A_DAY}(?!'s)",
        "on {day}",
        lambda match: bool(re.match(r"^ (?:night|\d)", after(match)) and match["the"]),
    ),
    rule(
        "in the 5th of May",
        _PREPOSITIONS,
        "Dates take “on”.",
        rf"(?P<mark>in) (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?|first|second|third|\w+th) of {MONTH}",
        "on",
        lambda match: bool(re.search(r"(?:half|quarter|week|part) of", match.group(), re.IGNORECASE)),
    ),
    rule(
        "on 1990",
        _PREPOSITIONS,
        "Months and years take “in”.",
        rf"(?P<mark>(?:on|at) (?P<when>(?:1[89]\d\d|20\d\d)(?=$|[,.?!;]| (?:i|we|he|she|they|it|my|the|and|but|when|"
        rf"because|with|for|in)(?!\w))|{MONTH}(?! (?:the |\d|first|second|third|fourth|fifth|sixth|seventh|eighth|"
        rf"ninth|tenth|eleventh|twelfth|\w+teenth|twent\w+|thirt\w+))(?!')))",
        "in {when}",
    ),
    rule(
        "at the morning",
        _PREPOSITIONS,
        "It is “in the morning”, “in the afternoon”, “in the evening”, and “at the weekend”.",
        rf"(?P<mark>(?:at|on) the (?P<when>{_SINGULAR_TIME}))(?! (?:of|before|after|show|news|class|lesson|train))"
        rf"|(?P<weekend>in the weekends?)",
        lambda match: "in the " + match["when"] if match["when"] else match["weekend"].lower().replace("in ", "at ", 1),
    ),
    rule(
        "make homework",
        _TOGETHER,
        "Homework, sport, exercises and shopping are done.",
        r"(?P<mark>(?P<verb>make|makes|made|making)) (?:(?:a|the|my|your|his|her|our|their|some|any|all|much|many|"
        r"lot|of|a lot of) ){0,3}(?:homeworks?|housework|sports?|the shopping|exercises?|gymnastics|yoga)(?! (?:fun|"
        r"easy|easier|more|less|interesting|possible|popular|available|better|harder|part|compulsory|videos?|books?|"
        r"shoes|a)(?!\w))",
        lambda match: {"make": "do", "makes": "does", "made": "did", "making": "doing"}[match["verb"].lower()],
    ),
    rule(
        "do a mistake",
        _TOGETHER,
        "Mistakes and decisions are made.",
        r"(?P<mark>(?P<verb>do|does|did|doing|done)) (?:an?|the|some|many|so many|no|less|fewer|any|lots of|a lot of|"
        r"too many) (?:\w+ )?(?:mistakes?|decisions?|noise|errors?)",
        lambda match: {"do": "make", "does": "makes", "did": "made", "doing": "making", "done": "made"}[
            match["verb"].lower()
        ],
        lambda match: bool(re.search(r"\b(?:how|what|why|when|where) $|^$", before(match))),
    ),
    rule(
        "make a photo",
        _TOGETHER,
        "Photos and exams are taken.",
        r"(?P<mark>(?P<verb>make|makes|made|making)) (?:an?|the|some|many|a lot of|my) (?:photos?|pictures? of|exams?)"
        r"(?! (?:album|book|frame|gallery|app))",
        lambda match: {"make": "take", "makes": "takes", "made": "took", "making": "taking"}[match["verb"].lower()],
    ),
    rule(
        "listen music",
        _PREPOSITIONS,
        "It is “listen to”.",
        r"(?P<mark>(?P<verb>listen|listens|listened|listening))(?= (?:(?:very )?(?:loud )?music|the (?!next|last|"
        r"first|other)|(?:my|your|his|her|their|our|him|them|me|us|it|podcasts?|radio|songs?|jazz|rock|pop|"
        r"english|classical|some|a lot of)(?!\w)))",
        "{verb} to",
        lambda match: bool(re.match(r"^ (?:her|him|them|us|me|it|my|your|our) (?:is|are|was|can)\b", after(match))),
    ),
    rule(
        "go to home",
        _PREPOSITIONS,
        "With go, come and get, “home” takes no preposition.",
        r"(?P<mark>(?P<verb>go|goes|went|going|gone|come|comes|came|coming|get|gets|got|return|returns|returned|"
        r"arrive|arrived|drive|drove|walk|walked|run|ran|travel|travelled)(?P<back> back)? (?:to|at|in|into)(?: my| "
        r"the)? home)(?! (?:depot|page|screen|game|games|office|base|town|improvement|economics|team|office)|-|\w|'s)",
        "{verb}{back} home",
        lambda match: " my " in match.group() or " the " in match.group(),
    ),
    rule(
        "arrive to",
        _PREPOSITIONS,
        "You arrive at a place, or in a town or country.",
        r"(?P<mark>(?P<verb>arrive|arrives|arrived|arriving) to)(?= (?:(?:the|an?|my|our|your|his|her|their|school|"
        r"work)(?!\w)|(?-i:[A-Z])))",
        lambda match: f"{match['verb']} {'in' if re.match(r'^ [A-Z]', match.string[match.end() :]) else 'at'}",
    ),
    rule(
        "go to shopping",
        _PREPOSITIONS,
        "Free time with “go” takes -ing without “to”.",
        r"(?P<mark>(?P<verb>go|goes|went|going) (?:to|for) (?P<what>shopping|swimming|fishing|skiing|running|jogging|"
        r"hiking|dancing))(?! (?:pool|centre|center|mall|class|classes|lesson|lessons|school|club|trip|course|"
        r"practice|malls))",
        "{verb} {what}",
    ),
    rule(
        "wait you",
        _PREPOSITIONS,
        "You wait for somebody or something.",
        rf"(?P<mark>(?P<verb>wait|waits|waited|waiting))(?= (?:(?:you|me|him|us|them)(?!\w)"
        rf"(?! (?:said|say|are|have|can|mean|is|will|should|did|do|must|need|know|think|all day))|{OWNER} "
        rf"(?!turn|whole|chance|time|own)|(?:the|a) (?:bus|train|taxi|tram|answer|doctor|teacher|waiter|results?|"
        rf"food|bill)(?!\w)))",
        "{verb} for",
        lambda match: bool(re.search(r"\b(?:keep|kept|keeps|left|have|had|the|a) $", before(match))
                           and match["verb"].lower() == "waiting" and not before(match).endswith("been ")),
    ),
    rule(
        "discuss about",
        _PREPOSITIONS,
        "“Discuss” needs no “about”.",
        r"(?P<mark>(?P<verb>discuss|discussed|discusses|discussing) about)",
        "{verb}",
    ),
    rule(
        "good in English",
        _PREPOSITIONS,
        "It is “good at” and “bad at”.",
        r"(?:am|is|are|'m|'re|was|were|very|not|so|really) (?P<mark>(?P<how>good|bad|better) in)(?= (?:english|"
        r"german|french|math|maths|sports?|football|tennis|cooking|singing|dancing|languages|chess|swimming|music|"
        r"school)(?!\w))",
        "{how} at",
    ),
    rule(
        "interesting in",
        _TOGETHER,
        "People are interested, things are interesting.",
        r"(?:i|he|she|we|they|you)(?: am| is| are| was| were|'m|'re|'s)(?: not| very| really| so)* "
        r"(?P<mark>interesting (?:in|for))",
        "interested in",
        lambda match: match["mark"].lower().endswith("for"),
    ),
    rule(
        "like very much",
        "Word order",
        "What you like comes before “very much”.",
        r"(?:i|we|they|you) (?P<mark>(?P<verb>like|love|enjoy) (?:very much|a lot|so much) "
        r"(?P<what>(?:the |my |to |your |this )?(?!and|but|because|when|so|if|of|that|what|how|in|at)\w+))",
        "{verb} {what} very much",
        lambda match: "a lot" in match["mark"].lower() and match["what"].split()[0] == "of",
    ),
    rule(
        "don't have nothing",
        "Negation",
        "One “no” is enough: after “not” comes any, anything, anybody.",
        rf"{_NEGATIVE}(?P<between>(?: [\w']+){{0,4}}?) (?P<mark>nothing|nobody|no one|nowhere|none|never|no)",
        lambda match: _NOUGHT[" ".join(match["mark"].lower().split())],
        _two_clauses,
    ),
    rule(
        "nobody doesn't",
        "Negation",
        "One “no” is enough.",
        r"(?:nobody|no one|nothing) (?P<mark>(?P<verb>don't|doesn't|didn't|can't|isn't|hasn't|won't|wasn't))",
        lambda match: {"don't": "does", "doesn't": "does", "didn't": "did", "can't": "can", "isn't": "is",
                       "hasn't": "has", "won't": "will", "wasn't": "was"}[match["verb"].lower()],
        lambda match: bool(re.search(r"\b(?:if|that) $", before(match))),
    ),
    rule(
        "its raining",
        "Its and it's",
        "“Its” belongs to something; “it is” is shortened to “it's”.",
        r"(?P<mark>its)(?= (?:(?:raining|snowing|getting|going|coming|working|happening|becoming|been|not|ok|okay|an?|"
        r"the|very|too|so|really|my|your)(?!\w)|(?:cold|hot|warm|nice|good|bad|hard|easy|difficult|important|late|time|true|"
        r"better|great|fine|sunny|windy|expensive)(?=$|[,.?!;]| (?:and|but|to|for|that|today|here|outside|in|because|"
        r"now|when|if)(?!\w))))",
        "it's",
        lambda match: bool(re.search(r"\b(?:of|in|on|with|for|to|from|by|at|all) $", before(match))
                           or re.match(r"^ (?:very (?:own|nature|essence|heart|existence)|(?:going|coming|working)s? "
                                       r"(?:rate|hours|conditions|of))", after(match))),
    ),
    rule(
        "it's name",
        "Its and it's",
        "“It's” is “it is”; what belongs to it is “its”.",
        r"(?P<mark>it's)(?= (?:own|name (?:is|was)|tail|owner))",
        "its",
    ),
)  # fmt: skip
