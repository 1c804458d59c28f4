import asyncio
import json
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from desktop.network.errors import AnswerLate, CommandFailed, NetworkError, ServiceUnreachable
from desktop.network.feedback_client import FeedbackClient, new_feedback_id
from desktop.network.feedback_errors import (
    AddressUnusable,
    CheckRefused,
    NotChecked,
    PermissionMissing,
    ReplyUnreadable,
    RequestRefused,
    ServiceFailed,
    TokenRefused,
    Treatment,
    TypeRefused,
)
from desktop.network.http import HttpAnswer
from desktop.protocol import bit, free_text
from tests.support.seeds import sample

BITS = sample("bit")
FREE_TEXT = sample("free_text")
URL = "http://127.0.0.1:1/api"
Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run(work)


class ScriptedService:
    """Answers in the order given; remembers what it was asked."""

    def __init__(self, *answers: HttpAnswer | NetworkError) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, str, Any]] = []

    async def __call__(self, url: str, token: str, body: bytes) -> HttpAnswer:
        self.asked.append((url, token, json.loads(body)))
        answer = self._answers.pop(0)
        if isinstance(answer, NetworkError):
            raise answer
        return answer


def ok(wire: object) -> HttpAnswer:
    return HttpAnswer(200, json.dumps(wire).encode())


def refusal(kind: str, message: str = "because", status: int = 400) -> HttpAnswer:
    return HttpAnswer(status, json.dumps({"type": kind, "message": message}).encode())


def essay(text: str = "string") -> bit.Request:
    return bit.decode_request({**BITS["essay_request"], "answer": {"text": text}})


def refused_with(*answers: HttpAnswer | NetworkError) -> NetworkError:
    """Return what a check raises; the service has to be asked as often as it has answers."""
    service = ScriptedService(*answers)
    with pytest.raises(NetworkError) as caught:
        run(FeedbackClient(URL, "t", service).compute(essay()))
    assert len(service.asked) == len(answers)
    return caught.value


@pytest.mark.parametrize("name", ["essay", "cloze", "multiple_choice_text"])
def test_the_whole_bit_is_sent_and_its_feedback_read(name: str) -> None:
    service = ScriptedService(ok(BITS[f"{name}_reply"]))
    task = bit.decode_request(BITS[f"{name}_request"])

    checked = run(FeedbackClient(f" {URL}/ ", "secret", service).compute(task))

    assert service.asked == [(f"{URL}/feedback/compute", "secret", BITS[f"{name}_request"])]
    assert checked.task == task
    assert checked.reply == bit.decode_reply(BITS[f"{name}_reply"])


def test_a_free_text_is_sent_to_the_newer_service() -> None:
    service = ScriptedService(ok(FREE_TEXT["reply"]))
    task = free_text.decode_request(FREE_TEXT["request"])

    checked = run(FeedbackClient(URL, "t", service).compute_free_text(task))

    assert service.asked[0][2] == FREE_TEXT["request"]
    assert checked.reply.to_wire() == FREE_TEXT["reply"]


def test_the_answer_goes_out_exactly_as_typed() -> None:
    service = ScriptedService(ok(BITS["essay_reply"]))

    run(FeedbackClient(URL, "t", service).compute(essay(" e\u0301\n🎈\t")))

    assert service.asked[0][2]["answer"]["text"] == " e\u0301\n🎈\t"


@pytest.mark.parametrize(
    ("kind", "status", "error", "treatment"),
    [
        ("REQUEST_SCHEMA_MALFORMED", 400, RequestRefused, Treatment.MEND),
        ("INVALID_PARAMETER", 400, RequestRefused, Treatment.MEND),
        ("INVALID_TOKEN", 401, TokenRefused, Treatment.NEW_TOKEN),
        ("MISSING_PERMISSIONS", 403, PermissionMissing, Treatment.ASK_FOR_PERMISSION),
        ("INTERNAL", 500, ServiceFailed, Treatment.CHECK_AGAIN),
        ("QUOTA", 429, CheckRefused, Treatment.MEND),
    ],
)
def test_each_error_has_its_treatment_and_is_not_asked_again(
    kind: str, status: int, error: type[CheckRefused], treatment: Treatment
) -> None:
    raised = refused_with(refusal(kind, "support id 4711", status))

    assert type(raised) is error
    assert raised.treatment is treatment
    assert kind == "INVALID_TOKEN" or "support id 4711" in str(raised)
    assert str(raised).endswith(".")


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, RequestRefused), (401, TokenRefused), (403, PermissionMissing), (502, ServiceFailed)],
)
def test_a_body_that_is_no_error_of_the_contract_is_read_by_its_status(status: int, error: type[CheckRefused]) -> None:
    assert type(refused_with(HttpAnswer(status, b"<html>proxy</html>"))) is error


