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

    def set_devices(self, present: Sequence[tuple[str, str]], chosen: tuple[str, str]) -> int:
        """Show the devices that are there, as (id, name), and the chosen one even while it is unplugged.

        Returns the chosen one's row. Its id can change with the socket it is plugged into; its name stays.
        """
        rows = [Device(*one) for one in dict.fromkeys(present)]
        device_id, name = chosen
        if device_id and all(row.id != device_id for row in rows):
            device_id = next((row.id for row in rows if name and row.name == name), device_id)
        if device_id and all(row.id != device_id for row in rows):
            rows.append(Device(device_id, name or device_id, connected=False))
        self.set_rows([Device("", ""), *rows])
        return self.row_of(device_id)

    def key(self, row: Device) -> Hashable:
        return row.id

    def text(self, row: Device) -> str:
        if not row.id:
            return self.tr("The system's choice")
        return row.name if row.connected else self.tr("{name} (not connected)").format(name=row.name)
