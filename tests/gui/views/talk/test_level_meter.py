from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.gui import theme
from desktop.gui.views.talk.level_meter import LevelMeter


def lit(meter: LevelMeter) -> int:
    """Return how many pixels have the level's colour."""
    image = meter.grab().toImage()
    shade = theme.color("level").rgb()
    return sum(QColor(image.pixel(x, y)).rgb() == shade for x in range(image.width()) for y in range(image.height()))


def test_the_louder_the_more_bars_and_silence_takes_them_down_again(qtbot: QtBot) -> None:
    meter = LevelMeter()
    qtbot.addWidget(meter)
    meter.resize(meter.sizeHint())
    heights = []
    for peak in (0.0, 0.02, 0.3, 1.0):
        for _ in range(40):
            meter.tick(peak)
        heights.append(lit(meter))
    assert heights[0] == 0
    assert heights == sorted(set(heights))
    for _ in range(40):
        meter.tick(0.0)
    assert lit(meter) == 0


def test_it_has_a_name(qtbot: QtBot) -> None:
    meter = LevelMeter()
    qtbot.addWidget(meter)
    assert meter.accessibleName() == "Microphone level"
