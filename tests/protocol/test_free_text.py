from typing import Any

import pytest
from hypothesis import given

from desktop.protocol import bit, free_text
from desktop.protocol.errors import WireFormatError
from tests.support.seeds import sample
from tests.support.wire_payloads import PER_MODEL, payloads

SAMPLES = sample("free_text")


def test_the_samples_are_read_and_written_back() -> None:
    assert free_text.decode_request(SAMPLES["request"]).to_wire() == SAMPLES["request"]
    assert free_text.decode_reply(SAMPLES["reply"]).to_wire() == SAMPLES["reply"]


@PER_MODEL
@given(payloads(free_text.FreeTextReply))
def test_every_reply_round_trips_with_what_is_unknown(payload: dict[str, Any]) -> None:
    reply = free_text.decode_reply(payload)

    assert free_text.decode_reply(reply.to_wire()) == reply
    assert payload.keys() <= reply.to_wire().keys()


def test_a_task_of_another_type_is_refused_and_named() -> None:
    with pytest.raises(WireFormatError) as caught:
        free_text.decode_request({**SAMPLES["request"], "taskType": "SIMULATION"})

    assert caught.value.fields == ("taskType",)


def test_the_two_shapes_are_told_apart() -> None:
    assert free_text.is_free_text(SAMPLES["request"])
    assert not free_text.is_free_text(sample("bit")["essay_request"])
    assert not free_text.is_free_text(None)


def test_sample_solutions_are_kept_out_of_logs() -> None:
    assert "theatre" not in repr(free_text.decode_request(SAMPLES["request"]))


def test_an_essay_is_told_to_the_newer_service_word_for_word() -> None:
    essay = bit.decode_request({**sample("bit")["essay_request"], "answer": {"text": " a\u0301\n🎈 "}})
    assert isinstance(essay, bit.EssayRequest)

    wire = free_text.free_text_of(essay).to_wire()

    assert wire == {
        "userId": "string",
        "taskType": "FREEFORM_TEXT",
        "answer": {"content": " a\u0301\n🎈 "},
        "taskDefinition": {
            "id": "string",
            "type": "FREEFORM_TEXT",
            "problemStatement": "string",
            "language": "en",
            "sampleSolutions": ["string"],
        },
    }
