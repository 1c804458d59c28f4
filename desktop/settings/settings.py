"""The learner's settings: a frozen model, read at start and written whole at every change."""

import logging
import os
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

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
        return type(self).model_validate(self.model_dump() | changes)
