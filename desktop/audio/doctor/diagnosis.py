"""From what was measured to what it means: a verdict and the one thing to do. Pure."""

from collections.abc import Sequence
from statistics import median

from desktop.audio.doctor.findings import Check, Finding, Verdict
from desktop.audio.doctor.probe import Attenuation
from desktop.audio.refusals import Cause
from desktop.audio.streams import AudioDeviceError

TOO_QUIET_DBFS = -45.0
NOISY_DBFS, LOUD_DBFS = -50.0, -35.0
ABOVE_NOISE_DB = 6.0
GOOD_ATTENUATION_DB = 18.0
"""Below this people hear themselves."""
SLOW_LOOP_MS, TOO_SLOW_LOOP_MS = 150.0, 500.0
"""Beyond 500 ms the echo canceller does not find the echo."""
FAST_DRIFT_PPM, TOO_FAST_DRIFT_PPM = 200.0, 1000.0
"""At 500 ppm the canceller still reaches 32 dB."""
LATE_MS = 40.0
ALIKE_MS = 20.0
_LEAST_CHIRPS = 3

_GOOD, _WARN, _BAD, _UNKNOWN = Verdict.GOOD, Verdict.WARN, Verdict.BAD, Verdict.UNKNOWN


def microphone(name: str, rate_hz: int, channels: int, bluetooth_advice: str = "") -> Finding:
    """Say what was opened. bluetooth_advice: what to do where one Bluetooth headset is both ends."""
    value = _opened(name, rate_hz, channels)
    if bluetooth_advice:
        return Finding(Check.MICROPHONE, value, _WARN, bluetooth_advice)
    if rate_hz < 16_000:
        advice = "Choose another microphone: this one runs at telephone quality."
        return Finding(Check.MICROPHONE, value, _WARN, advice)
    return Finding(Check.MICROPHONE, value, _GOOD)


def loudspeaker(name: str, rate_hz: int, channels: int) -> Finding:
    return Finding(Check.LOUDSPEAKER, _opened(name, rate_hz, channels), _GOOD)


def _opened(name: str, rate_hz: int, channels: int) -> str:
    return f"{name}, {rate_hz} Hz, {channels} channel{'s' if channels > 1 else ''}"


def permission(has_sound: bool) -> Finding:
    """Judge a microphone that runs. has_sound: whether it ever gave anything but zeros."""
    if has_sound:
        return Finding(Check.PERMISSION, "The microphone may be used", _GOOD)
    advice = "Allow this program the microphone in the system's privacy settings, and see that it is not muted there."
    return Finding(Check.PERMISSION, "The microphone gives nothing but zeros: it is blocked or muted", _BAD, advice)


def refused(error: AudioDeviceError, *, is_running: bool = False) -> Finding:
    """Report a device that would not open, or that went while it was running."""
    happened, _, advice = str(error).partition(". ")
    if is_running:
        check = Check.DROPOUTS
    elif error.cause in _CHECKS:
        check = _CHECKS[error.cause]
    else:
        check = Check.LOUDSPEAKER if "microphone" not in happened else Check.MICROPHONE
    # The sentence was made for somebody who starts a talk.
    advice = advice.replace("press the button again", "run this again")
    return Finding(check, happened.rstrip("."), _BAD, advice or "Connect the device and run this again.")


_CHECKS = {
    Cause.NOT_ALLOWED: Check.PERMISSION,
    Cause.NO_SERVER: Check.SOUND_SYSTEM,
    Cause.NO_LIBRARY: Check.SOUND_SYSTEM,
}


def room_noise(dbfs: float) -> Finding:
    value = f"{dbfs:.0f} dBFS"
    if dbfs < NOISY_DBFS:
        return Finding(Check.ROOM_NOISE, value, _GOOD)
    if dbfs < LOUD_DBFS:
        return Finding(Check.ROOM_NOISE, value, _WARN, "Close the window or switch on noise suppression.")
    return Finding(Check.ROOM_NOISE, value, _BAD, "Go to a quieter place, or use a headset close to your mouth.")


def level(spoken_dbfs: float, peak_dbfs: float, clips: bool, noise_dbfs: float) -> Finding:
    """Judge how loud the learner was."""
    value = f"{spoken_dbfs:.0f} dBFS, peak {peak_dbfs:.0f} dBFS"
    if clips:
        advice = "Turn the microphone down in the system's sound settings, or move back from it."
        return Finding(Check.LEVEL, f"{value}, overdriven", _WARN, advice)
    if spoken_dbfs < noise_dbfs + ABOVE_NOISE_DB:
        advice = "Run this again and speak during the test; if you did, choose another microphone."
        return Finding(Check.LEVEL, f"{value}: nobody was heard", _WARN, advice)
    if spoken_dbfs < TOO_QUIET_DBFS:
        advice = "Turn the microphone up in the system's sound settings, or move closer to it."
        return Finding(Check.LEVEL, f"{value}, too quiet", _WARN, advice)
    return Finding(Check.LEVEL, value, _GOOD)


