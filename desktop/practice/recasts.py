"""A frequent learner error said back the right way, as a friendly listener does it in passing.

    "My brother go to school by bus." -> "your brother goes to school by bus"

Only errors that can be told from the words alone; a wrong recast is worse than none.
"""

import re
from collections.abc import Callable

_THIRD_PERSON = {
    "go": "goes", "do": "does", "have": "has", "work": "works", "live": "lives", "like": "likes", "want": "wants",
    "need": "needs", "play": "plays", "study": "studies", "speak": "speaks", "eat": "eats", "drink": "drinks",
    "come": "comes", "take": "takes", "make": "makes", "know": "knows", "think": "thinks", "love": "loves",
    "get": "gets", "start": "starts", "watch": "watches", "read": "reads", "teach": "teaches", "cook": "cooks",
    "sleep": "sleeps", "feel": "feels", "look": "looks", "say": "says", "help": "helps", "run": "runs",
}  # fmt: skip
_PAST = {
    "go": "went", "eat": "ate", "see": "saw", "buy": "bought", "have": "had", "come": "came", "take": "took",
    "make": "made", "meet": "met", "drink": "drank", "get": "got", "do": "did", "speak": "spoke", "sleep": "slept",
    "visit": "visited", "play": "played", "watch": "watched", "work": "worked", "stay": "stayed", "cook": "cooked",
    "walk": "walked", "start": "started", "feel": "felt", "fall": "fell", "wake": "woke", "read": "read",
}  # fmt: skip
_WRONG_PAST = {
    "goed": "went", "eated": "ate", "buyed": "bought", "comed": "came", "taked": "took", "maked": "made",
    "drinked": "drank", "speaked": "spoke", "sleeped": "slept", "teached": "taught", "thinked": "thought",
    "runned": "ran", "falled": "fell", "feeled": "felt", "writed": "wrote", "catched": "caught", "finded": "found",
}  # fmt: skip
_COMPARATIVE = {
    "cheap": "cheaper", "big": "bigger", "small": "smaller", "fast": "faster", "old": "older", "young": "younger",
    "easy": "easier", "happy": "happier", "cold": "colder", "hot": "hotter", "near": "nearer", "tall": "taller",
    "good": "better", "bad": "worse", "nice": "nicer", "warm": "warmer",
}  # fmt: skip
_RELATIVES = (
    "brother|sister|mother|father|mum|mom|dad|friend|wife|husband|son|daughter|boss|teacher|neighbou?r|"
    "girlfriend|boyfriend"
)
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_NUMBER = rf"\d{{1,2}}|(?:twenty|thirty|forty|fifty|sixty)(?:[ -](?:{_ONES}))?|\w+teen"
_PERIOD = "days?|weeks?|months?|years?|hours?|minutes?"
_COUNT = r"\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|some|many|several"
_HOW_LONG = rf"(?P<count>{_COUNT}) (?P<period>{_PERIOD})\b"
_BASE = {past: base for base, past in _PAST.items()}
_PRESENT = "|".join(verb for verb in _PAST if verb != "read")
_NO_PAST = "|".join(_WRONG_PAST)
_VERBS_3 = "|".join(_THIRD_PERSON)
_FLIP = {
    "i": "you", "my": "your", "me": "you", "mine": "yours", "myself": "yourself", "am": "are", "i'm": "you're",
    "i've": "you've", "i'd": "you'd", "i'll": "you'll", "we": "you", "our": "your", "us": "you", "was": "were",
    "you": "I", "your": "my",
}  # fmt: skip


def _rest(match: re.Match[str]) -> str:
    """Return the words after the error up to the end of the clause, at most seven, seen from the partner's side."""
    clause = re.split(r"[,.;!?]| and | but | because | so ", match.group("rest") or "", maxsplit=1)[0]
    return swap_sides(" ".join(clause.split()[:7]))


def swap_sides(words: str) -> str:
    """Return the words with I and you exchanged: "my car" -> "your car"."""
    tokens = words.split()
    swapped: list[str] = []
    for at, token in enumerate(tokens):
        key = token.lower().replace("’", "'")
        if key == "was" and (at == 0 or tokens[at - 1].lower() != "i"):
            swapped.append(token)
        elif key == "you" and at > 0:
            swapped.append("me")
        else:
            swapped.append(_FLIP.get(key, token))
    return " ".join(swapped)


def _third(match: re.Match[str]) -> str:
    return f"{swap_sides(match['who'].lower())} {_THIRD_PERSON[match['verb'].lower()]} {_rest(match)}"


