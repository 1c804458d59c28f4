"""Why a sound device cannot be used, as a cause and as a sentence that ends with what to do. Pure.

Sources of the numbers: PortAudio's PaErrorCode, errno as ALSA returns it (negative), HRESULTs of Windows' WASAPI.
"""

from enum import Enum


class Cause(Enum):
    BUSY = "busy"
    NOT_ALLOWED = "not_allowed"
    FORMAT = "format"
    GONE = "gone"
    NO_SERVER = "no_server"
    NO_LIBRARY = "no_library"
    STILL = "still"
    """It opens and never runs, or stops and stays still."""
    MUTED = "muted"
    """Switched off in the system's own settings: silence, not an error."""
    UNKNOWN = "unknown"


_PORTAUDIO = {
    -9998: Cause.FORMAT,  # channel count
    -9997: Cause.FORMAT,  # sample rate
    -9994: Cause.FORMAT,  # sample format
    -9996: Cause.GONE,  # no such device
    -9985: Cause.BUSY,  # device unavailable: ALSA's EBUSY, among others
}
_ERRNO = {
    -1: Cause.NOT_ALLOWED,
    -13: Cause.NOT_ALLOWED,
    -16: Cause.BUSY,
    -2: Cause.GONE,
    -6: Cause.GONE,
    -19: Cause.GONE,
    -22: Cause.FORMAT,
    -32: Cause.NO_SERVER,
    -111: Cause.NO_SERVER,
    -112: Cause.NO_SERVER,
}
_WASAPI = {
    0x80070005: Cause.NOT_ALLOWED,
    0x88890004: Cause.GONE,
    0x88890008: Cause.FORMAT,
    0x8889000A: Cause.BUSY,
    0x88890017: Cause.BUSY,
    0x88890010: Cause.NO_SERVER,
}
_SENTENCES = {
    Cause.BUSY: "Another program holds the {what}. Close that program, then press the button again.",
    Cause.NOT_ALLOWED: (
        "The system does not let Vivavoce use the {what}. Allow it in the system's privacy settings, then press the "
        "button again."
    ),
    Cause.FORMAT: (
        "The {what} offers no rate or number of channels that can be used. Choose another device in the settings and "
        "press the button again."
    ),
    Cause.GONE: "The {what} is not connected any more. Connect it, or choose another one, and press the button again.",
    Cause.NO_SERVER: (
        "The system's sound service does not run. Start it, or sign in again, and press the button again."
    ),
    Cause.NO_LIBRARY: (
        "The sound library PortAudio is missing. Install it (on Debian: libportaudio2) and press the button again."
    ),
    Cause.STILL: (
        "The {what} opens but does not run. Choose another device in the settings and press the button again."
    ),
    Cause.MUTED: "The {what} is switched off in the system's settings. Switch it on there and press the button again.",
    Cause.UNKNOWN: (
        "The {what} could not be opened. Check that it is connected and that no other program holds it, then press the "
        "button again."
    ),
}


def cause_of(error: Exception, *, through_server: bool) -> Cause:
    """Return why PortAudio refused. through_server: whether the way to the device leads through a sound server."""
    code = error.args[1] if len(error.args) > 1 else None
    host = error.args[2] if len(error.args) > 2 else None
    number = host[1] if isinstance(host, tuple) and len(host) > 1 else None
    if isinstance(number, int) and number:
        known = _ERRNO.get(number) or _WASAPI.get(number & 0xFFFFFFFF)
        if known:
            return known
    if code == -9993 and through_server:
        # PortAudio's word for every failure of ALSA to open but EBUSY; the plug-in fails when nobody answers it.
        return Cause.NO_SERVER
    if code == -9993:
        return Cause.GONE
    return _PORTAUDIO.get(code, Cause.UNKNOWN) if isinstance(code, int) else Cause.UNKNOWN


_SILENT = {
    Cause.MUTED: "{name} is switched off in the system's sound settings. Switch it on there.",
    Cause.NOT_ALLOWED: (
        "{name} gives only silence, as if the system did not allow it. Allow Vivavoce to use the microphone in the "
        "system's privacy settings."
    ),
}
_SILENT_OTHERWISE = "{name} gives only silence. Switch it on, or test the sound to find out why."


def silence_sentence(name: str, cause: Cause) -> str:
    """Return what to tell of a microphone that gives nothing but zeros. name: what the system calls it, or empty."""
    return _SILENT.get(cause, _SILENT_OTHERWISE).format(name=f"“{name}”" if name else "Your microphone")


def sentence(cause: Cause, what: str) -> str:
    """what: "microphone" or "loudspeaker"."""
    return _SENTENCES[cause].format(what=what)
