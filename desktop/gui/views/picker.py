"""The picker: whom to talk with. Search, level filter, order, and the cards."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.gui.bridge import Bridge
from desktop.gui.models.assistants import AssistantsModel, Order
from desktop.gui.models.rows import Role
from desktop.gui.shortcuts import writing
from desktop.gui.views.buttons import Choice, SearchField
from desktop.gui.views.card_grid import CardGrid
from desktop.gui.views.empty_state import EmptyState
from desktop.gui.views.flow_layout import FlowLayout
from desktop.gui.views.scroll_page import ScrollPage
from desktop.gui.views.way_switch import WaySwitch

_CELL_EDGE_PX = 8


class Picker(QWidget):
    """started: the id of the assistant to talk with."""

    started = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._bridge = bridge
        self._model = AssistantsModel(self)
        self._levels: tuple[str, ...] = ()
        self._build()
        bridge.catalogueChanged.connect(self._show_assistants)
        bridge.serviceChanged.connect(self._show_state)
        self._show_assistants()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_current(self) -> None:
        """Make the current card's assistant the one the talk button starts with; the first card if none is."""
        if not self.grid.currentIndex().isValid() and self._model.rowCount():
            self.grid.setCurrentIndex(self._model.index(0))
        self._on_current()

    def _build(self) -> None:
        self.switch = WaySwitch(writing=False, parent=self)
        title = QLabel(self.tr("Who would you like to talk with?"), self)
        title.setProperty("role", "display")
        title.setWordWrap(True)
        advice = QLabel(self.tr("Choose a partner and speak. They answer aloud, and you can interrupt them."), self)
        advice.setProperty("role", "soft")
        advice.setWordWrap(True)

        self.search = SearchField(self.tr("Search partners"), self.tr("Search partners"), self)
        self.search.setMinimumWidth(240)
        self.search.textChanged.connect(self._search)
        self._order = Choice(self.tr("Order of the partners"), self)
        for order, text in (
            (Order.LIKED, self.tr("Most liked first")),
            (Order.LEVEL, self.tr("By level")),
            (Order.NAME, self.tr("By name")),
        ):
            self._order.addItem(text, order)
        self._order.setMinimumContentsLength(14)
        self._order.currentIndexChanged.connect(self._sort)

        self._controls = QWidget(self)
        controls = FlowLayout(self._controls, 8)
        controls.addWidget(self.search)
        controls.addWidget(self._order)
        self._chips_box = QWidget(self)
        self._chips_flow = FlowLayout(self._chips_box, 8)
        self._chips = QButtonGroup(self)
        self._chips.buttonClicked.connect(self._filter)

        self.grid = CardGrid(self._model, self._bridge.pictures, self)
        self.grid.setAccessibleName(self.tr("Partners"))
        self.search.doneWith.connect(lambda: self.grid.setFocus(Qt.FocusReason.TabFocusReason))
        self.grid.started.connect(self.started)
        self.grid.moved.connect(self._reveal)
        self.grid.selectionModel().currentChanged.connect(self._on_current)

        self._empty = EmptyState(self)
        self._empty.acted.connect(self._act)

        content = QWidget(self)
        content.setObjectName("page")
        head = QVBoxLayout()
        # The cards' cells carry half a gap and a frame around them: with this the cards are in line with the text.
        head.setContentsMargins(_CELL_EDGE_PX, 0, _CELL_EDGE_PX, 0)
        head.setSpacing(0)
        head.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeading)
        head.addSpacing(20)
        head.addWidget(title)
        head.addSpacing(4)
        head.addWidget(advice)
        head.addSpacing(24)
        head.addWidget(self._controls)
        head.addSpacing(12)
        head.addWidget(self._chips_box)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(32 - _CELL_EDGE_PX, 24, 32 - _CELL_EDGE_PX, 16)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addSpacing(16)
        layout.addWidget(self.grid)
        layout.addWidget(self._empty, 1)
        layout.addStretch()
        self._scroll = ScrollPage(content, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _show_assistants(self) -> None:
        self._model.set_assistants(self._bridge.catalogue.assistants)
        if self._model.levels != self._levels:
            self._levels = self._model.levels
            self._show_chips()
        self._show_state()
        if self.isVisible() and not self.grid.currentIndex().isValid():
            self.choose_current()
            if not writing():
                self.grid.setFocus()

    def _show_chips(self) -> None:
        for old in self._chips.buttons():
            self._chips.removeButton(old)
            self._chips_flow.removeWidget(old)
            old.deleteLater()
        for level in ("", *self._levels) if len(self._levels) > 1 else ():
            chip = QPushButton(level or self.tr("All levels"), self._chips_box)
            chip.setProperty("kind", "chip")
            chip.setProperty("level", level)
            chip.setCheckable(True)
            chip.setChecked(not level)
            chip.setAccessibleName(self.tr("Level {level}").format(level=level) if level else chip.text())
            self._chips.addButton(chip)
            self._chips_flow.addWidget(chip)
            chip.show()
        self._model.filter_level("")

    def _show_state(self) -> None:
        """Show the cards, or why there are none and what to do."""
        bridge, model = self._bridge, self._model
        have = model.total > 0
        self._controls.setVisible(have)
        self._chips_box.setVisible(have and len(self._levels) > 1)
        self.grid.setVisible(model.rowCount() > 0)
        self._empty.setVisible(model.rowCount() == 0)
        if have:
            self._empty.show_words(
                "search",
                self.tr("Nobody found"),
                self.tr("Try fewer or other words, or another level."),
                self.tr("Show everyone"),
            )
        elif bridge.service_offline:
            self._empty.show_words(
                "offline",
                self.tr("The practice service is not there"),
                self.tr("Nothing you said is lost. Wait a moment, then try again."),
                self.tr("Try again"),
            )
        elif bridge.service_starting:
            self._empty.show_words(
                "clock",
                self.tr("Your partners are on their way"),
                self.tr("The practice service is starting. This takes a few seconds."),
            )
        else:
            self._empty.show_words(
                "person",
                self.tr("No partners yet"),
                self.tr("The service offers none at the moment."),
                self.tr("Look again"),
            )

    def _act(self) -> None:
        if self._model.total:
            self.search.clear()
            for chip in self._chips.buttons()[:1]:
                chip.click()
        elif self._bridge.service_offline:
            self._bridge.reconnect()
        else:
            self._bridge.refresh()

    def _search(self, query: str) -> None:
        self._model.search(query)
        self._show_state()

    def _filter(self, chip: QPushButton) -> None:
        self._model.filter_level(chip.property("level"))
        self._show_state()

    def _sort(self) -> None:
        self._model.sort_by(self._order.currentData())

    def _on_current(self) -> None:
        index = self.grid.currentIndex()
        if index.isValid():
            self._bridge.choose(index.data(Role.ITEM).id)

    def _reveal(self) -> None:
        if self.grid.currentIndex().isValid():
            box = self.grid.current_box().translated(self.grid.pos())
            self._scroll.ensureVisible(box.center().x(), box.center().y(), 0, box.height() // 2 + 16)
