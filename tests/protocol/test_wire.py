from typing import Any

import pytest
from hypothesis import given

from desktop.protocol.errors import WireFormatError
from desktop.protocol.wire import (
    SAFE_INTEGER,
    CompleteModel,
    CourseId,
    Id,
    Number,
    OptionalId,
    Text,
    WireModel,
    quoted,
    read,
    read_object,
)
from tests.support.wire_payloads import JSON, JUNK, nested


class Inner(WireModel):
    word: Text


class Sample(WireModel):
    id: Id = ""
    other: OptionalId = None
    text: Text | None = None
    course: CourseId = 0
    amount: Number | None = None
    inner: tuple[Inner, ...] = ()
    by_name: dict[str, Inner] | None = None
    anything: Any = None


class Complete(CompleteModel):
    name: Text = "default"
    nothing: Text | None = None


def sample(payload: object) -> Sample:
    return read(Sample, payload, "sample")


@pytest.mark.parametrize(("given_id", "expected"), [(7, "7"), (7.0, "7"), ("x", "x"), (None, ""), ("", "")])
def test_ids_are_read_from_numbers_text_and_null(given_id: object, expected: str) -> None:
    assert sample({"id": given_id}).id == expected


@pytest.mark.parametrize("bad", [True, 1.5, float("nan"), [], {}, b"id", pytest.param(10**5000, id="huge")])
def test_what_is_no_id_is_refused(bad: object) -> None:
    with pytest.raises(WireFormatError, match=r"sample: id \("):
        sample({"id": bad})


def test_an_optional_id_keeps_null_and_missing_apart() -> None:
    assert sample({"other": None}).to_wire() == {"other": None}
    assert sample({}).to_wire() == {}


@pytest.mark.parametrize(
    ("given_course", "expected"),
    [("1759294218187", 1759294218187), (1759294218187, 1759294218187), (-1, -1), ("-1", -1), (None, 0), (5.0, 5)],
)
def test_course_ids_are_accepted_as_number_or_string_and_sent_as_number(given_course: object, expected: int) -> None:
    read_sample = sample({"course": given_course})

    assert read_sample.course == expected
    assert type(read_sample.to_wire()["course"]) is int


@pytest.mark.parametrize("bad", ["abc", "", True, float("inf"), 1.5, SAFE_INTEGER + 1, [1]])
def test_what_is_no_course_id_is_refused(bad: object) -> None:
    with pytest.raises(WireFormatError, match="course"):
        sample({"course": bad})


def test_lone_surrogates_become_replacement_characters_and_pairs_are_joined() -> None:
    assert sample({"text": "balloon \ud83c"}).text == "balloon �"
    assert sample({"text": "\ud83c\udf88 café"}).text == "🎈 café"


def test_text_is_otherwise_kept_as_it_is() -> None:
    # Combining acute accent, carriage return, no-break space: nothing is normalised or trimmed.
    words = "  cafe\u0301\r\n\u00a0"

    assert sample({"text": words}).text == words


def test_whole_amounts_stay_whole_and_others_stay_exact() -> None:
    assert type(sample({"amount": 12048}).amount) is int
    assert sample({"amount": 0.25}).amount == 0.25


@given(JSON)
def test_unknown_fields_survive_a_round_trip(value: object) -> None:
    wire = {"id": "1", "not in the contract": value, "anything": value}

    assert sample(wire).to_wire() == wire


def test_nested_models_are_written_as_they_were_read() -> None:
    wire = {"inner": [{"word": "a", "extra": 1}], "by_name": {"{0}": {"word": "b"}}}

    assert sample(wire).to_wire() == wire


def test_a_complete_model_says_its_defaults_but_no_nulls() -> None:
    assert Complete().to_wire() == {"name": "default"}
    assert Complete(nothing=None).to_wire() == {"name": "default", "nothing": None}


def test_values_nested_too_deep_to_walk_are_kept_in_open_fields_and_refused_elsewhere() -> None:
    deep = nested(100_000)

    assert sample({"anything": deep, "unknown": deep}).to_wire()["unknown"] is deep
    with pytest.raises(WireFormatError):
        sample({"text": deep})
    with pytest.raises(WireFormatError):
        sample(deep)


def test_an_error_names_fields_and_kinds_but_no_value_and_no_key_of_the_peer() -> None:
    secret = "hunter2"
    payload = {
        "id": [secret],
        "inner": [{"word": {secret: 1}}],
        "by_name": {secret: {"word": 3}},
        "course": secret,
    }

    with pytest.raises(WireFormatError) as caught:
        sample(payload)

    assert secret not in str(caught.value)
    assert caught.value.fields == ("id", "course", "inner.0.word", "by_name.*.word")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_keys_that_are_no_text_are_refused_without_being_named() -> None:
    with pytest.raises(WireFormatError) as caught:
        sample({123456: "x"})

    assert "123456" not in str(caught.value)


def test_of_many_faults_the_first_few_are_named() -> None:
    with pytest.raises(WireFormatError) as caught:
        sample({"inner": [{} for _ in range(100)]})

    assert len(caught.value.fields) == 4


@given(JUNK)
def test_only_objects_are_objects(value: object) -> None:
    if isinstance(value, dict):
        assert read_object(value, "thing") is value
    else:
        with pytest.raises(WireFormatError, match="thing: not an object"):
            read_object(value, "thing")


def test_a_quoted_name_is_short_and_of_one_line() -> None:
    assert quoted("a\nb\ud800") == r"'a\nb\ud800'"
    assert len(quoted("x" * 1000)) == 62
    assert quoted(7) == "a int"
