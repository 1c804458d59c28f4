"""The real window against the practice service with real speech, through a sound card made of files."""

from pathlib import Path

import numpy as np
import pytest

from desktop.audio.engine_client import FileCard
from tests.end_to_end.conftest import Run
from tests.end_to_end.spoken_window import COFFEE, TEA, WORST_INTERRUPTION, spoken_window
from tests.support.fake_sound_card import read_wav
from tests.support.speech_samples import speak

pytestmark = pytest.mark.speech


@pytest.mark.parametrize("quirks", [False, True], ids=["plain", "quirks"])
def test_a_spoken_conversation_is_held_starred_and_filed(run: Run, tmp_path: Path, quirks: bool) -> None:
    loudspeaker = tmp_path / "loudspeaker.wav"
    tea, coffee = speak(TEA), speak(COFFEE, lead_s=0.0)

    async def scene() -> None:
        card = FileCard("", str(loudspeaker))
        say = lambda app, pcm: app.feed_microphone(pcm.tobytes())  # noqa: E731
        async with spoken_window(tmp_path, card, quirks, say) as stage:
            assert await stage.converse(tea, coffee) <= WORST_INTERRUPTION, stage.said[1].text

    run(scene())
    played = read_wav(loudspeaker)
    assert np.abs(played).max() > 3000
