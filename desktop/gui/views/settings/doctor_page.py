"""Tests microphone and loudspeaker: what will happen, what to do now, what was found, and a report to copy.

before --start--> running --over, stopped--> done --start--> running
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.gui.announce import announce
from desktop.gui.bridge import Bridge
from desktop.gui.doctor_words import CHECKS, prompt
from desktop.gui.views.empty_state import EmptyState
from desktop.gui.views.flow_layout import FlowLayout
from desktop.gui.views.page import Page
from desktop.gui.views.settings.doctor_prompt import DoctorPrompt
from desktop.gui.views.settings.doctor_row import DoctorRow

if TYPE_CHECKING:
    from desktop.app import engine

_COPIED_MS = 2000
_FIRST = ("bad", "warn", "unknown", "good", "")
"""Verdicts, the most pressing first."""


class DoctorPage(Page):
    settingsRequested = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Test sound"), parent)
        self._bridge = bridge
        self._task: asyncio.Task[None] | None = None
        self._findings: tuple[engine.Finding, ...] = ()
        self._outcome = ""
        self._step = ""
        self.before = EmptyState(self)
        self.before.acted.connect(self.start)
        self._buttons = QWidget(self)
        self._state = QLabel(self)
        self._state.setProperty("role", "title")
        self._state.setWordWrap(True)
        self.prompt = DoctorPrompt(self)
        self.again_button = self._button(self.tr("Run again"), "primary")
        self.stop_button = self._button(self.tr("Stop"), "plain")
        self.settings_button = self._button(self.tr("Open the settings"), "plain")
        self.copy_button = self._button(self.tr("Copy report"), "plain")
        self.again_button.clicked.connect(self.start)
        self.stop_button.clicked.connect(self.stop)
        self.settings_button.clicked.connect(self.settingsRequested)
        self.copy_button.clicked.connect(self._copy)
        self._uncopy = QTimer(self)
        self._uncopy.setSingleShot(True)
        self._uncopy.setInterval(_COPIED_MS)
        self._uncopy.timeout.connect(lambda: self.copy_button.setText(self.tr("Copy report")))
        self.rows = {check: DoctorRow(check) for check in CHECKS}
        self._arrange()
        bridge.phaseChanged.connect(self._show)
        self._show()

    def _button(self, text: str, kind: str) -> QPushButton:
        button = QPushButton(text, self._buttons)
        button.setProperty("kind", kind)
        return button

    def _arrange(self) -> None:
        flow = FlowLayout(self._buttons, 8)
        for button in (self.again_button, self.stop_button, self.copy_button, self.settings_button):
            flow.addWidget(button)
        for part in (self.before, self.prompt, self._state, self._buttons):
            self.column.addWidget(part)
        self._results = QFrame(self)
        self._results.setProperty("surface", "raised")
        self._lines = QVBoxLayout(self._results)
        self._lines.setContentsMargins(16, 12, 16, 12)
        self._lines.setSpacing(0)
        self._order(lambda row: 0)
        self.column.addWidget(self._results)
        self.column.addStretch()

    # -- the test ----------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        return self._task is not None

    def start(self) -> None:
        """Begin; nothing while one runs or a talk is on."""
        if self.running or self._bridge.talking:
            return
        self._findings, self._outcome, self._step = (), "", ""
        for row in self.rows.values():
            row.wait()
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self._order(lambda row: 0)
        self._task = self._bridge.spawn("test the sound", self._run())
        self._task.add_done_callback(self._over)
        self._show()
        if had_focus:
            self.stop_button.setFocus()

    def stop(self) -> None:
        self._bridge.stop_examination()

    async def _run(self) -> None:
        end = await self._bridge.examine(self._progressed)
        if end is None:
            return
        self._show_findings(end.findings)
        self._findings = end.findings
        self._outcome = self._summary(end)
        # What asks for something is seen first.
        self._order(lambda row: _FIRST.index(row.verdict))

    def _over(self, _: object) -> None:
        self._task = None
        had_focus = self.stop_button.hasFocus()
        self._show()
        if had_focus:
            (self.again_button if self._findings else self.back).setFocus()
        announce(self, self._outcome, at_once=True)

    def _progressed(self, progress: "engine.ExaminationProgressed") -> None:
        words = prompt(progress.step.value)
        if progress.step.value != self._step:
            self._step = progress.step.value
            announce(self, f"{words.title}. {words.sentence}", at_once=words.follows_voice)
        self.prompt.show_step(words, progress.fraction, progress.level, progress.remaining_s)
        self._show_findings(progress.findings)

    def _show_findings(self, findings: "tuple[engine.Finding, ...]") -> None:
        for finding in findings:
            row = self.rows[finding.check.value]
            if row.verdict:
                continue
            row.show_finding(finding.verdict.value, finding.value, finding.advice)
            announce(self, row.words)

    def _summary(self, end: "engine.Examined") -> str:
        verdicts = [finding.verdict.value for finding in end.findings]
        if "bad" in verdicts:
            return self.tr("Something does not work. Begin with the first line marked as bad.")
        if not end.is_complete:
            return self.tr("The test was stopped.")
        if "warn" in verdicts:
            return self.tr("You can talk. The lines marked below would make it better.")
        return self.tr("Everything is fine. You can talk.")

    # -- showing -----------------------------------------------------------------------------------------------

    def _order(self, rank: Callable[[DoctorRow], int]) -> None:
        """Put the rows one below the other, and their keys too, those of a low rank first."""
        before: QWidget = self.settings_button
        for row in sorted(self.rows.values(), key=rank):
            self._lines.addWidget(row)
            QWidget.setTabOrder(before, row)
            before = row

    def _show(self) -> None:
        running, talking = self.running, self._bridge.talking
        found = bool(self._findings)
        self._show_before(talking)
        self.before.setVisible(not running and not found)
        self.prompt.setVisible(running)
        self._state.setText(self.tr("A talk is on. End it to test the sound.") if talking else self._outcome)
        self._state.setVisible(found and not running)
        self._buttons.setVisible(running or found)
        self.again_button.setVisible(found and not running)
        self.again_button.setEnabled(not talking)
        self.stop_button.setVisible(running)
        self.copy_button.setVisible(found and not running)
        self.settings_button.setVisible(found and not running)
        self._results.setVisible(running or found)
        for row in self.rows.values():
            row.setVisible(running or bool(row.verdict))

    def _show_before(self, talking: bool) -> None:
        title = self.tr("Is your sound good enough to talk?")
        if talking:
            self.before.show_words("microphone", title, self.tr("A talk is on. End it to test the sound."))
            return
        words = self.tr(
            "For half a minute your microphone and loudspeaker are open. You say a few words and hear them again; "
            "then short sounds measure delay and echo. Nothing is stored or sent."
        )
        self.before.show_words("microphone", title, words, self.tr("Start the test"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._bridge.examination_report(self._findings))
        self.copy_button.setText(self.tr("Copied"))
        announce(self, self.tr("Copied"))
        self._uncopy.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._uncopy.stop()
        self.copy_button.setText(self.tr("Copy report"))
        if self.running and not event.spontaneous():
            # A page that was left keeps no microphone open; in a window that was made small it goes on.
            self.stop()
