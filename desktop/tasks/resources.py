"""What a task gives to listen to or to look at. A task file is untrusted, so this is all it may name:

data:...                    what it holds itself
audio/order.ogg             a file of the task's own folder or below, after symbolic links are followed
https://example.org/a.mp3   an address of the public internet (http too), see `network/download.py`
"""

import base64
import binascii
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from desktop.backends.contract import BackendError
from desktop.network.download import download
from desktop.network.errors import NetworkError
from desktop.network.http_thread import HttpThread

LARGEST_BYTES = 20_000_000


class ResourceUnavailable(BackendError):
    """The text is a sentence that can be shown."""


def is_on_the_web(source: str) -> bool:
    """Whether asking for it tells somebody else that the task was opened."""
    return _scheme(source) in ("http", "https")


async def fetched(source: str, http: HttpThread) -> bytes:
    """Return what a web address of a task holds. Raises ResourceUnavailable."""
    try:
        return await http.run(download(source, LARGEST_BYTES))
    except NetworkError as error:
        raise ResourceUnavailable(f"It cannot be shown. {error}") from error


def read_here(source: str, root: Path) -> bytes:
    """Return what a task holds itself or has in its folder; blocks. Raises ResourceUnavailable."""
    if _scheme(source) == "data":
        return _data(source)
    for name in dict.fromkeys((source, unquote(source))):
        path = _inside(root, name)
        if path is not None:
            return _content(path)
    raise ResourceUnavailable("A file of this task is not beside it. Put it into the task's folder.")


def _scheme(source: str) -> str:
    try:
        return urlsplit(source).scheme.lower()
    except ValueError:
        return ""


def _inside(root: Path, name: str) -> Path | None:
    """Return the regular file of that name within the folder, None where there is none or it lies elsewhere."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or any(mark in name for mark in ("\0", "\\", ":")):
        return None
    try:
        folder = root.resolve()
        path = folder.joinpath(*parts).resolve()
        return path if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ResourceUnavailable("A file of this task cannot be opened. Allow it to be read.") from error
    if len(content) > LARGEST_BYTES:
        raise ResourceUnavailable("A file of this task is larger than 20 MB. Make it smaller.")
    return content


def _data(source: str) -> bytes:
    kind, comma, coded = source.partition(",")
    try:
        if not comma:
            raise ValueError("no comma")
        return base64.b64decode(unquote(coded), validate=True) if kind.endswith(";base64") else unquote_to_bytes(coded)
    except (binascii.Error, ValueError) as error:
        raise ResourceUnavailable("What this task holds to be played or shown cannot be read.") from error