def test_an_id_of_another_type_is_replaced_once() -> None:
    service = ScriptedService(refusal("WRONG_TASK_TYPE_FOR_UPSERT", status=409), ok(BITS["essay_reply"]))

    checked = run(FeedbackClient(URL, "t", service).compute(essay("kept")))

    ids = [wire["feedbackEngine"]["feedbackId"] for _, _, wire in service.asked]
    assert ids[0] == "string"
    assert ids[1].startswith("essay-")
    assert checked.task.feedbackEngine.feedbackId == ids[1]
    assert [wire["answer"]["text"] for _, _, wire in service.asked] == ["kept", "kept"]


def test_an_id_refused_twice_is_an_error_and_no_third_request() -> None:
    both = [refusal("WRONG_TASK_TYPE_FOR_UPSERT", status=409)] * 2
    assert type(refused_with(*both)) is TypeRefused


def test_a_free_text_gets_a_new_id_too() -> None:
    service = ScriptedService(refusal("WRONG_TASK_TYPE_FOR_UPSERT", status=409), ok(FREE_TEXT["reply"]))
    task = free_text.decode_request(FREE_TEXT["request"])

    checked = run(FeedbackClient(URL, "t", service).compute_free_text(task))

    assert checked.task.taskDefinition.id != task.taskDefinition.id
    assert service.asked[1][2]["taskDefinition"]["id"] == checked.task.taskDefinition.id


@pytest.mark.parametrize("failure", [ServiceUnreachable("No."), AnswerLate("Late.")])
def test_nobody_answering_is_not_checked_and_not_asked_again(failure: NetworkError) -> None:
    raised = refused_with(failure)

    assert type(raised) is NotChecked
    assert str(raised).startswith("The answer was not checked. ")


@pytest.mark.parametrize(
    "answer",
    [
        ok([]),
        ok({"type": "essay"}),
        HttpAnswer(200, b"<html>"),
        HttpAnswer(200, b"[" * 100_000),
        HttpAnswer(302, b""),
        HttpAnswer(204, b""),
        CommandFailed("The service sent more than 2 MB."),
    ],
)
def test_what_is_not_in_the_contract_cannot_be_read(answer: HttpAnswer | NetworkError) -> None:
    assert type(refused_with(answer)) is ReplyUnreadable


def test_a_services_words_are_quoted_as_one_short_plain_line() -> None:
    raised = refused_with(refusal("INVALID_PARAMETER", "a\n\x1b[31mb\u202e " + "c" * 1000))

    assert "\n" not in str(raised)
    assert str(raised).isprintable()
    assert len(str(raised)) < 500


@pytest.mark.parametrize(
    "url", ["", "service", "ftp://host", "http://", "http://h:99999", "http://h/?a=1", "http://[", "//h"]
)
def test_an_address_that_is_none_is_said_at_once(url: str) -> None:
    with pytest.raises(AddressUnusable):
        FeedbackClient(url, "t")


@pytest.mark.parametrize("token", ["a\nb", "\x00", "schlüssel"])
def test_a_token_that_no_header_can_hold_is_refused_at_once(token: str) -> None:
    with pytest.raises(TokenRefused):
        FeedbackClient(URL, token)


def test_new_ids_begin_with_the_type_and_are_never_the_same() -> None:
    ids = {new_feedback_id("cloze") for _ in range(100)}
    assert len(ids) == 100
    assert all(one.startswith("cloze-") for one in ids)


def test_nothing_of_a_check_is_logged_or_told_in_errors(caplog: pytest.LogCaptureFixture) -> None:
    words = {"token": "tok3n", "answer": "my answer", "solution": "the solution"}
    task = bit.decode_request(
        {**BITS["essay_request"], "answer": {"text": words["answer"]}, "sampleSolution": words["solution"]}
    )
    bad_reply = ok({"type": "essay", "feedback": [{"message": 5, "answer": words["answer"]}], "sampleSolution": 7})
    errors = ""
    with caplog.at_level(logging.DEBUG):
        for answer in (bad_reply, refusal("INTERNAL"), ServiceUnreachable("No.")):
            with pytest.raises(NetworkError) as caught:
                run(FeedbackClient(URL, words["token"], ScriptedService(answer)).compute(task))
            errors += str(caught.value) + repr(caught.value)
    assert not any(word in caplog.text + errors for word in words.values())
