"""What a backend is. The only module a plug-in may import besides `desktop.conversation`.

A backend joins the conversation core to one kind of service. It lives on the main thread's event loop.
"""

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from desktop.conversation.catalogue import Assistant, Favorite, PastConversation
from desktop.conversation.effects import Effect
from desktop.conversation.events import Event
from desktop.conversation.turn import Turn


class Capability(Enum):
    """What a service can do beyond holding a conversation."""

    SET_FAVORITE = "set_favorite"
    READ_DIALOGUE = "read_dialogue"
    SKIP_OPENING = "skip_opening"


class BackendError(Exception):
    """A request failed. The text is a sentence that can be shown and ends with what to do."""


class Backend(Protocol):
    """One service. Events and sound arrive through the two callables given to `open`, on the main loop, in the
    order in which the service sent them."""

    pause_s: float | None
    """How long a silence ends the learner's turn, for the next talk; a service may not let us say."""

    @property
    def capabilities(self) -> frozenset[Capability]: ...

    async def open(
        self,
        on_event: Callable[[Event], None],
        on_sound: Callable[[str, bytes], None],
    ) -> None:
        """Connect and keep the link; LinkOpened and LinkLost tell how it goes.

        on_sound: (chat_id, pcm) with pcm int16 little-endian mono at 24 kHz, even length, duplicates removed.
        Raises BackendError when the first connection is refused or no service answers.
        """

    async def close(self) -> None: ...

    async def assistants(self) -> tuple[Assistant, ...]: ...

    async def conversations(self) -> tuple[PastConversation, ...]: ...

    async def favorites(self) -> tuple[Favorite, ...]: ...

    async def set_favorite(self, exchange_id: str, favorite: bool) -> None: ...

    async def dialogue(self, course_id: int) -> tuple[Turn, ...]:
        """Return the turns of a past conversation, oldest first; needs READ_DIALOGUE."""

    async def picture(self, url: str) -> bytes:
        """Return an assistant's picture as an encoded image of at most 2 MB."""

    def perform(self, effect: Effect) -> None:
        """Send what an effect asks of the service; effects for others are ignored. Never blocks."""

    def send_frame(self, chat_id: str, pcm: bytes) -> None:
        """Send one microphone frame, 20 to 40 ms of int16 mono at 24 kHz. Never blocks; drops when the link is down."""
