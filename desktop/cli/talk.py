"""`vivavoce talk`: a whole conversation without a window, with files or real devices for sound.

The same core, network and audio process as the window's. `t` counts seconds of the microphone from its first sample.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from desktop.app import Address, App, Options, PracticeUnavailable, ServiceStatus, Topic, engine
from desktop.cli import figure_lines
from desktop.cli.grade_lines import PENDING, GradeLines, line
from desktop.conversation import events
from desktop.conversation.catalogue import Assistant
from desktop.conversation.state import Phase, TurnMode
from desktop.conversation.turn import Speaker
from desktop.settings.files import data_dir

_log = logging.getLogger(__name__)

LAST_REPLY_WAIT_S = 10.0
"""After the microphone's file ended: how long, at its pace, to wait for a reply that does not begin."""
_FRAME_S = 0.02


class CannotTalk(Exception):
    """The conversation could not be begun. The text is a sentence."""


def run(options: argparse.Namespace) -> int:
    """Hold the conversation; return 0 when it ended properly, 1 when it broke off, 2 when it could not begin."""
    try:
        with contextlib.ExitStack() as stack:
            card = _card(options, stack)
            if options.opening is None:
                options.opening = not options.mic
            return asyncio.run(_talk(options, card))
    except CannotTalk as reason:
        print(reason, file=sys.stderr)
        return 2


def _card(options: argparse.Namespace, stack: contextlib.ExitStack) -> engine.Card | None:
    """Return the sound card that the options name; None for the real one. Raises CannotTalk."""
    if not options.mic:
        if options.speaker:
            raise CannotTalk("--speaker needs --mic: give a WAV file as the microphone too.")
        if options.mode != TurnMode.HANDS_FREE.value:
            raise CannotTalk("There is no key to press here: give a WAV file with --mic, or leave --mode out.")
        return None
    speaker = options.speaker
    if not speaker:
        speaker = str(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "speaker.wav")
    elif not Path(speaker).absolute().parent.is_dir():
        raise CannotTalk(f"The folder of {speaker} does not exist. Make it first or name another.")
    _check_wav(options.mic)
    return engine.FileCard(options.mic, speaker, pace=options.pace, hold=bool(options.opening))


def _check_wav(path: str) -> None:
    import soundfile

    try:
        if soundfile.info(path).frames == 0:
            raise CannotTalk(f"{path} holds no sound. Record something and try again.")
    except (soundfile.LibsndfileError, OSError) as error:
        raise CannotTalk(f"{path} is not a sound file that can be read. Give a WAV file.") from error


async def _talk(options: argparse.Namespace, card: engine.Card | None) -> int:
    address = Address(options.url, options.token) if options.url else None
    app = App(Options(data_dir(), address=address, quirks=options.quirks, card=card))
    teller = _Teller(app, as_json=options.json, pace=options.pace if options.mic else 1.0)
    try:
        await app.start()
        if app.service is not ServiceStatus.READY:
            raise CannotTalk(app.service_note or "The service could not be reached.")
        try:
            await app.speech_ready()
        except PracticeUnavailable as reason:
            raise CannotTalk(str(reason)) from reason
        assistant = _choose(app.catalogue.assistants, options.assistant)
        teller.tell("connected", assistant=assistant.name)
        app.choose_turn_mode(TurnMode(options.mode))
        app.start_talk(assistant.id, opening=bool(options.opening))
        if options.opening and options.mic:
            await teller.until(teller.replied)
            app.release_microphone()
        app.take_floor()
        if options.mic:
            await teller.until(lambda: teller.microphone_ended or teller.over)
            if options.mode != TurnMode.HANDS_FREE.value:
                app.release_floor()
                teller.tell("released")
            await _last_reply(app, teller, LAST_REPLY_WAIT_S / options.pace)
            app.stop_talk()
        await teller.until(lambda: teller.over)
        await teller.grades_told(options.grade_wait)
        teller.tell("figures", **figure_lines.facts(app.speech))
        teller.tell("ended")
        return 0 if app.state.phase is Phase.ENDED else 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        app.stop_talk()
        raise
    finally:
        await app.close()


def _choose(assistants: tuple[Assistant, ...], wanted: str) -> Assistant:
    """Return the assistant with this id, this name or, where it is clear, this part of a name."""
    if not assistants:
        raise CannotTalk("The service offers no assistant.")
    key = wanted.strip().casefold()
    if not key:
        return assistants[0]
    for one in assistants:
        if key in (one.id.casefold(), one.name.casefold()):
            return one
    close = [one for one in assistants if key in one.name.casefold()]
    if len(close) == 1:
        return close[0]
    raise CannotTalk(f"No assistant is called {wanted!r}. There are: {', '.join(one.name for one in assistants)}.")


async def _last_reply(app: App, teller: "_Teller", limit_s: float) -> None:
    """Wait until the last reply was played, or until nothing has gone on for this long."""
    while not teller.over:
        teller.stirred.clear()
        if teller.answered:
            return
        try:
            async with asyncio.timeout(limit_s):
                await teller.stirred.wait()
        except TimeoutError:
            if app.state.phase is not Phase.ASSISTANT_SPEAKING:
                return


