"""Which sound card to open: the machine's own, or two files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PortAudioCard:
    """The machine's devices; empty means the system's default, followed when it changes."""

    microphone: str = ""
    """`Device.id`; where no device has it, the device of that name is meant."""
    loudspeaker: str = ""
    microphone_name: str = ""
    """What the device was called when it was chosen: finds it again after its id has changed."""
    loudspeaker_name: str = ""
    echo: bool = True
    """Whether the loudspeaker's sound is cancelled from the microphone; off for a headset."""
    noise_suppression: bool = False
    gain_control: bool = False
    high_pass: bool = True
    """Whether rumble below a voice is taken out."""
    listens: bool = True
    """False opens the loudspeaker alone."""
    barge_in: bool = True
    """Whether the learner's voice holds the reply that is playing; off where a key says who speaks."""


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
    barge_in: bool = True


Card = PortAudioCard | FileCard
