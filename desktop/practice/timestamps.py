"""Time as the contracts write it."""

import time
from datetime import UTC, datetime


def utc_text(seconds: float | None = None) -> str:
    """Return a moment (seconds since the epoch; now when None) as "2025-10-01T04:50:28.099Z"."""
    moment = datetime.fromtimestamp(time.time() if seconds is None else seconds, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
