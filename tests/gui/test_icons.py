import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage
from PySide6.QtWidgets import QApplication

from desktop.gui import icons, theme

NAMES = sorted(path.stem for path in icons.ICONS.glob("*.svg"))


def colours(image: QImage) -> set[str]:
    """Return the colours of the pixels that are covered entirely."""
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return {image.pixelColor(*point).name() for point in points if image.pixelColor(*point).alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_a_line_drawing_in_the_current_colour_and_is_visible(name: str) -> None:
    text = (icons.ICONS / f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke="currentColor"' in text
    assert not re.search(r'"#[0-9a-fA-F]', text)
    assert colours(icons.icon(name, "accent").pixmap(96, 96).toImage()) == {theme.color("accent").name()}


def test_an_icon_follows_a_change_of_theme(qapp: QApplication) -> None:
    icon = icons.icon("plus", "text")
    light = colours(icon.pixmap(48, 48).toImage())
    theme.apply("dark", 1.0)
    dark = colours(icon.pixmap(48, 48).toImage())
    assert light == {QColor(theme.tokens("light")["text"]).name()}
    assert dark == {QColor(theme.tokens("dark")["text"]).name()}


def test_a_disabled_icon_has_the_disabled_colour() -> None:
    image = icons.icon("check", "accent").pixmap(QSize(48, 48), QIcon.Mode.Disabled).toImage()
    assert colours(image) == {theme.color("disabled-text").name()}


def test_an_icon_is_drawn_anew_for_a_dense_screen() -> None:
    pixmap = icons.icon("plus").pixmap(QSize(18, 18), 2.0)
    assert pixmap.width() == 36
    assert pixmap.devicePixelRatio() == 2.0


def ink(image: QImage, columns: range) -> int:
    """Return how much is drawn in these columns."""
    return sum(image.pixelColor(x, y).alpha() for x in columns for y in range(image.height()))


def test_an_arrow_turns_round_where_reading_goes_from_right_to_left(qapp: QApplication) -> None:
    usual = icons.icon("arrow-left").pixmap(24, 24).toImage()
    QGuiApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        turned = icons.icon("arrow-left").pixmap(24, 24).toImage()
    finally:
        QGuiApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    start, end = range(12), range(12, 24)
    assert ink(usual, start) > 1.3 * ink(usual, end)
    assert ink(turned, end) > 1.3 * ink(turned, start)


def test_a_name_without_a_file_fails_at_once() -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")
