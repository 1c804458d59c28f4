"""One conversation: its title, what was said, and a field to write in. The live one, or one of the past."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from desktop.conversation.catalogue import Assistant
from desktop.conversation.state import ConversationState, Phase
from desktop.conversation.turn import Speaker, Turn
from desktop.gui import theme
from desktop.gui.announce import announce
from desktop.gui.bridge import Bridge
from desktop.gui.models.transcript import TranscriptModel
from desktop.gui.nothing_said_words import nothing_said_words
from desktop.gui.text_positions import utf16_length
from desktop.gui.transcript_text import plain_text
from desktop.gui.turn_search import find_place
from desktop.gui.views.empty_state import EmptyState
from desktop.gui.views.talk.conversation_header import ConversationHeader
from desktop.gui.views.talk.message_box import MessageBox
from desktop.gui.views.talk.talk_end import TalkEnd
from desktop.gui.views.talk.transcript_view import TranscriptView

_NO_TALK = ConversationState()
_LOW_PX = 400
"""Height at normal text size below which the transcript needs every line."""


class ConversationView(QWidget):
    """Shows the bridge's conversation after `show_live`, a past one after `show_past`."""

    starToggled = Signal(str, bool)
    """(exchange_id, starred): the learner wants this star set or taken away."""
    continueRequested = Signal(object, str)
    """(course_id, assistant_id) of the past conversation shown. The number exceeds 32 bits."""

    gradesRequested = Signal()
    """The learner wants to see how the talk was graded."""
    offers_check = False
    """Whether there is a page that checks what the learner said."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._is_live = True
        self._course_id = 0
        self._assistant_id = ""
        self._title = ""
        self._past: tuple[Turn, ...] = ()
        self.setObjectName("page")
        self.model = TranscriptModel(self)
        self.header = ConversationHeader()
        self.transcript = TranscriptView(self.model)
        self.message_box = MessageBox()
        self._empty = EmptyState()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.transcript)
        self.end = TalkEnd()
        writing = QVBoxLayout()
        writing.setContentsMargins(24, 4, 24, 12)
        writing.addWidget(self.end)
        writing.addWidget(self.message_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._stack, 1)
        column.addLayout(writing)

        self.header.continueRequested.connect(self._continue)
        self.header.starRequested.connect(self.star_last)
        self.header.copyRequested.connect(self.copy_transcript)
        self.header.saveRequested.connect(self._ask_where_to_save)
        self.end.nextRequested.connect(bridge.next_scenario)
        self.end.endRequested.connect(bridge.stop_talk)
        self.end.againRequested.connect(lambda: bridge.start_talk(bridge.state.assistant_id))
        self.end.gradesRequested.connect(self.gradesRequested)
        self.end.checkRequested.connect(self.header.checkRequested)
        self.transcript.starToggled.connect(self.starToggled)
        self.transcript.restToggled.connect(bridge.play_rest)
        self.message_box.messageSubmitted.connect(bridge.send_message)
        self.model.turnFinished.connect(self._announce)
        bridge.conversationChanged.connect(self._conversation_changed)
        bridge.catalogueChanged.connect(self._catalogue_changed)
        bridge.recordChanged.connect(self._record_changed)
        bridge.phaseChanged.connect(self._show_around)
        bridge.chosenChanged.connect(self._show_around)
        bridge.pictures.loaded.connect(self._show_picture)
        self._catalogue_changed()
        self.show_live()

    # -- which conversation ------------------------------------------------------------------------------------

    def show_live(self) -> None:
        """Show the conversation under way, or the last one; it goes on being shown as it changes."""
        self._is_live = True
        self._start_over()

    def show_past(self, title: str, turns: Sequence[Turn], course_id: int, assistant_id: str) -> None:
        """Show a conversation that ended, at its end."""
        self._is_live = False
        self._title, self._past = title, tuple(turns)
        self._course_id, self._assistant_id = course_id, assistant_id
        self.model.set_rests({})
        self.model.start_over(self._past, (), self._partner_name())
        self._show_around()

    def talk(self) -> tuple[str, int, tuple[Turn, ...]]:
        """Return title, course id and turns of the talk that is shown."""
        return self._words_of_title(self._partner_name())[0], self._course_id, self.model.all_turns()

    def _record_changed(self) -> None:
        if not self._is_live:
            self._bridge.spawn("read a conversation anew", self._read_anew(self._course_id))

    async def _read_anew(self, course_id: int) -> None:
        """Show what is now kept of the past conversation, where it is in sight still, without moving the view."""
        turns = await self._bridge.turns_of(course_id)
        if turns and not self._is_live and course_id == self._course_id:
            self._past = turns
            self.model.set_turns(turns, ())

    def _start_over(self) -> None:
        state = self._bridge.state
        if state.course_id != self._course_id:
            self._past = ()
        self._course_id, self._assistant_id = state.course_id, state.assistant_id
        self.model.set_rests(self._bridge.rests)
        self.model.start_over(self._earlier(), state.turns, self._partner_name())
        self._show_around()

    def _earlier(self) -> tuple[Turn, ...]:
        """Return what was said before the conversation was continued, from what was on screen until it is read."""
        return self._bridge.earlier or self._past

    def _conversation_changed(self) -> None:
        state = self._bridge.state
        if not self._is_live:
            return
        if state.course_id != self._course_id or state.assistant_id != self._assistant_id:
            self._start_over()
            return
        had_turns = self.model.rowCount() > 0
        self.model.set_turns(self._earlier(), state.turns)
        self.model.set_rests(self._bridge.rests)
        if (self.model.rowCount() > 0) is not had_turns:
            self._show_around()
        else:
            self.header.show_last(self.model.last_exchange())
            if not self.end.isHidden():
                self._show_end(self._has_focus())

    def _catalogue_changed(self) -> None:
        self.model.set_favorite_ids(self._bridge.catalogue.favorite_ids)
        self.model.rename_partner(self._partner_name())
        self._show_around()

    # -- around the turns --------------------------------------------------------------------------------------

    def _partner(self) -> Assistant | None:
        if not self._is_live or self._assistant_id:
            return self._bridge.assistant(self._assistant_id)
        return self._bridge.partner

    def _partner_name(self) -> str:
        partner = self._partner()
        return partner.speaker if partner is not None else ""

    def _show_around(self) -> None:
        had_focus = self._has_focus()
        name = self._partner_name()
        title, line = self._words_of_title(name)
        can_continue = not self._is_live and bool(self._assistant_id) and not self._bridge.talking
        self.header.show_title(title, line, can_continue)
        self.header.show_last(self.model.last_exchange())
        has_turns = self.model.rowCount() > 0
        self.header.show_has_turns(has_turns)
        self.message_box.show_state(self._bridge.state, name)
        self._show_end(had_focus)
        if not has_turns:
            self._empty.show_words("talks", *nothing_said_words(self._bridge.state if self._is_live else None, name))
        self._stack.setCurrentWidget(self.transcript if has_turns else self._empty)
        self._show_picture()

    def _show_end(self, had_focus: bool) -> None:
        """Show what can be done between two scenes, and after the end, in place of the message box.

        had_focus: whether the keyboard was here, or nowhere else where it is wanted.
        """
        can_check = self.offers_check and not self._bridge.talking and self._learner_spoke()
        self.header.show_can_check(can_check)
        state = self._bridge.state if self._is_live else _NO_TALK
        was_there = not self.end.isHidden()
        focus = QApplication.focusWidget()
        was_at_it = focus is not None and self.end.isAncestorOf(focus)
        if self.end.show_state(state, can_check=can_check):
            announce(self.end, self.end.words)
        is_there = not self.end.isHidden()
        self.message_box.setHidden(is_there)
        if was_at_it and not is_there:
            # Left alone, the keyboard would go to whatever comes next, and Space would press that.
            self.transcript.setFocus(Qt.FocusReason.OtherFocusReason)
        elif is_there and not was_there and had_focus:
            # Whoever is writing must not begin the scene with the Enter that was to send the message.
            begins = state.phase is Phase.BETWEEN and not self.message_box.text()
            target = self.end.next if begins else self.transcript
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.end.set_compact(self.height() < theme.metrics.px(_LOW_PX))

    def _learner_spoke(self) -> bool:
        return any(row.turn.speaker is Speaker.LEARNER and row.turn.text for row in self.model.rows())

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return self.isVisible() and (focus is None or focus.isAncestorOf(self) or self.isAncestorOf(focus))

    def _words_of_title(self, name: str) -> tuple[str, str]:
        title = self._bridge.state.course_name if self._is_live else self._title
        partner_line = self.tr("with {partner}").format(partner=name) if name else ""
        if title and title != name:
            return title, partner_line
        if name:
            return self.tr("Talk with {partner}").format(partner=name), ""
        return self.tr("Talk"), ""

    def _show_picture(self) -> None:
        partner = self._partner()
        side = self.transcript.sizes.avatar
        picture = None
        if partner is not None and partner.picture_url:
            picture = self._bridge.pictures.get(partner.picture_url, side, self.devicePixelRatioF())
        self.transcript.show_picture(picture)

    def _announce(self, turn: Turn) -> None:
        announce(self.transcript, self.model.spoken_line(turn))

    # -- what can be done --------------------------------------------------------------------------------------

    def star_last(self) -> None:
        """Star the newest exchange, or take its star away."""
        row = self.model.last_exchange()
        if row is not None:
            self.starToggled.emit(row.exchange_id, not row.starred)

    def point_at(self, message_id: str, words: str) -> bool:
        """Bring the turn with this message, or with these words, into sight, and play it where it has sound.

        Returns False where the talk shown has no such turn.
        """
        rows = self.model.rows()
        found = find_place([row.turn for row in rows], message_id, words)
        if found is None:
            return False
        row = rows[found.place]
        start, end = (utf16_length(row.turn.wording[:place]) for place in (found.start, found.end))
        self.transcript.reveal(row.key, start, end)
        if self._is_live and row.key in self._bridge.playable:
            self._bridge.play_turn(row.key)
        return True

    def show_turn(self, key: str) -> bool:
        """Bring the latest turn with this key into sight; False where the talk shown has none."""
        found = next((row for row in reversed(self.model.rows()) if row.turn.key == key), None)
        return found is not None and self.transcript.reveal(found.key)

    def put_message(self, text: str) -> None:
        """Put a text, such as a hint, into the message box."""
        self.message_box.put(text)

    def copy_transcript(self) -> None:
        QGuiApplication.clipboard().setText(self._as_text())

    def save_transcript(self, path: Path) -> None:
        """Write the transcript as UTF-8 text; a failure becomes a notice."""
        try:
            path.write_text(self._as_text(), encoding="utf-8", errors="replace")
        except OSError:
            words = self.tr("The transcript could not be saved there. Choose another folder.")
            self._bridge.fail(ValueError(words))

    def _as_text(self) -> str:
        title, _ = self._words_of_title(self._partner_name())
        return plain_text(title, self.model.partner_label(), self.model.all_turns())

    def _ask_where_to_save(self) -> None:
        dialog = QFileDialog(self, self.tr("Save transcript"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Text (*.txt)"))
        dialog.setDefaultSuffix("txt")
        title, _ = self._words_of_title(self._partner_name())
        dialog.selectFile("".join(c if c.isalnum() or c in " -_" else "_" for c in title)[:80] + ".txt")
        dialog.fileSelected.connect(lambda path: self.save_transcript(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _continue(self) -> None:
        self.continueRequested.emit(self._course_id, self._assistant_id)