class _Teller:
    """Prints what happens and remembers how far the conversation has come."""

    def __init__(self, app: App, *, as_json: bool, pace: float) -> None:
        self._app = app
        self._as_json = as_json
        self._pace = pace
        self._first_sample_at: float | None = None
        self.stirred = asyncio.Event()
        self.microphone_ended = False
        self._said: dict[str, str] = {}
        self._grades = GradeLines(self.tell)
        app.watch(self._changed)
        app.watch_events(self._event)
        app.watch_engine(self._engine_event)

    @property
    def over(self) -> bool:
        return self._app.state.phase in (Phase.ENDED, Phase.FAILED)

    def replied(self) -> bool:
        """Whether an assistant's turn was said to its end and nothing is going on."""
        turns = self._app.state.turns
        quiet = self._app.state.phase in (Phase.LISTENING, Phase.MUTED)
        return self.over or (quiet and bool(turns) and turns[-1].speaker is Speaker.ASSISTANT)

    @property
    def answered(self) -> bool:
        """Whether the last thing the learner said has been answered to the end."""
        spoken = [turn for turn in self._app.state.turns if turn.text]
        return bool(spoken) and self.replied() and spoken[-1].speaker is Speaker.ASSISTANT

    async def until(self, reached: Any) -> None:
        while not reached():
            self.stirred.clear()
            await self.stirred.wait()

    async def grades_told(self, limit_s: float) -> None:
        """Wait until every grade of the talk is there, as long as that may take."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                await self.until(lambda: all(grade.status not in PENDING for grade in self._app.state.grades))

    def tell(self, event: str, /, at: float | None = None, **facts: Any) -> None:
        if at is None:
            started = self._first_sample_at
            at = 0.0 if started is None else (time.monotonic() - started) * self._pace
        if self._as_json:
            print(json.dumps({"t": round(at, 3), "event": event, **facts}, ensure_ascii=False), flush=True)
        elif event in ("user_complete", "assistant_complete"):
            who = "You" if event == "user_complete" else "Partner"
            print(f"[{at:6.2f}] {who}: {facts['content']}", flush=True)
        elif event == "grade":
            print(f"[{at:6.2f}] {line(facts)}", flush=True)
        elif event == "figures":
            print(f"[{at:6.2f}] {figure_lines.line(facts)}", flush=True)
        elif event == "grade_failed":
            print(f"The talk was not graded. {facts['reason']}".rstrip(), file=sys.stderr, flush=True)
        elif event == "error":
            print(f"[{at:6.2f}] {facts['message']}", file=sys.stderr, flush=True)

    def _changed(self, topic: Topic) -> None:
        if topic is Topic.NOTICE and self._app.notice is not None:
            problem = self._app.notice
            self.tell("error", kind=problem.kind.value, message=problem.message or problem.kind.value)
        elif topic is Topic.CONVERSATION:
            self._grades.read(self._app.state.grades)
            if self._app.state.phase is Phase.BETWEEN:
                self._app.stop_talk()
        self.stirred.set()

    def _event(self, event: events.Event) -> None:
        match event:
            case events.VoiceReady(success=True):
                self.tell("audio_ready")
            case events.LearnerStartedSpeaking():
                self.tell("user_start", item_id=event.item_id)
            case events.LearnerTranscribed():
                if self._said.get(event.item_id) != event.transcript:
                    self._said[event.item_id] = event.transcript
                    self.tell("user_delta", item_id=event.item_id, transcript=event.transcript)
            case events.LearnerTurnCompleted():
                if self._first_time("user", event.message_id):
                    self.tell("user_complete", item_id=event.item_id, content=event.text)
            case events.ReplyStarted():
                if self._first_time("start", event.message_id):
                    self.tell("assistant_start", message_id=event.message_id)
            case events.ReplyTextArrived():
                self.tell("assistant_text", content=self._reply_text())
            case events.ReplyCompleted():
                if self._first_time("complete", event.message_id):
                    self.tell("assistant_complete", message_id=event.message_id, content=self._reply_text())
            case _:
                pass

    def _first_time(self, what: str, name: str) -> bool:
        key = f"{what} {name}"
        if key in self._said:
            return False
        self._said[key] = ""
        return True

    def _reply_text(self) -> str:
        for turn in reversed(self._app.state.turns):
            if turn.speaker is Speaker.ASSISTANT:
                return turn.text
        return ""

    def _engine_event(self, event: engine.EngineEvent) -> None:
        match event:
            case engine.FrameCaptured():
                if self._first_sample_at is None:
                    self._first_sample_at = time.monotonic() - _FRAME_S / self._pace
                return
            case engine.EngineStats():
                return
            case engine.MicrophoneEnded():
                self.microphone_ended = True
            case engine.PlaybackStarted():
                at = event.at_frame / 24_000
                self.tell("assistant_audio_first", at=at, generation=event.generation)
            case engine.PlaybackFlushed():
                self.tell("flushed", generation=event.generation, heard_ms=event.heard_ms)
            case _:
                pass
        self.stirred.set()
