"""The one table of names: what a deployment may call an event or command, and what we call it.

Besides the spellings listed here every name is also met with its first `_` as `.` ("attempt.user_delta").
"""

from collections.abc import Mapping

PROGRESS = "attempt_progress"
ASSISTANT_AUDIO = "attempt_assistant_audio"

EVENT_ALIASES: Mapping[str, tuple[str, ...]] = {
    "attempt_started": (),
    "attempt_chat_started": (),
    "attempt_chat_ended": (),
    "attempt_ended": (),
    "attempt_error": (),
    "attempt_graded": ("attempt_grade_complete",),
    "attempt_joined": (),
    "attempt_stopped": (),
    "attempt_response_result": (),
    "attempt_assistant_start": (),
    "attempt_assistant_complete": (),
    PROGRESS: ("attempt_assistant_progress",),
    # Also any spelling of attempt_progress with content_type "audio": see canonical_name.
    ASSISTANT_AUDIO: ("attempt.chat.assistant_audio",),
    "attempt_user_start": (),
    "attempt_user_complete": (),
    "attempt_user_delta": ("attempt_user_progress",),
    "attempt_audio_ready": (),
    "attempt_audio_ended": (),
    "attempt_content_progress": (),
    "attempt_hint_progress": ("attempt_assistant_hints",),
    "attempt_grading_progress": ("attempt_grade_progress",),
    # Beyond the 21 of the source text.
    "attempt_grade_start": (),
    "attempt_assistant_delta": (),
}

COMMANDS: tuple[str, ...] = (
    "attempt_start",
    "attempt_next",
    "attempt_join",
    "attempt_leave",
    "attempt_message",
    "attempt_stop",
    "attempt_stop_message",
    "attempt_end",
    "attempt_end_all",
    "attempt_grade",
    "attempt_response_submit",
    "attempt_audio_start",
    "attempt_audio_stop",
    "attempt_audio_frame",
    "attempt_audio_mute",
)


def _with_dots(names: tuple[str, ...]) -> tuple[str, ...]:
    dotted = (name.replace("_", ".", 1) for name in names if "." not in name)
    return names + tuple(dotted)


_SPELLINGS = {
    canonical: _with_dots((canonical, *aliases))
    for canonical, aliases in {**EVENT_ALIASES, **dict.fromkeys(COMMANDS, ())}.items()
}
_CANONICAL = {spelling: canonical for canonical, names in _SPELLINGS.items() for spelling in names}


def canonical_name(name: str, payload: object = None) -> str | None:
    """Return our name for an event or command of the wire, None for an unknown one.

    payload: progress that says content_type "audio" is a chunk of sound, whatever it is called.
    """
    canonical = _CANONICAL.get(name)
    if canonical == PROGRESS and isinstance(payload, dict) and payload.get("content_type") == "audio":
        return ASSISTANT_AUDIO
    return canonical


def spellings(canonical: str) -> tuple[str, ...]:
    """Return every name a deployment may use for it, the canonical one first; empty for an unknown name."""
    return _SPELLINGS.get(canonical, ())
