"""The choice of a microphone or a loudspeaker: the system's default first, then the devices by name."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop.gui.models.rows import RowModel


@dataclass(frozen=True, slots=True)
class Device:
    id: str
    """Empty for the system's default."""
    name: str
    connected: bool = True


class DevicesModel(RowModel[Device]):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.set_rows([Device("", "")])

    def set_devices(self, present: Sequence[tuple[str, str]], chosen: tuple[str, str]) -> None:
        """Show the devices that are there, as (id, name), and the chosen one even while it is unplugged."""
        rows = [Device(*one) for one in dict.fromkeys(present)]
        if chosen[0] and all(row.id != chosen[0] for row in rows):
            rows.append(Device(chosen[0], chosen[1] or chosen[0], connected=False))
        self.set_rows([Device("", ""), *rows])

    def key(self, row: Device) -> Hashable:
        return row.id

    def text(self, row: Device) -> str:
        if not row.id:
            return self.tr("The system's choice")
        return row.name if row.connected else self.tr("{name} (not connected)").format(name=row.name)
