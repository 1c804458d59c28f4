"""What stands beside a conversation: lists, stars and past talks, the service's joined with this computer's own."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from desktop.archive.store import ArchiveStore
from desktop.backends.contract import Backend, BackendError
from desktop.conversation.catalogue import Catalogue, Favorite
from desktop.conversation.grade import Grade
from desktop.conversation.learner_turns import MAX_CORRECTION
from desktop.conversation.state import ConversationState
from desktop.conversation.transcript import Turns, find_key, with_corrections
from desktop.conversation.turn import Speaker, Turn, past_key


class Library:
    """changed: called on the main loop whenever `catalogue` is another one."""

    def __init__(self, archive: ArchiveStore, changed: Callable[[], None]) -> None:
        self.catalogue = Catalogue()
        self._archive = archive
        self._changed = changed

    async def refresh(self, backend: Backend) -> None:
        """Read the three lists anew. Raises BackendError, and then leaves them as they were."""
        assistants = await backend.assistants()
        conversations = await backend.conversations()
        favorites = await self._with_own_stars(await backend.favorites())
        self._put(Catalogue(assistants, conversations, favorites, frozenset(one.id for one in favorites)))

    async def set_favorite(
        self, backend: Backend | None, state: ConversationState, exchange_id: str, favorite: bool
    ) -> None:
        """Star or unstar an exchange: at once here, then at the service, on this computer where it cannot."""
        ids = self.catalogue.favorite_ids
        self._put(replace(self.catalogue, favorite_ids=ids | {exchange_id} if favorite else ids - {exchange_id}))
        if not favorite:
            self._archive.drop_star(exchange_id)
        try:
            if backend is None:
                raise BackendError("The service is not connected.")
            await backend.set_favorite(exchange_id, favorite)
        except BackendError:
            if favorite:
                self._archive.keep_star(_exchange(state, exchange_id))

    async def turns_of(self, backend: Backend | None, course_id: int) -> tuple[Turn, ...]:
        """Return a past conversation: our own record, else the service's. Raises BackendError."""
        turns = await asyncio.wrap_future(self._archive.turns(course_id))
        if not turns and backend is not None:
            turns = await backend.dialogue(course_id)
        return with_corrections(turns, await asyncio.wrap_future(self._archive.corrections(course_id)))

    async def grades_of(self, state: ConversationState, course_id: int) -> tuple[Grade, ...]:
        """Return the grades of a conversation, chat by chat; of the talk in `state` as they stand there."""
        kept = await asyncio.wrap_future(self._archive.grades(course_id))
        live = {grade.chat_id: grade for grade in state.grades} if course_id == state.course_id else {}
        known = {grade.chat_id: grade for grade in kept} | live
        return tuple(known.values())

    def live_key(self, state: ConversationState, course_id: int, turn_key: str) -> str:
        """Return the key that a turn has in the talk in `state`; empty where it is of another talk or sitting."""
        key = turn_key.removeprefix(past_key(round(state.started_at * 1000), ""))
        return key if course_id == state.course_id and find_key(state.turns, key) >= 0 else ""

    def correct(self, shown: Turns, course_id: int, turn_key: str, text: str) -> Turns:
        """Keep what the learner really said in a turn of a past talk, "" takes that back; return `shown` with it."""
        said = text.strip()[:MAX_CORRECTION]
        self._archive.correct(course_id, turn_key, said)
        return with_corrections(shown, {turn_key: said})

    def _put(self, catalogue: Catalogue) -> None:
        if catalogue != self.catalogue:
            self.catalogue = catalogue
            self._changed()

    async def _with_own_stars(self, favorites: tuple[Favorite, ...]) -> tuple[Favorite, ...]:
        known = {one.id for one in favorites}
        own = await asyncio.wrap_future(self._archive.stars())
        merged = (*favorites, *(one for one in own if one.id not in known))
        return tuple(sorted(merged, key=lambda one: -one.created_at))


def _exchange(state: ConversationState, exchange_id: str) -> Favorite:
    """Return the exchange of the conversation under way that this reply ends."""
    said = ""
    for turn in state.turns:
        if turn.speaker is Speaker.LEARNER:
            said = turn.text
        elif turn.message_id == exchange_id:
            course = (state.course_id, state.course_name)
            return Favorite(exchange_id, time.time(), *course, said, turn.text, on_this_computer=True)
    return Favorite(exchange_id, time.time(), on_this_computer=True)
