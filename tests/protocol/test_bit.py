from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.protocol import bit
from desktop.protocol.errors import WireFormatError
from desktop.protocol.wire import WireModel
from tests.support.seeds import BIT, json_blocks, sample, seed_text
from tests.support.wire_payloads import JUNK, PER_MODEL, junk_objects, nested, payloads

SAMPLES = sample("bit")
REQUESTS = [name for name in SAMPLES if name.endswith("_request")]
REPLIES = [name for name in SAMPLES if "_reply" in name]
REQUEST_MODELS: tuple[type[WireModel], ...] = bit.Request.__args__
SECRETS = {
    "essay_request": "string",
    "cloze_request": "walked",
    "multiple_choice_text_request": "isCorrect",
}


# -- the source text -----------------------------------------------------------------------------------------


def test_the_essay_samples_are_those_of_the_source_text() -> None:
    of_the_source = [SAMPLES[name] for name in ("essay_request", "essay_reply", "essay_reply_described", "error")]

    assert json_blocks(seed_text(BIT)) == of_the_source


def test_the_source_text_names_no_type_or_error_that_is_missing_here() -> None:
    text = seed_text(BIT)
    types = {model.model_fields["type"].default for model in REQUEST_MODELS}

    assert all(f"\n{kind} |" in text for kind in types)
    assert all(f"\n{kind} |" in text for kind in bit.STATUSES)
    assert set(bit.BitErrorType) == {*bit.STATUSES, bit.BitErrorType.UNKNOWN}


@pytest.mark.parametrize("name", REQUESTS)
def test_every_sample_request_is_read_and_written_back(name: str) -> None:
    request = bit.decode_request(SAMPLES[name])

    assert request.type == SAMPLES[name]["type"]
    assert request.to_wire() == SAMPLES[name]


@pytest.mark.parametrize("name", REPLIES)
def test_every_sample_reply_is_read_and_written_back(name: str) -> None:
    assert bit.decode_reply(SAMPLES[name]).to_wire() == SAMPLES[name]


@pytest.mark.parametrize("name", REQUESTS)
def test_a_reply_is_the_bit_with_its_feedback(name: str) -> None:
    request = bit.decode_request(SAMPLES[name])
    items = (bit.FeedbackItem(correctness="WRONG", message="No.", context=(bit.Context(content="x", length=1),)),)

    wire = bit.reply_to(request, items).to_wire()

    assert wire.pop("feedback") == [
        {"correctness": "WRONG", "message": "No.", "context": [{"content": "x", "length": 1}]}
    ]
    assert wire == SAMPLES[name]


def test_the_answer_is_sent_exactly_as_typed() -> None:
    typed = "  cafe\u0301 \n\n🎈\t"
    request = bit.decode_request({**SAMPLES["essay_request"], "answer": {"text": typed}})

    assert request.to_wire()["answer"] == {"text": typed}


# -- round trips ---------------------------------------------------------------------------------------------


@PER_MODEL
@given(st.data())
@pytest.mark.parametrize("model", REQUEST_MODELS, ids=lambda model: model.__name__)
def test_every_request_round_trips_with_what_is_unknown(model: type[WireModel], data: Any) -> None:
    payload = {**data.draw(payloads(model)), "type": model.model_fields["type"].default}

    request = bit.decode_request(payload)

    assert bit.decode_request(request.to_wire()) == request
    assert payload.keys() <= request.to_wire().keys()


@given(payloads(bit.FeedbackReply))
def test_every_reply_round_trips_with_what_is_unknown(payload: dict[str, Any]) -> None:
    reply = bit.decode_reply(payload)

    assert bit.decode_reply(reply.to_wire()) == reply
    assert payload.keys() <= reply.to_wire().keys()


@given(payloads(bit.BitError))
def test_every_error_round_trips_with_what_is_unknown(payload: dict[str, Any]) -> None:
    error = bit.decode_error(payload)

    assert error.to_wire() == payload


# -- open enums ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", list(bit.Correctness))
def test_a_known_correctness_is_read(verdict: bit.Correctness) -> None:
    assert bit.FeedbackItem(correctness=verdict.value, message="").verdict is verdict


@pytest.mark.parametrize("sent", ["ALMOST", "correct", "", None, 3, ["WRONG"]])
def test_any_other_correctness_reads_as_unknown_and_is_written_back(sent: object) -> None:
    wire = {"type": "essay", "feedback": [{"correctness": sent, "message": "m"}]}
    reply = bit.decode_reply(wire)

    assert reply.feedback[0].verdict is bit.Correctness.UNKNOWN
    assert reply.to_wire() == wire


