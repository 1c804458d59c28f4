import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import ResourceUnavailable
from desktop.conversation.task import Resource, ResourceKind
from desktop.gui.bridge import Bridge
from desktop.gui.views.tasks.resource_picture import LargePicture
from desktop.gui.views.tasks.resource_player import ResourcePlayer
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp

SOUND = Resource(ResourceKind.AUDIO, "market.ogg", "ogg")
PICTURE = Resource(ResourceKind.IMAGE, "map.png", "png")


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.fixture
def view(qtbot: QtBot, bridge: Bridge) -> Iterator[ResourcePlayer]:
    view = ResourcePlayer(bridge)
    window = host(qtbot, view, 500, 200)
    yield view
    window.close()


def says(view: ResourcePlayer) -> str:
    return view._words.text() if view._words.isVisible() else ""


def test_a_recording_is_fetched_then_can_be_played(view: ResourcePlayer, app: FakeApp, run: Run) -> None:
    gate = asyncio.Event()

    async def fetch() -> bytes:
        await gate.wait()
        return b"sound"

    async def go() -> None:
        view.show_resource(SOUND, "At the market", fetch)
        assert says(view) == "Fetching the recording …"
        assert not view.bar.isVisible()
        gate.set()
        await until(view.bar.isVisible)

    run(go())
    assert app.player.loaded == [b"sound"]
    assert says(view) == ""
    view.toggle()
    assert app.player.is_playing


def test_what_cannot_be_had_is_said_and_tried_again(view: ResourcePlayer, app: FakeApp, run: Run) -> None:
    answers: list[bytes | Exception] = [ResourceUnavailable("The recording is not there."), b"sound", b"sound"]

    async def fetch() -> bytes:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def go() -> None:
        view.show_resource(SOUND, "At the market", fetch)
        await until(view.again.isVisible)
        assert says(view) == "The recording is not there."
        app.player.refusal = "This recording cannot be played."
        view.again.click()
        await until(lambda: says(view) == "This recording cannot be played.")
        app.player.refusal = ""
        view.again.click()
        await until(view.bar.isVisible)

    run(go())


def test_a_recording_that_comes_too_late_is_not_shown_with_the_next_task(
    view: ResourcePlayer, app: FakeApp, run: Run
) -> None:
    gate = asyncio.Event()

    async def slow() -> bytes:
        await gate.wait()
        return b"late"

    async def fetch() -> bytes:
        return b"sound"

    async def go() -> None:
        view.show_resource(SOUND, "One", slow)
        await asyncio.sleep(0)
        view.show_resource(SOUND, "Two", fetch)
        gate.set()
        await until(view.bar.isVisible)

    run(go())
    assert app.player.loaded == [b"sound"]


def test_a_recording_that_another_pushed_out_is_loaded_again_and_played(
    view: ResourcePlayer, app: FakeApp, run: Run
) -> None:
    async def fetch() -> bytes:
        return b"sound"

    async def go() -> None:
        view.show_resource(SOUND, "One", fetch)
        await until(view.bar.isVisible)
        await app.player.load(b"another")
        view.toggle()
        await until(lambda: app.player.is_playing)

    run(go())
    assert app.player.loaded == [b"sound", b"another", b"sound"]


def test_a_picture_keeps_its_shape_and_enter_shows_it_over_the_window(
    view: ResourcePlayer, qtbot: QtBot, run: Run
) -> None:
    async def fetch() -> bytes:
        return png(400, 100)

    async def go() -> None:
        view.show_resource(PICTURE, "The way", fetch)
        await until(view.picture.isVisible)

    run(go())
    picture = view.picture
    assert picture.accessibleName() == "Picture for “The way”"
    assert picture.heightForWidth(200) == 50
    assert picture.heightForWidth(4000) == 160
    picture.setFocus()
    qtbot.keyClick(picture, Qt.Key.Key_Return)
    large = view.window().findChild(LargePicture)
    assert large is not None
    assert large.geometry() == view.window().rect()
    assert QApplication.focusWidget() is large
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert not large.isVisible()
    assert picture.hasFocus()


def test_a_picture_is_told_to_those_who_do_not_see_it(view: ResourcePlayer, run: Run) -> None:
    async def fetch() -> bytes:
        return png(40, 40)

    async def go() -> None:
        view.show_resource(replace(PICTURE, alt="A map of the town"), "The way", fetch)
        await until(view.picture.isVisible)

    run(go())
    assert view.picture.accessibleName() == "A map of the town"


def test_a_picture_that_is_none_is_said(view: ResourcePlayer, run: Run) -> None:
    async def fetch() -> bytes:
        return b"no picture"

    async def go() -> None:
        view.show_resource(PICTURE, "The way", fetch)
        await until(view.again.isVisible)

    run(go())
    assert says(view).startswith("The picture cannot be shown.")


def test_without_a_resource_there_is_nothing_to_see(view: ResourcePlayer, app: FakeApp, run: Run) -> None:
    async def fetch() -> bytes:
        return b"sound"

    async def go() -> None:
        view.show_resource(SOUND, "One", fetch)
        await until(view.bar.isVisible)

    run(go())
    view.toggle()
    view.show_resource(None, "Two", fetch)
    assert not view.isVisible()
    assert app.player.recording is None
