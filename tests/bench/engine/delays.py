"""How late sound is, through a sound server with virtual devices.

A sample's moment is when the device took it, as it says itself to a bare stream beside ours. "Device alone" is what
that bare stream of 240 frames needs for the same way; below it no client of this server can come.
"""

import random
import time
from collections.abc import Iterator

import numpy as np

from tests.bench.engine import stage as st
from tests.bench.engine.recording import RATE_HZ, Recording, Samples, fall, level, onsets
from tests.bench.rows import Row, spread
from tests.support.audio_server import AudioServer
from tests.support.fake_sound_card import tone

CLICKS, REPLIES, SILENCED, SPOKEN = 60, 20, 20, 15
_GATHERED_S = 0.3
"""What has sounded is in every recording after this."""


def steady(seconds: float, seed: int) -> Samples:
    """Return a sound of even loudness no two chunks of which are alike: a service's copies of a chunk are dropped."""
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    grain = np.random.default_rng(seed).integers(-60, 60, len(times))
    return np.rint(9000 * np.sin(2 * np.pi * 200 * times) + grain).astype(np.int16)


LARGEST_STEP = round(9000 * 2 * np.pi * 200 / RATE_HZ) + 120


def device_alone(server: AudioServer) -> tuple[list[float], list[float], list[float]]:
    """Return what bare streams need, in ms: microphone to callback, callback to loudspeaker, callback to callback."""
    chance = random.Random(1)
    with st.probe(server, "spkmon", "spk") as probe:
        probe.wait_for("ready")
        click = server.folder / "click.npy"
        np.save(click, tone(1000, 5, 12_000))
        for _ in range(40):
            probe.ask("play", sink="spk", path=str(click))
            time.sleep(0.15 + chance.uniform(0, 0.02))
        time.sleep(_GATHERED_S)
        probe.ask("save", folder=str(server.folder))
        probe.wait_for("saved")
    heard = Recording.load(server.folder, "spkmon")
    with np.load(server.folder / "spk.npz") as file:
        handed = file["handed"]
    found = onsets(heard.pcm)
    into = [1000 * (heard.delivered(sample) - heard.moment(sample)) for sample in found]
    pairs = list(zip(found, handed, strict=False))
    out = [1000 * (heard.moment(sample) - at) for sample, at in pairs]
    return into, out, [1000 * (heard.delivered(sample) - at) for sample, at in pairs]


