"""The learner's settings: a frozen model, read at start and written whole at every change."""

import logging
import os
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

_log = logging.getLogger(__name__)


class Settings(BaseModel):
    """Unknown keys are kept, so that an older version loses nothing a newer one wrote."""

    model_config = ConfigDict(frozen=True, extra="allow")

    theme: Literal["system", "light", "dark"] = "system"
    text_scale: float = Field(default=1.0, ge=0.8, le=2.0)
    microphone: str = ""
    """The device's id; empty follows the system's default."""
    microphone_name: str = ""
    """What it was called when it was chosen."""
    loudspeaker: str = ""
    loudspeaker_name: str = ""
    turn_mode: Literal["hands_free", "hold", "tap"] = "hands_free"
    """How the learner takes and gives the word: `conversation.state.TurnMode`."""
    pause_s: float = Field(default=0.8, ge=0.6, le=2.0)
    """How long a silence ends the learner's turn, in seconds."""
    echo_cancellation: bool = True
    """Off is right for a headset."""
    noise_suppression: bool = False
    gain_control: bool = False
    high_pass: bool = True
    feedback_url: str = ""
    """Where answers are checked; empty: by the practice service. Its token is in `secrets.py`'s care."""
    free_text_service: bool = False
    """That service is of the newer kind, which takes free texts only."""
    task_folders: tuple[str, ...] = ()
    """Folders and files of tasks that the learner opened."""
    window: str = ""
    """Where the window was when it was closed, as Qt writes it, in base64."""

    @field_validator("feedback_url")
    @classmethod
    def _usable(cls, url: str) -> str:
        fault = feedback_url_fault(url)
        if fault:
            raise ValueError(fault)
        return url.strip()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return what the file holds. A damaged file is set aside as `.broken` and the defaults are returned."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return cls()
        except (ValidationError, OSError) as error:
            _log.warning("settings could not be read (%s); starting with the defaults", type(error).__name__)
            try:
                path.replace(path.with_suffix(".broken"))
            except OSError:
                _log.warning("the damaged settings could not be set aside")
            return cls()

    def save(self, path: Path) -> None:
        """Write the settings so that a crash leaves either the old file or the new one. Raises OSError."""
        fresh = path.with_suffix(".new")
        fresh.write_text(self.model_dump_json(indent=2), encoding="utf-8")
        os.replace(fresh, path)

    def changed(self, **changes: object) -> Self:
        """Return settings with these changes. Raises ValueError with a sentence for a value out of range."""
        try:
            return type(self).model_validate(self.model_dump() | changes)
        except ValidationError as error:
            causes = (fault.get("ctx", {}).get("error") for fault in error.errors(include_url=False))
            raise ValueError(next((str(cause) for cause in causes if cause), str(error))) from None


def feedback_url_fault(url: str) -> str:
    """Return why this cannot be the address of a feedback service, as a sentence; "" where it can, or is empty.

    Answers and the token travel there: unprotected only within this computer.
    """
    url = url.strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host, usable = parts.hostname or "", parts.port is None or parts.port > 0
    except ValueError:
        parts, host, usable = urlsplit(""), "", False
    if parts.scheme not in ("http", "https") or not host or not usable or not url.isprintable() or " " in url:
        return "This is not the address of a service. Give one like https://example.org/api."
    if parts.query or parts.fragment:
        return "The address of a service ends before “?” and “#”. Leave out what follows."
    if parts.username or parts.password:
        return "A name or password does not belong into the address. Leave it out and give the token instead."
    if parts.scheme == "http" and host not in ("localhost", "127.0.0.1", "::1"):
        return "Your answers would travel unprotected. Give an address that begins with https://."
    return ""
