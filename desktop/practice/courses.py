"""Which conversation an attempt or a post belongs to, and with whom."""

import time

from desktop.practice.dictation import DICTATION
from desktop.practice.hub import Hub
from desktop.practice.session import Course, Session
from desktop.practice.store import Store, StoredConversation
from desktop.protocol.pria import SelectedCourse

NEW_COURSE = -1
"""A course_id that always means a new conversation."""


class UnknownAssistant(Exception):
    """There is no such partner; the text is a sentence."""


class Courses:
    """Finds or begins the conversation a client means."""

    def __init__(self, hub: Hub, store: Store) -> None:
        self._hub = hub
        self._store = store

    async def resolve(self, assistant_id: str, selected: SelectedCourse | None) -> StoredConversation:
        """Return the conversation, begun if it is new. Raises UnknownAssistant.

        assistant_id: empty means the conversation's own, or the first partner. A past conversation keeps its partner.
        """
        scenarios = self._hub.scenarios
        if assistant_id and assistant_id not in scenarios:
            raise UnknownAssistant("There is no such partner here. Choose one from the list.")
        course_id = selected.course_id if selected is not None else NEW_COURSE
        if course_id == NEW_COURSE:
            course_id = await self._new_course_id()
        found = await self._store.find_conversation(course_id)
        if found is not None and found.assistant_id in scenarios:
            return found
        assistant_id = assistant_id or next(iter(scenarios))
        name = (selected.course_name.strip() if selected is not None else "") or scenarios[assistant_id].name
        return await self._store.begin_conversation(course_id, name, assistant_id)

    async def open_attempt(
        self,
        sid: str,
        assistant_id: str,
        selected: SelectedCourse | None,
        opening: bool,
        pause_s: float | None = None,
    ) -> Session:
        """Make a session for a socket, which leaves those it was in. Raises UnknownAssistant and TooManySessions."""
        if assistant_id == DICTATION:
            # Beside a talk: that one stays open.
            return self._hub.create_dictation(sid, pause_s)
        conversation = await self.resolve(assistant_id, selected)
        self._hub.take_out(sid)
        course = Course(conversation.course_id, conversation.name, continued=conversation.exchange_count > 0)
        return self._hub.create(sid, course, conversation.assistant_id, opening, pause_s)

    async def _new_course_id(self) -> int:
        course_id = time.time_ns() // 1_000_000
        while await self._store.find_conversation(course_id) is not None:
            course_id += 1
        return course_id
