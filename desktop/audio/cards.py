"""Which sound card to open: the machine's own, or two files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PortAudioCard:
    """The machine's devices by name; empty means the system's default.

    echo: whether the loudspeaker's sound is cancelled from the microphone; off for headphones.
    """

    microphone: str = ""
    loudspeaker: str = ""
    echo: bool = True


@dataclass(frozen=True, slots=True)
class FileCard:
    """A microphone that plays a WAV file (any rate and channels) and then silence; a loudspeaker that records one.

    The loudspeaker's file is 24 kHz mono int16 and holds what was played, with silence between, on the microphone's
    clock: its sample 0 is played while the microphone's sample 0 is captured. It is written while open and complete
    after `shut`.

    pace: how many times faster than real time.
    hold: the microphone gives nothing until `release`. Meanwhile what is played is heard (it is paced and reported)
    but not recorded, since the common clock has not started.
    """

    microphone: str
    """Empty: silent until something is fed to it."""
    loudspeaker: str
    pace: float = 1.0
    hold: bool = False


Card = PortAudioCard | FileCard
