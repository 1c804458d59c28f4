"""Hypothesis strategies for the wire: payloads that fit a model, and payloads that fit nothing."""

import types
import typing
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import settings
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from desktop.protocol.wire import SAFE_INTEGER, WireModel

# Sixty models share most of their field types: together they see as many payloads as one alone usually does.
PER_MODEL = settings(max_examples=25)

TEXT = st.text(max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)

_ANY_TEXT = st.text(st.characters(), max_size=12)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**4000)
    | st.floats()
    | _ANY_TEXT
    | st.just("\ud83d")
    | st.binary(max_size=12)
)
JUNK = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.dictionaries(_ANY_TEXT | st.just("\udc00") | st.integers() | st.none(), inner, max_size=4)
    ),
    max_leaves=12,
)


def junk_objects(*models: type[WireModel]) -> st.SearchStrategy[Any]:
    """Return objects that have the models' field names, and junk for values; or junk altogether."""
    names = sorted({name for model in models for name in wire_names(model).values()})
    return JUNK | st.dictionaries(st.sampled_from(names) | _ANY_TEXT, JUNK, max_size=6)


def nested(depth: int) -> list[Any]:
    """Return lists within lists, deeper than any recursion gets."""
    inner: list[Any] = []
    for _ in range(depth):
        inner = [inner]
    return inner


def wire_names(model: type[WireModel]) -> dict[str, str]:
    return {name: info.serialization_alias or name for name, info in model.model_fields.items()}


def payloads(model: type[WireModel]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects the model reads: every required field, any of the others, and unknown ones."""
    names = wire_names(model)
    fields = {names[name]: (info, _of_field(info)) for name, info in model.model_fields.items()}
    # The attribute's name would be read too where it differs from the wire's.
    taken = {*names, *names.values(), "command"}
    unknown = st.dictionaries(TEXT.filter(lambda key: key not in taken), JSON, max_size=2)
    known = st.fixed_dictionaries(
        {name: strategy for name, (info, strategy) in fields.items() if _is_always_there(info)},
        optional={name: strategy for name, (info, strategy) in fields.items() if not _is_always_there(info)},
    )
    return st.builds(lambda first, second: {**first, **second}, unknown, known)


def _is_always_there(info: FieldInfo) -> bool:
    # A literal tells which model is meant: it has a default for us to write, but is needed to read.
    return info.is_required() or get_origin(info.annotation) is Literal


def _of_field(info: FieldInfo) -> st.SearchStrategy[Any]:
    limits = {
        key: getattr(constraint, key)
        for constraint in info.metadata
        for key in ("min_length", "max_length")
        if getattr(constraint, key, None) is not None
    }
    if limits:
        return st.text(min_size=limits["min_length"], max_size=min(limits["max_length"], 30))
    return _of_type(info.annotation)


def _of_type(annotation: Any) -> st.SearchStrategy[Any]:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of_type(args[0])
    if origin in (Union, types.UnionType):
        return st.one_of([_of_type(arg) for arg in args])
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        return st.lists(_of_type(args[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(TEXT, _of_type(args[1]), max_size=3)
    if isinstance(annotation, type) and issubclass(annotation, WireModel):
        return payloads(annotation)
    simple = {
        str: TEXT,
        bool: st.booleans(),
        int: st.integers(-SAFE_INTEGER, SAFE_INTEGER),
        float: st.floats(allow_nan=False, allow_infinity=False),
        bytes: st.binary(max_size=8),
        type(None): st.none(),
        typing.Any: JSON,
    }
    return simple[annotation]
