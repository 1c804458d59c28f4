"""What passes between the main process and the audio process.

Commands go down (imperative), events come up (past tense). `Levels` and `PlaybackIdle` stop at the engine client.
"""

from dataclasses import dataclass

from desktop.audio.cards import Card
from desktop.audio.devices.devices import Device
from desktop.audio.doctor.findings import Finding, Step
from desktop.audio.refusals import Cause

# -- events --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaptureStarted:
    """The microphone's samples begin to flow, or flow again. latency_ms: as the device reports it."""

    latency_ms: float


@dataclass(frozen=True, slots=True)
class CaptureStopped:
    """The microphone stopped, or another is meant: it is being opened anew. Not told when shut."""


@dataclass(frozen=True, slots=True)
class FrameCaptured:
    """20 ms of the microphone: int16 little-endian mono at 24 kHz, 960 bytes. index counts from 0 since open."""

    index: int
    pcm: bytes
    voiced: bool = True
    """Whether somebody speaks in it, or has within the last 200 ms; true where that cannot be told."""
    capture_level: float = 0.0
    playback_level: float = 0.0
    """Late peaks, 0 ... 1. They travel with the frame: a message of their own would wake both processes once more."""


@dataclass(frozen=True, slots=True)
class MicrophoneEnded:
    """The microphone's file has been sent to its end; silence follows."""


@dataclass(frozen=True, slots=True)
class MicrophoneSilent:
    """The microphone has given nothing but zeros for 3 s: it is blocked, switched off or not allowed.

    message: which it is, as far as can be told, and what to do; for the learner. device: what the system calls it.
    """

    message: str = ""
    device: str = ""
    cause: Cause = Cause.UNKNOWN


@dataclass(frozen=True, slots=True)
class MicrophoneHeard:
    """The microphone of which `MicrophoneSilent` told gives sound again."""


@dataclass(frozen=True, slots=True)
class BluetoothAdvised:
    """One Bluetooth headset is both microphone and loudspeaker. message: what to do; told once in a talk."""

    message: str


@dataclass(frozen=True, slots=True)
class PlaybackStarted:
    """The first sample of a reply went to the device. at_frame: when, in 24 kHz samples since the first captured."""

    generation: int
    at_frame: int


@dataclass(frozen=True, slots=True)
class PlaybackProgressed:
    """heard_ms: how much of the reply was handed to the device, less the device's reported latency."""

    generation: int
    heard_ms: int


@dataclass(frozen=True, slots=True)
class PlaybackFinished:
    """All that was queued of a reply has been heard; more of it may still arrive."""

    generation: int
    heard_ms: int


@dataclass(frozen=True, slots=True)
class PlaybackFlushed:
    """A reply was silenced, or kept from being played at all (heard_ms 0)."""

    generation: int
    heard_ms: int


@dataclass(frozen=True, slots=True)
class PlaybackHeld:
    """The microphone hears somebody: the reply waits, silent, at the sample it had come to."""

    generation: int
    heard_ms: int


@dataclass(frozen=True, slots=True)
class PlaybackResumed:
    """It was a cough: the reply goes on from the sample at which it was held."""

    generation: int


@dataclass(frozen=True, slots=True)
class LearnerInterrupted:
    """300 ms of speech while this reply is held: it is for the main process to flush it, or it goes on by itself."""

    generation: int


@dataclass(frozen=True, slots=True)
class DevicesChanged:
    """What is connected now; told once after the start, then whenever it differs."""

    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """Sound goes on, on another device or after a pause. message: a sentence for the learner."""

    message: str


@dataclass(frozen=True, slots=True)
class EngineFailed:
    """There is no sound now; the streams are shut. message: what happened and what to do, for the learner."""

    message: str
    cause: Cause = Cause.UNKNOWN


@dataclass(frozen=True, slots=True)
class EngineDied:
    """The audio process ended by itself. `EngineClient.start` or `open` makes a new one, which knows nothing."""


@dataclass(frozen=True, slots=True)
class ReplayEnded:
    """What `Replay` asked for was played, or broken off."""


@dataclass(frozen=True, slots=True)
class RecordingLoaded:
    """What `LoadRecording` named can be played."""

    number: int
    duration_s: float


@dataclass(frozen=True, slots=True)
class RecordingUnreadable:
    """What `LoadRecording` named cannot be played. message: why, for the learner."""

    number: int
    message: str


@dataclass(frozen=True, slots=True)
class RecordingMoved:
    """How far the learner has heard a recording; told 20 times a second. position_s: of the recording."""

    run: int
    position_s: float


@dataclass(frozen=True, slots=True)
class RecordingStopped:
    """A recording is silent. position_s: where it can go on. message: why it stopped by itself, for the learner."""

    run: int
    position_s: float
    at_end: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True)
