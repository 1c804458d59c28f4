"""What Space and the talk button do: start and end a talk, and in the other turn modes take the floor and give it.

mode         at rest               during a talk
HANDS_FREE   start                 end
HOLD         start, and be heard   be heard for as long as it is held
           while it is held
TAP          start                 send; interrupt the reply

Between two scenes of a talk a press begins the next one, as it starts a talk at rest.
"""

from typing import assert_never

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent

from desktop.conversation.state import TurnMode
from desktop.gui.bridge import Bridge
from desktop.gui.words import Press, press_of

_REPEAT_MS = 50
"""X11 lets a held key go and presses it again for every repetition, and Qt does not always tell: a press that
follows within this time is the same one."""
_ABANDONED = frozenset({QEvent.Type.WindowDeactivate, QEvent.Type.ApplicationStateChange})
"""Whoever looks at another window has let go, and the release would never be seen here."""


class TalkKey(QObject):
    """Holds the floor between a press and its release, and never longer.

    The whole application's events are watched only while the floor is held.
    """

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._until: QEvent.Type | None = None
        self._letting_go = QTimer(self)
        self._letting_go.setSingleShot(True)
        self._letting_go.setInterval(_REPEAT_MS)
        self._letting_go.timeout.connect(self.let_go)
        bridge.phaseChanged.connect(self._follow)

    @property
    def is_held(self) -> bool:
        return self._until is not None

    def press(self) -> None:
        """A whole press, as a click is; in HOLD it takes the floor, and the next one gives it back."""
        bridge = self._bridge
        match press_of(bridge.state):
            case Press.START | Press.STOP:
                bridge.toggle_talk()
            case Press.NEXT:
                bridge.next_scenario()
            case Press.HOLD if bridge.state.floor_held:
                bridge.release_floor()
            case Press.HOLD:
                bridge.take_floor()
            case Press.SEND:
                bridge.release_floor()
            case Press.INTERRUPT:
                bridge.silence_reply()
            case other:
                assert_never(other)

    def hold(self, until: QEvent.Type) -> None:
        """A press that lasts until an event of this type, KeyRelease or MouseButtonRelease."""
        if self._bridge.turn_mode is not TurnMode.HOLD:
            self.press()
            return
        self._letting_go.stop()
        if self.is_held or not self._bridge.can_talk:
            return
        if not self._bridge.talking:
            self._bridge.toggle_talk()
        elif press_of(self._bridge.state) is Press.NEXT:
            self._bridge.next_scenario()
        application = QCoreApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        self._until = until
        self._bridge.take_floor()

    def let_go(self) -> None:
        """Give the floor back, if it is held."""
        self._letting_go.stop()
        if self.is_held:
            self._until = None
            application = QCoreApplication.instance()
            assert application is not None
            application.removeEventFilter(self)
            self._bridge.release_floor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _ABANDONED:
            self.let_go()
        elif kind == self._until and _ends_hold(event):
            if kind is QEvent.Type.KeyRelease:
                self._letting_go.start()
            else:
                self.let_go()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        """Let go when there is no floor to hold any more: the talk ended, or another mode was chosen."""
        if self.is_held and press_of(self._bridge.state) is not Press.HOLD:
            self.let_go()


def _ends_hold(event: QEvent) -> bool:
    """Return whether it is the release: a key that repeats itself is let go again and again."""
    if isinstance(event, QKeyEvent):
        return event.key() == Qt.Key.Key_Space and not event.isAutoRepeat()
    return isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton
