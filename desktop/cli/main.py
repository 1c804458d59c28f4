"""The commands and their arguments. Heavy parts are imported by the command that needs them."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop import __version__


def run(arguments: Sequence[str]) -> int:
    """Run one command; return the exit status: 0 done, 1 the command failed, 2 it could not be begun."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s", stream=sys.stderr)
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    from desktop.practice.command import add_arguments as add_practice_arguments

    parser = argparse.ArgumentParser(
        prog="vivavoce",
        description="Practise spoken conversation. Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"vivavoce {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    talk = commands.add_parser("talk", help="hold a conversation with files as microphone and loudspeaker")
    talk.add_argument("--mic", metavar="FILE.wav", help="what the learner says; without it the real microphone")
    talk.add_argument("--speaker", metavar="OUT.wav", help="where to write what the loudspeaker played")
    talk.add_argument("--assistant", metavar="NAME", default="", help="name or id; the first one otherwise")
    talk.add_argument("--url", help="a service to use instead of the built-in one")
    talk.add_argument("--token", default="", help="signs in to the service at --url")
    talk.add_argument("--quirks", action="store_true", help="let the built-in service misbehave as real ones do")
    talk.add_argument(
        "--mode", choices=["hands_free", "hold", "tap"], default="hands_free",
        help="what ends a turn: a pause; the end of the file, through which the key to speak is held; a tap at its end",
    )  # fmt: skip
    talk.add_argument("--json", action="store_true", help="one JSON object a line instead of a readable transcript")
    talk.add_argument(
        "--grade-wait", metavar="S", type=float, default=5.0, help="how many seconds to wait for the grade (default 5)"
    )
    pace = talk.add_mutually_exclusive_group()
    pace.add_argument("--realtime", dest="pace", action="store_const", const=1.0, help="as fast as speech (default)")
    pace.add_argument("--fast", dest="pace", action="store_const", const=4.0, help="four times as fast")
    opening = talk.add_mutually_exclusive_group()
    opening.add_argument("--opening", dest="opening", action="store_true", default=None, help="hear it before speaking")
    opening.add_argument("--no-opening", dest="opening", action="store_false", help="skip it (default with --mic)")
    talk.set_defaults(command=_talk, pace=1.0)

    demo = commands.add_parser("demo", help="let a synthesised learner talk with the practice partner")
    demo.add_argument("--out", metavar="DIR", default="demo", help="folder for transcript, sound and pictures")
    demo.set_defaults(command=_demo)

    check = commands.add_parser("check", help="have the answer in a task's file checked")
    check.add_argument("file", metavar="FILE.json", help="a bit: essay, cloze or multiple-choice-text, with its answer")
    check.add_argument("--url", help="a feedback service to use instead of the built-in one")
    check.add_argument("--token", default="", help="signs in to the service at --url")
    check.add_argument(
        "--free-text", action="store_true", help="the service at --url takes essays as free texts (0.9.0)"
    )
    check.add_argument("--json", action="store_true", help="one JSON object instead of readable remarks")
    check.set_defaults(command=_check)

    devices = commands.add_parser("devices", help="list microphones and loudspeakers")
    devices.set_defaults(command=_devices)

    doctor = commands.add_parser("doctor", help="test microphone, loudspeaker and network")
    doctor.add_argument("--quick", action="store_true", help="without speaking and playing back")
    doctor.add_argument("--json", action="store_true", help="one JSON object a line")
    doctor.add_argument("--url", help="the service to measure the way to instead of the built-in one")
    doctor.add_argument("--token", default="", help="signs in to the service at --url")
    doctor.set_defaults(command=_doctor)

    practice = commands.add_parser("practice", help="run the practice service on this computer")
    add_practice_arguments(practice)
    practice.set_defaults(command=_practice)
    return parser


def _talk(options: argparse.Namespace) -> int:
    from desktop.cli.talk import run as talk

    return talk(options)


def _demo(options: argparse.Namespace) -> int:
    from desktop.demo import run as demo

    return demo(Path(options.out))


def _check(options: argparse.Namespace) -> int:
    from desktop.cli.check import run as check

    return check(options)


def _devices(_: argparse.Namespace) -> int:
    from desktop.cli.devices import run as devices

    return devices()


def _doctor(options: argparse.Namespace) -> int:
    from desktop.cli.doctor import run as doctor

    return doctor(options)


def _practice(options: argparse.Namespace) -> int:
    from desktop.practice.command import run as practice

    return practice(options)
