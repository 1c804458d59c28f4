"""What is lost and what breaks while sound arrives unevenly or the window is busy."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from tests.bench.engine import stage as st
from tests.bench.engine.children import Line
from tests.bench.engine.delays import LARGEST_STEP, steady
from tests.bench.engine.recording import RATE_HZ, Breaks, Recording, Samples, breaks, onsets
from tests.bench.rows import Row, spread
from tests.support.audio_server import AudioServer
from tests.support.fake_sound_card import tone

REPLY_S = 6.0
CLICK_EVERY_S = 0.5
ALL_AT_ONCE = 0.3
"""Pace of a burst: three times as fast as it is spoken."""


@dataclass(frozen=True, slots=True)
class Weather:
    """manner: how the service sends. strict: whether nothing may break, as the targets ask."""

    name: str
    manner: dict[str, float] = field(default_factory=dict)
    stalls: bool = False
    strict: bool = True


WEATHERS = (
    Weather("calm"),
    Weather("40 ms jitter", {"jitter_ms": 40}),
    Weather("300 ms stalls", {"stall_ms": 300, "stall_every_ms": 1500}, strict=False),
    Weather("100 ms GUI stalls", stalls=True),
)


def weather_rows(stage: st.Stage, weathers: tuple[Weather, ...] = WEATHERS) -> Iterator[Row]:
    """A reply of 6 s in each weather, as it is spoken and in a burst, while the microphone hears clicks."""
    click = stage.sound("click", _clicks(REPLY_S))
    for number, weather in enumerate(weathers):
        for arrival, pace in (("real-time arrival", 1.0), ("burst", ALL_AT_ONCE)):
            seed = 1000 + 2 * number + round(pace)
            if weather.stalls:
                _stall(stage)
            before = stage.stats()
            begun = time.monotonic()
            stage.feed_microphone(click)
            sent = stage.reply(stage.sound("reply", steady(REPLY_S, seed)), pace=pace, **weather.manner)
            began = stage.moment("began", sent)
            stage.moment("sent", sent)
            time.sleep(max(0.0, began + REPLY_S + 1.2 - time.monotonic()))
            after = stage.stats()
            held_ms = _held(stage) if weather.stalls else []
            spk = stage.recording("spkmon")
            _, heard = spk.part(began, began + REPLY_S + 1.0)
            name = f"{weather.name}, {arrival}"
            yield from _counts(name, before, after, weather.strict)
            yield from _heard(name, heard, breaks(heard, LARGEST_STEP), weather.strict)
            yield _lost(name, stage, begun)
            if held_ms:
                yield spread(f"{name}: the window's interpreter was held", held_ms)


def bare_streams(server: AudioServer) -> Iterator[Row]:
    """The same reply by a bare stream: what breaks here is the server's or this machine's."""
    path = server.folder / "bare.npy"
    np.save(path, steady(REPLY_S, 1))
    with st.probe(server, "spkmon", "spk") as probe:
        probe.wait_for("ready")
        probe.ask("play", sink="spk", path=str(path))
        time.sleep(REPLY_S + 0.5)
        probe.ask("save", folder=str(server.folder))
        probe.wait_for("saved")
    found = breaks(Recording.load(server.folder, "spkmon").pcm, LARGEST_STEP)
    yield Row("calm, bare streams, device alone: gaps", "times", found.gaps)
    yield Row("calm, bare streams, device alone: clicks", "times", found.clicks)


def _counts(name: str, before: Line, after: Line, strict: bool) -> Iterator[Row]:
    target = 0.0 if strict else None
    yield Row(f"{name}: underruns", "times", after["underruns"] - before["underruns"], target=target)
    yield Row(f"{name}: the device found too little", "times", after["starvations"] - before["starvations"])
    yield Row(f"{name}: blocks the engine counts as lost", "times", after["dropped"] - before["dropped"], target=0)
    yield Row(f"{name}: playback behind the wall clock", "ms", after["lag_ms"])


def _heard(name: str, heard: Samples, found: Breaks, strict: bool) -> Iterator[Row]:
    loud = np.flatnonzero(np.abs(heard.astype(np.int32)) > 1500)
    length_s = (loud[-1] - loud[0]) / RATE_HZ if len(loud) else 0.0
    target = 0.0 if strict else None
    yield Row(f"{name}: gaps in the reply as heard ({found.silent_ms:.0f} ms)", "times", found.gaps, target=target)
    yield Row(f"{name}: clicks in the reply as heard", "times", found.clicks, target=0)
    yield Row(f"{name}: the reply lasted longer than it is by", "ms", 1000 * (length_s - REPLY_S))


def _lost(name: str, stage: st.Stage, begun: float) -> Row:
    """Compare the distances between clicks at the microphone and at the service: lost samples bring clicks together."""
    mic = stage.recording("mic")
    _, heard = mic.part(begun, time.monotonic())
    came, pcm = stage.frames(stage.service)
    first = int(np.searchsorted(came, begun)) * 480
    at_microphone, at_service = np.diff(onsets(heard)), np.diff(onsets(pcm[first:]))
    if len(at_microphone) != len(at_service) or not len(at_microphone):
        heard = f"{len(at_service) + 1} clicks of {len(at_microphone) + 1}"
        return Row(f"{name}: samples lost between microphone and service ({heard})", "", None, target=0)
    # The canceller and the high-pass move an onset by a sample or two.
    off = np.abs(at_microphone - at_service)
    return Row(f"{name}: samples lost between microphone and service", "", float(off[off > 24].sum()), target=0)


def _clicks(seconds: float) -> Samples:
    pcm = np.zeros(round(seconds * RATE_HZ), np.int16)
    click = tone(1000, 5, 12_000)
    for at in np.arange(0, seconds - 0.1, CLICK_EVERY_S):
        first = round(at * RATE_HZ)
        pcm[first : first + len(click)] = click
    return pcm


def _stall(stage: st.Stage) -> None:
    since = stage.app.mark()
    stage.app.ask("stall", on=True)
    stage.app.wait_for("stalling", since, limit_s=60)


def _held(stage: st.Stage) -> list[float]:
    since = stage.app.mark()
    stage.app.ask("stall", on=False)
    held: list[float] = stage.app.wait_for("held", since)["ms"]
    return held
