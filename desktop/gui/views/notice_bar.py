"""What went wrong, in one sentence with one thing to do. Gone as soon as it is solved."""

from typing import assert_never

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.conversation.state import Phase, ProblemKind
from desktop.gui import icons, theme
from desktop.gui.announce import announce
from desktop.gui.bridge import Bridge
from desktop.gui.notice_words import Action, NoticeWords, action_words, notice_words, shortened
from desktop.gui.words import OPEN_PHASES

_SLIDE_MS = 140
_BRIEF_MS = 8000
"""How long news stand there that ask nothing of the learner."""
_BRIEF = frozenset({ProblemKind.DEVICE_CHANGED})
_UNLIMITED = 16777215
"""Qt's own largest height."""

_SOLVED_BY_SERVICE = frozenset(
    {ProblemKind.NO_SERVICE, ProblemKind.REFUSED, ProblemKind.TAKEN_OVER, ProblemKind.LINK_LOST}
)
_SOLVED_BY_TALK = frozenset({ProblemKind.NOT_STARTED, ProblemKind.LINK_LOST})
_SOLVED_BY_REPLY = frozenset({ProblemKind.RATE_LIMIT, ProblemKind.SERVICE})


class NoticeBar(QWidget):
    """Slides in with the bridge's notice, or with why there is no service."""

    settingsRequested = Signal()
    doctorRequested = Signal()
    """The learner wants to have the sound tested."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._words: NoticeWords | None = None
        self._was_ready = bridge.service_ready
        self._phase = bridge.state.phase
        self._starts_again = False
        self._offline_dismissed = ""
        self.setObjectName("notice")
        self._sentence = QLabel()
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._message = QLabel()
        self._message.setProperty("role", "small")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self._action = QPushButton()
        self._action.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setIcon(icons.icon("close", "notice-text"))
        self._close.setAccessibleName(self.tr("Dismiss this notice"))
        self._close.setToolTip(self.tr("Dismiss this notice"))
        self._close.clicked.connect(self._dismiss)
        self._slide = QPropertyAnimation(self, b"maximumHeight", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._slid)
        self._brief = QTimer(self)
        self._brief.setSingleShot(True)
        self._brief.setInterval(_BRIEF_MS)
        self._brief.timeout.connect(lambda: self._solve(_BRIEF))
        self._arrange()
        self.hide()
        bridge.noticeRaised.connect(self._show)
        bridge.serviceChanged.connect(self._service_changed)
        bridge.phaseChanged.connect(self._phase_changed)
        self._show()

    def _arrange(self) -> None:
        icon = QLabel()
        icon.setPixmap(icons.icon("warning", "notice-text").pixmap(theme.metrics.px(18)))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._sentence)
        words.addWidget(self._message)
        slip = QFrame()
        slip.setProperty("surface", "notice")
        row = QHBoxLayout(slip)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(icon)
        row.addLayout(words, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 0)
        column.addWidget(slip)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    # -- what to show ------------------------------------------------------------------------------------------

    def _wanted(self) -> NoticeWords | None:
        notice = self._bridge.notice
        if notice is not None:
            return notice_words(notice)
        note = self._bridge.service_note
        if self._bridge.service_offline and note != self._offline_dismissed:
            return NoticeWords(shortened(note), Action.RECONNECT, "")
        return None

    def _show(self) -> None:
        words = self._wanted()
        notice = self._bridge.notice
        if notice is not None and notice.kind in _BRIEF:
            self._brief.start()
        else:
            self._brief.stop()
        if words is None:
            self._slide_to(0)
        else:
            self._sentence.setText(words.sentence)
            self._message.setText(words.service_message)
            self._message.setVisible(bool(words.service_message))
            self._action.setText(action_words(words.action))
            self._close.setVisible(words.action is not Action.DISMISS)
            self._slide_to(_UNLIMITED)
            announce(self, f"{words.sentence} {words.service_message}".strip(), at_once=True)
        self._words = words

    def _slide_to(self, height: int) -> None:
        is_shown = self._words is not None
        if is_shown is (height > 0):
            return
        above = self.parentWidget()
        duration = theme.motion_ms(_SLIDE_MS) if above is not None and above.isVisible() else 0
        self._slide.stop()
        if height:
            self.setMaximumHeight(0 if duration else _UNLIMITED)
            self.show()
        full = self.heightForWidth(self.width()) if self.hasHeightForWidth() else self.sizeHint().height()
        self._slide.setDuration(duration)
        self._slide.setStartValue(0 if height else self.height())
        self._slide.setEndValue(full if height else 0)
        if duration:
            self._slide.start()
        elif not height:
            self.hide()

    def _slid(self) -> None:
        self.setMaximumHeight(_UNLIMITED)
        if self._words is None:
            self.hide()

    # -- what to do --------------------------------------------------------------------------------------------

    def _act(self) -> None:
        if self._words is None:
            return
        action = self._words.action
        match action:
            case Action.TRY_AGAIN:
                self._dismiss()
                self._try_again()
            case Action.RECONNECT:
                self._dismiss()
                self._bridge.reconnect()
            case Action.OPEN_SETTINGS:
                self.settingsRequested.emit()
            case Action.TEST_SOUND:
                self.doctorRequested.emit()
            case Action.DISMISS:
                self._dismiss()
            case _:
                assert_never(action)

    def _try_again(self) -> None:
        """Start the talk; one that is still on is stopped first."""
        self._starts_again = self._bridge.talking
        self._bridge.toggle_talk()

    def _dismiss(self) -> None:
        if self._bridge.notice is not None:
            self._bridge.dismiss_notice()
        else:
            self._offline_dismissed = self._bridge.service_note
            self._show()

    # -- when it is solved -------------------------------------------------------------------------------------

    def _service_changed(self) -> None:
        ready, was_ready = self._bridge.service_ready, self._was_ready
        self._was_ready = ready
        if not self._bridge.service_offline:
            self._offline_dismissed = ""
        if ready and not was_ready:
            self._solve(_SOLVED_BY_SERVICE)
        self._show()

    def _phase_changed(self) -> None:
        before, self._phase = self._phase, self._bridge.state.phase
        if before not in OPEN_PHASES and self._phase in OPEN_PHASES:
            self._solve(_SOLVED_BY_TALK)
        if self._phase is Phase.ASSISTANT_SPEAKING:
            self._solve(_SOLVED_BY_REPLY)
        if self._bridge.talking and before in (Phase.IDLE, Phase.ENDED, Phase.FAILED):
            self._solve(frozenset(ProblemKind) - _SOLVED_BY_SERVICE)
        if self._starts_again and not self._bridge.talking:
            self._starts_again = False
            self._bridge.toggle_talk()

    def _solve(self, kinds: frozenset[ProblemKind]) -> None:
        notice = self._bridge.notice
        if notice is not None and notice.kind in kinds:
            self._bridge.dismiss_notice()
