"""The choice of a microphone or a loudspeaker: the system's default first, then the devices by name."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop.gui.models.rows import RowModel


@dataclass(frozen=True, slots=True)
class Device:
    name: str
    """Empty for the system's default."""
    connected: bool = True


class DevicesModel(RowModel[Device]):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.set_rows([Device("")])

    def set_devices(self, names: Sequence[str], chosen: str) -> None:
        """Show the devices that are there, and the chosen one even while it is unplugged."""
        present = dict.fromkeys(name for name in names if name)
        missing = [Device(chosen, connected=False)] if chosen and chosen not in present else []
        self.set_rows([Device(""), *(Device(name) for name in present), *missing])

    def key(self, row: Device) -> Hashable:
        return row.name

    def text(self, row: Device) -> str:
        if not row.name:
            return self.tr("The system's choice")
        return row.name if row.connected else self.tr("{name} (not connected)").format(name=row.name)
