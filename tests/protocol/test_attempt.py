import base64
import timeit
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop.protocol import attempt
from desktop.protocol.aliases import COMMANDS, EVENT_ALIASES, spellings
from desktop.protocol.attempt import UnknownEvent, decode_command, decode_event
from desktop.protocol.errors import WireFormatError
from tests.support.seeds import EventShape, event_shapes, sample
from tests.support.wire_payloads import JUNK, PER_MODEL, junk_objects, nested, payloads

EVENTS: tuple[type[attempt.Event], ...] = attempt.AttemptEvent.__args__
COMMAND_MODELS = attempt.Command.__subclasses__()
BEYOND_THE_SOURCE = {"attempt_grade_start", "attempt_assistant_delta"}
SAMPLES = sample("attempt")
EVERY_SPELLING = [spelling for name in (*EVENT_ALIASES, *COMMANDS) for spelling in spellings(name)]


def by_name(rows: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(row["name"], row["payload"], id=row["name"]) for row in rows]


# -- the source text -----------------------------------------------------------------------------------------


def test_the_models_are_the_21_events_of_the_source_text_and_two_more() -> None:
    declared = {shape.name for shape in event_shapes()}

    assert len(declared) == 21
    assert {model.event for model in EVENTS} == declared | BEYOND_THE_SOURCE == set(EVENT_ALIASES)


@pytest.mark.parametrize("shape", event_shapes(), ids=lambda shape: shape.name)
def test_each_model_has_exactly_the_fields_of_the_source_text(shape: EventShape) -> None:
    model = next(model for model in EVENTS if model.event == shape.name)
    required = {name for name, info in model.model_fields.items() if info.is_required()}

    assert set(model.model_fields) == shape.required | shape.optional
    assert required <= shape.required


def test_the_commands_are_those_of_the_contract() -> None:
    assert {model.event for model in COMMAND_MODELS} == set(COMMANDS)


def test_there_is_a_sample_of_every_event() -> None:
    assert {row["name"] for row in SAMPLES["events"]} == set(EVENT_ALIASES)


@pytest.mark.parametrize(("name", "payload"), by_name(SAMPLES["events"]))
def test_every_sample_is_read_under_each_of_its_spellings_and_written_back(name: str, payload: dict[str, Any]) -> None:
    for spelling in spellings(name):
        event = decode_event(spelling, payload)

        assert not isinstance(event, UnknownEvent)
        assert event.event == name
        assert event.to_wire() == payload


@pytest.mark.parametrize(("name", "payload"), by_name(SAMPLES["commands"]))
def test_every_sample_command_is_read_and_written_back(name: str, payload: dict[str, Any]) -> None:
    for spelling in spellings(name):
        command = decode_command(spelling, payload)

        assert command.event == name
        assert command.to_wire() == payload


# -- round trips ---------------------------------------------------------------------------------------------


@PER_MODEL
@given(st.data())
@pytest.mark.parametrize("model", EVENTS, ids=lambda model: model.event)
def test_every_event_round_trips_with_what_is_unknown(model: type[attempt.Event], data: Any) -> None:
    payload = data.draw(payloads(model))

    event = decode_event(model.event, payload)
    again = decode_event(model.event, event.to_wire())

    assert again == event
    assert again.to_wire() == event.to_wire()
    unknown = {key: value for key, value in payload.items() if key not in model.model_fields}
    assert {key: event.to_wire()[key] for key in unknown} == unknown


@PER_MODEL
@given(st.data())
@pytest.mark.parametrize("model", COMMAND_MODELS, ids=lambda model: model.event)
def test_every_command_round_trips_with_what_is_unknown(model: type[attempt.Command], data: Any) -> None:
    payload = data.draw(payloads(model))

    command = decode_command(model.event, payload)

    assert decode_command(model.event, command.to_wire()) == command
    assert payload.items() <= command.to_wire().items()


