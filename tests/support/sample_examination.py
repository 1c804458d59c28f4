"""What a test of the sound may find, for pictures and tests of the page."""

from desktop.app import engine

_CHECKS, _VERDICTS = engine.Check, engine.Verdict


def _good(check: engine.Check, value: str) -> engine.Finding:
    return engine.Finding(check, value, _VERDICTS.GOOD)


GOOD = (
    _good(_CHECKS.SOUND_SYSTEM, "PulseAudio"),
    _good(_CHECKS.MICROPHONE, "Built-in microphone, 48000 Hz, 1 channel"),
    _good(_CHECKS.LOUDSPEAKER, "Built-in speakers, 48000 Hz, 2 channels"),
    _good(_CHECKS.PERMISSION, "The microphone may be used"),
    _good(_CHECKS.ROOM_NOISE, "-61 dBFS"),
    _good(_CHECKS.LEVEL, "-24 dBFS, peak -8 dBFS"),
    _good(_CHECKS.LOOP_DELAY, "48 ms, 5 of 5 chirps heard"),
    _good(_CHECKS.ECHO, "at least 37 dB taken away"),
    _good(_CHECKS.CLOCK_DRIFT, "+1 ppm over 22 s"),
    _good(_CHECKS.DROPOUTS, "none in 22 s"),
    _good(_CHECKS.NETWORK, "2 ms, at worst 4 ms"),
)
_WORSE = (
    engine.Finding(
        _CHECKS.LEVEL,
        "-51 dBFS, peak -33 dBFS, too quiet",
        _VERDICTS.WARN,
        "Turn the microphone up in the system's sound settings, or move closer to it.",
    ),
    engine.Finding(
        _CHECKS.LOOP_DELAY,
        "The microphone does not hear the loudspeaker",
        _VERDICTS.UNKNOWN,
        "With a headset this is right; with loudspeakers, turn them up and run this again.",
    ),
    engine.Finding(_CHECKS.ECHO, "11 dB taken away", _VERDICTS.WARN, "Use a headset, or choose “hold to talk”."),
    engine.Finding(
        _CHECKS.NETWORK, "540 ms, at worst 1200 ms", _VERDICTS.BAD, "Move closer to the router or use a cable."
    ),
)
MIXED = tuple(next((one for one in _WORSE if one.check is good.check), good) for good in GOOD)
SPEAKING = engine.ExaminationProgressed(engine.Step.SPEAKING, 0.3, 0.3, GOOD[:5], 3.4)
PLAYING_BACK = engine.ExaminationProgressed(engine.Step.PLAYING_BACK, 0.6, 0.3, GOOD[5:6], 2.0)
