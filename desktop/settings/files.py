"""Where settings and data live on this computer."""

import os
from pathlib import Path

import platformdirs

_NAME = "Vivavoce"


def data_dir() -> Path:
    """Return the folder of conversations, made if it is missing.

    The environment variable VIVAVOCE_DATA names another one (tests, a portable installation).
    """
    folder = Path(os.environ.get("VIVAVOCE_DATA") or platformdirs.user_data_path(_NAME, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def settings_file() -> Path:
    """Return the path of the settings; inside VIVAVOCE_DATA where that is set."""
    if os.environ.get("VIVAVOCE_DATA"):
        return data_dir() / "settings.json"
    folder = platformdirs.user_config_path(_NAME, appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "settings.json"