_NOT_HEARD = "The microphone does not hear the loudspeaker"
_NOT_WHILE_LOST = "Cannot be measured while sound is lost"
_DROPOUTS_FIRST = "See to the dropouts first, then run this again."
_TURN_UP = "With a headset this is right; with loudspeakers, turn them up and run this again."


def loop_delay(delays_ms: Sequence[float], played: int) -> Finding:
    """Judge the way loudspeaker to microphone. delays_ms: of the chirps that were found, of `played`."""
    steady = steady_delay_ms(delays_ms)
    if steady is None:
        return Finding(Check.LOOP_DELAY, _NOT_HEARD, _UNKNOWN, _TURN_UP)
    value = f"{steady:.0f} ms, {len(delays_ms)} of {played} chirps heard"
    if steady < SLOW_LOOP_MS:
        return Finding(Check.LOOP_DELAY, value, _GOOD)
    if steady < TOO_SLOW_LOOP_MS:
        return Finding(Check.LOOP_DELAY, value, _WARN, "Use a wired or built-in loudspeaker to be answered sooner.")
    return Finding(Check.LOOP_DELAY, value, _BAD, "Use a wired or built-in loudspeaker: this echo comes too late.")


def steady_delay_ms(delays_ms: Sequence[float]) -> float | None:
    """Return the median of delays most of which agree; None where they do not."""
    if len(delays_ms) < _LEAST_CHIRPS:
        return None
    middle = median(delays_ms)
    alike = [delay for delay in delays_ms if abs(delay - middle) <= ALIKE_MS]
    return median(alike) if len(alike) >= max(_LEAST_CHIRPS, len(delays_ms) // 2 + 1) else None


def echo(measured: Attenuation | None, *, is_disturbed: bool = False) -> Finding:
    """Judge the canceller. is_disturbed: sound was lost meanwhile, after which it begins anew."""
    if measured is None:
        return Finding(Check.ECHO, _NOT_HEARD, _UNKNOWN, _TURN_UP)
    value = f"{'at least ' if measured.is_at_least else ''}{max(0.0, measured.db):.0f} dB taken away"
    if measured.is_at_least or measured.db >= GOOD_ATTENUATION_DB:
        return Finding(Check.ECHO, value, _GOOD)
    if is_disturbed:
        return Finding(Check.ECHO, _NOT_WHILE_LOST, _UNKNOWN, _DROPOUTS_FIRST)
    return Finding(Check.ECHO, value, _WARN, "Use a headset, or choose “hold to talk”.")


def echo_not_cancelled(is_wanted: bool) -> Finding:
    """Report that there is no canceller. is_wanted: whether the settings ask for one."""
    if is_wanted:
        advice = "Use a headset: the echo canceller does not run on this computer."
        return Finding(Check.ECHO, "The echo canceller is missing", _WARN, advice)
    advice = "Switch “Cancel echo” on unless you use a headset."
    return Finding(Check.ECHO, "Echo cancelling is switched off", _UNKNOWN, advice)


def clock_drift(ppm: float, span_s: float, *, is_disturbed: bool = False) -> Finding:
    """Judge how far apart the two clocks run. span_s: for how long they were watched.

    is_disturbed: sound was lost meanwhile, which looks like a clock that runs wrong.
    """
    value = f"{ppm:+.0f} ppm over {span_s:.0f} s"
    if abs(ppm) < FAST_DRIFT_PPM:
        return Finding(Check.CLOCK_DRIFT, value, _GOOD)
    if is_disturbed:
        return Finding(Check.CLOCK_DRIFT, _NOT_WHILE_LOST, _UNKNOWN, _DROPOUTS_FIRST)
    advice = "Use microphone and loudspeaker of the same device."
    return Finding(Check.CLOCK_DRIFT, value, _WARN if abs(ppm) < TOO_FAST_DRIFT_PPM else _BAD, advice)


def dropouts(gaps: int, starvations: int, lost_frames: int, lag_ms: float, span_s: float) -> Finding:
    """Judge what was lost while the examination ran."""
    if not gaps and not starvations and not lost_frames and lag_ms < LATE_MS:
        return Finding(Check.DROPOUTS, f"none in {span_s:.0f} s", _GOOD)
    counted = ((gaps, "gap", "gaps"), (starvations, "late block", "late blocks"), (lost_frames, "sample", "samples"))
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]
    if lag_ms >= LATE_MS:
        parts.append(f"{lag_ms:.0f} ms behind the clock")
    advice = "Close programs that keep this computer busy."
    worst = _BAD if gaps + starvations > span_s or lag_ms > 1000 else _WARN
    return Finding(Check.DROPOUTS, f"{', '.join(parts)} in {span_s:.0f} s", worst, advice)
