import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.protocol import pria
from desktop.protocol.errors import WireFormatError
from desktop.protocol.wire import WireModel
from tests.support.seeds import PRIA, json_blocks, sample, seed_text
from tests.support.wire_payloads import JSON, JUNK, PER_MODEL, junk_objects, nested, payloads

SAMPLES = sample("pria")
REQUESTS = [name for name in SAMPLES if name.endswith("_request")]
REPLIES = [name for name in SAMPLES if name.endswith("_reply")]
REQUEST_MODELS = pria.Request.__subclasses__()
RECORDS: list[type[WireModel]] = [
    pria.AssistantRecord,
    pria.ConversationRecord,
    pria.FavoriteRecord,
    pria.PostResult,
    pria.Envelope,
    pria.SelectedCourse,
]
LISTS = [pria.assistants, pria.conversations, pria.favorites]


# -- the source text -----------------------------------------------------------------------------------------


def test_the_samples_are_those_of_the_source_text() -> None:
    assert list(SAMPLES.values()) == json_blocks(seed_text(PRIA))


@pytest.mark.parametrize("name", REQUESTS)
def test_every_request_of_the_source_text_is_read_and_written_back(name: str) -> None:
    request = pria.decode_request(SAMPLES[name])

    assert request.command == SAMPLES[name]["command"]
    assert pria.decode_request(request.to_wire()) == request
    assert request.to_wire().keys() == SAMPLES[name].keys()


@pytest.mark.parametrize("name", REPLIES)
def test_every_reply_of_the_source_text_is_read_and_written_back(name: str) -> None:
    envelope = pria.decode_envelope(SAMPLES[name])

    assert envelope.content == SAMPLES[name]["response"]["content"]
    assert envelope.command == SAMPLES[name]["response"].get("command")
    assert envelope.is_error is False
    assert envelope.version == 1
    assert envelope.to_wire() == SAMPLES[name]


def content_of(name: str) -> Any:
    return pria.decode_envelope(SAMPLES[name]).content


def test_the_assistants_of_the_source_text_are_read_and_written_back() -> None:
    records = pria.assistants(content_of("assistants_reply"))

    assert [record.name for record in records] == [" New Conversation", "Code Analyzer"]
    assert [record.display_name for record in records] == ["New Conversation", "Code Analyzer"]
    assert records[0].id == "68c6f230d9c782aee842fc04"
    assert records[0].description is not None
    assert "✏️📝" in records[0].description
    assert [record.to_wire() for record in records] == content_of("assistants_reply")
    assert records.faults == ()


def test_the_conversations_of_the_source_text_are_read_and_written_back() -> None:
    first, second = pria.conversations(content_of("conversations_reply"))

    assert first.display_name == "New Conversation Wednesday, Oct 1, 2025"
    assert first.assistant is not None
    assert first.assistant.display_name == "New Conversation"
    assert first.course_id == 1759294218187
    assert (second.assistant, second.course_id, second.display_name) == (None, 0, "")
    assert [first.to_wire(), second.to_wire()] == content_of("conversations_reply")


def test_the_favorites_of_the_source_text_are_read_and_written_back() -> None:
    (record,) = pria.favorites(content_of("favorites_reply"))

    assert record.in_ is not None
    assert record.in_.input == "Transcripts for conversation conv_CLj7EQXPBb6sAUTAotBRD"
    assert record.out is not None
    assert record.out.outputs is not None
    assert record.out.outputs[0].startswith("Hey there!")
    assert record.display_name == "Conversational Assist"
    assert record.to_wire() == content_of("favorites_reply")[0]


def test_the_post_result_of_the_source_text_is_read_and_written_back() -> None:
    result = pria.post_result(content_of("post_reply"))

    assert result.success
    assert result.outputs is not None
    assert result.outputs[0].startswith("I am doing great")
    assert result.requestArgs is not None
    assert result.requestArgs.selectedCourse == pria.SelectedCourse(
        course_id=123456, course_name="Pre-assessment (AI for Analysts)"
    )
    assert result.to_wire() == content_of("post_reply")


# -- requests ------------------------------------------------------------------------------------------------


