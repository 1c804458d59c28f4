"""The demonstration: a synthesised learner talks with the practice partner, through the whole stack and its window.

Nothing is acted: the learner's voice goes into the audio process as a microphone's, over the socket to the practice
service, is recognised there and answered, and the window (offscreen) shows it. Only the learner is not a person.
"""

import asyncio
import os
import tempfile
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from desktop.app import App, Options, ServiceStatus
from desktop.audio import engine_client as engine
from desktop.conversation.grade import GradeStatus
from desktop.conversation.state import ConversationState, Phase
from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.event_loop import make_loop, run_until_done
from desktop.gui.main_window import MainWindow
from desktop.practice.launch import PracticeUnavailable

ASSISTANT = "Cafe order"
WINDOW_PX = (1200, 760)
MOMENT_LIMIT_S = 60.0
INTERRUPT_AFTER_MS = 600
_RATE_HZ = 24_000


class DemonstrationFailed(Exception):
    """The conversation did not go its way. The text is a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the virtual learner says; `interrupts` does not wait for the reply before it to end."""

    text: str
    interrupts: bool = False


SCRIPT = (
    Line("Good morning! I would like a cup of tea, please."),
    Line("A large one, please, with a little milk."),
    Line("Sorry, wait. Can I have a piece of chocolate cake, too?", interrupts=True),
)


class Camera(Protocol):
    """Is told of each moment worth a picture, and takes it."""

    async def __call__(self, window: MainWindow, moment: str) -> None: ...


class VirtualLearner:
    """Speaks into the application's microphone and follows the conversation as a person would."""

    def __init__(self, app: App, say: Callable[[str], bytes]) -> None:
        self._app = app
        self._say = say
        self._moved = asyncio.Event()
        self.heard = bytearray()
        app.watch(lambda topic: self._moved.set())
        app.watch_engine(self._engine_event)

    @property
    def state(self) -> ConversationState:
        return self._app.state

    def speak(self, text: str) -> None:
        self._app.feed_microphone(self._say(text))

    async def until(self, reached: Callable[[ConversationState], bool], awaited: str) -> None:
        """Wait for a condition of the conversation. Raises DemonstrationFailed after a minute."""
        try:
            async with asyncio.timeout(MOMENT_LIMIT_S):
                while not reached(self.state):
                    if self.state.phase is Phase.FAILED:
                        raise DemonstrationFailed("The conversation broke off. Run the demonstration again.")
                    self._moved.clear()
                    await self._moved.wait()
        except TimeoutError:
            raise DemonstrationFailed(f"The demonstration waited in vain for {awaited}. Run it again.") from None

    def _engine_event(self, event: engine.EngineEvent) -> None:
        if isinstance(event, engine.FrameCaptured):
            self.heard += event.pcm


