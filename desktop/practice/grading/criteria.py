"""The five criteria. Each takes a checked talk and returns one entry: how far it was met, why, and where.

    criterion     looks at                                                     held back by
    task          aims of the scenario that were met
    grammar       errors in 100 words, more lenient for beginners              fewer than 50 words
    vocabulary    different content words, useful phrases of the scenario      (it grows with them)
    fluency       words a minute, long pauses in 100 words                     fewer than 25 spoken words
    interaction   questions asked, full answers, quick answers                 fewer than 4 turns

Pure. A better talk never gets a worse score: the tests hold each criterion to that.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping

from desktop.practice.grading.checked_turn import Checked, Remark
from desktop.practice.grading.content_words import content_words
from desktop.practice.grading.phrases import as_said, used_phrases
from desktop.practice.grading.rubric import TOTAL, Aim, Criterion, Entry, Rubric, held_back, level_of, rounded
from desktop.practice.grading.talk_record import LearnerTurn, Talk

FEEDBACKS = "feedbacks"
LONG_PAUSE_S = 1.0
SLOW_ANSWER_S = 3.0
"""People leave 0.2 s between turns; a learner who thinks in another language may take longer."""
FASTEST_WPM = 190.0
FULL_ANSWER_WORDS = 4
_QUESTION = re.compile(
    r"\?|\b(?:could|can|would|do|does|did|is|are|have|may|shall) (?:you|i|we|it|there|the|this|that)\b|"
    r"^(?:what|where|when|why|who|which|how)\b|"
    r"\bi (?:don't|didn't|did not|do not) (?:understand|hear|catch)\b|\bpardon\b",
    re.IGNORECASE,
)
"""Also asking for words again: a learner who does so keeps the talk going."""
_LONGEST_QUOTE = 90


def task(checked: Checked, rubric: Rubric) -> Entry:
    """How much of what the scenario is for was done."""
    criterion, talk = rubric.criteria["task"], checked.talk
    met = [(aim, turn) for aim in rubric.aims if (turn := _turn_that_met(aim, talk)) is not None]
    if not rubric.aims:
        score = TOTAL if talk.finished else min(8.0, float(len(talk.turns)))
        reason = "You took this talk to its end." if talk.finished else "The talk was not over yet. Take it to its end."
        return _entry(criterion, score, reason, talk.turns[-1])
    done = [aim.text for aim, _ in met]
    open_ = [aim.text for aim in rubric.aims if aim.text not in done]
    if not open_:
        reason = f"You did all of it: {_listed(done)}."
    elif done:
        reason = f"You managed {_listed(done)}. Next time, try {_listed(open_[:2])}, too."
    else:
        reason = f"Nothing of the task is done yet. Begin with {open_[0]}."
    return _entry(criterion, TOTAL * len(met) / len(rubric.aims), reason, met[-1][1] if met else talk.turns[-1])


def grammar(checked: Checked, rubric: Rubric) -> Entry:
    """How many errors there are, by the number of words."""
    criterion, count = rubric.criteria["grammar"], checked.talk.word_count
    per_100 = 100 * checked.error_count / max(1, count)
    score = held_back(TOTAL * math.exp(-per_100 / rubric.of_level((18, 15, 12, 10))), count / 50)
    if not checked.wrong:
        reason = f"No errors were found in your {count} words."
        if count < 50:
            reason = f"No errors were found, but {count} words are few to judge by. Say more next time."
        return _entry(criterion, score, reason, max(checked.talk.turns, key=lambda turn: turn.word_count))
    (topic, times) = Counter(remark.finding.topic for remark in checked.wrong).most_common(1)[0]
    remark = next(remark for remark in checked.wrong if remark.finding.topic == topic)
    errors = "One error" if len(checked.wrong) == 1 else f"{len(checked.wrong)} errors"
    often = "" if times == 1 else f" ({times} times)"
    reason = f"{errors} in {count} words. Look at “{topic}” first{often}: {remark.finding.message}"
    return _entry(criterion, score, reason, remark.turn, _quoted(remark.sentence))


def vocabulary(checked: Checked, rubric: Rubric) -> Entry:
    """How many different words that say something, and which of the scenario's own."""
    criterion, talk = rubric.criteria["vocabulary"], checked.talk
    families = {family: turn for turn in reversed(talk.turns) for family in content_words(turn.text)}
    used = used_phrases(rubric, talk.turns)
    unused = [phrase for phrase in rubric.phrases if phrase not in used]
    wanted = rubric.of_level((14, 18, 26, 34))
    phrases = min(1.0, len(used) / 3) if rubric.phrases else 1.0 - math.exp(-len(families) / wanted)
    score = 8.0 * (1.0 - math.exp(-len(families) / wanted)) + 2.0 * phrases
    reason = f"You used {len(families)} different words" if len(families) != 1 else "You used one word"
    reason += f", among them {_listed([f'“{phrase}”' for phrase in list(used)[:3]])}." if used else "."
    if unused and score < 9:
        reason += f" Useful here, too: {_listed([f'“{phrase}”' for phrase in unused[:2]], 'or')}."
    if used:
        phrase, turn = next(iter(used.items()))
        return _entry(criterion, score, reason, turn, as_said(phrase, turn.text))
    return _entry(criterion, score, reason, max(talk.turns, key=lambda turn: len(content_words(turn.text))))