def test_the_commands_are_the_six_of_the_contract_and_ours() -> None:
    assert {model.command for model in REQUEST_MODELS} == {
        "assistants.list",
        "conversations.list",
        "favorites.list",
        "post",
        "convo.start",
        "convo.stop",
        "favorites.set",
    }


@PER_MODEL
@given(st.data())
@pytest.mark.parametrize("model", REQUEST_MODELS, ids=lambda model: model.command)
def test_every_request_round_trips_with_what_is_unknown(model: type[pria.Request], data: Any) -> None:
    payload = {"command": model.command, **data.draw(payloads(model))}

    request = pria.decode_request(payload)

    assert type(request) is model
    assert pria.decode_request(request.to_wire()) == request
    assert payload.keys() <= request.to_wire().keys()


@pytest.mark.parametrize("opening", [True, False, None])
def test_a_conversation_is_started_with_its_course_as_a_number(opening: bool | None) -> None:
    course = pria.SelectedCourse.model_validate({"course_id": "1759294218187", "course_name": "Hotel"})
    request = pria.ConvoStart(assistantId="a1", selectedCourse=course, opening=opening)

    assert request.to_wire() == {
        "command": "convo.start",
        "assistantId": "a1",
        "selectedCourse": {"course_id": 1759294218187, "course_name": "Hotel"},
        "opening": opening,
    }


def test_a_request_of_nothing_but_its_command_is_just_that() -> None:
    assert pria.ListAssistants().to_wire() == {"command": "assistants.list"}
    assert pria.ConvoStart().to_wire() == {"command": "convo.start"}


def test_a_post_may_be_called_post_message() -> None:
    assert pria.decode_request({"command": "post.message", "inputs": ["hi"]}) == pria.Post(inputs=("hi",))


@pytest.mark.parametrize("command", [None, "", "drop.tables", 7, ["post"]])
def test_an_unknown_command_is_refused(command: object) -> None:
    with pytest.raises(WireFormatError, match=r"request: command .* is unknown"):
        pria.decode_request({"command": command})


# -- the envelope --------------------------------------------------------------------------------------------


def test_an_envelope_may_lack_command_error_mark_and_version() -> None:
    envelope = pria.decode_envelope({"type": "pria-response", "response": {"content": {"success": True}}})

    assert (envelope.command, envelope.is_error, envelope.version) == (None, False, None)


def test_an_error_is_an_envelope_with_a_sentence() -> None:
    envelope = pria.decode_envelope(pria.reply("post", "Unauthorized", is_error=True))

    assert (envelope.command, envelope.content, envelope.is_error) == ("post", "Unauthorized", True)


def test_a_reply_to_a_post_may_be_called_post_message_and_is_written_back_so() -> None:
    wire = {"type": "pria-response", "response": {"content": {}, "command": "post.message"}, "version": 1}
    envelope = pria.decode_envelope(wire)

    assert envelope.command == "post"
    assert envelope.to_wire() == wire


@pytest.mark.parametrize("kind", ["object", "string", "array", "novel", None, 5])
def test_the_type_of_a_response_is_never_branched_on(kind: object) -> None:
    wire = {"type": "pria-response", "response": {"content": [], "type": kind}}

    assert pria.decode_envelope(wire).to_wire() == wire


@pytest.mark.parametrize("bad", [{}, {"type": "other", "response": {}}, {"type": "pria-response"}, [], "x", None])
def test_what_is_no_reply_is_refused(bad: object) -> None:
    with pytest.raises(WireFormatError, match="envelope"):
        pria.decode_envelope(bad)


@given(JSON, st.booleans())
def test_a_reply_reads_as_what_was_put_into_it(content: object, is_error: bool) -> None:
    envelope = pria.decode_envelope(pria.reply("favorites.list", content, is_error))

    assert (envelope.command, envelope.content, envelope.is_error) == ("favorites.list", content, is_error)


