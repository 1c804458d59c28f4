"""What a check found in a text."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.protocol.bit import Correctness


@dataclass(frozen=True, slots=True)
class Finding:
    """start, end: code points of the text that was checked, end exclusive; equal where it is about the whole."""

    topic: str
    message: str
    start: int
    end: int
    verdict: Correctness = Correctness.WRONG
    correction: str = ""
    """What to write instead of the marked words; "" where there is no one answer, or it must not be told."""
    also: tuple[tuple[int, int], ...] = ()
    """Further places the message is about."""
    placeholder: str = ""
    """The gap or choice it is about; then the span may be empty, because nothing was filled in."""

    def overlaps(self, other: "Finding") -> bool:
        return self.start < other.end and other.start < self.end


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return them as they stand in the text, those about the whole answer first.

    Of those of one topic that begin at the same word only the longest is kept, of equally long ones the first given.
    """
    kept: dict[tuple[int, str], Finding] = {}
    whole = []
    for finding in findings:
        if finding.start == finding.end:
            whole.append(finding)
            continue
        rival = kept.get((finding.start, finding.topic))
        if rival is None or finding.end > rival.end:
            kept[finding.start, finding.topic] = finding
    return whole + sorted(kept.values(), key=lambda finding: (finding.start, finding.end))
