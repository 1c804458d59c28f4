import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from desktop.practice.review import endpoint, essay, reviewer
from desktop.protocol import bit, free_text
from desktop.protocol.spans import resolve_span
from tests.practice.talking import TOKEN, running_service
from tests.support.seeds import sample

BITS = sample("bit")
ESSAY = {
    **BITS["essay_request"],
    "feedbackEngine": {"feedbackId": "essay-1", "userId": "u", "tenantId": 0},
    "sampleSolution": "I am 25 years old.",
    "answer": {"text": "🎈 Hi, I have 25 years."},
}
Post = Callable[..., Coroutine[Any, Any, tuple[int, Any]]]


def at_service(folder: Path, scenario: Callable[[Post], Coroutine[Any, Any, None]], **options: Any) -> None:
    async def run() -> None:
        async with running_service(folder, **options) as server, aiohttp.ClientSession(server.url) as client:

            async def post(body: object, token: str = TOKEN) -> tuple[int, Any]:
                data = body if isinstance(body, bytes) else json.dumps(body)
                headers = {"Authorization": f"Bearer {token}"}
                async with client.post(endpoint.PATH, data=data, headers=headers) as response:
                    return response.status, await response.json()

            await scenario(post)

    asyncio.run(run())


@pytest.fixture(autouse=True)
def _without_the_grammar_checker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewer, "load_grammar", lambda: lambda _text: [])


@pytest.mark.parametrize("name", ["essay_request", "cloze_request", "multiple_choice_text_request"])
def test_the_whole_bit_comes_back_with_its_feedback(tmp_path: Path, name: str) -> None:
    async def scenario(post: Post) -> None:
        status, reply = await post(BITS[name])

        assert status == 200
        assert bit.decode_reply(reply).feedback
        assert {key: value for key, value in reply.items() if key != "feedback"} == BITS[name]

    at_service(tmp_path, scenario)


@pytest.mark.parametrize(("quirks", "offset"), [(False, 8), (True, 9)])
def test_offsets_count_code_points_and_utf_16_units_among_the_quirks(tmp_path: Path, quirks: bool, offset: int) -> None:
    async def scenario(post: Post) -> None:
        _, reply = await post(ESSAY)
        (wrong,) = [one for one in bit.decode_reply(reply).feedback if one.verdict is bit.Correctness.WRONG]
        (context,) = wrong.context

        assert (context.content, context.offset) == ("have 25 years", offset)
        assert resolve_span(ESSAY["answer"]["text"], context.content, context.offset, context.length) == (8, 21)
        assert wrong.topic is not None
        assert wrong.topic.name

    at_service(tmp_path, scenario, quirks=quirks)


REFUSALS: list[tuple[object, int, str]] = [
    (b"{", 400, "REQUEST_SCHEMA_MALFORMED"),
    (b"\xff", 400, "REQUEST_SCHEMA_MALFORMED"),
    (b"[" * 100_000, 400, "REQUEST_SCHEMA_MALFORMED"),
    (b" " * 1_010_000, 400, "REQUEST_SCHEMA_MALFORMED"),
    ([], 400, "REQUEST_SCHEMA_MALFORMED"),
    ({**ESSAY, "type": "sketch"}, 400, "REQUEST_SCHEMA_MALFORMED"),
    ({**ESSAY, "answer": None}, 400, "REQUEST_SCHEMA_MALFORMED"),
    ({"taskType": "SIMULATION"}, 400, "REQUEST_SCHEMA_MALFORMED"),
    ({**ESSAY, "feedbackEngine": {"feedbackId": " ", "userId": "u"}}, 400, "INVALID_PARAMETER"),
    ({**ESSAY, "feedbackEngine": {"feedbackId": "e", "userId": ""}}, 400, "INVALID_PARAMETER"),
    ({**ESSAY, "feedbackEngine": {"feedbackId": "e", "userId": "u", "timeOnTask": -1}}, 400, "INVALID_PARAMETER"),
    ({**ESSAY, "meta": {"learningLanguage": "de"}}, 400, "INVALID_PARAMETER"),
    ({**ESSAY, "answer": {"text": "a" * 50_001}}, 400, "INVALID_PARAMETER"),
    ({**ESSAY, "feedbackEngine": {"feedbackId": "e", "userId": "u", "tenantId": 403}}, 403, "MISSING_PERMISSIONS"),
    ({**ESSAY, "feedbackEngine": {"feedbackId": "e", "userId": "u", "tenantId": 500}}, 500, "INTERNAL"),
]


def test_each_refusal_says_its_type_and_why(tmp_path: Path) -> None:
    async def scenario(post: Post) -> None:
        for body, status, kind in REFUSALS:
            given, error = await post(body)

            assert (given, error["type"]) == (status, kind), f"{body!r:.200}"
            assert error["message"]

    at_service(tmp_path, scenario)


def test_a_malformed_request_is_told_which_field(tmp_path: Path) -> None:
    async def scenario(post: Post) -> None:
        _, error = await post({**ESSAY, "feedbackEngine": {"feedbackId": "e"}})
        assert "feedbackEngine.userId" in error["message"]

    at_service(tmp_path, scenario)


def test_a_wrong_token_is_refused_as_the_contract_says(tmp_path: Path) -> None:
    async def scenario(post: Post) -> None:
        status, error = await post(ESSAY, token="wrong")
        assert (status, error["type"]) == (401, "INVALID_TOKEN")

    at_service(tmp_path, scenario)


def test_an_id_keeps_its_type_and_may_be_sent_again(tmp_path: Path) -> None:
    async def scenario(post: Post) -> None:
        cloze = {**BITS["cloze_request"], "feedbackEngine": ESSAY["feedbackEngine"]}

        assert (await post(ESSAY))[0] == 200
        assert (await post(ESSAY))[0] == 200
        status, error = await post(cloze)
        assert (status, error["type"]) == (409, "WRONG_TASK_TYPE_FOR_UPSERT")
        assert (await post({**cloze, "feedbackEngine": {"feedbackId": "cloze-1", "userId": "u"}}))[0] == 200

    at_service(tmp_path, scenario)


def test_a_failure_of_ours_gives_a_support_id_and_logs_no_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(text: str, *_: object) -> None:
        raise RuntimeError(text)

    monkeypatch.setattr(essay, "essay_findings", broken)

    async def scenario(post: Post) -> None:
        status, error = await post(ESSAY)
        support_id = error["message"].split()[-1].rstrip(".")

        assert (status, error["type"]) == (500, "INTERNAL")
        assert support_id in caplog.text
        assert "25 years" not in caplog.text + error["message"]

    with caplog.at_level(logging.DEBUG):
        at_service(tmp_path, scenario)


def test_a_free_text_task_is_answered_in_the_newer_shape(tmp_path: Path) -> None:
    async def scenario(post: Post) -> None:
        status, wire = await post(sample("free_text")["request"])
        reply = free_text.decode_reply(wire)
        wrong = [one for one in reply.result.feedback if one.correctness == "WRONG"]

        assert status == 200
        assert [one.context[0].content for one in wrong] == ["go"]
        assert [one.aspects[0].type for one in wrong] == ["MISCONCEPTION"]
        assert reply.result.points == free_text.Points(achievedPoints=0, achievablePoints=1)

    at_service(tmp_path, scenario)
