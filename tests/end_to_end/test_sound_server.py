"""The real window and the practice service through a real audio server with virtual devices."""

import threading
from pathlib import Path

import numpy as np
import pytest

from desktop.app import App
from desktop.audio.engine_client import EngineEvent, EngineStats, PlaybackFlushed, PortAudioCard
from tests.end_to_end.conftest import Run
from tests.end_to_end.spoken_window import COFFEE, TEA, WORST_INTERRUPTION, spoken_window
from tests.support.audio_server import AudioServer, Listening
from tests.support.speech_samples import Pcm, speak

pytestmark = [pytest.mark.speech, pytest.mark.audio_server, pytest.mark.timeout(200)]

LOUD = 327
"""-40 dBFS."""


# In the first half second of a talk's sound the engine does not know yet how loud the echo is, and takes nobody for the
# learner who is not clearly louder.
@pytest.mark.parametrize(
    ("quirks", "card", "interrupted_at_ms"),
    [(False, PortAudioCard(), 1000), (True, PortAudioCard(echo=False), 300)],
    ids=["plain-loudspeakers", "quirks-headset"],
)
def test_speech_goes_in_at_the_microphone_and_the_reply_comes_out_until_it_is_interrupted(
    run: Run,
    tmp_path: Path,
    audio_server: AudioServer,
    quirks: bool,
    card: PortAudioCard,
    interrupted_at_ms: int,
) -> None:
    tea, coffee = speak(TEA), speak(COFFEE, lead_s=0.0)
    speaking: list[threading.Thread] = []
    flushed_at: list[int] = []
    stats: list[EngineStats] = []

    def say(app: App, pcm: Pcm) -> None:
        speaking.append(threading.Thread(target=audio_server.say, args=(pcm,)))
        speaking[-1].start()

    async def scene(ear: Listening) -> None:
        async with spoken_window(tmp_path, card, quirks, say) as stage:

            def note(event: EngineEvent) -> None:
                if isinstance(event, PlaybackFlushed):
                    flushed_at.append(len(ear.heard()))
                elif isinstance(event, EngineStats):
                    stats.append(event)

            stage.app.watch_engine(note)
            error_rate = await stage.converse(tea, coffee, interrupted_at_ms)
            # A busy machine's sound server stands still now and then, and words go with the sound.
            server_stood_still = any(one.callback_gaps or one.clock_lag_ms > 20 for one in stats)
            assert error_rate <= WORST_INTERRUPTION or server_stood_still, stage.said[1].text

    try:
        with audio_server.listen() as ear:
            run(scene(ear))
            heard = ear.heard()
    finally:
        for thread in speaking:
            thread.join(30)
    frames = heard[: len(heard) // 480 * 480].reshape(-1, 480).astype(np.float64)
    loud = np.sqrt((frames**2).mean(axis=1)) > LOUD
    flush = flushed_at[0] // 480
    assert loud[:flush].any()
    # A fifth of a second may lie between the flush and the recorder: its own buffer and the server's cycles.
    assert not loud[flush + 10 : flush + 30].any()
    assert loud[flush + 30 :].any()
