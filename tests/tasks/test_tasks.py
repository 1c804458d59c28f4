"""Tasks with real files and a practice service in this process."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.app import ResourceUnavailable
from desktop.conversation.feedback import CheckState, Remedy, Verdict
from desktop.conversation.task import Answer, filled_in
from desktop.practice.review import reviewer
from desktop.settings.settings import Settings
from desktop.tasks.tasks import Parts, Tasks
from tests.practice.talking import TOKEN, running_service
from tests.tasks.test_feedback_service import NoKeyring

ESSAY = {"type": "essay", "title": "Essay", "sampleSolution": "I went home.", "resource": None}
CLOZE = {
    "type": "cloze",
    "title": "Cloze",
    "body": "👩 I {0} home.",
    "placeholders": {"{0}": {"type": "gap", "solutions": ["went"]}},
    "resource": {"type": "audio", "audio": {"format": "ogg", "src": "sound.ogg"}},
}


class Desk:
    """Tasks and what they are joined to. settings: as a test or the learner changed them."""

    def __init__(self, folder: Path, url: str = "", token: str = TOKEN) -> None:
        self.settings = Settings()
        self.told: list[str] = []
        self.secrets = NoKeyring()
        self.practice = (url, token)
        self.tasks = Tasks(
            Parts(lambda: self.settings, self._change, self._practice, self.told.append, self.secrets),
            folder / "data",
            folder / "built-in",
        )

    def _change(self, **changes: object) -> None:
        self.settings = self.settings.changed(**changes)

    async def _practice(self) -> tuple[str, str]:
        return self.practice


Scene = Callable[[Desk], Awaitable[None]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(reviewer, "load_grammar", lambda: lambda _text: [])
    for name, content in (("built-in/essay.json", ESSAY), ("mine/cloze.json", CLOZE)):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "mine" / "sound.ogg").write_bytes(b"sound")
    (tmp_path / "data").mkdir()
    return tmp_path


def play(folder: Path, scene: Scene, *, served: bool = True, **options: Any) -> None:
    async def at(url: str) -> None:
        desk = Desk(folder, url)
        try:
            await scene(desk)
        finally:
            await desk.tasks.close()

    async def run() -> None:
        if not served:
            await at("http://127.0.0.1:1")
            return
        (folder / "service").mkdir(exist_ok=True)
        async with running_service(folder / "service", **options) as server:
            await at(server.url)

    asyncio.run(run())


def test_a_folder_is_opened_for_good_and_forgotten(folder: Path) -> None:
    async def scene(desk: Desk) -> None:
        assert [task.title for task in (await desk.tasks.list()).tasks] == ["Essay"]
        found = await desk.tasks.open_folder(str(folder / "mine"))
        assert [(task.title, task.folder) for task in found.tasks] == [("Essay", ""), ("Cloze", "mine")]
        assert found.folders == desk.settings.task_folders == (str(folder / "mine"),)
        assert await desk.tasks.open_folder(str(folder / "mine" / ".." / "mine")) == found
        assert len((await desk.tasks.forget_folder(str(folder / "mine"))).tasks) == 1
        assert desk.settings.task_folders == ()

    play(folder, scene, served=False)


def test_a_file_can_be_opened_and_what_does_not_exist_is_a_sentence(folder: Path) -> None:
    async def scene(desk: Desk) -> None:
        found = await desk.tasks.open_folder(str(folder / "mine" / "cloze.json"))
        assert [task.title for task in found.tasks] == ["Essay", "Cloze"]
        found = await desk.tasks.open_folder(str(folder / "nowhere"))
        assert len(found.faults) == 1
        assert len(desk.settings.task_folders) == 1

    play(folder, scene, served=False)


def test_an_answer_is_checked_and_all_of_it_is_there_at_the_next_start(folder: Path) -> None:
    answer = Answer("", {"{0}": "goed"}, 3.0)
    results = []

    async def first(desk: Desk) -> None:
        key = (await desk.tasks.open_folder(str(folder / "mine"))).tasks[1].key
        assert desk.tasks.result(key) is None
        assert desk.tasks.solution(key) == ()
        result = await desk.tasks.check(key, answer)
        (remark,) = result.feedback
        assert (remark.verdict, remark.spans[0].content, remark.spans[0].start) == (Verdict.WRONG, "goed", 4)
        assert desk.tasks.result(key) == (result, "👩 I goed home.")
        assert desk.tasks.solution(key) == ("went",)
        results.append((key, result))

    async def second(desk: Desk) -> None:
        ((key, result),) = results
        await desk.tasks.open_folder(str(folder / "mine"))
        assert desk.tasks.draft(key) == answer
        assert desk.tasks.result(key) == (result, "👩 I goed home.")
        desk.tasks.discard(key)
        assert (desk.tasks.draft(key), desk.tasks.result(key), desk.tasks.solution(key)) == (Answer(), None, ())
        desk.tasks.keep(key, Answer("", {"{0}": ""}, 1.0))
        desk.tasks.keep(key, answer)
        assert (desk.tasks.draft(key), desk.tasks.result(key)) == (answer, (result, "👩 I goed home."))
        desk.tasks.discard(key)
        desk.tasks.keep(key, Answer("", {"{0}": "w"}))
        desk.tasks.keep(key, answer)
        assert desk.tasks.result(key) is None, "something else was begun"

    play(folder, first)
    play(folder, second, served=False)


def test_a_task_keeps_its_id_with_the_service(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids: list[str] = []

    def keeping(desk: Desk) -> None:
        check = desk.tasks._service.check

        async def checked(request: Any) -> Any:
            ids.append(request.feedbackEngine.feedbackId)
            assert request.feedbackEngine.userId.startswith("installation-")
            return await check(request)

        monkeypatch.setattr(desk.tasks._service, "check", checked)

    async def scene(desk: Desk) -> None:
        keeping(desk)
        key = (await desk.tasks.list()).tasks[0].key
        await desk.tasks.check(key, Answer("I went."))
        await desk.tasks.list()
        await desk.tasks.check(key, Answer("I went home."))
        desk.tasks.discard(key)
        await desk.tasks.check(key, Answer("I walked home."))

    play(folder, scene)
    play(folder, scene)
    assert len(ids) == 6
    assert len(set(ids)) == 1
    assert ids[0].startswith("essay-")

    (folder / "built-in" / "essay.json").write_text(json.dumps(CLOZE), encoding="utf-8")
    play(folder, scene)
    assert ids[-1].startswith("cloze-"), "an id keeps its type: another type is another id"


def test_an_id_that_names_something_else_is_replaced_once_and_for_all(folder: Path) -> None:
    taken = {**ESSAY, "feedbackEngine": {"feedbackId": "taken"}}
    (folder / "built-in" / "essay.json").write_text(json.dumps(taken), encoding="utf-8")
    (folder / "built-in" / "x.json").write_text(json.dumps({**CLOZE, **taken, "type": "cloze"}), encoding="utf-8")

    async def scene(desk: Desk) -> None:
        essay, cloze = (task.key for task in (await desk.tasks.list()).tasks)
        assert (await desk.tasks.check(essay, Answer("I went home."))).state is CheckState.REMARKS
        assert (await desk.tasks.check(cloze, Answer("", {"{0}": "went"}))).state is CheckState.REMARKS
        assert desk.tasks._drafts.get(essay).feedback_id == "taken"
        assert desk.tasks._drafts.get(cloze).feedback_id.startswith("cloze-")

    play(folder, scene)


def test_a_failed_check_loses_neither_the_answer_nor_the_remarks_of_before(folder: Path) -> None:
    async def scene(desk: Desk) -> None:
        key = (await desk.tasks.list()).tasks[0].key
        before = await desk.tasks.check(key, Answer("I went home."))
        desk.practice = ("http://127.0.0.1:1", TOKEN)
        result = await desk.tasks.check(key, Answer("I goed home."))
        assert (result.state, result.remedy) == (CheckState.NOT_CHECKED, Remedy.RETRY)
        assert desk.tasks.draft(key).text == "I goed home."
        assert desk.tasks.result(key) == (before, "I went home.")

    play(folder, scene)


def test_the_six_errors_of_a_service_each_have_their_remedy(folder: Path) -> None:
    def engine(tenant: int) -> dict[str, Any]:
        return {**ESSAY, "feedbackEngine": {"tenantId": tenant}}

    tasks = {
        "a-parameter.json": {**ESSAY, "meta": {"learningLanguage": "de"}},
        "b-permissions.json": engine(403),
        "c-internal.json": engine(500),
    }
    for name, wire in tasks.items():
        (folder / "mine" / name).write_text(json.dumps(wire), encoding="utf-8")

    async def scene(desk: Desk) -> None:
        url, _ = desk.practice
        keys = [task.key for task in (await desk.tasks.open_folder(str(folder / "mine"))).tasks[1:4]]
        found = [await desk.tasks.check(key, Answer("Hi.")) for key in keys]
        assert [one.remedy for one in found] == [Remedy.NONE, Remedy.ASK_OTHERS, Remedy.RETRY]
        assert "administrator" in found[1].note
        assert "support id" in found[2].note
        assert {one.state for one in found} == {CheckState.FAILED}

        desk.settings = desk.settings.changed(feedback_url=url)
        refused = await desk.tasks.check(keys[0], Answer("Hi."))
        assert (refused.state, refused.remedy) == (CheckState.FAILED, Remedy.NEW_TOKEN)
        assert await desk.tasks.set_token(TOKEN) == ""
        assert await desk.tasks.has_token()
        assert (await desk.tasks.check(keys[0], Answer("Hi."))).remedy is Remedy.NONE

    play(folder, scene)


def test_what_was_said_is_checked_line_by_line(folder: Path) -> None:
    lines = ("Good morning 👩‍🏫.", "I have 25 years.")

    async def scene(desk: Desk) -> None:
        for _ in range(2):
            result = await desk.tasks.check_spoken("Café order", lines)
            (span,) = [span for one in result.feedback for span in one.spans]
            assert "\n".join(lines)[span.start : span.end] == span.content == "have 25 years"
        assert list((folder / "data" / "drafts").glob("*")) == []

    play(folder, scene)


def test_a_task_plays_a_file_that_is_beside_it(folder: Path) -> None:
    async def scene(desk: Desk) -> None:
        essay, cloze = (task.key for task in (await desk.tasks.open_folder(str(folder / "mine"))).tasks)
        assert await desk.tasks.resource(cloze) == b"sound"
        (folder / "mine" / "sound.ogg").unlink()
        for key in (cloze, essay, "unknown"):
            with pytest.raises(ResourceUnavailable):
                await desk.tasks.resource(key)

    play(folder, scene, served=False)


def test_a_task_whose_file_is_gone_says_so_and_keeps_its_answer(folder: Path) -> None:
    async def scene(desk: Desk) -> None:
        key = (await desk.tasks.open_folder(str(folder / "mine"))).tasks[1].key
        desk.tasks.keep(key, Answer("", {"{0}": "went"}))
        (folder / "mine" / "cloze.json").unlink()
        assert len((await desk.tasks.list()).tasks) == 1
        assert (await desk.tasks.check(key, desk.tasks.draft(key))).state is CheckState.FAILED
        assert desk.tasks.draft(key).blanks == {"{0}": "went"}
        assert desk.tasks.solution(key) == ()

    play(folder, scene, served=False)


def test_a_check_that_is_broken_off_at_the_end_keeps_the_answer(folder: Path) -> None:
    async def scene(desk: Desk) -> None:
        task = (await desk.tasks.list()).tasks[0]
        asked = asyncio.Event()

        async def never() -> tuple[str, str]:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        desk._practice = never  # type: ignore[method-assign]
        object.__setattr__(desk.tasks._service, "_practice", never)
        checking = asyncio.create_task(desk.tasks.check(task.key, Answer("I went.")))
        await asked.wait()
        checking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await checking
        assert filled_in(task, desk.tasks.draft(task.key))[0] == "I went."

    play(folder, scene, served=False)
