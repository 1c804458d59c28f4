from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QLabel, QStyleOptionViewItem, QToolTip
from pytestqt.qtbot import QtBot

from desktop.conversation.catalogue import Catalogue
from desktop.conversation.state import Phase
from desktop.gui.bridge import Bridge
from desktop.gui.models.rows import Role
from desktop.gui.views.sidebar import Sidebar
from tests.gui.conftest import Run
from tests.gui.views.hosting import host
from tests.support.fake_app import FakeApp
from tests.support.sample_conversation import sample_state


@pytest.fixture
def sidebar(qtbot: QtBot, bridge: Bridge, app: FakeApp, run: Run) -> Iterator[Sidebar]:
    run(app.start())
    sidebar = Sidebar(bridge)
    window = host(qtbot, sidebar, 288, 700)
    yield sidebar
    window.close()


def button(sidebar: Sidebar, text: str) -> QAbstractButton:
    buttons = sidebar.findChildren(QAbstractButton)
    return next(one for one in buttons if one.text() == text or one.accessibleName() == text)


def shown_texts(sidebar: Sidebar) -> list[str]:
    return [label.text() for label in sidebar.findChildren(QLabel) if label.isVisible()]


def test_the_tabs_say_how_many_there_are(sidebar: Sidebar, app: FakeApp) -> None:
    assert button(sidebar, "Conversations 7")
    assert button(sidebar, "Favorites 3")
    app.show_catalogue(Catalogue())
    assert button(sidebar, "Conversations")


def test_a_click_opens_a_conversation_and_a_heading_opens_nothing(sidebar: Sidebar, qtbot: QtBot) -> None:
    spy = QSignalSpy(sidebar.conversationOpened)
    talks = sidebar.lists[0]
    for row in (0, 1):
        place = talks.visualRect(talks.model().index(row, 0)).center()
        qtbot.mouseClick(talks.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert spy.count() == 1
    assert spy.at(0)[0] is talks.model().index(1, 0).data(Role.ITEM)


def test_arrows_skip_headings_and_enter_opens(sidebar: Sidebar, qtbot: QtBot, app: FakeApp) -> None:
    spy = QSignalSpy(sidebar.conversationOpened)
    sidebar.show_tab(0)
    talks = sidebar.lists[0]
    opened = []
    for _ in range(3):
        qtbot.keyClick(talks, Qt.Key.Key_Return)
        opened.append(spy.at(spy.count() - 1)[0].name)
        qtbot.keyClick(talks, Qt.Key.Key_Down)
    assert opened == ["Café order", "A stubborn cough", "Missed connection to Porto"]


def test_down_in_the_search_field_goes_to_what_was_found(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.focus_search()
    qtbot.keyClicks(sidebar.search, "porto")
    qtbot.keyClick(sidebar.search, Qt.Key.Key_Down)
    talks = sidebar.lists[0]
    assert talks.hasFocus()
    assert talks.currentIndex().data() == "Missed connection to Porto"


def test_searching_in_vain_says_so_and_the_cross_ends_it(sidebar: Sidebar, qtbot: QtBot) -> None:
    qtbot.keyClicks(sidebar.search, "zzz")
    assert "Nothing found" in shown_texts(sidebar)
    qtbot.mouseClick(button(sidebar, "Clear the search"), Qt.MouseButton.LeftButton)
    assert "Nothing found" not in shown_texts(sidebar)
    assert sidebar.lists[0].isVisible()


def test_an_empty_sidebar_says_how_it_is_filled(sidebar: Sidebar, app: FakeApp) -> None:
    app.show_catalogue(Catalogue())
    assert "No conversations yet" in shown_texts(sidebar)
    sidebar.show_tab(1)
    assert "No favorites yet" in shown_texts(sidebar)


def test_a_favorite_opens(sidebar: Sidebar, qtbot: QtBot) -> None:
    spy = QSignalSpy(sidebar.favoriteOpened)
    sidebar.show_tab(1)
    qtbot.keyClick(sidebar.lists[1], Qt.Key.Key_Return)
    assert spy.at(0)[0].id == "m-72"


def test_the_big_button_leads_back_while_a_talk_is_on(sidebar: Sidebar, app: FakeApp, qtbot: QtBot) -> None:
    new, live = QSignalSpy(sidebar.newRequested), QSignalSpy(sidebar.liveRequested)
    qtbot.mouseClick(button(sidebar, "New conversation"), Qt.MouseButton.LeftButton)
    assert (new.count(), live.count()) == (1, 0)
    app.show(sample_state(Phase.LISTENING))
    qtbot.mouseClick(button(sidebar, "Back to your talk"), Qt.MouseButton.LeftButton)
    assert (new.count(), live.count()) == (1, 1)


def test_what_is_open_is_marked_in_one_list_only(sidebar: Sidebar) -> None:
    sidebar.select_conversation(6)
    assert sidebar.lists[0].selectionModel().selectedIndexes()[0].data() == "A stubborn cough"
    sidebar.select_favorite("m-51")
    assert not sidebar.lists[0].selectionModel().hasSelection()
    assert sidebar.lists[1].selectionModel().hasSelection()
    sidebar.select_nothing()
    assert not sidebar.lists[1].selectionModel().hasSelection()


def test_the_keyboards_place_survives_new_lists(sidebar: Sidebar, app: FakeApp) -> None:
    sidebar.select_conversation(6)
    first, *rest = app.catalogue.conversations
    app.show_catalogue(Catalogue(conversations=tuple(rest)))
    assert sidebar.lists[0].currentIndex().data() == "A stubborn cough"
    assert first.name not in [row.data() for row in map(sidebar.lists[0].model().index, range(8), [0] * 8)]


def test_a_name_that_was_cut_is_shown_whole_as_a_tool_tip(sidebar: Sidebar, monkeypatch: pytest.MonkeyPatch) -> None:
    tips: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, widget: tips.append(text))
    talks = sidebar.lists[0]
    rows = {row.data(): row for row in (talks.model().index(n, 0) for n in range(talks.model().rowCount()))}
    long = "Interview at the design studio, second round with the team"
    for row in (rows["Café order"], rows[long]):
        option = QStyleOptionViewItem()
        option.rect = talks.visualRect(row)
        event = QHelpEvent(QEvent.Type.ToolTip, option.rect.center(), QPoint(0, 0))
        assert talks.itemDelegate().helpEvent(event, talks, option, row)
    assert tips == ["", f"<qt>{long}</qt>"]
