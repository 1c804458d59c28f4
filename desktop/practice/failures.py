"""How an unexpected failure is logged: where, never what was being said."""

import traceback
from pathlib import Path


def where_it_failed(error: BaseException) -> str:
    """Return "KeyError at session.py:120 < server.py:80": type and places. The message may hold words."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-4:])
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {places or 'an unknown place'}"
