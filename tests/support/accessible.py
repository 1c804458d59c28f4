"""The window as a screen reader is told it: the names of everything that is shown."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

MOST = 5000


def accessible_names(widget: QWidget) -> list[str]:
    """Return the accessible name of everything shown in a widget, in the order of the accessible tree."""
    return [name for name in (_name(interface) for interface in _shown(widget)) if name]


def _shown(widget: QWidget) -> Iterator[object]:
    waiting: list[object] = [QAccessible.queryAccessibleInterface(widget)]
    for _ in range(MOST):
        if not waiting:
            return
        interface = waiting.pop(0)
        if interface is None or not interface.isValid() or interface.state().invisible:  # type: ignore[attr-defined]
            continue
        yield interface
        waiting = [interface.child(number) for number in range(interface.childCount())] + waiting  # type: ignore[attr-defined]


def _name(interface: object) -> str:
    name: str = interface.text(QAccessible.Text.Name)  # type: ignore[attr-defined]
    return name
