"""Turns of a finished talk and recordings of tasks, through a real audio server; the practice service hums."""

import asyncio
import io
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from desktop.app import App, Options, engine
from desktop.conversation.state import Phase
from desktop.conversation.turn import Speaker
from tests.support.audio_server import AudioServer, Listening
from tests.support.fake_sound_card import RATE_HZ, Samples, loudness, tone
from tests.support.speech_samples import has_espeak, speak
from tests.support.waiting import until

pytestmark = [pytest.mark.audio_server, pytest.mark.timeout(120)]
CARD = engine.PortAudioCard(microphone="mic", loudspeaker="spk", echo=False, high_pass=False, barge_in=False)
LOUD = 300


def play(folder: Path, scene: Callable[[App], Awaitable[None]]) -> None:
    async def run() -> None:
        app = App(Options(folder, card=CARD, practice_arguments=("--stub-speech",)))
        try:
            await app.start()
            await scene(app)
        finally:
            await app.close()

    asyncio.run(run())


def likeness(heard: Samples, said: Samples) -> float:
    """Return the highest correlation of what was heard with what was said, 0 to 1, wherever it lies."""
    size = 1 << (len(heard) + len(said)).bit_length()
    one, other = heard.astype(np.float64), said.astype(np.float64)
    products = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    total = np.concatenate((np.zeros(1), np.cumsum(one**2)))
    energy = total[len(said) :] - total[: -len(said)]
    return float((products[: len(energy)] / np.sqrt(np.maximum(energy, 1e6) * float((other**2).sum()))).max())


def loud_s(heard: Samples) -> float:
    """Return how long it lasts from the first loud 10 ms to the last."""
    (loud,) = np.nonzero(loudness(heard) > LOUD)
    return (loud[-1] - loud[0] + 1) / 100 if len(loud) else 0.0


@pytest.mark.speech
def test_both_voices_of_a_finished_talk_are_heard_again(tmp_path: Path, audio_server: AudioServer) -> None:
    voice = "en-us" if has_espeak() else "learner"
    words = speak("A cup of tea.", voice, lead_s=0.3, tail_s=0.8)

    async def again(app: App, ear: Listening, key: str) -> Samples:
        start = len(ear.heard())
        app.play_turn(key)
        assert app.playing == key
        await until(lambda: not app.playing)
        return ear.heard()[start:]

    async def scene(app: App) -> None:
        app.start_talk(app.catalogue.assistants[0].id, opening=False)
        await until(lambda: app.state.phase is Phase.LISTENING and app.state.capturing)
        speaking = threading.Thread(target=audio_server.say, args=(words,))
        speaking.start()
        await until(lambda: len(app.state.turns) == 2 and app.state.phase is Phase.LISTENING)
        speaking.join()
        assert app.playable == frozenset()
        app.stop_talk()
        await until(lambda: app.state.phase is Phase.ENDED)
        learner, reply = app.state.turns
        assert (learner.speaker, reply.speaker) == (Speaker.LEARNER, Speaker.ASSISTANT)
        assert app.playable == {learner.key, reply.key}
        with audio_server.listen() as ear:
            own = await again(app, ear, learner.key)
            other = await again(app, ear, reply.key)
        (spoken,) = np.nonzero(loudness(words) > LOUD)
        said = words[spoken[0] * 240 : (spoken[-1] + 1) * 240]
        # From the first sound to the last; a busy machine's sound server stands still in one of the pieces or two.
        size = RATE_HZ // 20
        pieces = [said[at : at + size] for at in range(0, len(said) - size, size)]
        found = [likeness(own, piece) > 0.9 for piece in pieces if loudness(piece).max() > LOUD]
        assert any(found[:3])
        assert any(found[-3:])
        assert np.mean(found) > 0.8
        assert loud_s(own) == pytest.approx(len(said) / RATE_HZ, abs=0.15)
        assert loud_s(other) == pytest.approx(reply.sound_ms / 1000, abs=0.1)

    play(tmp_path, scene)


def test_a_recording_lasts_what_its_speed_says_without_a_gap_while_the_window_is_busy(
    tmp_path: Path, audio_server: AudioServer
) -> None:
    file = io.BytesIO()
    soundfile.write(file, tone(440, 1000), RATE_HZ, format="FLAC")

    async def scene(app: App) -> None:
        recording = await app.player.load(file.getvalue())
        assert recording.duration_s == pytest.approx(1.0, abs=0.001)
        for speed in (0.5, 2.0):
            app.player.set_speed(speed)
            with audio_server.listen() as ear:
                app.player.play()
                positions = []
                while app.player.is_playing:
                    # What a busy window does to this process.
                    busy_until = time.monotonic() + 0.1
                    while time.monotonic() < busy_until:
                        positions.append(app.player.position_s)
                    await asyncio.sleep(0)
                await until(lambda ear=ear: not loudness(ear.heard())[-10:].any())
                heard = ear.heard()
            # A busy machine's sound server stands still now and then; the sound goes on where it was.
            sounding = heard[heard != 0]
            assert len(sounding) / RATE_HZ == pytest.approx(1.0 / speed, abs=0.03)
            assert loud_s(heard) == pytest.approx(1.0 / speed, abs=0.1)
            assert loudness(sounding)[2:-2].min() > 6000
            assert len(set(positions)) >= 5 / speed
            assert app.player.position_s == recording.duration_s

    play(tmp_path, scene)
