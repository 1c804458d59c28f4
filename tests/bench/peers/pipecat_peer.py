"""Pipecat: LocalAudioTransport in the shortest pipeline there is."""

import asyncio
import sys

from loguru import logger
from pipecat.frames.frames import Frame, InputAudioRawFrame, OutputAudioRawFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.runner import PipelineRunner
from pipecat.pipeline.task import PipelineParams, PipelineTask
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.transports.local.audio import LocalAudioTransport, LocalAudioTransportParams

from tests.bench.peers.clicking import Clicks

RATE_HZ = 24_000


class Between(FrameProcessor):
    """Takes what the input gives and keeps it from the output."""

    def __init__(self, clicks: Clicks) -> None:
        super().__init__()
        self._clicks = clicks

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, InputAudioRawFrame):
            self._clicks.heard(frame.audio)
        else:
            await self.push_frame(frame, direction)


async def main(seconds: float) -> None:
    logger.remove()
    clicks = Clicks(RATE_HZ)
    loop = asyncio.get_running_loop()
    transport = LocalAudioTransport(LocalAudioTransportParams(audio_in_enabled=True, audio_out_enabled=True))
    between = Between(clicks)
    task = PipelineTask(
        Pipeline([transport.input(), between, transport.output()]),
        params=PipelineParams(audio_in_sample_rate=RATE_HZ, audio_out_sample_rate=RATE_HZ),
    )
    running = asyncio.create_task(PipelineRunner(handle_sigint=False).run(task))

    def send(click: bytes) -> None:
        asyncio.run_coroutine_threadsafe(between.push_frame(OutputAudioRawFrame(click, RATE_HZ, 1)), loop)

    await asyncio.to_thread(clicks.run, send, (), seconds)
    await asyncio.to_thread(clicks.wait)
    await task.cancel()
    await running


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
