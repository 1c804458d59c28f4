import asyncio
import threading

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QSignalSpy

from desktop.gui import pictures
from desktop.gui.bridge import Bridge
from desktop.gui.pictures import PictureError, Pictures, decode
from tests.gui.conftest import Run, until
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import picture_svg

CAFE = "/pictures/cafe.svg"


def encoded(width: int, height: int, kind: str) -> bytes:
    """A red picture with a blue left quarter."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    for x in range(width // 4):
        for y in range(height):
            image.setPixelColor(x, y, QColor("blue"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_wide_picture_is_cut_to_its_middle(qapp: object, kind: str) -> None:
    image = decode(encoded(400, 200, kind), 50)
    assert (image.width(), image.height()) == (50, 50)
    assert image.pixelColor(2, 25).red() > 200


def test_a_drawing_is_drawn_at_the_size_asked_for(qapp: object) -> None:
    image = decode(picture_svg("#00ff00", "#0000ff"), 200)
    assert (image.width(), image.height()) == (200, 200)
    assert image.pixelColor(3, 3).name() == "#00ff00"


@pytest.mark.parametrize("bad", [b"", b"nonsense", b"<svg", encoded(40, 40, "PNG")[:60]])
def test_what_is_no_picture_is_refused(qapp: object, bad: bytes) -> None:
    with pytest.raises(PictureError):
        decode(bad, 50)


def test_a_picture_that_claims_too_many_pixels_is_not_decoded(qapp: object) -> None:
    with pytest.raises(PictureError, match="too many"):
        decode(encoded(pictures.LONGEST_SIDE + 1, 1, "PNG"), 50)


def test_a_picture_is_none_at_first_and_announced_when_it_is_there(bridge: Bridge, app: FakeApp, run: Run) -> None:
    spy = QSignalSpy(bridge.pictures.loaded)
    assert bridge.pictures.get(CAFE, 56) is None
    run(until(lambda: spy.count()))
    pixmap = bridge.pictures.get(CAFE, 56)
    assert pixmap is not None
    assert pixmap.width() == 56
    assert app.calls.count(("picture", CAFE)) == 1


def test_a_dense_screen_gets_more_pixels(bridge: Bridge, run: Run) -> None:
    bridge.pictures.get(CAFE, 56, 2.0)
    run(until(lambda: bridge.pictures.get(CAFE, 56, 2.0)))
    pixmap = bridge.pictures.get(CAFE, 56, 2.0)
    assert pixmap is not None
    assert pixmap.width() == 112
    assert pixmap.devicePixelRatio() == 2.0


def test_pictures_are_decoded_outside_the_windows_thread(
    bridge: Bridge, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    original = decode

    def watched(encoded: bytes, side: int) -> QImage:
        threads.append(threading.current_thread())
        return original(encoded, side)

    monkeypatch.setattr(pictures, "decode", watched)
    bridge.pictures.get(CAFE, 56)
    run(until(lambda: bridge.pictures.get(CAFE, 56)))
    assert threads
    assert threading.main_thread() not in threads


def test_one_that_cannot_be_had_is_asked_for_again_only_when_the_service_is_back(
    bridge: Bridge, app: FakeApp, run: Run
) -> None:
    asked = ("picture", "/pictures/none.svg")
    bridge.pictures.get("/pictures/none.svg", 56)
    run(until(lambda: asked in app.calls and not bridge._tasks))
    bridge.pictures.get("/pictures/none.svg", 56)
    assert app.calls.count(asked) == 1
    assert bridge.notice is None
    run(app.reconnect())
    bridge.pictures.get("/pictures/none.svg", 56)
    run(until(lambda: app.calls.count(asked) == 2))


def test_no_address_asks_for_nothing(bridge: Bridge, app: FakeApp) -> None:
    assert bridge.pictures.get("", 56) is None
    assert app.calls == []


def test_old_pictures_are_let_go(loop: asyncio.AbstractEventLoop, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "KEPT", 2)
    fetched: list[str] = []

    async def fetch(url: str) -> bytes:
        fetched.append(url)
        return picture_svg("#00ff00", "#0000ff")

    cache = Pictures(fetch, lambda name, job: loop.create_task(job, name=name))
    for url in ("a", "b", "c"):
        cache.get(url, 8)
        run(until(lambda url=url: cache.get(url, 8)))
    assert cache.get("c", 8) is not None
    assert cache.get("a", 8) is None
    run(until(lambda: fetched.count("a") == 2))