def _does_not(match: re.Match[str]) -> str:
    return f"{swap_sides(match['who'].lower())} doesn't {_rest(match)}"


def _past(match: re.Match[str]) -> str:
    when = match.groupdict().get("when") or match.groupdict().get("after") or ""
    return f"you {_PAST[match['verb'].lower()]} {_rest(match)} {when.lower()}"


def _wrong_past(match: re.Match[str]) -> str:
    return f"{swap_sides(match['who'].lower())} {_WRONG_PAST[match['verb'].lower()]} {_rest(match)}"


_WHO = rf"(?P<who>he|she|my (?:{_RELATIVES}))"
_TAIL = r"(?P<rest>(?: [^.?!]*)?)"
_WHEN = r"yesterday|last (?:night|week|weekend|month|year|summer|winter)"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), rewrite)
    for pattern, rewrite in (
        (rf"^(?:(?:and|but|well|so|yes|no|because|when|then),? )*{_WHO} (?P<verb>{_VERBS_3})\b{_TAIL}", _third),
        (rf"\b(?:because|and|but) {_WHO} (?P<verb>{_VERBS_3})\b{_TAIL}", _third),
        (rf"\b{_WHO} (?:don't|do not)\b{_TAIL}", _does_not),
        (rf"\bi (?:goed|have) (?P<n>{_NUMBER}) years?(?: old)?\b", lambda m: f"you are {m['n']} years old"),
        (rf"\bi(?:'m| am) (?P<n>{_NUMBER}) years(?! old)\b", lambda m: f"you are {m['n']} years old"),
        (r"\bi(?:'m| am) (?:not )?agree(?P<rest>(?: with [^,.?!]*)?)", lambda m: (
            f"you {'do not agree' if ' not ' in m.group() else 'agree'}{' ' if m['rest'] else ''}{_rest(m)}")),
        (rf"\bi (?P<verb>{_PRESENT})\b(?P<rest>(?: (?!yesterday|last )[\w']+){{0,7}}) (?P<when>{_WHEN})\b", _past),
        (rf"^(?P<after>{_WHEN}),? i (?P<verb>{_PRESENT})\b{_TAIL}", _past),
        (rf"\b(?P<who>i|you|we|they|he|she|my (?:{_RELATIVES})) (?P<verb>{_NO_PAST})\b{_TAIL}", _wrong_past),
        (r"\b(?P<who>people|children) is\b(?P<rest>(?: [^.?!]*)?)", lambda m: f"{m['who'].lower()} are {_rest(m)}"),
        (rf"\bmore (?P<adj>{'|'.join(_COMPARATIVE)})\b", lambda m: f"it is {_COMPARATIVE[m['adj'].lower()]}"),
        (r"\bit depends? of\b(?P<rest>(?: [^.?!]*)?)", lambda m: f"it depends on {_rest(m)}"),
        (rf"\bi(?:'m| am) (?P<place>here|in [\w ]{{2,20}}?|sick|ill) (?:since|for) {_HOW_LONG}",
         lambda m: f"you have been {m['place']} for {m['count']} {m['period']}"),
        (rf"\bi (?P<verb>live|work|study|wait) (?P<rest>[\w ]{{0,30}}?) ?since {_HOW_LONG}",
         lambda m: f"you have {'studied' if m['verb'] == 'study' else m['verb'].rstrip('e') + 'ed'} {_rest(m)} "
                   f"for {m['count']} {m['period']}"),
        (rf"\bi have (?P<what>headache|cold|fever|cough) since {_HOW_LONG}",
         lambda m: f"you have had a {m['what']} for {m['count']} {m['period']}"),
        (r"\bi (?:didn't|did not) (?P<verb>went|saw|bought|ate|had|came|took|made)\b(?P<rest>(?: [^.?!]*)?)",
         lambda m: f"you didn't {_BASE[m['verb'].lower()]} {_rest(m)}"),
        (r"\bi (?:can|must|should) to (?P<verb>\w+)", lambda m: f"you {m.group().split()[1].lower()} {m['verb']}"),
    )
)  # fmt: skip


def recast(text: str) -> str:
    """Return the first error of the learner's words said right, as the partner says it, without a final stop; or ""."""
    plain = " ".join(text.replace("’", "'").split())
    for sentence in re.split(r"(?<=[.!?])\s+", plain):
        if sentence.endswith("?"):
            continue
        for pattern, rewrite in _RULES:
            if match := pattern.search(sentence):
                return " ".join(rewrite(match).split())
    return ""
