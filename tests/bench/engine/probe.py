"""A bare client of the sound server, in a process of its own: records sources with times, plays into sinks.

python -m tests.bench.engine.probe SOURCE[,SOURCE] SINK[,SINK]. Commands:

    play   sink, path     plays a .npy of int16, 24 kHz mono, after what it has still to play there
    save   folder         writes SOURCE.npz for each: pcm; and of each callback: first sample, when it came, when the
                          device says its first sample was taken (monotonic seconds)
                          and SINK.npz: of each sound played: when its first sample was handed to the device

It has nothing but PortAudio streams of 240 frames, "low" latency: what it measures of itself is the device alone.
"""

import contextlib
import os
import sys
import time
from collections import deque
from typing import Any

import numpy as np
import sounddevice as sd

from tests.bench.engine.children import commands, tell

RATE_HZ = 24_000
BLOCK_FRAMES = 240


class Ear:
    """Records one source."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.frames = 0
        self.blocks: list[tuple[int, float, float, bytes]] = []
        self.stream = sd.RawInputStream(**_options(name, "input"), callback=self._hear)
        self.stream.start()

    def _hear(self, data: Any, frames: int, when: Any, _status: Any) -> None:
        now = time.monotonic()
        self.blocks.append((self.frames, now, now - (when.currentTime - when.inputBufferAdcTime), bytes(data)))
        self.frames += frames

    def save(self, folder: str) -> None:
        blocks = self.blocks[:]
        np.savez(
            f"{folder}/{self.name}.npz",
            pcm=np.frombuffer(b"".join(block[3] for block in blocks), np.int16),
            first=np.array([block[0] for block in blocks]),
            came=np.array([block[1] for block in blocks]),
            taken=np.array([block[2] for block in blocks]),
        )


class Mouth:
    """Plays into one sink, silence between."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.handed: list[float] = []
        self._sounds: deque[bytes] = deque()
        self._at = 0
        self.stream = sd.RawOutputStream(**_options(name, "output"), callback=self._speak)
        self.stream.start()

    def play(self, path: str) -> None:
        self._sounds.append(np.load(path).astype(np.int16).tobytes())

    def _speak(self, data: Any, _frames: int, _when: Any, _status: Any) -> None:
        now = time.monotonic()
        filled = 0
        while self._sounds and filled < len(data):
            sound = self._sounds[0]
            if self._at == 0:
                self.handed.append(now + filled / 2 / RATE_HZ)
            size = min(len(sound) - self._at, len(data) - filled)
            data[filled : filled + size] = sound[self._at : self._at + size]
            filled += size
            self._at += size
            if self._at == len(sound):
                self._sounds.popleft()
                self._at = 0
        data[filled:] = bytes(len(data) - filled)

    def save(self, folder: str) -> None:
        np.savez(f"{folder}/{self.name}.npz", handed=np.array(self.handed))


def _options(name: str, direction: str) -> dict[str, Any]:
    found = [
        index
        for index, info in enumerate(sd.query_devices())
        if info["name"] == name and info[f"max_{direction}_channels"] > 0
    ]
    return {
        "device": found[0],
        "samplerate": RATE_HZ,
        "blocksize": BLOCK_FRAMES,
        "channels": 1,
        "dtype": "int16",
        "latency": "low",
    }


def main(sources: str, sinks: str) -> None:
    if hasattr(os, "sched_setscheduler"):
        # Like the server, and for the same reason: it stands for the device, and what it misses is not ours.
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    ears = [Ear(name) for name in sources.split(",") if name]
    mouths = {name: Mouth(name) for name in sinks.split(",") if name}
    tell("ready")
    for command in commands():
        match command:
            case {"do": "play", "sink": sink, "path": path}:
                mouths[sink].play(path)
            case {"do": "save", "folder": folder}:
                for one in (*ears, *mouths.values()):
                    one.save(folder)
                tell("saved")
    for one in (*ears, *mouths.values()):
        one.stream.abort()


if __name__ == "__main__":
    main(*sys.argv[1:])
