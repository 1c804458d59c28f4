"""`vivavoce devices`: what the sound system offers."""

from desktop.audio.devices.device_watch import list_devices


def run() -> int:
    """Print a line per device; exit status 1 when there is none."""
    found = list_devices()
    for device in found:
        uses = [word for word, has in (("microphone", device.is_input), ("loudspeaker", device.is_output)) if has]
        default = "  (default)" if device.is_default else ""
        print(f"{device.name}: {', '.join(uses)}{default}  [{device.id}]")
    if not found:
        print("No sound device was found. Connect one, or check that the sound server is running.")
        return 1
    return 0
