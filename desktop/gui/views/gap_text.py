"""A text with gaps to write in, or with choices, where they stand in it."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.conversation.task import Choice, Gap, Task
from desktop.gui import theme
from desktop.gui.views.gap_fields import GapChoice, GapField
from desktop.gui.views.gap_layout import GapLayout

_BETWEEN_LINES_PX = 12
"""Below a field: the room its underline is drawn in."""
_BESIDE_PX = 2
_HEARD_AROUND = 40
"""Characters before and behind a gap that a screen reader says with it."""


class GapText(QWidget):
    """As high as its lines at the width it is given."""

    edited = Signal()
    """The learner filled in or chose something."""
    entered = Signal(str)
    """The keyboard is in the blank of this name now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = GapLayout(())
        self.blanks: list[GapField | GapChoice] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changes.changed.connect(self._arrange)

    # -- what is in it ---------------------------------------------------------------------------------------

    def set_task(self, task: Task) -> None:
        """Show another task, with every blank open."""
        for old in self.blanks:
            old.hide()
            old.deleteLater()
        self.lines = GapLayout(task.pieces)
        self.blanks = [self._blank(piece) for piece in task.pieces if not isinstance(piece, str)]
        previous: QWidget = self
        for blank in self.blanks:
            QWidget.setTabOrder(previous, blank)
            previous = blank
        self._name_blanks()
        self._arrange()

    def answers(self) -> dict[str, str]:
        """Return placeholder -> answer, for the blanks that are not open."""
        return {blank.name: blank.answer for blank in self.blanks if blank.answer}

    def put(self, answers: Mapping[str, str]) -> None:
        """Fill in; a placeholder that is not named is left open. Not told by `edited`."""
        for blank in self.blanks:
            blank.put(answers.get(blank.name, ""))
        self._arrange()

    def blank(self, name: str) -> GapField | GapChoice | None:
        return next((one for one in self.blanks if one.name == name), None)

    @property
    def current_blank(self) -> GapField | GapChoice | None:
        """The blank that has the keyboard."""
        return next((one for one in self.blanks if one.hasFocus()), None)

    def _blank(self, piece: Gap | Choice) -> GapField | GapChoice:
        blank = GapField(piece, self) if isinstance(piece, Gap) else GapChoice(piece, self)
        blank.answered.connect(self._on_answer)
        blank.focused.connect(lambda: self.entered.emit(blank.name))
        blank.passed.connect(lambda: self._pass(blank))
        blank.show()
        return blank

    def _name_blanks(self) -> None:
        """Say of each blank which it is and between what words it stands."""
        count = len(self.blanks)
        for number, (blank, place) in enumerate(zip(self.blanks, self.lines.holes, strict=True), start=1):
            pattern = self.tr("Gap {number} of {count}")
            if isinstance(blank, GapChoice):
                pattern = self.tr("Choice {number} of {count}")
            blank.setAccessibleName(pattern.format(number=number, count=count))
            before = " ".join(self.lines.text_between(place - _HEARD_AROUND, place).split())
            behind = " ".join(self.lines.text_between(place + 1, place + 1 + _HEARD_AROUND).split())
            blank.setAccessibleDescription(self.tr("{before} … {behind}").format(before=before, behind=behind))

    def _on_answer(self) -> None:
        self._arrange()
        self.edited.emit()

    def _pass(self, blank: GapField | GapChoice) -> None:
        """Enter goes on to the next blank; at the last one it stays."""
        number = self.blanks.index(blank) + 1
        if number < len(self.blanks):
            self.blanks[number].setFocus(Qt.FocusReason.TabFocusReason)

    # -- laying out ------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._break(width)
        height = self.lines.height
        self._break(self.width())
        return height

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.metrics.px(240))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics.px(160), self._line_px())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _line_px(self) -> int:
        field = max((blank.sizeHint().height() for blank in self.blanks), default=theme.metrics.px(24))
        return field + _BETWEEN_LINES_PX

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
            height = blank.sizeHint().height()
            top = hole.top() + (hole.height() - height) / 2
            box = QRectF(hole.left() + _BESIDE_PX, top, hole.width() - 2 * _BESIDE_PX, height)
            blank.setGeometry(box.toAlignedRect())
        self.update()

    # -- painting --------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.color("text"))
        self.lines.draw(painter)
        painter.end()
