"""How the learner spoke: pace, pauses, fillers, who talked how much. Computed here, so any service has it.

    turns                what was said, when the service told of it
    voice                when the microphone heard somebody: spans in seconds since the epoch, the same clock

      voice   ====  ==      =====                  ===  =====
      turn       [started ............ ended]         [started ... ended]
      spans   \\__________ the first _______/        \\_ the second _/

The service tells of a turn a little after the voice began, and of its end after a pause that is not the learner's. So
times come from the voice alone: `started_at` and `ended_at` only say which span belongs to which turn. A span belongs
whole to one turn, or to none: a cough during a reply.

What is not known is None, never 0. Typed turns count as words, not as speech. Turns in which no words were recognised
are left out. Ranges are named where there is a source; for learners at a level we know of none that is general.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from statistics import median

from desktop.conversation.spoken_words import spoken_words
from desktop.conversation.turn import Speaker, Turn, TurnStatus

Span = tuple[float, float]
"""(start, end) in seconds since the epoch."""

LEAST_PAUSE_S = 0.25
"""A silence this long within a turn is a pause. A shorter one belongs to the sounds of words; 250 ms is the threshold
at which pauses go best with judged fluency in a second language (De Jong & Bosker 2013, DiSS, after Goldman-Eisler)."""
LEAST_PACE_S = 1.0
"""A turn shorter than this has no pace of its own: "Yes." would be 200 words a minute. It counts in the whole's."""
MOST_RESPONSE_S = 120.0
"""After a longer silence a talk has been continued another time."""
NOTICED_S = 0.5
"""So long after a word ended a service may still tell that a turn begins with it."""
LEAST_OVERLAP_S = 0.2
"""Voices overlap this long at every change of speaker; it takes more to be an interruption."""


@dataclass(frozen=True, slots=True)
class TurnSpeech:
    """How one turn of the learner was spoken."""

    key: str
    began_at: float
    """When the voice began; when the turn was told of, where the voice is not known."""
    is_typed: bool
    is_live: bool
    words: int | None
    """Sounds such as "um" are none. None where the script has no spaces."""
    fillers: int
    voice: tuple[Span, ...] = ()
    """When it was heard; empty where that is not known."""
    response_s: float | None = None
    """From the end of the reply to the beginning of the voice; 0 where they overlap. None for what is no answer to a
    reply that was heard to its end. Between people 0.2 s is usual (Stivers et al. 2009, ten languages)."""

    @property
    def speaking_s(self) -> float | None:
        """From the first sound to the last, pauses included."""
        return self.voice[-1][1] - self.voice[0][0] if self.voice else None

    @property
    def pauses(self) -> tuple[Span, ...] | None:
        """The silences of at least LEAST_PAUSE_S between first and last sound."""
        if not self.voice:
            return None
        gaps = ((before[1], after[0]) for before, after in pairwise(self.voice))
        return tuple((start, end) for start, end in gaps if end - start >= LEAST_PAUSE_S)

    @property
    def words_per_minute(self) -> float | None:
        """Words over speaking time, pauses included. None while it lasts: the words come later than the voice.

        Native speakers of British English converse at 190 to 230 (Tauroza & Allison 1990).
        """
        spoken = self.speaking_s
        if self.words is None or spoken is None or spoken < LEAST_PACE_S or self.is_live:
            return None
        return self.words / spoken * 60


@dataclass(frozen=True, slots=True)
class ReplySpeech:
    """When a reply of the partner was heard. One that the learner's voice held for a moment seems to begin later."""

    key: str
    start: float
    end: float
    is_interrupted: bool


@dataclass(frozen=True, slots=True)
class SpeechFigures:
    """How the learner spoke in a conversation. Times in seconds; None is what is not known."""

    turns: tuple[TurnSpeech, ...] = ()
    """The learner's, as they began."""
    replies: tuple[ReplySpeech, ...] = ()
    words: int | None = None
    distinct_words: int | None = None
    speaking_s: float | None = None
    """The sum of the turns', pauses included."""
    words_per_minute: float | None = None
    """Over all turns that are over, however short."""
    pause_count: int | None = None
    pause_s: float | None = None
    longest_pause_s: float | None = None
    """None where there is no pause, too."""
    pause_share: float | None = None
    """0 ... 1 of the speaking time."""
    fillers: tuple[tuple[str, int], ...] = ()
    """(filler, how often), the most frequent first: what the recogniser wrote down, which leaves many out."""
    partner_s: float | None = None
    """How much of the replies was heard."""
    learner_share: float | None = None
    """0 ... 1: the learner's speaking time out of both voices'."""
    response_s: float | None = None
    """The median of the turns'."""
    interruptions: int = 0
    """Replies that were being heard when the learner silenced them, by voice or by key."""
    times_interrupted: int | None = None
    """Replies that began while the learner spoke."""
    longest_turn: TurnSpeech | None = None

    @property
    def filler_count(self) -> int:
        return sum(count for _, count in self.fillers)

    @property
    def has_voice(self) -> bool:
        """Whether anything is known that was spoken, not typed."""
        return self.speaking_s is not None


