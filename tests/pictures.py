"""`make pictures [ARGS=FOLDER]`: every view of the real window, in a real conversation, in light, dark and at 200 %.

The demonstration holds the conversation; at each of its moments the window is taken in every look. Then come the
states of `tests/window_states.py`, which no conversation is needed for. With `--readme` the pictures of the README
are written too.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QWidget

from desktop import RESOURCES
from desktop.demo import WINDOW_PX, run, settle
from desktop.gui import theme
from desktop.gui.main_window import MainWindow
from tests import window_states

LOOKS = {"light": ("light", 1.0, WINDOW_PX), "dark": ("dark", 1.0, WINDOW_PX), "200": ("light", 2.0, (1600, 1000))}
NARROW_PX = (720, 520)
README = {"1-picker-light", "4-reply-light", "5-interrupted-dark", "7-graded-light", "8-past-light"}
README_STATES = {"task-remarks-light", "said-remarks-dark", "speech-ended-light"}


class Photographer:
    """Takes the window in every look at every moment; after the last one, the pages that need no conversation."""

    def __init__(self, folder: Path, readme: bool) -> None:
        self._folder = folder
        self._readme = readme
        self._moments = 0

    async def __call__(self, window: MainWindow, moment: str) -> None:
        self._moments += 1
        await self._all_looks(window, f"{self._moments}-{moment}")
        if moment != "past":
            return
        for name, show in {
            "favorites": lambda: window.sidebar.show_tab(1),
            "settings": window.sheets.show_settings,
            "keys": lambda: (window.sheets.show_settings(), window.sheets.show_keys()),
        }.items():
            self._moments += 1
            show()
            await self._all_looks(window, f"{self._moments}-{name}")
        window.show_picker()
        await self._all_looks(window, f"{self._moments + 1}-picker-again")

    async def _all_looks(self, window: MainWindow, name: str) -> None:
        for look, (palette, scale, size) in LOOKS.items():
            theme.apply(palette, scale)
            window.resize(*size)
            await settle()
            self._take(window, f"{name}-{look}")
        theme.apply("light", 1.0)
        window.resize(*NARROW_PX)
        await settle()
        self._take(window, f"{name}-narrow")
        window.resize(*WINDOW_PX)
        await settle()

    def _take(self, window: QWidget, name: str) -> None:
        picture = window.grab()
        picture.save(str(self._folder / f"{name}.png"))
        if self._readme and name in README:
            target = RESOURCES / "pictures"
            target.mkdir(exist_ok=True)
            picture.save(str(target / f"{name.split('-', 1)[1]}.png"))


def main() -> int:
    parser = argparse.ArgumentParser(description="Take pictures of every view of the window.")
    parser.add_argument("folder", nargs="?", default="pictures", type=Path)
    parser.add_argument("--readme", action="store_true", help="also write the README's pictures")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    status = run(options.folder, Photographer(options.folder, options.readme)) or window_states.run(options.folder)
    for name in README_STATES if options.readme and not status else ():
        what, _, look = name.split("-")
        shutil.copyfile(options.folder / f"state-{name}.png", RESOURCES / "pictures" / f"{what}-{look}.png")
    return status


if __name__ == "__main__":
    sys.exit(main())