@pytest.mark.parametrize("context", [{}, {"context": None}, {"context": []}])
def test_a_remark_may_point_at_nothing(context: dict[str, Any]) -> None:
    reply = bit.decode_reply({"type": "essay", "feedback": [{"message": "m", **context}]})

    assert reply.feedback[0].context == ()


# -- errors --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "status"), bit.STATUSES.items())
def test_an_error_is_read_by_its_type_whatever_the_status(kind: bit.BitErrorType, status: int) -> None:
    for code in (status, 500, 200, None):
        error = bit.decode_error({"message": "m", "type": kind.value}, code)
        assert (error.kind, error.message) == (kind, "m")


def test_an_unknown_error_type_is_kept() -> None:
    error = bit.decode_error({"message": "m", "type": "QUOTA"}, 401)

    assert error.kind is bit.BitErrorType.UNKNOWN
    assert error.to_wire() == {"message": "m", "type": "QUOTA"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "REQUEST_SCHEMA_MALFORMED"),
        (401, "INVALID_TOKEN"),
        (403, "MISSING_PERMISSIONS"),
        (409, "WRONG_TASK_TYPE_FOR_UPSERT"),
        (422, "REQUEST_SCHEMA_MALFORMED"),
        (500, "INTERNAL"),
        (502, "INTERNAL"),
    ],
)
@pytest.mark.parametrize("body", [None, "<html>Bad gateway</html>", {"error": "x"}, {"type": 5}])
def test_the_status_decides_when_the_body_does_not(body: object, status: int, kind: str) -> None:
    assert bit.decode_error(body, status).kind == kind


@pytest.mark.parametrize("status", [None, 200, 302])
def test_what_is_no_error_at_all_is_refused(status: int | None) -> None:
    with pytest.raises(WireFormatError, match="feedback error"):
        bit.decode_error("fine", status)


def test_a_malformed_request_names_its_fields() -> None:
    broken = {**SAMPLES["essay_request"], "feedbackEngine": {"feedbackId": "essay-1", "userId": None}}

    with pytest.raises(WireFormatError) as caught:
        bit.decode_request(broken)

    assert caught.value.fields == ("feedbackEngine.userId",)


@pytest.mark.parametrize("kind", [None, "sketch", 5, {}])
def test_a_bit_of_an_unknown_type_is_refused(kind: object) -> None:
    with pytest.raises(WireFormatError, match=r"bit: type .* is unknown"):
        bit.decode_request({**SAMPLES["essay_request"], "type": kind})


@pytest.mark.parametrize("name", REQUESTS)
def test_a_bit_does_not_show_its_solution_in_a_log(name: str) -> None:
    secret = "the solution" if name == "essay_request" else SECRETS[name]
    wire = {**SAMPLES[name], "sampleSolution": secret} if name == "essay_request" else SAMPLES[name]
    request = bit.decode_request(wire)

    assert secret in str(request.to_wire())
    assert secret not in repr(request)
    assert secret not in repr(bit.reply_to(request, ()))


# -- whatever arrives ----------------------------------------------------------------------------------------

KINDS = st.sampled_from(["essay", "cloze", "multiple-choice-text"])


@given(KINDS, junk_objects(*REQUEST_MODELS, bit.Gap, bit.Select, bit.FeedbackItem, bit.Context))
def test_decoding_raises_nothing_but_wire_format_error(kind: str, junk: Any) -> None:
    typed = {**junk, "type": kind} if isinstance(junk, dict) else junk
    for decode in (bit.decode_request, bit.decode_reply, bit.decode_error):
        for payload in (junk, typed, {**SAMPLES["cloze_reply"], "placeholders": junk, "feedback": [junk]}):
            try:
                decoded: object = decode(payload)
            except WireFormatError:
                continue
            assert isinstance(decoded, WireModel)


@given(JUNK)
def test_junk_inside_a_bit_raises_nothing_but_wire_format_error(junk: object) -> None:
    for name in SAMPLES["cloze_request"]:
        try:
            request = bit.decode_request({**SAMPLES["cloze_request"], name: junk})
        except WireFormatError:
            continue
        assert request.type == "cloze"


def test_no_depth_of_nesting_exhausts_the_stack() -> None:
    deep = nested(100_000)

    with pytest.raises(WireFormatError):
        bit.decode_reply({"type": "essay", "feedback": deep})
    assert bit.decode_request({**SAMPLES["essay_request"], "more": deep}).to_wire()["more"] is deep
