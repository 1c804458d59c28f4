"""Check what I said: the learner's turns of a talk, what a check remarks on them, and what was heard wrong mended."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.conversation.turn import Speaker, Turn, TurnStatus
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.remark_words import state_words
from desktop.gui.spoken_check import SpokenCheck
from desktop.gui.views.buttons import icon_button
from desktop.gui.views.empty_state import EmptyState
from desktop.gui.views.feedback.remark_cards import RemarkCards
from desktop.gui.views.feedback.spoken_foot import SpokenFoot
from desktop.gui.views.feedback.spoken_text import SpokenLine, SpokenText
from desktop.gui.views.scroll_page import ScrollPage

_BESIDE_PX = 720
"""Least width of the page, at text size 100 %, that has room for the cards beside the text."""
_CARDS_PX = 320
_LEAST_TEXT_PX = 110
_LEAST_CARDS_PX = 160
_WIDEST_PX = 1180
_KEPT_AFTER_MS = 1000
"""Milliseconds after the last key until a correction is kept."""


class SpokenPage(QWidget):
    """One page for every talk: `open` puts another in front."""

    left = Signal()
    """The learner goes back to the talk."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName(self.tr("Check what I said"))
        self._bridge = bridge
        self._course_id = 0
        self._title = ""
        self._kept: dict[str, str] = {}
        """Turn key -> the correction that was handed on last; "" for none."""
        self._check = SpokenCheck(bridge, self)
        self.remarks = self._check.remarks
        self.back = icon_button("arrow-left", self.tr("Back to the talk"), self)
        self.text = SpokenText(self.remarks, self)
        self.text.setAccessibleName(self.tr("What you said, a line for each turn"))
        self.cards = RemarkCards(self.remarks, self)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(_KEPT_AFTER_MS)
        self._keeping.timeout.connect(self._keep)
        self._build()
        self._join()

    def _build(self) -> None:
        heading = QLabel(self.tr("Check what I said"), self)
        heading.setProperty("role", "display")
        heading.setWordWrap(True)
        self._advice = QLabel(self)
        self._advice.setProperty("role", "soft")
        self._advice.setTextFormat(Qt.TextFormat.PlainText)
        self._advice.setWordWrap(True)
        self._advice.setText(self.tr("Mend what was heard wrong; both versions are kept. Then check it again."))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(heading, 1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(20)
        self._body.addWidget(self.text, 3)
        self._body.addWidget(self.cards, 2)
        self.foot = SpokenFoot(self)
        both = QWidget(self)
        both.setObjectName("page")
        both.setLayout(self._body)
        scroll = ScrollPage(both, self)
        self._scroll, self._both = scroll, both
        content = QWidget(self)
        content.setObjectName("page")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._advice)
        column.addWidget(scroll, 1)
        column.addWidget(self.foot)
        self._empty = EmptyState()
        self._empty.show_words(
            "talks",
            self.tr("Nothing to check yet"),
            self.tr("You have not said anything in this talk. Say something, then come back."),
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(content)
        self._stack.addWidget(self._empty)
        self._content = content
        self._whole = QVBoxLayout()
        self._whole.setSpacing(8)
        self._whole.addLayout(head)
        self._whole.addWidget(self._stack, 1)
        middle = QWidget(self)
        middle.setObjectName("page")
        middle.setMaximumWidth(theme.metrics.px(_WIDEST_PX))
        middle.setLayout(self._whole)
        self._middle = middle
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addStretch(1)
        around.addWidget(middle, 1000)
        around.addStretch(1)

    def _join(self) -> None:
        bridge = self._bridge
        self.back.clicked.connect(self.left)
        self.text.edited.connect(self._on_edit)
        self.text.cursorPositionChanged.connect(self._show_line)
        self.text.cardRequested.connect(self._show_card)
        self.text.playRequested.connect(bridge.play_turn)
        self.cards.textRequested.connect(self._show_words)
        self.remarks.currentChanged.connect(self._reveal_words)
        self.cards.retryRequested.connect(self.check)
        self.cards.tokenRequested.connect(self.foot.token_row.ask)
        self.foot.token_row.given.connect(lambda token: bridge.spawn("keep a token", self._take_token(token)))
        self.foot.check.clicked.connect(self.check)
        self.foot.play.clicked.connect(self.text.toggle_current)
        self.foot.take_back.clicked.connect(lambda: self.text.take_back(self.text.current_line()))
        self.remarks.changed.connect(self._show_check)
        bridge.conversationChanged.connect(self._show_playing)
        theme.changes.changed.connect(self._arrange)
        self._show_check()
        self._arrange()

    # -- for the window -----------------------------------------------------------------------------------------

    def open(self, title: str, course_id: int, turns: Iterable[Turn]) -> None:
        """Put a talk in front; what was said in it is checked at once unless that is known already."""
        self._keep()
        lines = spoken_lines(turns)
        self._title, self._course_id = title, course_id
        self.text.set_lines(lines)
        self._kept = self.text.corrections()
        self.foot.token_row.hide()
        self._stack.setCurrentWidget(self._content if lines else self._empty)
        self._show_playing()
        self._show_line()
        if not self._check.turn_to(course_id, self.text.text()) and lines:
            self.check()

    def focus_text(self) -> None:
        """Put the keyboard where the learner corrects; where there is nothing, on the way back."""
        (self.text if self.text.lines else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> None:
        """Keep the corrections and have the lines checked as they stand."""
        if not self.text.lines or self._check.is_checking:
            return
        self.text.fill_empty()
        self._keep()
        self.foot.token_row.hide()
        self._check.check(self._title, self.text.texts())

    def next_remark(self) -> None:
        self.remarks.next()

    def previous_remark(self) -> None:
        self.remarks.previous()

    def play_or_stop(self) -> None:
        """Play the turn the cursor is in, or stop it."""
        self.text.toggle_current()

    def escape(self) -> bool:
        """Undo the nearest thing here; return whether there was one."""
        if self.foot.token_row.isHidden():
            return False
        self.foot.token_row.hide()
        self.focus_text()
        return True

    # -- corrections --------------------------------------------------------------------------------------------

    def _on_edit(self) -> None:
        self._keeping.start()
        self._show_line()

    def _keep(self) -> None:
        """Hand every correction on that is new."""
        self._keeping.stop()
        for key, text in self.text.corrections().items():
            if text != self._kept.get(key, ""):
                self._kept[key] = text
                self._bridge.correct_turn(self._course_id, key, text)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.text.fill_empty()
            self._keep()
            self._stop_playing()

    def _stop_playing(self) -> None:
        playing = self._bridge.playing
        if playing and any(line.key == playing for line in self.text.lines):
            self._bridge.play_turn(playing, False)

    def _show_line(self) -> None:
        """Show what can be done with the line the cursor is in."""
        number = self.text.current_line()
        key = self.text.lines[number].key if number >= 0 else ""
        is_playing = bool(key) and key == self._bridge.playing
        self.foot.show_line(key in self._playable(), is_playing, self.text.is_corrected(number))

    def _playable(self) -> frozenset[str]:
        """Return the turns that can be heard: those of the last talk, while it is the one in front."""
        is_last = self._course_id == self._bridge.state.course_id
        return self._bridge.playable if is_last else frozenset()

    def _show_playing(self) -> None:
        self.text.show_playing(self._playable(), self._bridge.playing)
        self._show_line()

    def _show_card(self) -> None:
        self.cards.focus_current()
        self._scroll.ensureWidgetVisible(self.cards)

    def _show_words(self) -> None:
        self.text.show_current()
        self._reveal_words()

    def _reveal_words(self) -> None:
        """The editor keeps its cursor in its own sight; keep it in the page's too, where that scrolls."""
        focus = QApplication.focusWidget()
        if focus is None or not self.cards.isAncestorOf(focus):
            place = self.text.viewport().mapTo(self._both, self.text.cursorRect().center())
            self._scroll.ensureVisible(place.x(), place.y(), 0, theme.metrics.px(32))

    # -- checking -----------------------------------------------------------------------------------------------

    def _show_check(self) -> None:
        self.foot.show_check(state_words(self.remarks), self._check.is_checking)

    async def _take_token(self, token: str) -> None:
        tasks = self._bridge.tasks
        if tasks is not None:
            note = await tasks.set_token(token)
            self.check()
            if note:
                self._bridge.fail(ValueError(note))

    # -- laying out ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @property
    def _is_narrow(self) -> bool:
        return self.width() < theme.metrics.px(_BESIDE_PX)

    def _arrange(self) -> None:
        """Put the cards beside the text where there is room, else below it."""
        is_narrow = self._is_narrow
        side = 16 if is_narrow else 32
        self._whole.setContentsMargins(side, 12 if is_narrow else 24, side, 12 if is_narrow else 20)
        self._advice.setVisible(not is_narrow)
        self.foot.set_narrow(is_narrow)
        self._middle.setMaximumWidth(theme.metrics.px(_WIDEST_PX))
        direction = QBoxLayout.Direction
        self._body.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)
        self.text.setMinimumHeight(theme.metrics.px(_LEAST_TEXT_PX))
        self.cards.setMinimumHeight(theme.metrics.px(_LEAST_CARDS_PX) if is_narrow else 0)
        self.cards.setMinimumWidth(0 if is_narrow else theme.metrics.px(_CARDS_PX) - 40)
        self.cards.setMaximumWidth(16_777_215 if is_narrow else theme.metrics.px(_CARDS_PX + 60))
        self._show_line()


def spoken_lines(turns: Iterable[Turn]) -> tuple[SpokenLine, ...]:
    """Return the learner's turns that have words, in order."""
    return tuple(
        SpokenLine(turn.key, turn.text, turn.wording, turn.typed)
        for turn in turns
        if turn.speaker is Speaker.LEARNER and turn.status is not TurnStatus.LIVE and turn.wording.strip()
    )