def capture_to_wire(stage: st.Stage, alone: list[float]) -> Iterator[Row]:
    click = stage.sound("click", tone(1000, 5, 12_000))
    chance = random.Random(2)
    for _ in range(CLICKS):
        stage.feed_microphone(click)
        time.sleep(0.15 + chance.uniform(0, 0.03))
    time.sleep(_GATHERED_S)
    mic = stage.recording("mic")
    moments = [mic.moment(sample) for sample in onsets(mic.pcm)]
    to_process, to_wire = [], []
    for child, late_ms in ((stage.app, to_process), (stage.service, to_wire)):
        came, pcm = stage.frames(child)
        arrived = [float(came[sample // 480]) for sample in onsets(pcm)]
        for moment in moments:
            after = [1000 * (at - moment) for at in arrived if 0 < at - moment < 0.15]
            late_ms += after[:1]
    yield spread("microphone to a bare stream's callback, device alone", alone)
    yield spread("microphone to the main process", to_process)
    row = spread("capture to wire (microphone to the service's socket)", to_wire, target=25, limit=40)
    yield row
    yield _difference("the same less the device alone", row, spread("", alone))


def wire_to_speaker(stage: st.Stage, alone: list[float]) -> Iterator[Row]:
    bare = spread("callback to loudspeaker, device alone", alone)
    yield bare
    for manner, pace in (("at once", 0.0), ("as it is spoken", 1.0)):
        late_ms = []
        for number in range(REPLIES):
            sent = stage.reply(stage.sound("reply", steady(0.3, number)), pace=pace)
            began = stage.moment("began", sent)
            stage.moment("sent", sent)
            _wait_until_after(began + 0.3 + 0.55)
            late_ms += _onset_after(stage.recording("spkmon"), began)
        row = spread(f"wire to speaker, first audio of a reply sent {manner}", late_ms, target=60, limit=100)
        yield row
        yield _difference("the same less the device alone", row, bare)


def event_to_silence(stage: st.Stage, alone: list[float]) -> Iterator[Row]:
    chance = random.Random(3)
    late_ms = []
    for number in range(SILENCED):
        sent = stage.reply(stage.sound("long", steady(3.0, 100 + number)), pace=0.0)
        began = stage.moment("began", sent)
        _wait_until_after(began + 0.4 + chance.uniform(0, 0.02))
        at = stage.event("attempt_user_start", message_id=f"u-{number}", item_id=f"i-{number}")
        _wait_until_after(at + 0.5)
        stage.event("attempt_user_complete", message_id=f"u-{number}", item_id=f"i-{number}", content="yes")
        first, heard = (spk := stage.recording("spkmon")).part(at, at + 0.4)
        silent = fall(heard, 0.05 * 9000 / np.sqrt(2))
        if silent is not None:
            late_ms.append(1000 * (spk.moment(first + silent) - at))
    row = spread("event to silence (user_start on the wire to a silent loudspeaker)", late_ms, target=30, limit=50)
    yield row
    yield _difference("the same less the device alone", row, spread("", alone))


def mouth_to_duck(stage: st.Stage, speech: Samples) -> Iterator[Row]:
    """speech: begins with its first loud sample. The reply is steady; it counts as ducked 12 dB down."""
    path = stage.sound("speech", speech)
    chance = random.Random(4)
    late_ms, missed = [], 0
    for number in range(SPOKEN):
        sent = stage.reply(stage.sound("long", steady(3.0, 200 + number)), pace=0.0)
        began = stage.moment("began", sent)
        _wait_until_after(began + 0.4 + chance.uniform(0, 0.02))
        spoken = time.monotonic()
        stage.feed_microphone(path)
        _wait_until_after(spoken + len(speech) / RATE_HZ + 0.6)
        at = stage.event("attempt_user_start", message_id=f"w-{number}", item_id=f"j-{number}")
        stage.event("attempt_user_complete", message_id=f"w-{number}", item_id=f"j-{number}", content="yes")
        _wait_until_after(at + 0.4)
        spk = stage.recording("spkmon")
        mic = Recording.load(stage.folder, "mic")
        begin, voice = mic.part(spoken, spoken + 0.4)
        heard = onsets(voice, 327)
        if not heard:
            continue
        mouth = mic.moment(begin + heard[0])
        first, reply = spk.part(mouth, mouth + 0.5)
        ducked = fall(reply, 0.25 * 9000 / np.sqrt(2))
        if ducked is None:
            missed += 1
        else:
            late_ms.append(1000 * (spk.moment(first + ducked) - mouth))
    if late_ms:
        yield spread("mouth to duck (speech in the microphone to a lower loudspeaker)", late_ms, target=90, limit=150)
    else:
        yield Row("mouth to duck: the reply was never lowered within 500 ms", "ms", None, target=90, limit=150)
    yield Row(f"mouth to duck: not lowered within 500 ms, of {SPOKEN}", "times", missed, target=0)


def _onset_after(spk: Recording, moment: float) -> list[float]:
    first, heard = spk.part(moment, moment + 0.4)
    found = onsets(heard)
    return [1000 * (spk.moment(first + found[0]) - moment)] if found else []


def _difference(name: str, row: Row, alone: Row) -> Row:
    """Compare middle with middle, end with end: two delays that vary by themselves."""
    values = [
        None if ours is None or bare is None else ours - bare
        for ours, bare in ((row.p50, alone.p50), (row.p95, alone.p95), (row.p99, alone.p99))
    ]
    return Row(f"{row.name.split(' (')[0]}: {name}", "ms", *values)


def _wait_until_after(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def speech_sample() -> Samples | None:
    """Return a second of a learner's speech that begins at once; None where this computer cannot speak."""
    try:
        from tests.support.speech_samples import speak

        spoken = speak("Wait, I would like some coffee instead.", lead_s=0.0)
    except ImportError:
        return None
    loud = level(spoken, 2) > 327
    begin = int(np.argmax(loud)) * 48
    return spoken[begin : begin + RATE_HZ]
