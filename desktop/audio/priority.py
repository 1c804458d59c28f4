"""Asks the system to let this process run before others: sound that comes late is heard, a late window is not."""

import os
import sys

_ROUND = 5
"""Above every ordinary process, below the sound server's own threads (20 and up with PipeWire and PulseAudio)."""
_NICE = -11
"""What PulseAudio asks for."""
_HIGH_PRIORITY_CLASS = 0x80


def ask_for_priority() -> bool:
    """Return whether it was granted. Threads made later inherit it, PortAudio's too.

    Windows grants it to everyone; Linux to root and to whom the system's limits name (rtprio, nice), else it stays as
    it is. macOS runs the device's own threads first in any case.
    """
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        return bool(kernel.SetPriorityClass(kernel.GetCurrentProcess(), _HIGH_PRIORITY_CLASS))
    if sys.platform == "linux":
        try:
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(_ROUND))
        except OSError:
            pass
        else:
            return True
    try:
        os.setpriority(os.PRIO_PROCESS, 0, _NICE)
    except OSError:
        return False
    return True
