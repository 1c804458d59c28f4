"""One figure of how the learner spoke: what it is, what it means and, where it has one, its plot or its table."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.gui import theme
from desktop.gui.models.figure_table import FigureRow, FigureTable
from desktop.gui.models.rows import Role
from desktop.gui.speech_rows import PlotRow
from desktop.gui.views.beside.plot import Plot

_MOST_ROWS = 8
"""A longer table scrolls within itself."""
_FIRST_PX = 48
"""The first column names the row: a number, or a time."""


class FigureCard(QFrame):
    """hint: what to do with the plot, while nothing in it is pointed at."""

    turnChosen = Signal(str)

    def __init__(self, parent: QWidget, plot: Plot | None = None, hint: str = "", headers: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self.plot = plot
        self.table: FigureTableView | None = None
        self._hint = hint
        self._headers = headers
        self._rows: Sequence[PlotRow] = ()
        self._as_table = False
        self.setProperty("surface", "raised")
        self._headline = _label(self, "title")
        self._line = _label(self, "small")
        self._readout = _label(self, "small")
        self._readout.setWordWrap(False)
        self._readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(4)
        self._column.addWidget(self._headline)
        self._column.addWidget(self._line)
        if plot is not None:
            self._column.addSpacing(4)
            self._column.addWidget(plot)
            plot.pointed.connect(self._point)
            plot.turnChosen.connect(self.turnChosen)
        self._column.addWidget(self._readout)
        self._point("")
        self._arrange()

    def show_words(self, headline: str, line: str) -> None:
        """Show a figure; an empty headline hides the card."""
        self.setVisible(bool(headline))
        self._headline.setText(headline)
        self._line.setText(line)
        self._line.setVisible(bool(line))

    def show_rows(self, rows: Sequence[PlotRow]) -> None:
        """Show what the plot shows as text, too; without rows there is neither plot nor table."""
        self._rows = rows
        self._arrange()

    def show_as_table(self, as_table: bool) -> None:
        self._as_table = as_table
        self._arrange()

    def _arrange(self) -> None:
        if self.plot is None:
            self._readout.hide()
            return
        has_rows = bool(self._rows)
        if self._as_table and has_rows:
            if self.table is None:
                self.table = FigureTableView(self.plot.accessibleName(), self._headers, self)
                self.table.turnChosen.connect(self.turnChosen)
                self._column.insertWidget(self._column.indexOf(self.plot), self.table)
                QWidget.setTabOrder(self.plot, self.table)
            self.table.show_rows(self._rows)
        if self.table is not None:
            self.table.setVisible(self._as_table and has_rows)
        self.plot.setVisible(has_rows and not self._as_table)
        self._readout.setVisible(has_rows and not self._as_table)

    def _point(self, label: str) -> None:
        self._readout.setText(label or self._hint)


class FigureTableView(QTableView):
    """As high as its rows, up to eight. Enter or a double click chooses a turn."""

    turnChosen = Signal(str)

    def __init__(self, name: str, headers: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._table = FigureTable(headers, self)
        self._shown: tuple[PlotRow, ...] = ()
        self.setModel(self._table)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.doubleClicked.connect(lambda _: self._choose())
        theme.changes.changed.connect(self._fit)
        self._fit()

    def show_rows(self, rows: Sequence[PlotRow]) -> None:
        """Show these; the words of those that stand there already are not made again."""
        count = self._table.rowCount()
        known = len(self._shown)
        self._table.set_rows(
            [
                self._table.rows[number]
                if number < known and _says_the_same(self._shown[number], row)
                else FigureRow(row.key, row.cells())
                for number, row in enumerate(rows)
            ]
        )
        self._shown = tuple(rows)
        if self._table.rowCount() != count:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = min(max(self._table.rowCount(), 1), _MOST_ROWS)
        height = rows * self.verticalHeader().defaultSectionSize() + self.horizontalHeader().sizeHint().height()
        return QSize(160, height + 2 * self.frameWidth() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.metrics.px(28))
        self.horizontalHeader().resizeSection(0, theme.metrics.px(_FIRST_PX))
        self.updateGeometry()

    def _choose(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            self.turnChosen.emit(index.data(Role.ITEM).key)


def _label(parent: QWidget, role: str) -> QLabel:
    label = QLabel(parent)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)  # a long name does not widen the panel
    return label


def _says_the_same(one: PlotRow, other: PlotRow) -> bool:
    return one.key == other.key and one.cells.args == other.cells.args
