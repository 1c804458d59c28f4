from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.audio.doctor import diagnosis
from desktop.audio.doctor.findings import Check, Finding, Verdict
from desktop.audio.doctor.probe import Attenuation
from desktop.audio.refusals import Cause, sentence
from desktop.audio.streams import AudioDeviceError

GOOD, WARN, BAD, UNKNOWN = Verdict.GOOD, Verdict.WARN, Verdict.BAD, Verdict.UNKNOWN
SEVERITY = [GOOD, WARN, BAD]


def verdicts(findings: list[Finding]) -> list[Verdict]:
    """Return the verdicts; whatever is not good says what to do, and what is good asks for nothing."""
    for finding in findings:
        assert bool(finding.advice) is (finding.verdict is not GOOD), finding
        assert finding.advice == "" or finding.advice.endswith(".")
    return [finding.verdict for finding in findings]


def test_a_headset_that_is_both_ends_and_telephone_quality_are_warned_of() -> None:
    found = [
        diagnosis.microphone("Mic", 24_000, 1),
        diagnosis.microphone("Headset", 24_000, 1, "Choose the built-in microphone."),
        diagnosis.microphone("Old", 8_000, 2),
    ]
    assert verdicts(found) == [GOOD, WARN, WARN]
    assert [one.value for one in found[::2]] == ["Mic, 24000 Hz, 1 channel", "Old, 8000 Hz, 2 channels"]


def test_a_microphone_that_gives_zeros_is_blocked() -> None:
    blocked = diagnosis.permission(False)
    assert verdicts([diagnosis.permission(True), blocked]) == [GOOD, BAD]
    assert "privacy settings" in blocked.advice


def test_a_refusal_is_split_into_what_happened_and_what_to_do() -> None:
    refusal = AudioDeviceError("No microphone was found. Connect one and press the button again.")
    finding = diagnosis.refused(refusal)
    assert (finding.value, finding.advice) == ("No microphone was found", "Connect one and run this again.")
    assert verdicts([finding, diagnosis.refused(AudioDeviceError("It broke"))]) == [BAD, BAD]


def test_a_refusal_stands_where_its_cause_is() -> None:
    assert [
        diagnosis.refused(AudioDeviceError(sentence(cause, what), cause), is_running=running).check
        for cause, what, running in (
            (Cause.NOT_ALLOWED, "microphone", False),
            (Cause.NO_LIBRARY, "", False),
            (Cause.BUSY, "microphone", False),
            (Cause.BUSY, "loudspeaker", False),
            (Cause.STILL, "microphone", True),
        )
    ] == [Check.PERMISSION, Check.SOUND_SYSTEM, Check.MICROPHONE, Check.LOUDSPEAKER, Check.DROPOUTS]


def test_the_room_is_quiet_noisy_or_loud() -> None:
    assert verdicts([diagnosis.room_noise(dbfs) for dbfs in (-100, -51, -50, -36, -35, -10)]) == [
        GOOD, GOOD, WARN, WARN, BAD, BAD,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spoken", "peak", "clips", "noise", "verdict", "words"),
    [
        (-25, -8, False, -60, GOOD, "peak -8"),
        (-46, -30, False, -70, WARN, "too quiet"),
        (-55, -40, False, -58, WARN, "nobody was heard"),
        (-5, 0, True, -60, WARN, "overdriven"),
    ],
)
def test_a_level_is_right_too_quiet_missing_or_too_loud(
    spoken: float, peak: float, clips: bool, noise: float, verdict: Verdict, words: str
) -> None:
    finding = diagnosis.level(spoken, peak, clips, noise)
    assert verdicts([finding]) == [verdict]
    assert words in finding.value


def test_the_loop_delay_is_the_median_of_those_that_agree() -> None:
    finding = diagnosis.loop_delay([43.0, 44.0, 390.0, 45.0], played=5)
    assert finding.value == "44 ms, 4 of 5 chirps heard"
    assert verdicts([finding]) == [GOOD]


def test_chirps_that_are_not_heard_are_not_bad() -> None:
    scattered = [20.0, 150.0, 290.0, 410.0, 90.0]
    found = [diagnosis.loop_delay(delays, played=5) for delays in ([], [40.0, 40.0], scattered)]
    assert verdicts(found) == [UNKNOWN] * 3
    assert all("does not hear" in finding.value for finding in found)


def test_a_long_way_is_warned_of_and_one_the_canceller_cannot_follow_is_bad() -> None:
    assert verdicts([diagnosis.loop_delay([ms] * 5, played=5) for ms in (149, 150, 499, 500)]) == [
        GOOD, WARN, WARN, BAD,
    ]  # fmt: skip


def test_an_echo_that_stays_gets_advice_and_one_that_is_gone_does_not() -> None:
    found = [
        diagnosis.echo(Attenuation(40, False)),
        diagnosis.echo(Attenuation(12, True)),
        diagnosis.echo(Attenuation(17.9, False)),
        diagnosis.echo(None),
    ]
    assert verdicts(found) == [GOOD, GOOD, WARN, UNKNOWN]
    assert found[1].value == "at least 12 dB taken away"
    assert "hold to talk" in found[2].advice


def test_a_missing_canceller_is_warned_of_only_where_one_is_wanted() -> None:
    assert verdicts([diagnosis.echo_not_cancelled(wanted) for wanted in (True, False)]) == [WARN, UNKNOWN]


def test_a_drift_is_good_warned_of_or_bad_either_way_round() -> None:
    for sign in (1, -1):
        found = [diagnosis.clock_drift(sign * ppm, 20) for ppm in (0, 199, 200, 999, 1000)]
        assert verdicts(found) == [GOOD, GOOD, WARN, WARN, BAD]


def test_a_drift_is_not_told_from_sound_that_was_lost() -> None:
    found = [diagnosis.clock_drift(ppm, 20, is_disturbed=True) for ppm in (50, 900, -5000)]
    assert verdicts(found) == [GOOD, UNKNOWN, UNKNOWN]


def test_a_canceller_is_not_blamed_for_sound_that_was_lost() -> None:
    found = [diagnosis.echo(Attenuation(db, False), is_disturbed=True) for db in (20, 8)]
    assert verdicts(found) == [GOOD, UNKNOWN]


def test_dropouts_are_named() -> None:
    assert verdicts([diagnosis.dropouts(0, 0, 0, 5.0, 20)]) == [GOOD]
    finding = diagnosis.dropouts(1, 3, 240, 55.0, 20)
    assert finding.value == "1 gap, 3 late blocks, 240 samples, 55 ms behind the clock in 20 s"
    assert verdicts([finding, diagnosis.dropouts(0, 21, 0, 0, 20)]) == [WARN, BAD]


@given(st.lists(st.floats(-100, 0), min_size=2, max_size=9))
def test_a_louder_room_is_never_judged_better(levels: list[float]) -> None:
    ranks = [SEVERITY.index(diagnosis.room_noise(dbfs).verdict) for dbfs in sorted(levels)]
    assert all(before <= after for before, after in pairwise(ranks))
