"""Colours, text sizes and the one style sheet: tokens in, QPalette and style sheet out.

The tokens stand in `resources/themes/light.toml` and `dark.toml`, the rules that use them in `window.qss`;
no colour is written anywhere else. Painting code asks `color("accent")` and `metrics` at paint time, so it
follows a change by itself; what must be computed anew listens to `changes.changed`.
"""

import re
import tomllib
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyle

from desktop import RESOURCES

THEMES = RESOURCES / "themes"
TEXT_SIZES_PX = {"small": 12, "body": 14, "title": 17, "display": 22}
GRID_PX = 8
RADIUS_PX = 12
LINE_HEIGHT = 1.45

_PREFERRED_FAMILIES = ("Inter", "Noto Sans", "Open Sans", "Cantarell", "Source Sans 3", "Roboto")
"""Taken in this order where the system's own font is only X11's last resort."""
_LAST_RESORTS = frozenset({"DejaVu Sans", "Bitstream Vera Sans", "Sans Serif", "Sans", "Nimbus Sans"})


class Changes(QObject):
    """Tells that colours or sizes are new; sent after the style sheet is in force."""

    changed = Signal()


class Metrics:
    """Sizes at the learner's text scale, in logical pixels."""

    scale: float = 1.0

    def px(self, at_scale_one: float) -> int:
        """Return a length that grows with the text."""
        return round(at_scale_one * self.scale)

    def font(self, role: str = "body", bold: bool = False) -> QFont:
        """Return the font of a text size: "small", "body", "title" or "display"."""
        font = QFont(_family())
        font.setPixelSize(self.px(TEXT_SIZES_PX[role]))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font


metrics = Metrics()
changes = Changes()
_current = {"name": "light", "contrast": "normal"}


def color(token: str) -> QColor:
    """Return a colour of the theme in force. Raises KeyError for a token that no theme has."""
    return QColor(tokens(_current["name"], _current["contrast"] == "high")[token])


def is_dark() -> bool:
    return _current["name"] == "dark"


@cache
def tokens(name: str, high_contrast: bool = False) -> dict[str, str]:
    """Return token -> colour ("#RRGGBB" or "#AARRGGBB") of the theme "light" or "dark"."""
    table = tomllib.loads((THEMES / f"{name}.toml").read_text(encoding="utf-8"))
    colors: dict[str, str] = table["colors"] | (table["high-contrast"] if high_contrast else {})
    return colors


def apply(choice: str, text_scale: float) -> None:
    """Put a theme in force for the whole application.

    choice: "light", "dark", or "system", which follows the system and is to be applied again when it changes.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    _current["name"] = _system_theme() if choice == "system" else choice
    _current["contrast"] = "high" if _system_wants_contrast() else "normal"
    metrics.scale = text_scale
    application.setFont(metrics.font())
    application.setPalette(_palette())
    application.setStyleSheet(style_sheet())
    changes.changed.emit()


def style_sheet() -> str:
    """Return `window.qss` with its tokens and sizes filled in for the theme in force."""
    values = tokens(_current["name"], _current["contrast"] == "high")
    rules = (THEMES / "window.qss").read_text(encoding="utf-8")
    rules = re.sub(r"\b(\d+)sp\b", lambda match: f"{metrics.px(int(match[1]))}px", rules)
    return re.sub(r"@([a-z-]+)", lambda match: _css(values[match[1]]), rules)


def motion_ms(duration: int) -> int:
    """Return how long a movement may last: at most 150 ms, nothing where the system asks for stillness."""
    style = QApplication.style()
    still = style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0
    return 0 if still else min(duration, 150)


def _css(value: str) -> str:
    shade = QColor(value)
    return f"rgba({shade.red()}, {shade.green()}, {shade.blue()}, {shade.alpha()})"


def _system_theme() -> str:
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def _system_wants_contrast() -> bool:
    """Return whether high contrast is on; Qt tells since 6.10."""
    accessibility = getattr(QGuiApplication.styleHints(), "accessibility", None)
    if accessibility is None:
        return False
    return bool(accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


@cache
def _family() -> str:
    """Return the system's font family, or a better installed one where the system has no choice of its own."""
    system = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).family()
    if system not in _LAST_RESORTS:
        return system
    installed = set(QFontDatabase.families())
    return next((family for family in _PREFERRED_FAMILIES if family in installed), system)


def _palette() -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "surface",
        QPalette.ColorRole.Base: "raised",
        QPalette.ColorRole.AlternateBase: "surface",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "text-soft",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "accent-text",
        QPalette.ColorRole.Link: "accent",
    }
    palette = QPalette()
    for role, token in roles.items():
        palette.setColor(role, color(token))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, color("disabled-text"))
    return palette
