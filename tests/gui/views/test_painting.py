import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from desktop.gui import theme
from desktop.gui.views.painting import draw_line, draw_lines, draw_picture, initials, line_step, text_direction

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
LONG = "A long goal that needs more room than there is, with an emoji 👩‍🚀 and more words after it to fill four lines"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Mia", "M"), ("Dr Lindqvist", "DL"), ("  ", "·"), ("(the) waiter", "W"), ("josé maría de la cruz", "JC")],
)
def test_initials_are_those_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def canvas() -> QImage:
    image = QImage(200, 120, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image


def inked(image: QImage) -> QRect:
    """Return the box around everything that was painted."""
    points = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha()]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return QRect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)


def test_text_stays_within_its_lines_and_its_width(qapp: object) -> None:
    font = theme.metrics.font("body")
    image = canvas()
    painter = QPainter(image)
    height = draw_lines(painter, QRect(20, 10, 120, 100), LONG, font, theme.color("text"), LTR, 2)
    painter.end()
    assert height == round(2 * line_step(font))
    box = inked(image)
    assert box.left() >= 19
    assert box.right() <= 141
    assert box.bottom() <= 10 + height


def test_a_short_text_takes_one_line(qapp: object) -> None:
    font = theme.metrics.font("body")
    painter = QPainter(image := canvas())
    assert draw_lines(painter, QRect(0, 0, 200, 100), "Short", font, theme.color("text"), LTR, 2) == round(
        line_step(font)
    )
    painter.end()
    assert not image.isNull()


def test_right_to_left_text_begins_at_the_right(qapp: object) -> None:
    image = canvas()
    painter = QPainter(image)
    draw_line(painter, QRect(0, 0, 200, 30), "Mia", theme.metrics.font(), theme.color("text"), RTL)
    painter.end()
    assert inked(image).left() > 150


def test_the_direction_of_a_text_is_that_of_its_first_letter() -> None:
    assert text_direction("12 – Café", RTL) == LTR
    assert text_direction("(שלום) hello", LTR) == RTL
    assert text_direction("مرحبا", LTR) == RTL
    assert text_direction("42", RTL) == RTL


def test_a_picture_is_cut_to_a_disc(qapp: object) -> None:
    pixmap = QPixmap(40, 40)
    pixmap.fill(QColor("red"))
    image = canvas()
    painter = QPainter(image)
    draw_picture(painter, QRectF(0, 0, 40, 40), pixmap, "Mia")
    painter.end()
    assert image.pixelColor(20, 20) == QColor("red")
    assert image.pixelColor(1, 1).alpha() == 0


def test_without_a_picture_there_are_initials(qapp: object) -> None:
    image = canvas()
    painter = QPainter(image)
    draw_picture(painter, QRectF(0, 0, 40, 40), None, "Mia")
    painter.end()
    shades = {image.pixelColor(x, y).name() for x in range(10, 30) for y in range(10, 30)}
    assert theme.color("accent-soft").name() in shades
    assert len(shades) > 1
