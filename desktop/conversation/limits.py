"""How long each thing may take, in seconds. The clock is the `now` that `step` is given."""

from desktop.conversation.state import Limit

LINK_S = 15.0
"""From the button to the service's answer."""
LINK_RESTORED_S = 60.0
"""A conversation waits this long for a lost link; the learner sees "Reconnecting" meanwhile."""
NUDGE_S = 2.0
"""A lobby without a chat for this long is asked for its chat, once."""
LOBBY_S = 10.0
AGAIN_S = 3.0
"""An answer can be lost without any event: ask once more, when a slow service would have answered."""
JOIN_S = 10.0
VOICE_S = 10.0
"""Start and stop of the voice session (attempt.md)."""
OPEN_TURN_S = 15.0
"""Empty speech never completes (attempt.md)."""
TIME_TO_THINK_S = 60.0
"""Who has walked away must not keep the partner waiting for ever."""
THINKING_S = 20.0
"""A silent service is no error, but the button must not go on saying "Thinking"."""
FIRST_SOUND_S = 5.0
"""From the complete text of a reply to its first sound."""
MORE_REPLY_S = 10.0
"""From the last sign of a reply to the next."""
LAST_REPLY_S = 30.0
"""The service ended the conversation: its last words are still heard."""

GRADING_S = 60.0
"""From the last news of a grading to the next; a whole talk is read by the service before the first."""
RESPONSE_S = 10.0
"""From a quiz response to its result."""

LASTING = frozenset({Limit.GRADING, Limit.RESPONSE})
"""Limits that go on between scenarios and after the end."""

Deadlines = tuple[tuple[Limit, float], ...]


def with_limit(deadlines: Deadlines, limit: Limit, due: float) -> Deadlines:
    """Return the deadlines with this one due at `due`, whether or not it ran before."""
    return (*(entry for entry in deadlines if entry[0] is not limit), (limit, due))


def without_limits(deadlines: Deadlines, *limits: Limit) -> Deadlines:
    """Return the deadlines without these."""
    if not any(entry[0] in limits for entry in deadlines):
        return deadlines
    return tuple(entry for entry in deadlines if entry[0] not in limits)


def only_limits(deadlines: Deadlines, limits: frozenset[Limit]) -> Deadlines:
    """Return the deadlines of these alone."""
    return tuple(entry for entry in deadlines if entry[0] in limits)


def earliest(deadlines: Deadlines) -> tuple[Limit, float] | None:
    """Return the deadline that is due first, or None when none runs."""
    return min(deadlines, key=lambda entry: entry[1], default=None)
