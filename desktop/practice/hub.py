"""The open sessions of the service: made, found, left, and dropped when nobody comes back."""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from desktop.practice.chat_partner import ChatPartner
from desktop.practice.debrief import Debrief
from desktop.practice.dictation import CUT_AT_PAUSE_S, DICTATION, SilentPartner
from desktop.practice.failures import where_it_failed
from desktop.practice.grading.rubric import Rubric
from desktop.practice.options import ServiceOptions
from desktop.practice.outbox import Emit, Outbox
from desktop.practice.partner import Partner, ScriptedPartner
from desktop.practice.quirks import BadManners, GoodManners
from desktop.practice.quiz import Quiz
from desktop.practice.review.reviewer import Reviewer
from desktop.practice.scenarios import Common, Scenario, rubric_of
from desktop.practice.session import Course, Session, Voicing
from desktop.practice.store import Store
from desktop.practice.warm_up import WarmUp
from desktop.protocol.attempt import Event

FORGOTTEN_AFTER_S = 600.0
"""A session that nobody is in is dropped after so long."""
SWEEP_EVERY_S = 15.0
MOST_SESSIONS = 200
NO_COURSE = -1
"""Course of what is not kept."""
MOST_REMEMBERED = 100
"""Ended sessions whose chats can still be graded, for as long as FORGOTTEN_AFTER_S."""
LATE_GRADE_S = 1.0
"""So much later than it could does a grade come with bad manners."""

_log = logging.getLogger(__name__)


class TooManySessions(Exception):
    """The service holds as many conversations as it may."""


@dataclass(slots=True)
class _Place:
    session: Session
    outbox: Outbox
    manners: GoodManners
    then_scenario: str
    """Id of the scene that follows; empty for none."""