# -- whatever arrives ----------------------------------------------------------------------------------------


@given(st.sampled_from(EVERY_SPELLING) | st.text() | JUNK, junk_objects(*EVENTS, attempt.Hint))
def test_decoding_an_event_raises_nothing_but_wire_format_error(name: Any, payload: object) -> None:
    try:
        event = decode_event(name, payload)
    except WireFormatError:
        return
    event.to_wire() if isinstance(event, attempt.Event) else event.name.encode("utf-8", "backslashreplace")


@given(st.sampled_from(EVERY_SPELLING) | st.text() | JUNK, junk_objects(*COMMAND_MODELS))
def test_decoding_a_command_raises_nothing_but_wire_format_error(name: Any, payload: object) -> None:
    try:
        command = decode_command(name, payload)
    except WireFormatError:
        return
    assert command.event in COMMANDS


@pytest.mark.parametrize("model", EVENTS, ids=lambda model: model.event)
def test_no_depth_of_nesting_exhausts_the_stack(model: type[attempt.Event]) -> None:
    deep = nested(100_000)
    for payload in (deep, dict.fromkeys(model.model_fields, deep), {"unknown": deep}):
        try:
            event = decode_event(model.event, payload)
        except WireFormatError:
            continue
        assert isinstance(event, model)


@given(junk_objects(attempt.UserDelta))
def test_an_error_never_shows_what_was_said(junk: object) -> None:
    secret = "correct horse battery staple"
    payload = {"chat_id": {secret: junk}, "item_id": [secret], "transcript": {"words": secret}}

    with pytest.raises(WireFormatError) as caught:
        decode_event("attempt_user_delta", payload)

    assert str(caught.value) == (
        "attempt_user_delta: chat_id (string_type), item_id (string_type), transcript (string_type)"
    )


@pytest.mark.parametrize("name", ["attempt_telepathy", "connection_confirmed", "attempt_start", ""])
def test_an_unknown_event_is_no_error(name: str) -> None:
    assert decode_event(name, {"chat_id": "c"}) == UnknownEvent(name)


@pytest.mark.parametrize("name", ["attempt_telepathy", "attempt_started", "", 7, None])
def test_an_unknown_command_is_an_error(name: Any) -> None:
    with pytest.raises(WireFormatError, match=r"command: .* is unknown"):
        decode_command(name, {})


# -- the field's manners -------------------------------------------------------------------------------------


@pytest.mark.parametrize("chat_id", [{}, {"chat_id": ""}, {"chat_id": None}], ids=["missing", "empty", "null"])
def test_a_chat_id_that_is_not_there_reads_as_empty(chat_id: dict[str, Any]) -> None:
    event = decode_event("attempt_user_delta", {**chat_id, "item_id": 17, "transcript": "hello"})

    assert event == attempt.UserDelta(chat_id="", item_id="17", transcript="hello")


def test_an_error_without_chat_type_or_message_is_still_an_error() -> None:
    event = decode_event("attempt_error", {})

    assert isinstance(event, attempt.Error)
    assert (event.chat_id, event.type, event.message) == (None, None, "")


def test_progress_is_text_or_sound_by_its_content_type() -> None:
    text = decode_event("attempt_assistant_progress", {"chat_id": "c", "content_type": "delta", "content": "Hi"})
    sound = decode_event("attempt.assistant_progress", {"chat_id": "c", "content_type": "audio", "audio": b"\0\1"})
    silent = decode_event("attempt_progress", {"chat_id": "c", "content_type": "audio"})
    unnamed = decode_event("attempt_progress", {"chat_id": "c", "content": "Hi"})

    assert isinstance(text, attempt.Progress)
    assert isinstance(sound, attempt.AssistantAudio)
    assert sound.pcm() == b"\0\1"
    assert isinstance(silent, attempt.AssistantAudio)
    assert silent.pcm() is None
    assert isinstance(unnamed, attempt.Progress)


