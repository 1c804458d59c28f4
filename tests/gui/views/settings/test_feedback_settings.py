from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.gui.bridge import Bridge
from desktop.gui.views.settings.feedback_settings import FeedbackSettings
from tests.gui.conftest import Run, until
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp

URL = "https://example.org/api"


@pytest.fixture
def view(qtbot: QtBot, bridge: Bridge) -> Iterator[FeedbackSettings]:
    view = FeedbackSettings(bridge)
    window = host(qtbot, view, 640, 320)
    yield view
    window.close()


def give_address(view: FeedbackSettings, qtbot: QtBot, url: str = URL) -> None:
    view.address.setFocus()
    view.address.clear()
    qtbot.keyClicks(view.address, url)
    qtbot.keyClick(view.address, Qt.Key.Key_Return)


def test_at_first_the_practice_service_checks_and_nothing_else_is_asked(view: FeedbackSettings, app: FakeApp) -> None:
    assert "on this computer" in view.address_words.text()
    assert not view.token.isVisible()
    assert not view.newer.isVisible()
    assert not view.own.isVisible()
    assert app.tasks.calls == []


def test_an_address_is_saved_and_the_button_goes_back_to_the_practice_service(
    view: FeedbackSettings, app: FakeApp, qtbot: QtBot
) -> None:
    give_address(view, qtbot)
    assert app.settings.feedback_url == URL
    assert view.address_words.text() == "Your answers are checked there."
    assert view.token.isVisible()
    view.newer.click()
    assert app.settings.free_text_service
    qtbot.mouseClick(view.own, Qt.MouseButton.LeftButton)
    assert app.settings.feedback_url == ""
    assert not view.token.isVisible()


@pytest.mark.parametrize("url", ["not a url", "http://example.org", "https://me:secret@example.org"])
def test_an_address_that_cannot_be_used_is_refused_with_a_sentence_and_not_saved(
    view: FeedbackSettings, app: FakeApp, qtbot: QtBot, url: str
) -> None:
    give_address(view, qtbot, url)
    assert app.settings.feedback_url == ""
    assert view.address_words.text().endswith((".", "/api."))
    assert "on this computer" not in view.address_words.text()
    assert view.address.text() == url, "it can be mended"
    qtbot.mouseClick(view.own, Qt.MouseButton.LeftButton)
    assert "on this computer" in view.address_words.text()


def test_a_token_is_kept_and_never_shown(view: FeedbackSettings, app: FakeApp, qtbot: QtBot, run: Run) -> None:
    give_address(view, qtbot)
    assert view.token.echoMode() is QLineEdit.EchoMode.Password
    assert not view.save.isEnabled()
    qtbot.keyClicks(view.token, "secret")
    qtbot.mouseClick(view.save, Qt.MouseButton.LeftButton)
    assert view.token.text() == ""
    run(until(view.forget.isVisible))
    assert app.tasks.token == "secret"
    assert view.token_words.text() == "The token is kept in this computer's keyring."
    assert view.token.placeholderText().startswith("A token is kept.")
    qtbot.mouseClick(view.forget, Qt.MouseButton.LeftButton)
    run(until(lambda: not view.forget.isVisible()))
    assert app.tasks.token == ""


def test_where_it_cannot_be_kept_for_good_that_is_said(
    view: FeedbackSettings, app: FakeApp, qtbot: QtBot, run: Run
) -> None:
    app.tasks.token_note = "This computer has no keyring to keep the token in. It is used until Vivavoce is closed."
    give_address(view, qtbot)
    qtbot.keyClicks(view.token, "secret")
    qtbot.keyClick(view.token, Qt.Key.Key_Return)
    run(until(lambda: view.token_words.text() == app.tasks.token_note))


def test_a_token_of_before_is_known_when_the_page_is_shown(
    view: FeedbackSettings, app: FakeApp, qtbot: QtBot, run: Run
) -> None:
    app.tasks.token = "kept"
    give_address(view, qtbot)
    view.hide()
    view.show()
    run(until(view.forget.isVisible))
    assert "kept" not in (view.token.text(), view.token_words.text())
