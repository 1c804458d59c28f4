import asyncio
import base64
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.network.http_thread import HttpThread
from desktop.tasks import resources as task_resources
from desktop.tasks.resources import ResourceUnavailable, fetched, is_on_the_web, read_here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("outside")
    folder = tmp_path / "tasks"
    (folder / "audio").mkdir(parents=True)
    (folder / "audio" / "one two.ogg").write_bytes(b"sound")
    (folder / "plain.svg").write_bytes(b"<svg/>")
    return folder


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("plain.svg", b"<svg/>"),
        ("./plain.svg", b"<svg/>"),
        ("audio/one two.ogg", b"sound"),
        ("audio/one%20two.ogg", b"sound"),
        ("data:,a%20b", b"a b"),
        ("data:audio/ogg;base64," + base64.b64encode(b"\x00\xff").decode(), b"\x00\xff"),
        ("DATA:;base64,", b""),
    ],
)
def test_a_file_beside_the_task_and_what_it_holds_itself_are_read(folder: Path, source: str, content: bytes) -> None:
    assert read_here(source, folder) == content


@pytest.mark.parametrize(
    "source",
    [
        "",
        ".",
        "audio",
        "none.ogg",
        "../secret.txt",
        "audio/../../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "/etc/passwd",
        "//server/share",
        "\\\\server\\share",
        "..\\secret.txt",
        "C:/Windows/win.ini",
        "plain.svg:stream",
        "file:///etc/passwd",
        "plain.svg\0",
        "x" * 5000,
        "data:no comma",
        "data:;base64,?",
    ],
)
def test_nothing_else_is(folder: Path, source: str) -> None:
    with pytest.raises(ResourceUnavailable) as caught:
        read_here(source, folder)
    assert str(caught.value).endswith(".")


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege")
def test_a_link_leads_nowhere_outside(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "up").symlink_to(folder.parent)
    (folder / "inner.svg").symlink_to(folder / "plain.svg")
    for source in ("link.txt", "up/secret.txt"):
        with pytest.raises(ResourceUnavailable):
            read_here(source, folder)
    assert read_here("inner.svg", folder) == b"<svg/>"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs among files")
def test_what_is_no_regular_file_does_not_hold_anybody_up(folder: Path) -> None:
    os.mkfifo(folder / "pipe.ogg")
    with pytest.raises(ResourceUnavailable):
        read_here("pipe.ogg", folder)


def test_a_file_has_a_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_resources, "LARGEST_BYTES", 4)
    with pytest.raises(ResourceUnavailable, match="larger"):
        read_here("audio/one two.ogg", folder)


@given(st.text(st.characters()) | st.from_regex(r"(\.\.|/|%2e|%2f|\\|secret.txt|audio|:){1,8}", fullmatch=True))
def test_no_name_reads_a_file_outside(source: str) -> None:
    root = Path(__file__).resolve().parents[1] / "support"
    assert root.is_dir()
    try:
        content = read_here(source, root)
    except ResourceUnavailable:
        return
    inside = {path.read_bytes() for path in root.iterdir() if path.is_file()}
    assert source.lower().startswith("data:") or content in inside


def test_a_web_address_is_told_from_a_name() -> None:
    assert is_on_the_web("https://example.org/a.mp3")
    assert is_on_the_web("HTTP://example.org")
    assert not any(is_on_the_web(one) for one in ("a.mp3", "data:,x", "file:///a", "//a/b", "http", "https//[", "x:y"))


def test_a_web_address_inside_this_network_is_refused_with_a_sentence() -> None:
    async def scenario() -> None:
        http = HttpThread()
        with pytest.raises(ResourceUnavailable, match="private network"):
            await fetched("http://127.0.0.1:9/", http)
        await http.close()

    asyncio.run(scenario())