@given(st.binary())
def test_sound_is_whole_samples_as_bytes_or_as_base64(sound: bytes) -> None:
    expected = sound if len(sound) % 2 == 0 else None

    for audio in (sound, bytearray(sound), memoryview(sound), base64.b64encode(sound).decode()):
        assert attempt.AssistantAudio(chat_id="c", audio=audio).pcm() == expected


@pytest.mark.parametrize("audio", ["AA=", "AAA A", "AAAA\n", "-_AA", "äöü", 7, None, [0, 1], {"data": "AAAA"}])
def test_damaged_sound_is_none(audio: object) -> None:
    assert attempt.AssistantAudio(chat_id="c", audio=audio).pcm() is None


def test_a_hint_has_its_words_under_either_name() -> None:
    event = decode_event(
        "attempt_assistant_hints",
        {"chat_id": "c", "hints": [{"hint": "one", "id": 1}, {"text": "two"}, {"hint": None, "text": "three"}, {}]},
    )

    assert isinstance(event, attempt.HintProgress)
    assert [hint.text for hint in event.hints] == ["one", "two", "three", ""]
    assert event.hints[0].id == "1"


@pytest.mark.parametrize("payload", [{"hints": []}, {"hints": None}, {}])
def test_no_hints_is_an_empty_list(payload: dict[str, Any]) -> None:
    event = decode_event("attempt_hint_progress", payload)

    assert isinstance(event, attempt.HintProgress)
    assert event.hints == ()


def test_what_a_result_means_cannot_be_guessed() -> None:
    for name in ("attempt_joined", "attempt_audio_ready", "attempt_audio_ended", "attempt_stopped", "attempt_ended"):
        with pytest.raises(WireFormatError, match=r"success \(missing\)"):
            decode_event(name, {"chat_id": "c"})


@pytest.mark.parametrize(("length", "accepted"), [(0, False), (1, True), (5000, True), (5001, False)])
def test_a_message_has_1_to_5000_characters(length: int, accepted: bool) -> None:
    payload = {"attempt_id": "a", "chat_id": "c", "message": "🎈" * length}

    if accepted:
        assert decode_command("attempt_message", payload).to_wire() == payload
    else:
        with pytest.raises(WireFormatError, match="message"):
            decode_command("attempt_message", payload)


def test_a_message_that_is_too_long_is_refused_without_being_shown() -> None:
    with pytest.raises(ValidationError) as caught:
        attempt.AttemptMessage(attempt_id="a", chat_id="c", message="secret " * 1000)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("audio", ["AAAA", [0, 0], None, 3])
def test_a_frame_is_bytes_and_nothing_else(audio: object) -> None:
    with pytest.raises(WireFormatError, match=r"audio \(bytes_type\)"):
        decode_command("attempt_audio_frame", {"chat_id": "c", "audio": audio})


def test_a_frame_keeps_its_bytes_and_does_not_show_them() -> None:
    frame = decode_command("attempt.audio_frame", {"chat_id": 5, "audio": b"\1\2\3\4"})

    assert frame == attempt.AudioFrame(chat_id="5", audio=b"\1\2\3\4")
    assert "audio" not in repr(frame)


def test_commands_say_their_defaults() -> None:
    assert attempt.AttemptStart().to_wire() == {"infinite_mode": False}
    assert attempt.AttemptEnd(attempt_id="a", chat_id="c").to_wire() == {
        "attempt_id": "a",
        "chat_id": "c",
        "grade": True,
    }


def test_decoding_a_user_delta_costs_under_20_microseconds() -> None:
    payload = {"chat_id": "chat-1", "item_id": "item-1", "transcript": "I would like a table for two. " * 10}

    # The best of many short rounds, so that a busy machine does not decide.
    best = min(timeit.repeat(lambda: decode_event("attempt.user_progress", payload), number=200, repeat=50))

    assert best / 200 < 20e-6
