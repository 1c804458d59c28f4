"""`vivavoce`: no argument opens the window, anything else is the command line."""

import sys


def main() -> int:
    """Run the program; return its exit status."""
    if sys.argv[1:2] == ["--audio-engine"]:  # a packaged program starting its own audio process
        from desktop.audio.engine_process import main as run_audio_engine

        run_audio_engine()
    if sys.argv[1:2] == ["--audio-devices"]:  # and the child of that which lists the devices
        from desktop.audio.devices.port_audio_list import main as list_audio_devices

        list_audio_devices()
        return 0
    if len(sys.argv) > 1:
        from desktop.cli.main import run

        return run(sys.argv[1:])
    from desktop.gui.start import run as open_window

    return open_window()


if __name__ == "__main__":
    sys.exit(main())
