"""What a task brings along, to listen to or to look at: on its way, there, or not to be had."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.conversation.task import Resource, ResourceKind
from desktop.gui.bridge import Bridge
from desktop.gui.pictures import PictureError, decode_whole
from desktop.gui.views.tasks.recording_bar import RecordingBar
from desktop.gui.views.tasks.resource_picture import LARGEST_PX, ResourcePicture, levels_of

if TYPE_CHECKING:
    from desktop.app import Recording

_LONGEST_ALT = 1000
"""Characters."""

Fetch = Callable[[], Awaitable[bytes]]


class ResourcePlayer(QFrame):
    """Hidden while there is nothing to show."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "raised")
        self._bridge = bridge
        self._fetch: Fetch | None = None
        self._kind = ResourceKind.AUDIO
        self._data = b""
        self._asked = object()
        """The loading whose outcome is still wanted."""
        self._plays_when_loaded = False
        self.bar = RecordingBar(bridge, self)
        self.bar.reloadRequested.connect(self._reload)
        self.picture = ResourcePicture(self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setProperty("role", "soft")
        self._words.setWordWrap(True)
        self.again = QPushButton(self.tr("Try again"), self)
        self.again.setAutoDefault(True)  # so that Enter presses it
        self.again.clicked.connect(self._load)
        self._state = QWidget(self)
        line = QHBoxLayout(self._state)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._words, 1)
        line.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        for part in (self._state, self.bar, self.picture):
            column.addWidget(part)
        self.setVisible(False)

    def show_resource(self, resource: Resource | None, title: str, fetch: Fetch) -> None:
        """Show what comes with the task `title`; fetch: its bytes, fetched at once."""
        self.clear()
        if resource is None:
            return
        self._fetch, self._kind = fetch, resource.kind
        alt = resource.alt[:_LONGEST_ALT] or self.tr("Picture for “{title}”").format(title=title)
        self.picture.setAccessibleName(alt)
        self.setVisible(True)
        self._load()

    def clear(self) -> None:
        """Stop, and show nothing."""
        self._asked = object()
        self.bar.forget()
        self.picture.forget()
        self._fetch, self._data = None, b""
        self.setVisible(False)

    def toggle(self) -> None:
        """Play or pause the recording, if there is one."""
        if self.bar.isVisible():
            self.bar.toggle()

    # -- loading ---------------------------------------------------------------------------------------------

    def _load(self) -> None:
        self._plays_when_loaded = False
        is_audio = self._kind is ResourceKind.AUDIO
        self._say(self.tr("Fetching the recording …") if is_audio else self.tr("Fetching the picture …"))
        asked = self._asked = object()
        self._bridge.spawn("fetch what comes with a task", self._take(asked))

    def _reload(self) -> None:
        """The player holds another recording: give it ours again, and play."""
        asked = self._asked = object()
        self._plays_when_loaded = True
        self._bridge.spawn("load a recording again", self._take(asked))

    async def _take(self, asked: object) -> None:
        from desktop.app import RecordingRefused, ResourceUnavailable

        try:
            if not self._data and self._fetch is not None:
                data = await self._fetch()
                if asked is not self._asked:
                    return
                self._data = data
            if self._kind is ResourceKind.IMAGE:
                levels = await asyncio.to_thread(_picture, self._data)
                if asked is self._asked:
                    self.picture.put(levels)
            else:
                recording = await self._recording()
                if asked is self._asked:
                    self.bar.put(recording, self._plays_when_loaded)
        except (ResourceUnavailable, RecordingRefused, PictureError) as error:
            if asked is self._asked:
                self._fail(str(error))
        else:
            if asked is self._asked:
                self._show_part()

    async def _recording(self) -> "Recording":
        player = self._bridge.player
        assert player is not None, "there is no task before there is an App"
        return await player.load(self._data)

    # -- showing ---------------------------------------------------------------------------------------------

    def _say(self, words: str, can_retry: bool = False) -> None:
        self._words.setText(words)
        self.again.setVisible(can_retry)
        self._state.setVisible(True)
        self.bar.setVisible(False)
        self.picture.setVisible(False)

    def _fail(self, sentence: str) -> None:
        self._data = b""
        if self._kind is ResourceKind.IMAGE:
            sentence = self.tr("The picture cannot be shown. The task can be done without it, or try again.")
        self._say(sentence, can_retry=True)

    def _show_part(self) -> None:
        self._state.setVisible(False)
        self.bar.setVisible(self._kind is ResourceKind.AUDIO)
        self.picture.setVisible(self._kind is ResourceKind.IMAGE)


def _picture(encoded: bytes) -> list[QImage]:
    """Any thread. Raises PictureError."""
    return levels_of(decode_whole(encoded, LARGEST_PX))
