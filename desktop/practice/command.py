"""`vivavoce practice`: the service as a command of its own, or as the child of the application."""

import argparse
import asyncio
import json
import logging
import os
import secrets
import signal
import sys
import threading
from pathlib import Path

from desktop.practice.options import ChatEndpoint, ServiceOptions
from desktop.practice.own_stdout import own_stdout

TOKEN_BYTES = 32
LONGEST_TOKEN = 1000
SWITCH_INTERVAL_S = 0.001
"""How long a thread that grades or checks may keep the loop waiting: 5 ms, the default, add up to a lag of 20."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--port", type=int, default=0, metavar="N", help="port on 127.0.0.1 (default: any free one)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the conversations (default: the user's)")
    parser.add_argument("--token", default="", metavar="T", help="secret clients must show (default: a new one)")
    parser.add_argument("--quirks", action="store_true", help="play the bad manners of servers in the field")
    parser.add_argument("--drop-after", type=int, default=0, metavar="N",
                        help="cut the connection once in each talk, after N exchanges")  # fmt: skip
    parser.add_argument("--pause", type=float, default=0.8, metavar="S", help="silence that ends a turn (0.6 to 2)")
    parser.add_argument("--seed", type=int, metavar="N", help="let the scripted partner choose the same lines again")
    parser.add_argument("--chat-url", default="", metavar="URL", help="OpenAI-compatible endpoint as the partner")
    parser.add_argument("--chat-model", default="", metavar="NAME", help="model to ask for there")
    parser.add_argument("--chat-key-env", default="", metavar="VAR", help="environment variable that holds its key")
    parser.add_argument("--stub-speech", action="store_true", help="no speech engines: hums, for load tests")
    parser.add_argument("--measure", action="store_true", help="give the event loop's lag at /health")
    parser.add_argument("--embedded", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted; return the exit code (2: could not start, said on stderr)."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="practice: %(message)s")
    if bool(args.chat_url) != bool(args.chat_model):
        return _refuse("--chat-url and --chat-model go together. Give both or neither.")
    token = args.token
    if args.embedded:
        # From the parent's pipe: arguments and environment can be read by others.
        token = sys.stdin.buffer.readline(LONGEST_TOKEN).decode("ascii", "replace").strip()
    if args.embedded and not token:
        return _refuse("The application gave no token. Start the application instead of this command.")
    options = ServiceOptions(
        data_dir=args.data or default_data_dir(),
        token=token or secrets.token_urlsafe(TOKEN_BYTES),
        port=args.port,
        quirks=args.quirks,
        drop_after=args.drop_after,
        stub_speech=args.stub_speech,
        measure=args.measure,
        pause_s=min(max(args.pause, 0.6), 2.0),
        seed=args.seed,
        chat=_chat_endpoint(args),
    )
    try:
        with own_stdout():
            return asyncio.run(_serve(options, args.embedded))
    except KeyboardInterrupt:
        return 0


def default_data_dir() -> Path:
    """Return the folder where the application keeps its data, so that both see the same conversations."""
    from platformdirs import user_data_path

    return Path(os.environ.get("VIVAVOCE_DATA") or user_data_path("Vivavoce", appauthor=False))


def _chat_endpoint(args: argparse.Namespace) -> ChatEndpoint | None:
    if not args.chat_url:
        return None
    key = os.environ.get(args.chat_key_env, "") if args.chat_key_env else ""
    return ChatEndpoint(args.chat_url, args.chat_model, key)


async def _serve(options: ServiceOptions, embedded: bool) -> int:
    from desktop.practice.scenarios import ScenarioError
    from desktop.practice.server import PracticeServer
    from desktop.practice.speech import SpeechUnavailable

    stop = asyncio.Event()
    _stop_on_signals(stop)
    server = PracticeServer(options)
    try:
        url = await server.start()
    except (OSError, ScenarioError) as error:
        return _refuse(f"The practice service cannot start: {error}")
    tell = _Teller(embedded)
    if embedded:
        _stop_with_parent(stop)
    tell.listening(url, options.token)
    if server.notice:
        tell.notice(server.notice)

    async def tell_when_warm() -> None:
        try:
            tell.warm((await server.warm_up.speech()).name)
        except SpeechUnavailable as error:
            tell.unavailable(str(error))

    warming = asyncio.create_task(tell_when_warm(), name="tell when warm")
    await stop.wait()
    warming.cancel()
    await asyncio.gather(warming, return_exceptions=True)
    await server.stop()
    return 0


class _Teller:
    """Says on stdout how it goes: JSON lines for a parent, sentences for a person."""

    def __init__(self, embedded: bool) -> None:
        self._embedded = embedded

    def listening(self, url: str, token: str) -> None:
        self._say({"event": "listening", "url": url}, f"The practice service listens at {url}\nToken: {token}")

    def notice(self, message: str) -> None:
        self._say({"event": "notice", "message": message}, message)

    def warm(self, name: str) -> None:
        self._say({"event": "warm", "speech": name}, f"Speech is ready ({name}). Stop with Ctrl+C.")

    def unavailable(self, message: str) -> None:
        self._say({"event": "speech_unavailable", "message": message}, message)

    def _say(self, event: dict[str, str], sentence: str) -> None:
        print(json.dumps(event) if self._embedded else sentence, flush=True)


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:
            # Windows: Ctrl+C arrives as KeyboardInterrupt.
            return


def _stop_with_parent(stop: asyncio.Event) -> None:
    """Stop when stdin ends: the parent closed it, or is dead."""
    loop = asyncio.get_running_loop()

    def wait() -> None:
        # Unbuffered: a thread that dies inside a buffered read would abort the interpreter's end.
        while os.read(0, 1024):
            pass
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait, name="parent watch", daemon=True).start()


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
