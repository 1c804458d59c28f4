"""Python's cyclic garbage, collected on the window's thread only.

The collector runs on whichever thread allocates: on the network's thread it would destroy widgets that a cycle kept
alive, and Qt crashes when a widget dies on a thread that is not its own.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 1000


class GarbageCollection(QObject):
    """Takes the automatic collector's place from its making until `stop`, with the same thresholds."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        gc.disable()
        # What lives since the start is never looked at again: a full collection takes a few milliseconds then.
        gc.freeze()
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation whose threshold is passed."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
