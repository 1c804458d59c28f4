"""The line icons of `resources/icons/`, tinted with a token of the theme in force at the moment of painting."""

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop import RESOURCES
from desktop.gui import theme

ICONS = RESOURCES / "icons"
SIZE_PX = 18
MIRRORED = frozenset({"arrow-left", "chevron-left", "chevron-right", "panel-left", "panel-right", "play"})
"""Icons that point along the reading direction and turn round with it."""


@cache
def icon(name: str, token: str = "text-soft") -> QIcon:
    """Return an icon that paints itself in the theme's `token`, sharp at any size and pixel ratio.

    It follows a change of theme by itself. Raises FileNotFoundError for a name without a file.
    """
    return QIcon(_TintedEngine(name, token))


def paint(painter: QPainter, name: str, box: QRect | QRectF, token: str) -> None:
    """Paint an icon in its own colour; for delegates and widgets that paint themselves."""
    ratio = painter.device().devicePixelRatioF()
    size = QSize(round(box.width() * ratio), round(box.height() * ratio))
    pixmap = _pixmap(name, theme.color(token).name(), size.width(), size.height(), _mirrors(name))
    painter.drawPixmap(QRectF(box), pixmap, QRectF(pixmap.rect()))


def svg(name: str, shade: str) -> QByteArray:
    """Return the icon's picture with its lines in `shade` ("#RRGGBB")."""
    return QByteArray(_source(name).replace("currentColor", shade).encode())


class _TintedEngine(QIconEngine):
    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        _source(name)
        self._name = name
        self._token = token

    def _shade(self, mode: QIcon.Mode) -> str:
        token = "disabled-text" if mode is QIcon.Mode.Disabled else self._token
        return theme.color(token).name()

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        size = QSize(round(rect.width() * ratio), round(rect.height() * ratio))
        painter.drawPixmap(rect, self.pixmap(size, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _pixmap(self._name, self._shade(mode), size.width(), size.height(), _mirrors(self._name))

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._token)


def _mirrors(name: str) -> bool:
    return name in MIRRORED and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


@cache
def _source(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _pixmap(name: str, shade: str, width: int, height: int, mirrored: bool) -> QPixmap:
    """Return the drawn icon. The cache holds a few hundred small pictures: names x colours x sizes in use."""
    pixmap = QPixmap(max(1, width), max(1, height))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    side = min(width, height)
    if mirrored:
        painter.translate(QPoint(width, 0))
        painter.scale(-1, 1)
    QSvgRenderer(svg(name, shade)).render(painter, QRectF((width - side) / 2, (height - side) / 2, side, side))
    painter.end()
    return pixmap