class ExaminationProgressed:
    """fraction: how much of this step is over, 0 ... 1. level: the microphone's peak, 0 ... 1. findings: new ones."""

    step: Step
    fraction: float
    level: float = 0.0
    findings: tuple[Finding, ...] = ()
    remaining_s: float = 0.0
    """Of this step."""


@dataclass(frozen=True, slots=True)
class Examined:
    """The examination is over. findings: all; is_complete: whether it came to its end, not stopped or refused."""

    findings: tuple[Finding, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class EngineStats:
    """Counted since open; posted every second while open and when shut."""

    underruns: int
    """A reply's sound arrived too late: there was a gap in it."""
    starvations: int
    """The device asked for more than the worker had made ready."""
    dropped_blocks: int
    """10 ms blocks lost anywhere: the capture ring or the jitter buffer was full, or the main process did not read."""
    callback_gaps: int
    """Times the device let more than 40 ms pass between two captured blocks."""
    clock_lag_ms: float
    """Playback the device never asked for, by the wall clock; bursts and drift left out. PortAudio tells of none."""
    cushion_ms: float


EngineEvent = (
    CaptureStarted
    | CaptureStopped
    | FrameCaptured
    | MicrophoneEnded
    | MicrophoneSilent
    | MicrophoneHeard
    | BluetoothAdvised
    | PlaybackStarted
    | PlaybackProgressed
    | PlaybackFinished
    | PlaybackFlushed
    | PlaybackHeld
    | PlaybackResumed
    | LearnerInterrupted
    | DevicesChanged
    | DeviceChanged
    | EngineFailed
    | EngineDied
    | ReplayEnded
    | RecordingLoaded
    | RecordingUnreadable
    | RecordingMoved
    | RecordingStopped
    | ExaminationProgressed
    | Examined
    | EngineStats
)


@dataclass(frozen=True, slots=True)
class Levels:
    """Peaks, 0 ... 1, where no frame brings them."""

    capture: float
    playback: float


@dataclass(frozen=True, slots=True)
class PlaybackIdle:
    """Nothing is queued or playing after the first `plays` Play commands."""

    plays: int


Report = EngineEvent | Levels | PlaybackIdle

# -- commands ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prepare:
    """Load what this card needs; open nothing."""

    card: Card


@dataclass(frozen=True, slots=True)
class Open:
    card: Card


@dataclass(frozen=True, slots=True)
class Use:
    """Go over to this card in the middle of a talk; nothing while none is on or either card is two files."""

    card: Card


@dataclass(frozen=True, slots=True)
class Shut:
    pass


@dataclass(frozen=True, slots=True)
class Mute:
    muted: bool


@dataclass(frozen=True, slots=True)
class HoldReplies:
    """Whether the learner's voice holds the reply that is playing, where the card lets it. Outlasts `Shut`."""

    on: bool


@dataclass(frozen=True, slots=True)
class Release:
    pass


@dataclass(frozen=True, slots=True)
class Feed:
    """More for a file microphone to hear: int16 mono at 24 kHz."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class Play:
    generation: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Flush:
    generation: int


@dataclass(frozen=True, slots=True)
class Replay:
    """Play this once more, int16 mono at 24 kHz, in place of what another Replay asked for; nothing ends that.

    Replies come first: one that begins breaks it off, and so does the learner's voice.
    """

    pcm: bytes
    card: Card
    """What to open where no talk is on."""


@dataclass(frozen=True, slots=True)
class LoadRecording:
    """Make a sound file ready to be played, in place of the last one; `RecordingLoaded` or `...Unreadable` answers.

    number: names it from now on. path: may be deleted after the answer; empty only forgets the last one.
    """

    number: int
    path: str


@dataclass(frozen=True, slots=True)
class PlayRecording:
    """Play what is loaded from here, while no talk is on, or let what plays go on from here.

    run: names what is told of it from now on. position_s: None changes the speed only. speed: 0.5 ... 2.
    A talk, a replay and an examination stop it.
    """

    number: int
    run: int
    position_s: float | None
    speed: float
    card: Card


@dataclass(frozen=True, slots=True)
class StopRecording:
    pass


@dataclass(frozen=True, slots=True)
class WatchDevices:
    """The devices are being shown: tell of every change within 3 s. Where the system tells of them they always are."""

    needed: bool


@dataclass(frozen=True, slots=True)
class Examine:
    """Test this card; refused while a talk is on, and broken off by one that begins. `Examined` ends it."""

    card: Card
    steps: frozenset[Step]


@dataclass(frozen=True, slots=True)
class StopExamination:
    pass


Command = (
    Prepare
    | Open
    | Use
    | Shut
    | Mute
    | HoldReplies
    | Release
    | Feed
    | Play
    | Flush
    | Replay
    | LoadRecording
    | PlayRecording
    | StopRecording
    | WatchDevices
    | Examine
    | StopExamination
)