def speech_figures(turns: Iterable[Turn], voice: Iterable[Span]) -> SpeechFigures:
    """Return the figures of a conversation. Neither the turns nor the spans need to be in order."""
    ordered = sorted(turns, key=lambda turn: turn.started_at)
    voices = _voices_of([turn for turn in ordered if _is_spoken(turn)], joined(voice))
    replies = tuple(_reply(turn) for turn in ordered if _was_heard(turn))
    said = tuple(_turns(ordered, voices))
    fillers: Counter[str] = Counter()
    for turn in ordered:
        if _is_spoken(turn):
            fillers.update(dict(spoken_words(turn.wording).fillers))
    told = [words for turn in ordered if _has_words(turn) and (words := spoken_words(turn.wording).words) is not None]
    timed = [(one, one.speaking_s) for one in said if one.speaking_s is not None]
    paced = [(one.words, s) for one, s in timed if one.words is not None and not one.is_live]
    paced_s = sum(s for _, s in paced)
    speaking_s = sum(s for _, s in timed) if timed else None
    pauses = [end - start for one, _ in timed for start, end in one.pauses or ()]
    partner_s = sum(reply.end - reply.start for reply in replies) if replies else None
    both_s = (speaking_s or 0.0) + (partner_s or 0.0)
    answers = [one.response_s for one in said if one.response_s is not None]
    return SpeechFigures(
        turns=said,
        replies=replies,
        words=sum(len(words) for words in told) if told else None,
        distinct_words=len({word for words in told for word in words}) if told else None,
        speaking_s=speaking_s,
        words_per_minute=sum(words for words, _ in paced) / paced_s * 60 if paced_s >= LEAST_PACE_S else None,
        pause_count=len(pauses) if timed else None,
        pause_s=sum(pauses, 0.0) if timed else None,
        longest_pause_s=max(pauses, default=None),
        pause_share=_share(sum(pauses), speaking_s),
        fillers=tuple(fillers.most_common()),
        partner_s=partner_s,
        learner_share=_share(speaking_s, both_s),
        response_s=median(answers) if answers else None,
        interruptions=sum(reply.is_interrupted for reply in replies),
        times_interrupted=_begun_within(replies, [span for one in said for span in one.voice]) if timed else None,
        longest_turn=max(timed, key=lambda one: one[1])[0] if timed else None,
    )


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that overlap or touch as one; what is no span is left out."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if isfinite(span[0]) and isfinite(span[1]) and span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _voices_of(turns: Sequence[Turn], spans: tuple[Span, ...]) -> dict[str, tuple[Span, ...]]:
    """Return key -> spans. A span goes to the last turn that was told of before or soon after it ended."""
    froms: list[float] = []
    ends: list[float] = []
    for index, turn in enumerate(turns):
        told_late = turn.ended_at is not None and turn.ended_at <= turn.started_at
        begins = (ends[-1] if ends else -float("inf")) if told_late else turn.started_at - NOTICED_S
        froms.append(max(begins, froms[-1]) if froms else begins)
        follows = turns[index + 1].started_at if index + 1 < len(turns) else float("inf")
        ends.append(max(follows if turn.ended_at is None else turn.ended_at, turn.started_at))
    voices: dict[str, list[Span]] = {}
    for span in spans:
        index = bisect_left(froms, span[1]) - 1
        if index >= 0 and span[0] < ends[index]:
            voices.setdefault(turns[index].key, []).append(span)
    return {key: tuple(own) for key, own in voices.items()}


def _turns(ordered: Sequence[Turn], voices: dict[str, tuple[Span, ...]]) -> Iterable[TurnSpeech]:
    unanswered: Turn | None = None
    for turn in ordered:
        if turn.speaker is Speaker.ASSISTANT:
            unanswered = turn
        elif _has_words(turn):
            voice = voices.get(turn.key, ())
            wording = spoken_words(turn.wording)
            yield TurnSpeech(
                key=turn.key,
                began_at=voice[0][0] if voice else turn.started_at,
                is_typed=turn.typed,
                is_live=turn.status is TurnStatus.LIVE,
                words=None if wording.words is None else len(wording.words),
                fillers=0 if turn.typed else sum(count for _, count in wording.fillers),
                voice=voice,
                response_s=_response_s(unanswered, voice),
            )
            unanswered = None


def _response_s(reply: Turn | None, voice: tuple[Span, ...]) -> float | None:
    if not voice or reply is None or reply.status is not TurnStatus.FINAL or not _was_heard(reply):
        return None
    heard, onset = _reply(reply), voice[0][0]
    if onset < heard.start or onset - heard.end > MOST_RESPONSE_S:
        return None
    return max(0.0, onset - heard.end)


def _begun_within(replies: Iterable[ReplySpeech], spans: Sequence[Span]) -> int:
    """Return how many replies began while the learner spoke. spans: in order, none overlaps another."""
    starts = [start for start, _ in spans]
    before = ((reply.start, bisect_left(starts, reply.start - LEAST_OVERLAP_S) - 1) for reply in replies)
    return sum(index >= 0 and at < spans[index][1] - LEAST_OVERLAP_S for at, index in before)


def _reply(turn: Turn) -> ReplySpeech:
    heard_s = turn.heard_ms / 1000
    end = turn.started_at + heard_s if turn.ended_at is None else turn.ended_at
    return ReplySpeech(turn.key, end - heard_s, end, turn.status is TurnStatus.INTERRUPTED)


def _was_heard(turn: Turn) -> bool:
    return turn.speaker is Speaker.ASSISTANT and turn.heard_ms > 0


def _is_spoken(turn: Turn) -> bool:
    return turn.speaker is Speaker.LEARNER and not turn.typed


def _has_words(turn: Turn) -> bool:
    return turn.speaker is Speaker.LEARNER and bool(turn.wording.strip())


def _share(part: float | None, whole: float | None) -> float | None:
    """Return part of whole, 0 ... 1."""
    return None if part is None or not whole else part / whole
