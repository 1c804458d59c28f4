"""What the checks of the review room find in a learner's turns."""

from dataclasses import dataclass

from desktop.practice.grading.talk_record import LearnerTurn, Talk
from desktop.practice.review.essay import essay_findings
from desktop.practice.review.finding import Finding
from desktop.practice.review.grammar import Grammar
from desktop.protocol.bit import Correctness


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding with the turn it is about."""

    turn: LearnerTurn
    finding: Finding

    @property
    def words(self) -> str:
        return self.turn.text[self.finding.start : self.finding.end]

    @property
    def sentence(self) -> str:
        """The marked words with what stands around them, up to the sentence's borders."""
        text, start, end = self.turn.text, self.finding.start, self.finding.end
        begin = max((text.rfind(mark, 0, start) for mark in ".!?\n"), default=-1) + 1
        ends = [place for mark in ".!?\n" if (place := text.find(mark, end)) >= 0]
        return text[begin : min(ends, default=len(text))].strip()


@dataclass(frozen=True, slots=True)
class Checked:
    """A talk with what was found in it, in the order of the talk."""

    talk: Talk
    wrong: tuple[Remark, ...]
    right: tuple[Remark, ...]

    @property
    def error_count(self) -> float:
        """An error that is one in part counts half."""
        return sum(0.5 if remark.finding.verdict is Correctness.PARTIAL else 1.0 for remark in self.wrong)


def checked(talk: Talk, grammar: Grammar) -> Checked:
    """Check every turn. Takes a millisecond or two a turn: not for the loop."""
    remarks = [
        Remark(turn, finding)
        for turn in talk.turns
        if turn.text.strip()
        for finding in essay_findings(turn.text, "", grammar)
        if finding.start < finding.end
    ]
    return Checked(
        talk,
        tuple(remark for remark in remarks if remark.finding.verdict in (Correctness.WRONG, Correctness.PARTIAL)),
        tuple(remark for remark in remarks if remark.finding.verdict is Correctness.CORRECT),
    )
