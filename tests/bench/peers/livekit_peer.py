"""LiveKit: MediaDevices, its own processing off; captured frames are read back from a local track, as a room would."""

import asyncio
import sys

from livekit import rtc

from tests.bench.peers.clicking import Clicks

RATE_HZ = 48_000


async def main(seconds: float) -> None:
    clicks = Clicks(RATE_HZ)
    loop = asyncio.get_running_loop()
    devices = rtc.MediaDevices()
    microphone = devices.open_input(
        enable_aec=False, noise_suppression=False, high_pass_filter=False, auto_gain_control=False
    )
    player = devices.open_output()
    voice = rtc.AudioSource(RATE_HZ, 1)
    await player.add_track(rtc.LocalAudioTrack.create_audio_track("voice", voice))
    await player.start()
    captured = rtc.AudioStream.from_track(
        track=rtc.LocalAudioTrack.create_audio_track("microphone", microphone.source),
        sample_rate=RATE_HZ,
        num_channels=1,
    )

    async def listen() -> None:
        async for event in captured:
            clicks.heard(bytes(event.frame.data))

    listening = asyncio.create_task(listen())

    def send(click: bytes) -> None:
        frame = rtc.AudioFrame(click, RATE_HZ, 1, len(click) // 2)
        asyncio.run_coroutine_threadsafe(voice.capture_frame(frame), loop)

    await asyncio.to_thread(clicks.run, send, (), seconds)
    await asyncio.to_thread(clicks.wait)
    listening.cancel()
    await player.aclose()
    await microphone.aclose()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
