"""How the learner spoke: a card for each figure, three of them with a plot that can be read as a table too."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.conversation.speech_figures import SpeechFigures
from desktop.gui import theme
from desktop.gui.bridge import Bridge
from desktop.gui.notice_words import shortened
from desktop.gui.speech_rows import (
    PlotRow,
    pace_headers,
    pace_rows,
    pause_headers,
    pause_rows,
    voice_headers,
    voice_rows,
)
from desktop.gui.speech_words import Figure, figure_words
from desktop.gui.views.beside.bar_plot import BarPlot
from desktop.gui.views.beside.figure_card import FigureCard
from desktop.gui.views.beside.plot import Mark, Plot
from desktop.gui.views.beside.voice_strip import VoiceStrip
from desktop.gui.views.empty_state import EmptyState
from desktop.gui.views.scroll_page import ScrollPage
from desktop.gui.voice_timeline import voice_timeline

INTERVAL_MS = 1000
"""Figures that move more often cannot be read."""
LONGEST_NAME = 40
"""Characters of the partner's name: a service may send any number."""


class SpeechPanel(QWidget):
    """Follows the live conversation after `show_live`, a past one after `show_past`; computes only while in sight."""

    turnChosen = Signal(str)
    """The key of a turn, to be brought into sight in the conversation."""

    def __init__(self, bridge: Bridge, before: QWidget | None = None) -> None:
        """before: the control that the keyboard reaches before the panel's."""
        super().__init__()
        self._before = before
        self._bridge = bridge
        self._past: tuple[int, str] | None = None
        self._is_stale = True
        self.setObjectName("speech")
        self.setAccessibleName(self.tr("How you spoke"))
        self._interval = QTimer(self)
        self._interval.setSingleShot(True)
        self._interval.setInterval(INTERVAL_MS)
        self._interval.timeout.connect(self._refresh)
        self._steps: list[Callable[[], None]] = []
        """What is left to be shown, the last first: one plot each time round, so that the window never stands still."""
        self._stepping = QTimer(self)
        self._stepping.setInterval(0)
        self._stepping.timeout.connect(self._step)
        self._build()
        bridge.conversationChanged.connect(self._conversation_changed)
        self._empty.acted.connect(self._read_past)
        self.show_live()

    # -- for the window --------------------------------------------------------------------------------------

    def show_live(self) -> None:
        """Show how the learner speaks in the talk under way, or spoke in the last."""
        self._past = None
        self._is_stale = True
        self._refresh()

    def show_past(self, course_id: int, assistant_id: str) -> None:
        """Read a past talk and show how the learner spoke in it."""
        self._past = (course_id, assistant_id)
        self._read_past()

    @property
    def first(self) -> QWidget | None:
        """Where the keyboard begins."""
        return self.as_table if self._stack.currentWidget() is not self._empty else None

    # -- building --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._heading = QLabel()
        self._heading.setProperty("role", "heading")
        self.as_table = QPushButton(self.tr("Show as tables"))
        self.as_table.setProperty("kind", "chip")
        self.as_table.setCheckable(True)
        self.as_table.toggled.connect(self._show_as_table)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 4, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self.as_table)
        self._note = QLabel()
        self._note.setProperty("role", "small")
        self._note.setWordWrap(True)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(theme.GRID_PX)
        column.addLayout(head)
        column.addWidget(self._note)
        self._build_cards(page)
        for card in self.cards.values():
            card.turnChosen.connect(self.turnChosen)
            column.addWidget(card)
        column.addStretch()
        self._area = ScrollPage(page)
        self._empty = EmptyState()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._area)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    @property
    def _plots(self) -> tuple[Plot, ...]:
        return self._paces, self._pauses, self._voices

    def _build_cards(self, page: QWidget) -> None:
        self._paces = BarPlot(self.tr("Words a minute, turn by turn"))
        self._voices = VoiceStrip(self.tr("Who spoke when"))
        self._pauses = BarPlot(self.tr("Pauses, turn by turn"))
        pace_hint = self.tr("Dashed: all turns. Press one.")
        pause_hint = self.tr("Seconds a turn. Press one.")
        plotted = {
            Figure.PACE: FigureCard(page, self._paces, pace_hint, pace_headers()),
            Figure.PAUSES: FigureCard(page, self._pauses, pause_hint, pause_headers()),
            Figure.VOICES: FigureCard(page, self._voices, self.tr("Press a turn to see it."), voice_headers()),
        }
        self.cards = {figure: plotted.get(figure) or FigureCard(page) for figure in Figure}

    # -- showing ---------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        before, self._before = self._before, None
        if before is not None:  # what is made later is otherwise reached after everything else in the window
            for above, below in pairwise((before, self.as_table, *self._plots)):
                QWidget.setTabOrder(above, below)
        self._refresh()

    def _conversation_changed(self) -> None:
        if self._past is None:
            self._is_stale = True
            if self.isVisible() and not self._interval.isActive():
                self._interval.start()

    def _refresh(self) -> None:
        """Show the live figures where they are new and the panel is in sight."""
        if self._past is None and self._is_stale and self.isVisible():
            self._is_stale = False
            self._show(self._bridge.speech, self._partner_name())

    def _read_past(self) -> None:
        if self._past is not None:
            self._say(self.tr("One moment"), self.tr("The talk is being read."))
            self._bridge.spawn("read how the learner spoke", self._read(self._past))

    async def _read(self, past: tuple[int, str]) -> None:
        from desktop.app import BackendError

        try:
            figures = await self._bridge.speech_of(past[0])
        except BackendError as error:
            if self._past == past:
                self._say(self.tr("The figures could not be read"), str(error), self.tr("Try again"))
            return
        if self._past == past:
            self._show(figures, self._partner_name())

    def _partner_name(self) -> str:
        assistant_id = self._past[1] if self._past is not None else self._bridge.state.assistant_id
        partner = self._bridge.assistant(assistant_id)
        return shortened(partner.speaker, LONGEST_NAME) if partner is not None else self.tr("your partner")

    def _say(self, title: str, sentence: str, action: str = "") -> None:
        self._empty.show_words("voice", title, sentence, action)
        self._stack.setCurrentWidget(self._empty)
        self._steps = []

    def _show(self, figures: SpeechFigures, partner: str) -> None:
        if not figures.turns:
            if self._past is None:
                self._say(self.tr("No figures yet"), self.tr("They appear here once you have spoken."))
            else:
                self._say(self.tr("Nothing to count"), self.tr("You said nothing in this talk."))
            return
        is_on = self._past is None and self._bridge.talking
        self._heading.setText(self.tr("So far") if is_on else self.tr("The whole talk"))
        note = self._words_of_note(figures)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        words = {figure: figure_words(figure, figures, partner) for figure in Figure}
        for figure, card in self.cards.items():
            card.show_words(*words[figure])
        said = {figure: " ".join(words[figure]) for figure in Figure}
        self._steps = [
            lambda: self._show_voices(figures, partner, said[Figure.VOICES]),
            lambda: self._show_bars(Figure.PAUSES, self._pauses, pause_rows(figures), None, said[Figure.PAUSES]),
            lambda: self._show_bars(
                Figure.PACE, self._paces, pace_rows(figures), figures.words_per_minute, said[Figure.PACE]
            ),
        ]
        self._stepping.start()
        self.as_table.setVisible(figures.has_voice)
        self._stack.setCurrentWidget(self._area)

    def _words_of_note(self, figures: SpeechFigures) -> str:
        """Return why there is no more than words; empty where there is."""
        if figures.has_voice:
            return ""
        if all(turn.is_typed for turn in figures.turns):
            return self.tr("You wrote in this talk. Your pace and pauses appear here when you speak.")
        return self.tr("When you spoke was not noted in this talk, so only its words are counted.")

    @property
    def is_busy(self) -> bool:
        """Whether something new is still to be shown."""
        return self._is_stale or bool(self._steps)

    def _step(self) -> None:
        if self._steps:
            self._steps.pop()()
        if not self._steps:
            self._stepping.stop()

    def _show_bars(
        self, figure: Figure, plot: BarPlot, rows: Sequence[PlotRow], mean: float | None, words: str
    ) -> None:
        plot.show_bars([Mark(row.key, row.label) for row in rows], [row.value for row in rows], mean, words)
        self._show_table(figure, rows)

    def _show_voices(self, figures: SpeechFigures, partner: str, words: str) -> None:
        blocks = voice_timeline(figures) if figures.has_voice else ()
        rows = voice_rows(blocks, partner)
        self._steps.append(lambda: self._show_table(Figure.VOICES, rows))
        self._steps.append(lambda: self._voices.show_blocks(blocks, [row.label for row in rows], words))

    def _show_table(self, figure: Figure, rows: Sequence[PlotRow]) -> None:
        self.cards[figure].show_rows(rows)

    def _show_as_table(self, as_table: bool) -> None:
        for card in self.cards.values():
            card.show_as_table(as_table)
