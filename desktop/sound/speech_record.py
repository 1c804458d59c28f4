"""SpeechRecord: the figures of how the learner spoke, in the talk under way and in past ones.

It hears of every frame and every event, has each turn's voice kept as soon as the turn is complete, and computes the
figures when they are asked for. Everything is called on the main loop.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from desktop.archive.store import ArchiveStore
from desktop.conversation import events
from desktop.conversation.speech_figures import Span, SpeechFigures, speech_figures
from desktop.conversation.state import ConversationState, Phase
from desktop.conversation.turn import Turn
from desktop.sound.voiced_spans import VoicedSpans

_OVER = (Phase.ENDED, Phase.FAILED)


class SpeechRecord:
    """state: the conversation as it stands. clock: the one that the turns are timed by.

    pace: how many times faster than real time the microphone, a file, is.
    """

    def __init__(
        self,
        archive: ArchiveStore,
        state: Callable[[], ConversationState],
        clock: Callable[[], float],
        pace: float = 1.0,
    ) -> None:
        self._archive = archive
        self._state = state
        self._pace = pace
        self._voiced = VoicedSpans(lambda: clock() * pace)
        self._kept: tuple[Span, ...] = ()
        self._last: tuple[tuple[Turn, ...], tuple[Span, ...], SpeechFigures] = ((), (), SpeechFigures())

    @property
    def figures(self) -> SpeechFigures:
        """Of the talk under way, or of the last; of this sitting only. 2 ms for an hour of talk."""
        turns, spans = self._state().turns, self._voiced.spans
        if turns is not self._last[0] or spans != self._last[1]:
            self._last = (turns, spans, speech_figures(self._in_sound_time(turns), spans))
        return self._last[2]

    async def of(self, course_id: int, turns: tuple[Turn, ...]) -> SpeechFigures:
        """Return the figures of a past conversation. turns: of all its sittings."""
        spans = await asyncio.wrap_future(self._archive.voice(course_id))
        return await asyncio.to_thread(speech_figures, turns, spans)

    def frame_captured(self, index: int, voiced: bool) -> None:
        """Take the next 20 ms of the microphone; what is captured while no talk is on is not one's speech in it."""
        if self._state().sound_open:
            self._voiced.add(index, voiced)

    def conversation_moved(self, event: events.Event) -> None:
        """Take what happened, after it took effect."""
        if isinstance(event, events.TalkRequested):
            self._voiced.begin()
            self._kept = ()
        elif isinstance(event, events.CaptureStarted):
            self._voiced.restart()
        elif isinstance(event, events.LearnerTurnCompleted) or self._state().phase in _OVER:
            self.keep()

    def keep(self) -> None:
        """Have what is known written down; nothing where it is written already."""
        spans, state = self._voiced.spans, self._state()
        if spans != self._kept and self._pace == 1.0:
            self._kept = spans
            self._archive.keep_voice(state.course_id, round(state.started_at * 1000), spans)

    def _in_sound_time(self, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
        """Return the turns by a clock that is as fast as the microphone's file."""
        if self._pace == 1.0:
            return turns
        return tuple(
            replace(
                turn,
                started_at=turn.started_at * self._pace,
                ended_at=None if turn.ended_at is None else turn.ended_at * self._pace,
            )
            for turn in turns
        )
