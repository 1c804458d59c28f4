import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.gui import theme
from desktop.gui.views.talk.talk_button import DIAMETER_PX, TalkButton, loudness
from desktop.gui.words import Mood, Press


@pytest.fixture
def button(qtbot: QtBot) -> TalkButton:
    button = TalkButton()
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    button.show()
    return button


def lit_pixels(button: TalkButton) -> int:
    """Return how many pixels outside the disc differ from the ground."""
    image = button.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground, centre = image.pixel(0, 0), button.rect().center()
    return sum(
        image.pixel(x, y) != ground
        for x in range(image.width())
        for y in range(image.height())
        if (QPoint(x, y) - centre).manhattanLength() > 0
        and ((x - centre.x()) ** 2 + (y - centre.y()) ** 2) ** 0.5 > DIAMETER_PX / 2 + 4
    )


def test_loudness_runs_from_silence_to_full_scale() -> None:
    assert loudness(0.0) == 0.0
    assert loudness(0.001) == 0.0
    assert loudness(1.0) == 1.0
    assert 0.5 < loudness(0.1) < loudness(0.5) < 1.0


def test_the_ring_grows_with_the_voice_whose_turn_it_is(button: TalkButton) -> None:
    button.show_state(Mood.YOUR_TURN, Press.STOP, "Stop the talk")
    quiet = lit_pixels(button)
    button.tick(0.0, 1.0)
    assert lit_pixels(button) == quiet, "the partner's voice does not move the learner's ring"
    button.tick(0.8, 0.0)
    loud = lit_pixels(button)
    assert loud > quiet
    for _ in range(60):
        button.tick(0.0, 0.0)
    assert lit_pixels(button) == quiet


def test_the_moods_look_different_by_shape_not_only_by_colour(button: TalkButton) -> None:
    looks = []
    for mood in set(Mood) - {Mood.RESTING}:
        button.show_state(mood, Press.STOP, "Stop the talk")
        grey = button.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        looks.append(bytes(grey.constBits()))
    button.show_state(Mood.RESTING, Press.START, "Start talking with Mia")
    looks.append(bytes(button.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8).constBits()))
    assert len(set(looks)) == len(looks)


def test_the_symbol_says_what_a_press_does(button: TalkButton) -> None:
    looks = set()
    for press in (Press.STOP, Press.HOLD, Press.SEND, Press.INTERRUPT):
        button.show_state(Mood.YOUR_TURN, press, "Press")
        looks.add(bytes(button.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8).constBits()))
    assert len(looks) == 4


def test_a_press_that_is_to_be_held_tells_of_its_beginning_and_is_no_click(button: TalkButton, qtbot: QtBot) -> None:
    told: list[str] = []
    button.held.connect(lambda: told.append("held"))
    button.clicked.connect(lambda: told.append("clicked"))
    button.show_state(Mood.FLOOR_FREE, Press.HOLD, "Hold to speak", is_held_down=True)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert told == ["held"]
    button.click()
    assert told == ["held", "clicked"]


def test_waiting_turns_unless_the_system_asks_for_stillness(
    button: TalkButton, monkeypatch: pytest.MonkeyPatch
) -> None:
    button.show_state(Mood.WAITING, Press.STOP, "Stop the talk")
    before = button.grab().toImage()
    button.tick(0.0, 0.0)
    turned = button.grab().toImage()
    assert turned != before
    monkeypatch.setattr(theme, "motion_ms", lambda duration: 0)
    button.tick(0.0, 0.0)
    assert button.grab().toImage() == turned


def test_a_screen_reader_hears_what_a_press_does(button: TalkButton) -> None:
    button.show_state(Mood.RESTING, Press.START, "Start talking with Mia")
    assert button.accessibleName() == "Start talking with Mia"
    assert button.toolTip() == "Start talking with Mia"


def test_the_corners_are_not_part_of_the_round_button(button: TalkButton, qtbot: QtBot) -> None:
    presses: list[bool] = []
    button.clicked.connect(lambda: presses.append(True))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert presses == []
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
    assert len(presses) == 1


@pytest.mark.parametrize(("press", "clicks"), [(Press.NEXT, 1), (Press.STOP, 0), (Press.HOLD, 0)])
def test_enter_begins_the_next_scene_and_does_nothing_else(
    button: TalkButton, qtbot: QtBot, press: Press, clicks: int
) -> None:
    clicked: list[bool] = []
    button.clicked.connect(lambda: clicked.append(True))
    button.show_state(Mood.RESTING, press, "Begin the next scene")
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert len(clicked) == clicks
