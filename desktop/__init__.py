"""Vivavoce: practise spoken conversation."""

from pathlib import Path

__version__ = "0.1.0"

_INSTALLED = Path(__file__).parent / "_resources"
RESOURCES = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent / "resources"
"""Folder of the data files: beside the package in a checkout, inside it in a wheel."""