def test_records_are_written_into_a_reply_as_their_wire_form() -> None:
    record = pria.AssistantRecord(id="1", name=" A", level="B1")

    assert pria.reply("assistants.list", (record,))["response"] == {
        "content": [{"_id": "1", "name": " A", "level": "B1"}],
        "command": "assistants.list",
        "type": "object",
        "isError": False,
    }
    assert pria.reply("post", pria.PostResult(outputs=("hi",)))["response"]["content"] == {"outputs": ["hi"]}


# -- records -------------------------------------------------------------------------------------------------


@PER_MODEL
@given(st.data())
@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_record_round_trips_exactly(model: type[WireModel], data: Any) -> None:
    payload = data.draw(payloads(model))

    record = model.model_validate(payload)

    assert model.model_validate(record.to_wire()) == record
    assert payload.keys() <= record.to_wire().keys()


@pytest.mark.parametrize("state", [{"institution": "68c6"}, {"institution": None}, {}], ids=["id", "null", "absent"])
def test_an_institution_keeps_its_three_states(state: dict[str, Any]) -> None:
    wire = {"id": "1", **state}

    (record,) = pria.favorites([wire])

    assert record.to_wire() == wire


def test_one_bad_record_does_not_cost_the_others() -> None:
    wire = [{"_id": 1, "name": "one"}, {"name": ["hunter2"]}, "hunter2", {"_id": "4", "name": "four"}]

    records = pria.assistants(wire)

    assert [(record.id, record.name) for record in records] == [("1", "one"), ("4", "four")]
    assert records.faults == (
        "assistants.list record 1: name (string_type)",
        "assistants.list record 2: payload (model_type)",
    )


def test_ids_may_be_numbers_or_strings() -> None:
    (conversation,) = pria.conversations([{"course_id": "-1", "assistant": {"_id": 12}}])
    (favorite,) = pria.favorites([{"id": 9, "course_id": "22345", "role_id": 123}])

    assert conversation.course_id == -1
    assert conversation.assistant is not None
    assert conversation.assistant.id == "12"
    assert (favorite.id, favorite.course_id) == ("9", 22345)
    assert favorite.to_wire() == {"id": "9", "course_id": 22345, "role_id": 123}


def test_a_name_that_is_null_does_not_cost_the_record() -> None:
    (conversation,) = pria.conversations([{"course_id": 1, "course_name": None, "assistant": {"name": None}}])

    assert conversation.display_name == ""
    assert conversation.assistant is not None
    assert conversation.assistant.display_name == ""


def test_a_post_can_fail_inside_a_good_envelope() -> None:
    assert pria.post_result({"success": False, "message": "No credits"}).success is False
    assert pria.post_result({"outputs": []}).success is True


# -- whatever arrives ----------------------------------------------------------------------------------------


@given(JUNK | junk_objects(pria.Envelope, pria.Response) | st.builds(pria.reply, st.text(), JUNK))
def test_decoding_an_envelope_raises_nothing_but_wire_format_error(junk: object) -> None:
    try:
        envelope = pria.decode_envelope(junk)
    except WireFormatError:
        return
    assert envelope.command is None or envelope.command
    for read in (*LISTS, pria.post_result):
        with contextlib.suppress(WireFormatError):
            read(envelope.content)


@given(st.sampled_from(REQUEST_MODELS), junk_objects(*REQUEST_MODELS))
def test_decoding_a_request_raises_nothing_but_wire_format_error(model: type[pria.Request], junk: Any) -> None:
    for payload in (junk, {**junk, "command": model.command} if isinstance(junk, dict) else [junk]):
        try:
            request = pria.decode_request(payload)
        except WireFormatError:
            continue
        assert type(request) in REQUEST_MODELS


@given(st.lists(junk_objects(*RECORDS), max_size=4))
def test_every_record_of_a_list_is_read_or_accounted_for(junk: list[Any]) -> None:
    for read in LISTS:
        records = read(junk)
        assert len(records) + len(records.faults) == len(junk)


def test_no_depth_of_nesting_exhausts_the_stack() -> None:
    deep = nested(100_000)

    assert pria.decode_envelope(pria.reply("post", {"outputs": deep})).content["outputs"] is deep
    with pytest.raises(WireFormatError):
        pria.post_result({"outputs": deep})
    assert len(pria.favorites(deep).faults) == 1
