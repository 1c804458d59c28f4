"""Assistants' pictures: fetched once, decoded outside the window's thread, kept at the size they are shown in."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_log = logging.getLogger(__name__)

LONGEST_SIDE = 8192
"""Pixels; a picture that claims more is not decoded, whatever its file size."""
DECODE_LIMIT_MB = 128
KEPT = 400
"""Pixmaps kept, at 64 to 256 pixels a side: some tens of megabytes at most."""

Fetch = Callable[[str], Awaitable[bytes]]
Spawn = Callable[[str, Coroutine[Any, Any, None]], object]


class PictureError(Exception):
    """The bytes are not a picture that can be shown."""


class Pictures(QObject):
    """Answers at once with what is there; `loaded` tells when more is.

    fetch: url -> encoded picture, empty when it cannot be had. spawn: (name, coroutine) runs it as a kept task.
    A picture that cannot be had is asked for again only after `forget_failures`.
    """

    loaded = Signal(str)

    def __init__(self, fetch: Fetch, spawn: Spawn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._spawn = spawn
        self._kept: OrderedDict[tuple[str, int], QPixmap] = OrderedDict()
        self._asked: set[tuple[str, int]] = set()
        self._failed: set[str] = set()

    def get(self, url: str, side_px: int, pixel_ratio: float = 1.0) -> QPixmap | None:
        """Return the picture as a square of `side_px` logical pixels, or None; then it is on its way.

        A picture that is not square is cut to its middle.
        """
        side = round(side_px * pixel_ratio)
        key = (url, side)
        if key in self._kept:
            self._kept.move_to_end(key)
            pixmap = self._kept[key]
            pixmap.setDevicePixelRatio(pixel_ratio)
            return pixmap
        if url and url not in self._failed and key not in self._asked:
            self._asked.add(key)
            self._spawn(f"picture {url}", self._load(url, side))
        return None

    def forget_failures(self) -> None:
        """Ask again for what could not be had; called when the service is back."""
        self._failed.clear()

    async def _load(self, url: str, side: int) -> None:
        try:
            encoded = await self._fetch(url)
            image = await asyncio.to_thread(decode, encoded, side)
        except PictureError as error:
            # A picture is an ornament: the initials stay.
            _log.info("no picture from %s: %s", url, error)
            self._failed.add(url)
            return
        finally:
            self._asked.discard((url, side))
        self._kept[url, side] = QPixmap.fromImage(image)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.loaded.emit(url)


def decode(encoded: bytes, side: int) -> QImage:
    """Return the picture cut and scaled to `side` x `side` pixels. Any thread. Raises PictureError."""
    image = _scaled(encoded, QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    return image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)


def decode_whole(encoded: bytes, longest_side: int) -> QImage:
    """Return the whole picture, a drawing as large as may be, others no larger than they are. Any thread.

    Raises PictureError.
    """
    return _scaled(encoded, QSize(longest_side, longest_side), Qt.AspectRatioMode.KeepAspectRatio)


def _scaled(encoded: bytes, room: QSize, mode: Qt.AspectRatioMode) -> QImage:
    if not encoded:
        raise PictureError("there is none")
    if b"<svg" in encoded[:1024].lower():
        return _draw_svg(encoded, room, mode)
    buffer = QBuffer()
    buffer.setData(QByteArray(encoded))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(DECODE_LIMIT_MB)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > LONGEST_SIDE:
        raise PictureError(f"{size.width()} x {size.height()} pixels are too many")
    is_whole = mode is Qt.AspectRatioMode.KeepAspectRatio
    if size.isValid() and not (is_whole and size.boundedTo(room) == size):
        reader.setScaledSize(size.scaled(room, mode))
    image = reader.read()
    if image.isNull():
        raise PictureError(reader.errorString())
    return image


def _draw_svg(encoded: bytes, room: QSize, mode: Qt.AspectRatioMode) -> QImage:
    renderer = QSvgRenderer(QByteArray(encoded))
    if not renderer.isValid():
        raise PictureError("the drawing cannot be read")
    size = renderer.defaultSize()
    if size.isEmpty():
        size = QSize(1, 1)
    size = size.scaled(room, mode).expandedTo(QSize(1, 1))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return image
