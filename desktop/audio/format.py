"""Rates and block sizes: the only home of sample rates in this room. Imports nothing: the main process loads it too."""

SAMPLE_RATE_HZ = 24_000
BYTES_PER_SAMPLE = 2
BLOCK_FRAMES = 240
"""10 ms: what a device asks for, a worker step handles and the echo canceller takes."""
BLOCK_S = BLOCK_FRAMES / SAMPLE_RATE_HZ
FRAME_SAMPLES = 480
"""20 ms: one captured frame as it is sent."""
FRAME_BYTES = FRAME_SAMPLES * BYTES_PER_SAMPLE
SILENT_FRAME = bytes(FRAME_BYTES)


def frames_from_ms(ms: float, rate_hz: int = SAMPLE_RATE_HZ) -> int:
    return round(ms * rate_hz / 1000)


def ms_from_frames(frames: int, rate_hz: int = SAMPLE_RATE_HZ) -> float:
    return frames * 1000 / rate_hz
