from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from desktop.gui.views.tasks.resource_picture import ResourcePicture, levels_of


def striped(width: int, height: int) -> QImage:
    """Return one black column in four: three quarters grey, once it is seen from afar."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(0, width, 4):
        for y in range(height):
            image.setPixelColor(x, y, QColor("black"))
    return image


def test_each_level_is_half_the_one_before() -> None:
    sizes = [level.size() for level in levels_of(striped(1001, 10))]
    assert sizes == [QSize(1001, 10), QSize(500, 5), QSize(250, 2)]
    assert [level.height() for level in levels_of(striped(2000, 1))] == [1, 1, 1, 1]
    assert len(levels_of(striped(256, 256))) == 1


def test_thin_lines_are_still_there_when_the_picture_is_small(qapp: QApplication) -> None:
    picture = ResourcePicture()
    picture.put(levels_of(striped(1600, 400)))
    picture.resize(200, 50)

    shown = picture.grab().toImage()
    grey = [shown.pixelColor(x, 25).lightness() for x in range(60, 140)]
    assert max(grey) - min(grey) < 40
    assert 170 < sum(grey) / len(grey) < 215
    picture.deleteLater()


def test_a_large_room_is_drawn_from_the_whole(qapp: QApplication) -> None:
    picture = ResourcePicture()
    picture.put(levels_of(striped(600, 10)))
    assert picture._level(600).width() == picture._level(5000).width() == 600
    assert picture._level(300).width() == 300
    picture.deleteLater()
