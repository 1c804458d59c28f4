"""A dictation: the service writes down what it hears. Nobody answers, nothing is kept, nothing is graded."""

from collections.abc import AsyncGenerator, Mapping

DICTATION = "dictation"
"""The assistant id that `convo.start` asks for it by; it stands in no list."""
CUT_AT_PAUSE_S = 20.0
"""From here on a turn ends at its next pause: the limit of a turn would cut it in the middle of a word."""


class SilentPartner:
    """Says nothing."""

    slots: Mapping[str, str] = {}
    finished = False

    async def opening(self) -> AsyncGenerator[str, None]:
        return
        yield

    async def welcome_back(self) -> AsyncGenerator[str, None]:
        return
        yield

    async def reply(self, learner_text: str) -> AsyncGenerator[str, None]:
        return
        yield

    def hints(self) -> tuple[str, ...]:
        return ()
