import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.conversation.feedback import CheckResult, CheckState, Verdict
from desktop.practice.review import reviewer
from desktop.protocol import bit, free_text
from desktop.tasks.checking import (
    LARGEST_TASK_BYTES,
    Task,
    TaskUnreadable,
    check_at,
    installation_id,
    read_task,
)
from tests.practice.talking import TOKEN, running_service
from tests.support.seeds import sample

BITS = sample("bit")


def task_of(wire: object) -> Task:
    return read_task(json.dumps(wire).encode(), lambda: "somebody")


@pytest.fixture(autouse=True)
def _without_the_grammar_checker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewer, "load_grammar", lambda: lambda _text: [])


def checked(
    folder: Path, wire: dict[str, Any], token: str = TOKEN, free_text_only: bool = False, **options: Any
) -> CheckResult:
    async def scenario() -> CheckResult:
        async with running_service(folder, **options) as server:
            return await check_at(task_of(wire), server.url, token, free_text_only=free_text_only)

    return asyncio.run(scenario())


@pytest.mark.parametrize("quirks", [False, True])
def test_the_practice_service_checks_an_essay_and_every_span_is_where_it_says(tmp_path: Path, quirks: bool) -> None:
    text = "👩‍🏫 Hi! I have 25 years and I look forward to seeing you."
    result = checked(tmp_path, {**BITS["essay_request"], "answer": {"text": text}}, quirks=quirks)

    assert result.state is CheckState.REMARKS
    found = {span.content: one.verdict for one in result.feedback for span in one.spans}
    assert found["have 25 years"] is Verdict.WRONG
    assert found["look forward to seeing"] is Verdict.CORRECT
    assert all(text[span.start : span.end] == span.content for one in result.feedback for span in one.spans)


@pytest.mark.parametrize(
    ("name", "words"), [("cloze", ["goed", "met"]), ("multiple_choice_text", ["passed", "please"])]
)
@pytest.mark.parametrize("quirks", [False, True])
def test_the_practice_service_checks_each_gap_and_choice(
    tmp_path: Path, name: str, words: list[str], quirks: bool
) -> None:
    result = checked(tmp_path, BITS[f"{name}_request"], quirks=quirks)

    assert [one.verdict for one in result.feedback] == [Verdict.WRONG, Verdict.CORRECT]
    assert [span.content for one in result.feedback for span in one.spans] == words
    assert [span.placeholder for one in result.feedback for span in one.spans] == ["{0}", "{1}"]


def test_a_free_text_task_is_checked_the_newer_way(tmp_path: Path) -> None:
    result = checked(tmp_path, sample("free_text")["request"])

    wrong = [one for one in result.feedback if one.verdict is Verdict.WRONG]
    assert [one.spans[0].content for one in wrong] == ["go"]
    assert wrong[0].points is not None


def test_an_essay_can_be_checked_the_newer_way_and_a_bit_with_gaps_cannot(tmp_path: Path) -> None:
    essay = {**BITS["essay_request"], "answer": {"text": "It depends of you."}}
    (wrong,) = [one for one in checked(tmp_path, essay, free_text_only=True).feedback if one.spans]
    assert (wrong.spans[0].content, wrong.verdict, wrong.aspects[0].is_misconception) == (
        "depends of",
        Verdict.WRONG,
        True,
    )

    refused = checked(tmp_path, BITS["cloze_request"], free_text_only=True)
    assert refused.state is CheckState.FAILED
    assert "free texts only" in refused.note


def test_an_answer_without_anything_to_say_about_has_no_remarks(tmp_path: Path) -> None:
    wire = {**BITS["essay_request"], "sampleSolution": "", "answer": {"text": "I was at home."}}

    assert checked(tmp_path, wire) == CheckResult(CheckState.NO_REMARKS)