class Hub:
    """Every open session, by chat id. Lives on the service's loop."""

    def __init__(
        self,
        options: ServiceOptions,
        scenarios: dict[str, Scenario],
        scenes: dict[str, Scenario],
        common: Common,
        store: Store,
        warm_up: WarmUp,
        reviewer: Reviewer,
        emit: Emit,
        cut: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """cut: drops the transport of a socket id. clock: seconds, monotonic."""
        self.scenarios = scenarios
        self._scenes = scenes
        self._options = options
        self._common = common
        self._store = store
        self._warm_up = warm_up
        self._reviewer = reviewer
        self._emit = emit
        self._cut = cut
        self._clock = clock
        self._places: dict[str, _Place] = {}
        self._made = 0
        self._sweeper: asyncio.Task[None] | None = None
        self._random = random.Random(options.seed)

    def begin(self) -> None:
        self._sweeper = asyncio.get_running_loop().create_task(self._sweep_for_ever(), name="session sweeper")

    async def close(self) -> None:
        if self._sweeper is not None:
            self._sweeper.cancel()
            await asyncio.gather(self._sweeper, return_exceptions=True)
        for chat_id in tuple(self._places):
            await self.drop(chat_id)

    @property
    def count(self) -> int:
        """How many sessions are open."""
        return sum(not place.session.ended for place in self._places.values())

    def new_partner(self, scenario: Scenario, settled: Mapping[str, str] | None = None) -> Partner:
        """Return a partner for one chat. settled: slots filled in the scene before."""
        seed = self._options.seed if self._options.seed is not None else self._random.getrandbits(32)
        scripted = ScriptedPartner(scenario, self._common, seed, settled)
        if self._options.chat is None:
            return scripted
        return ChatPartner(scenario, scripted, self._options.chat)

    def create(
        self, opener: str, course: Course, assistant_id: str, opening: bool, pause_s: float | None = None
    ) -> Session:
        """Make a session that tells `opener` (a socket id) about itself. Raises TooManySessions.

        pause_s: the silence that ends this learner's turns; None takes the service's.
        """
        scenario = self.scenarios[assistant_id]
        voicing = Voicing(scenario.speed, self._options.pause_s if pause_s is None else pause_s)
        return self._place(opener, course, self.new_partner(scenario), voicing, scenario, opening=opening)

    def create_next(self, session: Session, opener: str) -> Session:
        """Make the session of the scene that follows on one that is over. Raises TooManySessions."""
        scene = self._scenes[self._places[session.chat_id].then_scenario]
        partner = self.new_partner(scene, session.settled)
        course = replace(session.course, continued=False)
        made = self._place(opener, course, partner, session.voicing, scene, attempt_id=session.attempt_id)
        session.attempt_over = True
        return made

    def create_dictation(self, opener: str, pause_s: float | None = None) -> Session:
        """Make a session that writes down what it hears. Raises TooManySessions."""
        voicing = Voicing(1.0, self._options.pause_s if pause_s is None else pause_s, CUT_AT_PAUSE_S)
        course = Course(NO_COURSE, DICTATION, continued=False)
        return self._place(opener, course, SilentPartner(), voicing)

    def _place(
        self,
        opener: str,
        course: Course,
        partner: Partner,
        voicing: Voicing,
        scenario: Scenario | None = None,
        opening: bool = True,
        attempt_id: str = "",
    ) -> Session:
        """scenario: None for a dictation."""
        if self.count >= MOST_SESSIONS:
            raise TooManySessions("The practice service is full. End a talk that is open elsewhere and try again.")
        self._made += 1
        manners = BadManners(ignores_first_voice=self._made % 2 == 0) if self._options.quirks else GoodManners()

        def send(event: Event) -> None:
            outbox.put(event)

        def audience() -> set[str]:
            return session.room or ({session.opener} if session.opener else set())

        outbox = Outbox(self._emit, audience, manners)
        chat_id = uuid4().hex
        questions = () if scenario is None else (*scenario.questions, *self._common.questions)
        rubric = Rubric(self._common.criteria) if scenario is None else rubric_of(scenario, self._common)
        then_scenario = "" if scenario is None else scenario.then_scenario
        quiz = Quiz(chat_id, questions, self._options.seed)
        late_s = LATE_GRADE_S if self._options.quirks else 0.0
        debrief = Debrief(chat_id, course.course_id, rubric, quiz, self._reviewer, self._store, send, late_s)
        session = Session(
            course,
            partner,
            self._warm_up.speech,
            self._store,
            send,
            voicing,
            debrief,
            opening,
            dictation=scenario is None,
            has_next=bool(then_scenario),
            attempt_id=attempt_id,
            clock=self._clock,
        )
        session.opener = opener
        session.on_exchange = self._cut_when_asked
        self._places[chat_id] = _Place(session, outbox, manners, then_scenario)
        return session

    def _cut_when_asked(self, session: Session) -> None:
        if session.exchanges == self._options.drop_after:
            for sid in tuple(session.room):
                self._cut(sid)

    def by_chat(self, chat_id: str) -> Session | None:
        """Return the session of an open chat."""
        session = self.remembered(chat_id)
        return None if session is None or session.ended else session

    def remembered(self, chat_id: str) -> Session | None:
        """Return the session of a chat that is open, or that ended not long ago."""
        place = self._places.get(chat_id)
        return place.session if place else None

    def by_attempt(self, attempt_id: str) -> Session | None:
        """Return the session of the attempt's chat, or of the last one while the next can be had."""
        sessions = (place.session for place in self._places.values())
        return next((one for one in sessions if one.attempt_id == attempt_id and not one.attempt_over), None)

    def _open(self) -> list[Session]:
        return [place.session for place in self._places.values() if not place.session.ended]

    def ignores_voice_start(self, session: Session) -> bool:
        """Whether this attempt_audio_start gets no answer: bad manners do that once in every second session."""
        place = self._places[session.chat_id]
        if not place.manners.ignores_first_voice:
            return False
        place.manners.ignores_first_voice = False
        return True

    def of_socket(self, sid: str) -> list[Session]:
        """Return the open sessions a socket is in, the one it joined or opened last at the end."""
        return [session for session in self._open() if sid in session.room or session.opener == sid]

    def take_out(self, sid: str) -> None:
        """A socket turns to another talk: it leaves the open ones. Of those that ended it still hears the grade."""
        for session in self.of_socket(sid):
            _let_go(session, sid)

    def forget_socket(self, sid: str) -> None:
        """The socket is gone."""
        for place in self._places.values():
            _let_go(place.session, sid)

    async def forget_oldest(self) -> None:
        """Keep no more ended sessions than MOST_REMEMBERED."""
        ended = [chat_id for chat_id, place in self._places.items() if place.session.ended]
        for chat_id in ended[:-MOST_REMEMBERED]:
            await self.drop(chat_id)

    async def drop(self, chat_id: str) -> None:
        place = self._places.pop(chat_id, None)
        if place is not None:
            await place.session.close()
            await place.outbox.close()

    async def sweep(self) -> None:
        """Drop the sessions nobody is in any more, close voice sessions that fell silent."""
        for chat_id, place in tuple(self._places.items()):
            session = place.session
            if session.ended:
                since = session.ended_at
            else:
                since = self._clock() if session.room or session.opener else session.left_at
            if self._clock() - since > FORGOTTEN_AFTER_S:
                await self.drop(chat_id)
            elif not session.ended:
                await session.close_if_silent()

    async def _sweep_for_ever(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_EVERY_S)
            try:
                await self.sweep()
            except Exception as error:  # noqa: BLE001  # the sweeper outlives one bad session
                _log.error("sweeping failed: %s", where_it_failed(error))  # no message: it may hold words


def _let_go(session: Session, sid: str) -> None:
    session.leave(sid)
    if session.opener == sid:
        session.opener = ""
