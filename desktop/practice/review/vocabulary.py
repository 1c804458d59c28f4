"""The words the learner rules know, and their forms. Only frequent words: a rule that guesses is worse than none."""


def listed(words: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(words.split())


_IRREGULAR = {
    # base: past, participle
    "be": ("was", "been"), "become": ("became", "become"), "begin": ("began", "begun"), "break": ("broke", "broken"),
    "bring": ("brought", "brought"), "build": ("built", "built"), "buy": ("bought", "bought"),
    "catch": ("caught", "caught"), "choose": ("chose", "chosen"), "come": ("came", "come"), "do": ("did", "done"),
    "draw": ("drew", "drawn"), "drink": ("drank", "drunk"), "drive": ("drove", "driven"), "eat": ("ate", "eaten"),
    "fall": ("fell", "fallen"), "feel": ("felt", "felt"), "find": ("found", "found"), "fly": ("flew", "flown"),
    "forget": ("forgot", "forgotten"), "get": ("got", "got"), "give": ("gave", "given"), "go": ("went", "gone"),
    "grow": ("grew", "grown"), "have": ("had", "had"), "hear": ("heard", "heard"), "hold": ("held", "held"),
    "keep": ("kept", "kept"), "know": ("knew", "known"), "leave": ("left", "left"), "lose": ("lost", "lost"),
    "make": ("made", "made"), "meet": ("met", "met"), "pay": ("paid", "paid"), "ride": ("rode", "ridden"),
    "run": ("ran", "run"), "say": ("said", "said"), "see": ("saw", "seen"), "sell": ("sold", "sold"),
    "send": ("sent", "sent"), "sing": ("sang", "sung"), "sit": ("sat", "sat"), "sleep": ("slept", "slept"),
    "speak": ("spoke", "spoken"), "spend": ("spent", "spent"), "stand": ("stood", "stood"),
    "swim": ("swam", "swum"), "take": ("took", "taken"), "teach": ("taught", "taught"), "tell": ("told", "told"),
    "think": ("thought", "thought"), "understand": ("understood", "understood"), "wake": ("woke", "woken"),
    "wear": ("wore", "worn"), "win": ("won", "won"), "write": ("wrote", "written"),
    "read": ("read", "read"), "put": ("put", "put"), "cut": ("cut", "cut"), "cost": ("cost", "cost"),
}  # fmt: skip
_REGULAR = listed(
    "arrive ask believe call change clean close cook dance depend enjoy explain finish follow happen hate help "
    "hope invite learn like listen live look love miss move need open order phone plan play prefer rain receive "
    "relax remember rent seem smell snow stay start stop study talk taste travel try turn use visit wait walk "
    "want wash watch work worry"
)
_DOUBLING = frozenset(
    listed(
        "begin cut forget get plan prefer put run shop sit stop swim travel win"
    )  # the last letter doubles before -ing
)

BASES = tuple(sorted((*_IRREGULAR, *_REGULAR), key=len, reverse=True))
"""Base forms, longest first, so that an alternation of them prefers the longer."""


def third(verb: str) -> str:
    """Return what he, she or it does: go -> goes."""
    if verb in ("have", "be"):
        return {"have": "has", "be": "is"}[verb]
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def past(verb: str) -> str:
    return _IRREGULAR[verb][0] if verb in _IRREGULAR else _with_ed(verb)


def participle(verb: str) -> str:
    return _IRREGULAR[verb][1] if verb in _IRREGULAR else _with_ed(verb)


def ing(verb: str) -> str:
    """Return the form in -ing. Takes any base form."""
    if verb in _DOUBLING:
        return f"{verb}{verb[-1]}ing"
    if verb.endswith("e") and not verb.endswith(("ee", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    return f"{verb}ing"


def _with_ed(verb: str) -> str:
    if verb in _DOUBLING:
        return f"{verb}{verb[-1]}ed"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}d" if verb.endswith("e") else f"{verb}ed"


BASE_OF_THIRD = {third(verb): verb for verb in BASES if verb != "be"}
BASE_OF_PAST = {past(verb): verb for verb in BASES if past(verb) != verb and verb != "be"}
PARTICIPLES = frozenset(participle(verb) for verb in BASES)
_WRONGLY_REGULAR = listed(
    "become begin break bring build buy catch choose come draw drink drive eat fall feel fly forget get give go "
    "grow hear keep know leave make meet pay run say sell send sing sleep speak spend swim take teach tell "
    "think understand write"
)
WRONG_PASTS = {_with_ed(verb): past(verb) for verb in _WRONGLY_REGULAR} | {
    "runned": "ran", "getted": "got", "swimmed": "swam", "finded": "found", "losed": "lost", "putted": "put",
    "wented": "went", "boughted": "bought", "cutted": "cut",
}  # fmt: skip
"""Regular endings on irregular verbs: goed -> went."""

_PLURALS = {
    "child": "children", "man": "men", "woman": "women", "person": "people", "foot": "feet", "tooth": "teeth",
    "wife": "wives", "knife": "knives", "life": "lives", "leaf": "leaves", "shelf": "shelves", "mouse": "mice",
}  # fmt: skip
COUNTABLES = listed(
    "animal apartment apple baby bag ball banana bathroom bed bedroom bicycle bike bird boat book bottle box "
    "boy brother building bus cake car cat chair child church city class classmate colleague company country "
    "course cousin cup daughter day dog dollar door dress dream egg email euro exam exercise film flat flower "
    "foot friend game garden girl glass guest guy hat hobby holiday hotel hour house husband idea jacket job "
    "key kid knife language lesson letter life list man meeting message mile minute mistake month movie museum "
    "number neighbour neighbor night office orange parent pen pencil person phone photo picture place plan "
    "plate present price problem question reason restaurant room sandwich school sentence shirt shoe shop "
    "sister son song store story street student subject table teacher team television test thing ticket time "
    "tooth town train tree trip uncle university village week weekend wife window woman word year"
)
UNCOUNTABLES = listed(
    "advice baggage bread equipment furniture homework housework information knowledge luggage money music news "
    "rice sugar traffic water weather"
)


def plural(noun: str) -> str:
    """Return the plural of a countable noun."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith(("s", "sh", "ch", "x")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


PLURALS = {plural(noun): noun for noun in COUNTABLES}
"""Plural -> singular."""
WRONG_PLURALS = {
    "childs": "children", "childrens": "children", "mans": "men", "mens": "men", "womans": "women",
    "womens": "women", "foots": "feet", "tooths": "teeth", "peoples": "people", "persones": "people",
    "informations": "information", "advices": "advice", "homeworks": "homework", "furnitures": "furniture",
    "luggages": "luggage", "equipments": "equipment", "knowledges": "knowledge", "moneys": "money", "musics": "music",
}  # fmt: skip
_ONES = listed("one two three four five six seven eight nine")
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL_NUMBERS = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)


def either(words: object) -> str:
    """Return a pattern for any of these words, in a group that catches nothing."""
    listed = words.split() if isinstance(words, str) else list(words)  # type: ignore[call-overload]
    return f"(?:{'|'.join(sorted(listed, key=lambda word: (-len(word), word)))})"


_TWO_DIGIT_WORDS = rf"{either(_TENS)}(?:[ -]{either(_ONES)})?"
NUMBER = rf"(?:\d+|{_TWO_DIGIT_WORDS}|{either(SMALL_NUMBERS)}|(?:a|one) hundred)"
"""Digits or words."""
SEVERAL = rf"(?:\d*[2-9]|\d+[0-9]|{_TWO_DIGIT_WORDS}|{either(SMALL_NUMBERS[1:])})"
"""A number above one."""
RELATIVE = either(
    "brother sister mother father mum mom dad friend wife husband son daughter boss teacher neighbour neighbor cousin "
    "girlfriend boyfriend uncle aunt colleague grandmother grandfather dog cat"
)
OWNER = "(?:my|your|his|her|our|their)"
DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
MONTH = "(?:january|february|(?-i:March)|april|(?-i:May)|june|july|august|september|october|november|december)"
PAST_TIME = (
    rf"(?:yesterday(?: (?:morning|afternoon|evening|night))?|last (?:night|week|weekend|month|year|summer|winter|"
    rf"spring|autumn|{DAY})|"
    rf"(?:{NUMBER}|a|an|a few|some|many|several) (?:minutes?|hours?|days?|weeks?|months?|years?) ago)"
)
