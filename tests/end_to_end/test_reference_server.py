"""A Socket.IO server that is not ours, the reference one for Node, plays a recorded session to the client."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.app import App, Options, ServiceStatus
from desktop.audio.engine_client import FileCard
from desktop.conversation.state import Phase
from desktop.conversation.turn import Speaker, TurnStatus
from desktop.network.socket_connection import Address
from tests.support.waiting import until

HERE = Path(__file__).parent.parent / "support"
SESSION = HERE / "samples" / "recorded_session.jsonl"
MODULES = Path(sys.prefix) / "reference-server"
TOKEN = "open sesame"


@pytest.fixture(scope="session")
def modules() -> Path:
    """The folder that holds the reference implementation, installed once beside the environment."""
    npm = shutil.which("npm")
    if not shutil.which("node") or not npm:
        pytest.skip("node and npm are not installed: the reference Socket.IO server cannot run")
    if not (MODULES / "node_modules" / "socket.io").is_dir():
        MODULES.mkdir(exist_ok=True)
        shutil.copy(HERE / "reference_server" / "package.json", MODULES)
        quiet = ("--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        done = subprocess.run([npm, "install", *quiet], cwd=MODULES, capture_output=True, timeout=100, check=False)
        if done.returncode:
            pytest.skip("npm could not install socket.io: the reference Socket.IO server cannot run")
    return MODULES


@pytest.fixture
def server(modules: Path) -> Iterator["subprocess.Popen[str]"]:
    command = ["node", str(HERE / "reference_server" / "server.mjs"), str(modules), str(SESSION), TOKEN]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin
        process.stdin.close()
        process.wait(10)


def recorded(event: str) -> list[dict[str, Any]]:
    lines = (json.loads(line) for line in SESSION.read_text("utf-8").splitlines())
    return [line["data"] for line in lines if line.get("out") == event]


def test_the_recorded_session_becomes_the_same_conversation(server: "subprocess.Popen[str]", tmp_path: Path) -> None:
    assert server.stdout
    port = int(server.stdout.readline())
    learner = [said["content"] for said in recorded("attempt_user_complete")]
    partner = {reply["message_id"]: reply["content"] for reply in recorded("attempt_assistant_complete")}
    assert len(learner) == 3
    assert len(partner) >= 3

    async def scene() -> None:
        address = Address(f"http://127.0.0.1:{port}", TOKEN)
        card = FileCard("", str(tmp_path / "speaker.wav"))
        app = App(Options(tmp_path, address=address, card=card))
        try:
            await app.start()
            assert app.service is ServiceStatus.READY, app.service_note
            app.start_talk(app.catalogue.assistants[0].id)
            await until(lambda: [turn.text for turn in said(app)] == learner)
            await until(lambda: partner.items() <= answered(app).items())
            assert all(turn.status is TurnStatus.FINAL for turn in said(app))
            assert app.state.hints
            assert app.notice is None
            app.stop_talk()
            await until(lambda: app.state.phase is Phase.ENDED)
            await until(lambda: app.catalogue.conversations)
            assert app.catalogue.conversations[0].name == "Cafe order"
        finally:
            await app.close()

    asyncio.run(scene())
    assert server.poll() is None, "the server met a frame that was not 960 bytes"


def said(app: App) -> list[Any]:
    return [turn for turn in app.state.turns if turn.speaker is Speaker.LEARNER]


def answered(app: App) -> dict[str, str]:
    return {turn.message_id: turn.text for turn in app.state.turns if turn.speaker is Speaker.ASSISTANT}


def test_the_reference_server_refuses_a_wrong_token(server: "subprocess.Popen[str]", tmp_path: Path) -> None:
    assert server.stdout
    port = int(server.stdout.readline())

    async def scene() -> None:
        app = App(Options(tmp_path, address=Address(f"http://127.0.0.1:{port}", "wrong")))
        try:
            await app.start()
            assert app.service is ServiceStatus.OFFLINE
            assert "refused" in app.service_note
        finally:
            await app.close()

    asyncio.run(scene())