def run(out: Path, camera: Camera | None = None) -> int:
    """Hold the conversation; leave transcript.txt, conversation.wav and pictures of the window in `out`.

    Returns the exit status: 0 done, 1 it broke off, 2 it could not begin. camera: None takes one picture a moment.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    out.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication(["vivavoce"])
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    loop = make_loop(application)
    with tempfile.TemporaryDirectory() as folder:
        return run_until_done(loop, lambda: _session(loop, out, Path(folder), camera or _Snapshots(out)))


async def _session(loop: asyncio.AbstractEventLoop, out: Path, folder: Path, camera: Camera) -> int:
    speaker = folder / "speaker.wav"
    app = App(Options(folder, card=engine.FileCard("", str(speaker))))
    bridge = Bridge(loop, app)
    theme.apply("light", 1.0)
    window = MainWindow(bridge)
    window.resize(*WINDOW_PX)
    window.show()
    try:
        print("Starting the practice service and loading the learner's voice ...", flush=True)
        say, _ = await asyncio.gather(asyncio.to_thread(_learners_voice), app.start())
        if app.service is not ServiceStatus.READY:
            print(app.service_note)
            return 2
        await app.speech_ready()
        learner = VirtualLearner(app, say)
        await _converse(app, window, learner, camera)
        turns, started_at = app.state.turns, app.state.started_at
    except PracticeUnavailable as reason:
        print(reason)
        return 2
    except DemonstrationFailed as reason:
        print(reason)
        return 1
    finally:
        await bridge.close()
        await app.close()
        window.close()
        window.deleteLater()
    (out / "transcript.txt").write_text(transcript(turns, started_at), encoding="utf-8")
    write_conversation(out / "conversation.wav", bytes(learner.heard), speaker)
    print(f"\n{transcript(turns, started_at)}\nTranscript, sound and pictures are in {out}.")
    return 0


async def _converse(app: App, window: MainWindow, learner: VirtualLearner, camera: Camera) -> None:
    assistant = next((one for one in app.catalogue.assistants if one.name == ASSISTANT), app.catalogue.assistants[0])
    await camera(window, "picker")
    app.start_talk(assistant.id)
    await learner.until(_at_rest_after_reply(0), "the partner's opening")
    for number, line in enumerate(SCRIPT):
        if line.interrupts:
            await learner.until(_reply_is_heard, "the reply to be interrupted")
            await camera(window, "reply")
        learner.speak(line.text)
        await learner.until(_learner_is_heard, "the learner's words to appear")
        await camera(window, "interrupted" if line.interrupts else f"speaking-{number + 1}")
        await learner.until(_learner_turns(number + 1), "the learner's turn to end")
        following = SCRIPT[number + 1] if number + 1 < len(SCRIPT) else None
        if following is None or not following.interrupts:
            await learner.until(_at_rest_after_reply(number + 1), "the reply to end")
    last = next(turn for turn in reversed(app.state.turns) if turn.speaker is Speaker.ASSISTANT)
    await app.set_favorite(last.message_id, True)
    await camera(window, "talk")
    app.stop_talk()
    await learner.until(lambda state: state.phase is Phase.ENDED, "the conversation to be filed")
    await learner.until(_is_graded, "the talk to be graded")
    await camera(window, "graded")
    await app.refresh()
    window.open_conversation(app.catalogue.conversations[0])
    await camera(window, "past")


def _said(state: ConversationState) -> list[Turn]:
    return [turn for turn in state.turns if turn.speaker is Speaker.LEARNER and turn.text]


def _learner_turns(count: int) -> Callable[[ConversationState], bool]:
    return lambda state: sum(turn.status is TurnStatus.FINAL for turn in _said(state)) >= count


def _learner_is_heard(state: ConversationState) -> bool:
    said = _said(state)
    return bool(said) and said[-1].status is TurnStatus.LIVE and len(said[-1].text.split()) >= 3


def _is_graded(state: ConversationState) -> bool:
    return any(grade.status is GradeStatus.GRADED for grade in state.grades)


def _reply_is_heard(state: ConversationState) -> bool:
    if state.phase is not Phase.ASSISTANT_SPEAKING or not state.turns:
        return False
    newest = state.turns[-1]
    return newest.speaker is Speaker.ASSISTANT and newest.heard_ms >= INTERRUPT_AFTER_MS


def _at_rest_after_reply(turns: int) -> Callable[[ConversationState], bool]:
    """The learner has said this many turns and the last word was the partner's, to its end."""

    def reached(state: ConversationState) -> bool:
        answered = bool(state.turns) and state.turns[-1].speaker is Speaker.ASSISTANT
        return state.phase is Phase.LISTENING and answered and _learner_turns(turns)(state)

    return reached


class _Snapshots:
    """One picture a moment, numbered."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._count = 0

    async def __call__(self, window: MainWindow, moment: str) -> None:
        self._count += 1
        await settle()
        window.grab().save(str(self._out / f"{self._count}-{moment}.png"))


async def settle() -> None:
    """Let the window lay out, load its pictures and paint what it was told."""
    await asyncio.sleep(0.25)


def transcript(turns: tuple[Turn, ...], started_at: float) -> str:
    """Return the conversation as text, a line a turn: [mm:ss] who: words."""
    lines = []
    for turn in turns:
        if turn.status is TurnStatus.NO_TEXT:
            continue
        minutes, seconds = divmod(int(turn.started_at - started_at), 60)
        who = "Learner" if turn.speaker is Speaker.LEARNER else "Partner"
        mark = " [interrupted]" if turn.status is TurnStatus.INTERRUPTED else ""
        lines.append(f"[{minutes:02}:{seconds:02}] {who}: {turn.text}{mark}")
    return "\n".join(lines) + "\n"


def write_conversation(path: Path, learner: bytes, speaker: Path) -> None:
    """Write both voices on one clock: left what the microphone heard, right what the loudspeaker played."""
    with wave.open(str(speaker), "rb") as file:
        right = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    left = np.frombuffer(learner, "<i2")
    length = max(len(left), len(right))
    both = np.zeros((length, 2), "<i2")
    both[: len(left), 0] = left
    both[: len(right), 1] = right
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(_RATE_HZ)
        file.writeframes(both.tobytes())


def _learners_voice() -> Callable[[str], bytes]:
    """Return what turns text into the learner's speech, 24 kHz mono int16. Blocks while it loads."""
    from desktop.practice.speak import learner_voice

    return learner_voice().render
