import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.conversation.task import TaskKind
from desktop.tasks import files as task_files
from desktop.tasks.files import Reading, read_tasks
from tests.support.seeds import sample
from tests.support.wire_payloads import JSON

BITS = sample("bit")
ESSAY: dict[str, Any] = {"type": "essay", "instruction": "Write.", "sampleSolution": "a secret"}
NOWHERE = Path("/nowhere")


def file(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def read(*paths: Path, built_in: Path = NOWHERE) -> Reading:
    return read_tasks(tuple(map(str, paths)), built_in)


def titles(reading: Reading) -> list[str]:
    return [filed.paper.task.title for filed in reading.papers]


def test_a_folder_gives_its_tasks_in_order_with_those_below_it(tmp_path: Path) -> None:
    folder = tmp_path / "Week 1"
    file(folder / "b.json", BITS["cloze_request"])
    file(folder / "a-first_one.json", ESSAY)
    file(folder / "more" / "c.JSON", {**ESSAY, "title": "My  weekend"})
    file(folder / ".hidden" / "d.json", ESSAY)
    file(folder / "notes.txt", ESSAY)

    found = read(folder)
    assert (titles(found), found.faults) == (["a first one", "b", "My weekend"], ())
    assert {filed.paper.task.folder for filed in found.papers} == {"Week 1"}
    assert {filed.root for filed in found.papers} == {folder}
    assert found.papers[1].paper.task.kind is TaskKind.CLOZE


@pytest.mark.parametrize(
    "content",
    [ESSAY, {"bit": ESSAY}, {"bitmark": "[.essay]", "bit": ESSAY}, [ESSAY], [{"bitmark": "", "bit": ESSAY}]],
    ids=["alone", "wrapped", "with its source", "a list", "a list as exported"],
)
def test_a_bit_is_found_in_every_wrapping(tmp_path: Path, content: Any) -> None:
    found = read(file(tmp_path / "one.json", content))
    assert (titles(found), found.faults) == (["one"], ())


def test_keys_stay_the_same_from_run_to_run_and_differ(tmp_path: Path) -> None:
    file(tmp_path / "a.json", [ESSAY, ESSAY])
    file(tmp_path / "b" / "a.json", ESSAY)
    built_in = tmp_path / "own"
    file(built_in / "a.json", ESSAY)

    keys = [filed.paper.task.key for filed in read(tmp_path, built_in=built_in).papers]
    assert keys == [filed.paper.task.key for filed in read(tmp_path, built_in=built_in).papers]
    assert len(set(keys)) == len(keys) == 5
    assert keys[0] == "builtin/a.json"


def test_a_task_that_is_opened_twice_is_there_once(tmp_path: Path) -> None:
    path = file(tmp_path / "a.json", ESSAY)
    assert len(read(tmp_path, path, tmp_path).papers) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"\xff{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b" " * 900_001, "larger than 900 kB"),
        ({"name": "package"}, "holds no task"),
        ([], "holds no task"),
        (7, "holds no task"),
        ({"type": "sketch", "x": "a secret"}, "sketch"),
        ({"type": "essay", "sampleSolution": ["a secret"]}, "sampleSolution"),
        ({"type": "cloze", "body": "No gap at all: a secret", "placeholders": {}}, "0 gaps"),
        ({"type": "cloze", "body": "{0}" * 201, "placeholders": {"{0}": {"type": "gap"}}}, "201 gaps"),
        ({"type": ["essay"]}, "type"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_the_rest_is_there(tmp_path: Path, content: Any, says: str) -> None:
    file(tmp_path / "bad.json", content)
    file(tmp_path / "good.json", ESSAY)

    found = read(tmp_path)
    assert titles(found) == ["good"]
    (fault,) = found.faults
    assert fault.startswith("bad.json")
    assert says in fault
    assert fault.endswith(".")
    assert "a secret" not in fault


def test_of_a_book_the_tasks_are_taken_and_one_sentence_counts_the_rest(tmp_path: Path) -> None:
    file(tmp_path / "book.json", [{"bit": {"type": "chapter"}}, {"bit": ESSAY}, {"bit": {"type": "article"}}])

    found = read(tmp_path)
    assert titles(found) == ["book 2"]
    assert len(found.faults) == 1
    assert "2 of its 3" in found.faults[0]


def test_a_folder_that_is_gone_or_locked_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (fault,) = read(tmp_path / "gone").faults
    assert "no longer there" in fault

    (tmp_path / "locked").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    (fault,) = read(tmp_path).faults
    assert fault == "locked cannot be opened: Permission denied. Allow it or open another folder."


def test_a_search_has_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        file(tmp_path / f"{number}.json", ESSAY)
    file(tmp_path / "1/2/3/4/near.json", ESSAY)
    file(tmp_path / "1/2/3/4/5/far.json", ESSAY)
    assert titles(read(tmp_path))[-1] == "near"

    monkeypatch.setattr(task_files, "MOST_FILES", 3)
    found = read(tmp_path)
    assert (len(found.papers), len(found.faults)) == (3, 1)

    monkeypatch.setattr(task_files, "MOST_TASKS", 2)
    found = read(tmp_path)
    assert (len(found.papers), len(found.faults)) == (2, 1)
    assert "Forget a folder" in found.faults[0]
    monkeypatch.setattr(task_files, "MOST_BYTES", 100)
    assert len(read(tmp_path, tmp_path / "1").papers) == 1

    monkeypatch.setattr(task_files, "MOST_ENTRIES", 5)
    assert "too large" in read(tmp_path).faults[0]

    for number in range(30):
        file(tmp_path / "bad" / f"{number:02}.json", b"")
    monkeypatch.undo()
    faults = read(tmp_path / "bad").faults
    assert len(faults) == 21
    assert faults[-1].startswith("10 more")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs among files")
def test_what_is_no_regular_file_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "gone.json").symlink_to(tmp_path / "nowhere")
    assert [fault.partition(":")[0] for fault in read(tmp_path).faults] == [
        "gone.json was left out",
        "pipe.json was left out",
    ]


@pytest.mark.skipif(os.name == "nt", reason="names of bytes are a thing of POSIX")
def test_a_name_that_is_no_text_makes_a_title_and_a_key_that_are(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.json")
    try:
        Path(path).write_text(json.dumps(ESSAY))
    except OSError:
        pytest.skip("this file system takes text only")
    (filed,) = read(tmp_path).papers
    assert (filed.paper.task.title + filed.paper.task.key).encode()


@given(st.binary(max_size=40) | JSON | st.fixed_dictionaries({"type": st.sampled_from(["essay", "cloze"]) | JSON}))
def test_junk_is_never_an_exception(content: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = read(file(Path(folder, "a.json"), content))
    assert len(found.papers) + len(found.faults) == 1
