import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from desktop.gui import theme

GUI = Path(theme.__file__).parent
RULES = (theme.THEMES / "window.qss").read_text(encoding="utf-8")
THEMES = list(product(("light", "dark"), (False, True)))
GROUNDS = ("surface", "sidebar", "raised")


def luminance(color: QColor) -> float:
    """Relative luminance as the Web Content Accessibility Guidelines define it."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_ruler_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("name", "high"), THEMES)
def test_text_is_readable_on_every_ground(name: str, high: bool) -> None:
    tokens = theme.tokens(name, high)
    for ground in (*GROUNDS, "hover", "pressed", "accent-soft", "partner-bubble", "learner-bubble"):
        assert contrast(tokens["text"], tokens[ground]) >= 7, ground
    for ground in (*GROUNDS, "hover", "partner-bubble", "learner-bubble"):
        assert contrast(tokens["text-soft"], tokens[ground]) >= 4.5, ground
    assert contrast(tokens["notice-text"], tokens["notice"]) >= 7
    for ground in ("accent", "accent-hover", "accent-pressed"):
        assert contrast(tokens["accent-text"], tokens[ground]) >= 4.5, ground
    for ground in ("danger", "danger-hover"):
        assert contrast(tokens["danger-text"], tokens[ground]) >= 4.5, ground


@pytest.mark.parametrize(("name", "high"), THEMES)
def test_marks_outlines_and_the_focus_ring_stand_out(name: str, high: bool) -> None:
    tokens = theme.tokens(name, high)
    for mark in (
        "accent",
        "correct",
        "partial",
        "wrong",
        "unknown",
        "danger",
        "star",
        "level",
        "focus",
        "field-border",
    ):
        for ground in GROUNDS:
            assert contrast(tokens[mark], tokens[ground]) >= 3, (mark, ground)
    assert contrast(tokens["text-faint"], tokens["partner-bubble"]) >= 3
    assert contrast(tokens["disabled-text"], tokens["disabled"]) >= 3


def test_both_themes_have_the_same_tokens_and_every_one_is_a_colour() -> None:
    light, dark = theme.tokens("light"), theme.tokens("dark")
    assert light.keys() == dark.keys()
    for high in (light, dark, theme.tokens("light", True), theme.tokens("dark", True)):
        assert high.keys() == light.keys()
        assert all(QColor(value).isValid() for value in high.values())


def test_no_colour_is_written_anywhere_but_in_the_two_themes() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(\s*\d|QColor\(\s*[\d\"']|GlobalColor\.(?!transparent)")
    found = [
        f"{path.name}: {match[0]}"
        for path in (*GUI.rglob("*.py"), theme.THEMES / "window.qss")
        for match in literal.finditer(path.read_text(encoding="utf-8"))
        # Documentation of the format, not a colour: "#RRGGBB".
        if not match[0].startswith("#RR")
    ]
    assert found == []


def test_the_style_sheet_asks_for_no_token_that_is_missing() -> None:
    assert set(re.findall(r"@([a-z-]+)", RULES)) <= theme.tokens("light").keys()


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_text_grows_with_the_learners_choice(scale: float) -> None:
    theme.apply("light", scale)
    assert theme.metrics.font("body").pixelSize() == round(14 * scale)
    assert f"font-size: {round(17 * scale)}px" in theme.style_sheet()
    assert not re.search(r"\dsp\b|@", theme.style_sheet())


def test_a_change_of_theme_reaches_palette_and_painters() -> None:
    spy = QSignalSpy(theme.changes.changed)
    theme.apply("dark", 1.0)
    assert spy.count() == 1
    assert theme.is_dark()
    assert theme.color("surface") == QColor(theme.tokens("dark")["surface"])
    assert QApplication.palette().color(QPalette.ColorRole.Window) == theme.color("surface")


def test_system_means_what_the_system_says() -> None:
    hints = QApplication.styleHints()
    theme.apply("system", 1.0)
    assert theme.is_dark() is (hints.colorScheme().name == "Dark")


def test_an_unknown_token_fails_loudly() -> None:
    with pytest.raises(KeyError):
        theme.color("mauve")


def test_no_movement_is_longer_than_150_ms() -> None:
    assert theme.motion_ms(400) <= 150