def test_a_refused_token_has_failed_and_says_what_helps(tmp_path: Path) -> None:
    result = checked(tmp_path, BITS["essay_request"], token="wrong")

    assert (result.state, result.feedback) == (CheckState.FAILED, ())
    assert "token" in result.note


def test_nobody_answering_is_not_checked_which_is_not_the_same_as_no_remarks() -> None:
    result = asyncio.run(check_at(task_of(BITS["essay_request"]), "http://127.0.0.1:1", "t"))

    assert (result.state, result.feedback) == (CheckState.NOT_CHECKED, ())
    assert result.note


def test_an_address_that_is_none_has_failed() -> None:
    result = asyncio.run(check_at(task_of(BITS["essay_request"]), "nonsense", "t"))
    assert result.state is CheckState.FAILED


# -- reading -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["essay_request", "cloze_request", "multiple_choice_text_request"])
def test_a_complete_bit_is_read_as_it_is(name: str) -> None:
    assert task_of(BITS[name]) == bit.decode_request(BITS[name])


def test_a_bit_is_read_in_the_wrapping_of_a_book() -> None:
    wire = BITS["essay_request"]
    for wrapped in ({"bit": wire}, [wire], [{"bitmark": "[.essay]", "bit": wire}]):
        assert task_of(wrapped) == bit.decode_request(wire)


def test_an_authored_bit_gets_an_id_that_begins_with_its_type_and_this_user() -> None:
    task = task_of({"type": "essay", "answer": {"text": "Hi."}})

    assert isinstance(task, bit.EssayRequest)
    assert task.feedbackEngine.feedbackId.startswith("essay-")
    assert task.feedbackEngine.userId == "somebody"


def test_a_free_text_task_keeps_its_user_or_gets_this_one() -> None:
    wire = sample("free_text")["request"]
    assert task_of(wire) == free_text.decode_request(wire)

    anonymous = task_of({key: value for key, value in wire.items() if key != "userId"})
    assert isinstance(anonymous, free_text.FreeTextRequest)
    assert anonymous.userId == "somebody"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe{\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "no JSON object"),
        (b"{}", "type"),
        (b"[{}, {}]", "no JSON object"),
        (b'{"bit": 5}', "no JSON object"),
        (b'{"type": "sketch"}', "sketch"),
        (b'{"type": "essay", "sampleSolution": "secret"}', "answer"),
        (b'{"type": "essay", "feedbackEngine": 5, "sampleSolution": "", "answer": {"text": ""}}', "feedbackEngine"),
        (b'{"taskType": "SIMULATION"}', "taskType"),
        (b" " * (LARGEST_TASK_BYTES + 1), "larger"),
    ],
)
def test_what_is_no_task_is_refused_with_the_reason(content: bytes, says: str) -> None:
    with pytest.raises(TaskUnreadable, match=says) as caught:
        read_task(content, lambda: "u")
    assert "secret" not in str(caught.value)


def test_a_byte_order_mark_is_no_part_of_a_task() -> None:
    assert read_task(b"\xef\xbb\xbf" + json.dumps(BITS["essay_request"]).encode(), lambda: "u")


@given(st.binary(max_size=30) | st.dictionaries(st.sampled_from(["type", "taskType", "answer"]), st.none() | st.text()))
def test_junk_raises_nothing_else(junk: bytes | dict[str, Any]) -> None:
    content = junk if isinstance(junk, bytes) else json.dumps(junk).encode()
    with pytest.raises(TaskUnreadable):
        read_task(content, lambda: "u")


def test_an_installation_keeps_its_random_id(tmp_path: Path) -> None:
    first = installation_id(tmp_path)

    assert installation_id(tmp_path) == first
    assert "@" not in first
    (tmp_path / "installation-id").write_bytes(b"\xff")
    assert installation_id(tmp_path) != first


def test_where_no_id_can_be_kept_each_check_has_its_own(tmp_path: Path) -> None:
    nowhere = tmp_path / "missing"
    assert installation_id(nowhere) != installation_id(nowhere)
