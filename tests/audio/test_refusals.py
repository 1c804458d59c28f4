"""Why a device cannot be used."""

import pytest

from desktop.audio.refusals import Cause, cause_of, sentence


@pytest.mark.parametrize(
    ("arguments", "through_server", "cause"),
    [
        (("Device unavailable", -9985), False, Cause.BUSY),
        (("Unanticipated host error", -9999, (8, -16, "Device or resource busy")), False, Cause.BUSY),
        (("Unanticipated host error", -9999, (8, -13, "Permission denied")), False, Cause.NOT_ALLOWED),
        (("Unanticipated host error", -9999, (13, -2147024891, "")), False, Cause.NOT_ALLOWED),
        (("Unanticipated host error", -9999, (13, -2004287484, "")), False, Cause.GONE),
        (("Unanticipated host error", -9999, (8, -19, "No such device")), False, Cause.GONE),
        (("Invalid sample rate", -9997), False, Cause.FORMAT),
        (("Invalid number of channels", -9998), False, Cause.FORMAT),
        (("Illegal combination of I/O devices", -9993), True, Cause.NO_SERVER),
        (("Illegal combination of I/O devices", -9993), False, Cause.GONE),
        (("Unanticipated host error", -9999, (8, -111, "Connection refused")), True, Cause.NO_SERVER),
        (("Internal PortAudio error", -9986), False, Cause.UNKNOWN),
        (("sounddevice says so",), False, Cause.UNKNOWN),
    ],
)
def test_the_cause_is_read_from_the_numbers(arguments: tuple[object, ...], through_server: bool, cause: Cause) -> None:
    assert cause_of(Exception(*arguments), through_server=through_server) is cause


def test_every_cause_has_a_sentence_that_ends_with_what_to_do() -> None:
    sentences = {sentence(cause, "microphone") for cause in Cause}
    assert len(sentences) == len(Cause)
    assert all(one.endswith("press the button again.") for one in sentences)
