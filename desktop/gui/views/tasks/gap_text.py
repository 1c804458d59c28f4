"""A text with gaps to write in, or with choices, where they stand in it."""

import html
from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.conversation.task import Answer, Choice, Gap, Task, TaskKind, filled_in
from desktop.gui import theme
from desktop.gui.models.remarks import Remarks
from desktop.gui.remark_words import spoken_line
from desktop.gui.views.tasks.gap_fields import GapChoice, GapField
from desktop.gui.views.tasks.gap_layout import GapLayout
from desktop.gui.views.tasks.gap_marks import GapMarks

_BETWEEN_LINES_PX = 14
"""Below a field: the room its underline is drawn in."""
_BESIDE_PX = 2
_HEARD_AROUND = 40
"""Characters before and behind a gap that a screen reader says with it."""


class GapText(QWidget):
    """As high as its lines at the width it is given. Tells `remarks` every text."""

    edited = Signal()
    """The learner filled in or chose something."""
    cardRequested = Signal()
    """The learner wants to read the current remark's card."""
    revealRequested = Signal(QRect)
    """This part is to be in sight: the current remark's words."""
    entered = Signal(str)
    """The keyboard is in the blank of this name now."""

    def __init__(self, remarks: Remarks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remarks = remarks
        self._task = Task("", TaskKind.CLOZE, "")
        self._is_choosing = False
        """The current remark is being chosen by the blank that has the keyboard."""
        self.last_blank: GapField | GapChoice | None = None
        """The blank that has or last had the keyboard."""
        self._marks = GapMarks(remarks, self)
        self._field_px = theme.metrics.px(24)
        self._heights: dict[tuple[int, ...], int] = {}
        """Width and the blanks' widths -> height, at this text size."""
        self._around: list[str] = []
        """What stands around each blank, as it is said with it."""
        self.lines = GapLayout(())
        self.blanks: list[GapField | GapChoice] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changes.changed.connect(self._measure)
        remarks.changed.connect(self._show_marks)
        remarks.currentChanged.connect(self._on_current)

    # -- what is in it ---------------------------------------------------------------------------------------

    def set_task(self, task: Task) -> None:
        """Show another task, with every blank open."""
        self._task, self.last_blank = task, None
        for old in self.blanks:
            old.hide()
            old.deleteLater()
        self.lines = GapLayout(task.pieces)
        self.blanks = [self._blank(piece) for piece in task.pieces if not isinstance(piece, str)]
        # A widget made later is otherwise reached after everything else in the window.
        previous = _focusable_before(self)
        for blank in self.blanks:
            QWidget.setTabOrder(previous, blank)
            previous = blank
        self._marks.raise_()
        self._name_blanks()
        self._measure()

    def text(self) -> str:
        """Return the body with everything filled in."""
        return filled_in(self._task, Answer(blanks=self.answers()))[0]

    def answers(self) -> dict[str, str]:
        """Return placeholder -> answer, for the blanks that are not open."""
        return {blank.name: blank.answer for blank in self.blanks if blank.answer}

    def put(self, answers: Mapping[str, str]) -> None:
        """Fill in; a placeholder that is not named is left open. Not told by `edited`."""
        for blank in self.blanks:
            blank.put(answers.get(blank.name, ""))
        self._tell()

    def blank(self, name: str) -> GapField | GapChoice | None:
        return next((one for one in self.blanks if one.name == name), None)

    @property
    def current_blank(self) -> GapField | GapChoice | None:
        """The blank that has the keyboard."""
        return next((one for one in self.blanks if one.hasFocus()), None)

    def _blank(self, piece: Gap | Choice) -> GapField | GapChoice:
        blank = GapField(piece, self) if isinstance(piece, Gap) else GapChoice(piece, self)
        blank.answered.connect(self._on_answer)
        blank.focused.connect(lambda: self._enter(blank))
        blank.passed.connect(lambda: self._pass(blank))
        blank.cardAsked.connect(lambda: self._ask_for_card(blank))
        blank.show()
        return blank

    def _on_answer(self) -> None:
        self._tell()
        self.edited.emit()

    def _tell(self) -> None:
        self._arrange()
        self._remarks.text_edited(self.text())
        self._show_marks()

    def _pass(self, blank: GapField | GapChoice) -> None:
        """Enter goes on to the next blank; at the last one it stays."""
        number = self.blanks.index(blank) + 1
        if number < len(self.blanks):
            self.blanks[number].setFocus(Qt.FocusReason.TabFocusReason)

    # -- laying out ------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        key = (width, *self._widths(width))
        if key not in self._heights:
            self._break(width)
            self._heights[key] = self.lines.height
            self._break(self.width())
        return self._heights[key]

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.metrics.px(240))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics.px(160), self._line_px())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _measure(self) -> None:
        """The text size, or the task, is another."""
        self._heights.clear()
        for blank in self.blanks:
            blank.forget_width()
        hints = (blank.sizeHint().height() for blank in self.blanks[:1] + self.blanks[-1:])
        self._field_px = max(hints, default=theme.metrics.px(24))
        self._arrange()

    def _line_px(self) -> int:
        return self._field_px + theme.metrics.px(_BETWEEN_LINES_PX)

    def _widths(self, width: int) -> list[int]:
        return [min(blank.wanted_px() + 2 * _BESIDE_PX, width) for blank in self.blanks]

    def _break(self, width: int) -> None:
        self.lines.arrange(width, theme.metrics.font(), self._widths(width), self._line_px(), self.layoutDirection())

    def _arrange(self) -> None:
        self._place()
        self.updateGeometry()

    def _place(self) -> None:
        """Break the lines anew and put every blank into its hole."""
        self._break(self.width())
        for number, blank in enumerate(self.blanks):
            hole = self.lines.hole_box(number)
            height = self._field_px
            top = hole.top() + (hole.height() - height) / 2
            box = QRectF(hole.left() + _BESIDE_PX, top, hole.width() - 2 * _BESIDE_PX, height)
            blank.setGeometry(box.toAlignedRect())
        self._marks.setGeometry(self.rect())
        self._show_marks()

    # -- remarks ---------------------------------------------------------------------------------------------

    def show_current(self) -> None:
        """Put the keyboard where the current remark's words are, or bring them into sight."""
        for one in self._marks.boxes_of(self._remarks.current):
            if one.hole >= 0:
                self.blanks[one.hole].setFocus(Qt.FocusReason.OtherFocusReason)
                break
        self._reveal_current()

    def _enter(self, blank: GapField | GapChoice) -> None:
        """The keyboard came into a blank: what is said of it becomes the current remark."""
        self.last_blank = blank
        stack = self._marks.on_hole(self.blanks.index(blank))
        if stack and self._remarks.current not in stack:
            self._choose(stack[0])
        self.entered.emit(blank.name)

    def _ask_for_card(self, blank: GapField | GapChoice) -> None:
        stack = self._marks.on_hole(self.blanks.index(blank))
        if stack:
            if self._remarks.current not in stack:
                self._choose(stack[0])
            self.cardRequested.emit()

    def _choose(self, remark: int) -> None:
        self._is_choosing = True
        self._remarks.choose(remark)
        self._is_choosing = False

    def _on_current(self) -> None:
        self.update()
        self._marks.update()
        if self._remarks.current >= 0 and not self._is_choosing:
            self.show_current() if self.current_blank is not None else self._reveal_current()

    def _reveal_current(self) -> None:
        found = self._marks.boxes_of(self._remarks.current)
        if found and found[0].boxes:
            self.revealRequested.emit(found[0].boxes[0].toAlignedRect())

    def _show_marks(self) -> None:
        """Draw the marks anew, and say of each blank what stands around it and what is remarked on it."""
        fields = [QRectF(blank.geometry()) for blank in self.blanks]
        # An editor that is not in front may share the remarks: then they are about another text.
        marks = self._remarks.marks if self._remarks.text == self.text() else ()
        self._marks.take(marks, self.lines, [blank.answer for blank in self.blanks], fields)
        for number, blank in enumerate(self.blanks):
            said = [spoken_line(self._remarks, remark) for remark in self._marks.on_hole(number)]
            words = " ".join((self._around[number], *said))
            if words != blank.accessibleDescription():
                blank.setAccessibleDescription(words)
                blank.setToolTip(f"<qt>{'<br>'.join(html.escape(line) for line in said)}</qt>" if said else "")
        self.update()

    def _name_blanks(self) -> None:
        """Say of each blank which it is and between what words it stands."""
        self._around = []
        for number, (blank, place) in enumerate(zip(self.blanks, self.lines.holes, strict=True)):
            pattern = self.tr("Gap {number} of {count}")
            if isinstance(blank, GapChoice):
                pattern = self.tr("Choice {number} of {count}")
            blank.setAccessibleName(pattern.format(number=number + 1, count=len(self.blanks)))
            before = " ".join(self.lines.text_between(place - _HEARD_AROUND, place).split())
            behind = " ".join(self.lines.text_between(place + 1, place + 1 + _HEARD_AROUND).split())
            self._around.append(self.tr("{before} … {behind}").format(before=before, behind=behind))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on marked words chooses their remark; again, the next one on them."""
        position = self.lines.position_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and position >= 0:
            self._is_choosing = True
            self._remarks.choose_at(self.lines.filled_position(position, [blank.answer for blank in self.blanks]))
            self._is_choosing = False

    # -- painting --------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._marks.draw_grounds(painter)
        painter.setPen(theme.color("text"))
        self.lines.draw(painter)
        painter.end()


def _focusable_before(widget: QWidget) -> QWidget:
    """Return what Tab has reached before this widget; the widget itself where there is nothing."""
    before = widget.previousInFocusChain()
    while before is not None and before is not widget and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
        before = before.previousInFocusChain()
    return before or widget