def fluency(checked: Checked, rubric: Rubric) -> Entry:
    """How fast the words come, and how often they stop for long. Not graded where nothing was spoken."""
    criterion = rubric.criteria["fluency"]
    spoken = [(turn, turn.timing) for turn in checked.talk.turns if turn.timing is not None and turn.timing.span_s]
    count = sum(turn.word_count for turn, _ in spoken)
    if not count:
        reason = "You typed, so there is no pace to hear. Speak next time to see this graded."
        return Entry(FEEDBACKS, {"name": criterion.name, "description": criterion.description, "feedback": reason})
    total_s = sum(timing.span_s for _, timing in spoken)
    long = [(pause, turn) for turn, timing in spoken for pause in timing.pauses_s if pause >= LONG_PAUSE_S]
    words_per_minute = 60 * count / total_s
    wanted = rubric.of_level((70, 85, 105, 120))
    pace = min(1.0, words_per_minute / wanted)
    if words_per_minute > FASTEST_WPM:
        pace = max(0.5, 1.0 - (words_per_minute - FASTEST_WPM) / 100)
    flow = math.exp(-100 * len(long) / count / 14)
    score = held_back(TOTAL * (0.7 * pace + 0.3 * flow), count / 25)
    reason = f"You spoke {words_per_minute:.0f} words a minute"
    if words_per_minute > FASTEST_WPM:
        reason += ". That is fast: slow down a little, and you will be understood more easily."
    elif pace < 1.0:
        reason += f". {wanted:.0f} would sound at ease here; short sentences help to get there."
    else:
        reason += ", an easy pace to follow."
    if long:
        pause, turn = max(long, key=lambda entry: entry[0])
        reason += f" Your longest pause inside a sentence took {pause:.1f} seconds."
        return _entry(criterion, score, reason, turn)
    return _entry(criterion, score, reason, max(spoken, key=lambda one: one[0].word_count)[0])


def interaction(checked: Checked, rubric: Rubric) -> Entry:
    """Whether the learner asked, answered in full, and in time."""
    criterion, talk = rubric.criteria["interaction"], checked.talk
    asked = [turn for turn in talk.turns if _QUESTION.search(turn.text)]
    full = [turn for turn in talk.turns if turn.word_count >= FULL_ANSWER_WORDS]
    times = [turn.timing.response_s for turn in talk.turns if turn.timing and turn.timing.response_s is not None]
    quick = sum(time <= SLOW_ANSWER_S for time in times) / len(times) if times else 1.0
    score = 4.0 * min(1.0, len(asked) / 2) + 4.5 * min(1.0, len(full) / max(1.0, 0.7 * len(talk.turns))) + 1.5 * quick
    reason = {0: "You asked no question: ask one back", 1: "You asked one question"}.get(
        len(asked), f"You asked {len(asked)} questions"
    )
    reason += f", and gave {len(full)} of {len(talk.turns)} answers in a full sentence."
    if times and quick < 0.5:
        reason += " Say “Let me think” when you need time: then your partner knows that you go on."
    evidence = asked[0] if asked else max(talk.turns, key=lambda turn: turn.word_count)
    return _entry(criterion, held_back(score, len(talk.turns) / 4), reason, evidence)


GRADERS: Mapping[str, Callable[[Checked, Rubric], Entry]] = {
    "task": task,
    "grammar": grammar,
    "vocabulary": vocabulary,
    "fluency": fluency,
    "interaction": interaction,
}


def _turn_that_met(aim: Aim, talk: Talk) -> LearnerTurn | None:
    message_id = talk.filled.get(aim.slot, "") if aim.slot else ""
    for turn in talk.turns:
        if turn.message_id == message_id or (aim.hear and aim.hear.search(turn.text.replace("’", "'"))):
            return turn
    # Filled by a turn that is not on record any more.
    return talk.turns[0] if message_id else None


def _entry(criterion: Criterion, score: float, reason: str, turn: LearnerTurn, section: str = "") -> Entry:
    score = rounded(score)
    return Entry(
        FEEDBACKS,
        {
            "name": criterion.name,
            "description": criterion.description,
            "score": score,
            "total": TOTAL,
            "level": level_of(score),
            "feedback": reason,
            "section": section or _quoted(turn.text),
            "message_id": turn.message_id,
        },
    )


def _listed(names: list[str], joint: str = "and") -> str:
    """Return "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joint} {names[-1]}"


def _quoted(text: str) -> str:
    """Return words of the learner, cut at a word's border where they are long; always a part of the text."""
    if len(text) <= _LONGEST_QUOTE:
        return text
    return text[:_LONGEST_QUOTE].rpartition(" ")[0] or text[:_LONGEST_QUOTE]


def remarks_by_topic(remarks: tuple[Remark, ...]) -> list[tuple[str, list[Remark]]]:
    """Return the topics with their remarks, the most frequent first."""
    topics: dict[str, list[Remark]] = {}
    for remark in remarks:
        topics.setdefault(remark.finding.topic, []).append(remark)
    return sorted(topics.items(), key=lambda entry: -len(entry[1]))
