"""What every wire model shares: reading that forgives, writing that gives back what was read."""

import math
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from desktop.protocol.errors import WireFormatError

Model = TypeVar("Model", bound="WireModel")

# Beyond this a JavaScript peer no longer tells neighbouring integers apart.
SAFE_INTEGER = 2**53 - 1
# A message that is wrong in a hundred places is described by its first few.
FAULTS_NAMED = 4
# Every field name of the contracts: all that an error message may name.
_DECLARED_NAMES: set[str] = set()


def _whole_text(value: object) -> object:
    """Join surrogate pairs and replace lone surrogates by U+FFFD.

    A peer that cuts text by UTF-16 units cuts through emoji; neither Qt nor SQLite takes the halves.
    """
    if not isinstance(value, str) or value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return value


def _id_text(value: object) -> object:
    """Read an id that came as a number; booleans stay what they are and are refused."""
    if isinstance(value, str):
        return _whole_text(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value


def _required_id(value: object) -> object:
    return "" if value is None else _id_text(value)


def _name_text(value: object) -> object:
    return "" if value is None else _whole_text(value)


def _course_number(value: object) -> object:
    """Read a course id from a number or its digits; null is 0, the unassigned bucket."""
    if value is None:
        return 0
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError("not a course number")
    return value


Text = Annotated[str, Field(strict=True), BeforeValidator(_whole_text)]
"""Words, exactly as sent but for lone surrogates."""

Name = Annotated[str, Field(strict=True), BeforeValidator(_name_text)]
"""What a thing is called; null is read as ""."""

Id = Annotated[str, Field(strict=True), BeforeValidator(_required_id)]
"""An id; numbers are read as their digits, null as ""."""

OptionalId = Annotated[str | None, Field(strict=True), BeforeValidator(_id_text)]
"""An id that may be null."""

CourseId = Annotated[int, Field(ge=-SAFE_INTEGER, le=SAFE_INTEGER), BeforeValidator(_course_number)]
"""Epoch milliseconds, 0 or -1; read from a number or a string, sent as a number."""

Whole = Annotated[int, Field(ge=-SAFE_INTEGER, le=SAFE_INTEGER)]
Number = Whole | Annotated[float, Field(allow_inf_nan=False)]
"""A count or measure; a whole one stays whole."""


class WireModel(BaseModel):
    """An object of a contract: frozen, with the wire's field names, unknown fields kept.

    Secrets of a task are kept out of `repr` by `Field(repr=False)`; validation messages never show input.
    """

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True, hide_input_in_errors=True)

    writes_defaults: ClassVar[bool] = False
    """Whether `to_wire` also gives fields that were not set, unless their default is None."""
    _wire_names: ClassVar[dict[str, str]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls._wire_names = {name: info.serialization_alias or name for name, info in cls.model_fields.items()}
        _DECLARED_NAMES.update(cls._wire_names, cls._wire_names.values())

    def to_wire(self) -> dict[str, Any]:
        """Return the object as the peer reads it; values that were not modelled are shared, not copied."""
        names = self._wire_names
        was_set = self.model_fields_set
        wire: dict[str, Any] = {}
        for name, value in self.__dict__.items():
            if name in was_set or (self.writes_defaults and value is not None):
                wire[names[name]] = _plain(value)
        if self.__pydantic_extra__:
            wire.update(self.__pydantic_extra__)
        return wire


class CompleteModel(WireModel):
    """A model that we make ourselves, so that what is left out is said as its default."""

    writes_defaults: ClassVar[bool] = True


def _plain(value: Any) -> Any:
    # One level only: open fields hold raw JSON already, and may be nested too deep to walk.
    if isinstance(value, WireModel):
        return value.to_wire()
    if isinstance(value, tuple):
        return [item.to_wire() if isinstance(item, WireModel) else item for item in value]
    if isinstance(value, dict):
        return {key: item.to_wire() if isinstance(item, WireModel) else item for key, item in value.items()}
    return value


def read(model: type[Model], payload: object, shape: str) -> Model:
    """Read a payload; raises WireFormatError, which names `shape`, for anything that does not fit."""
    try:
        # The generated validator itself: `model_validate` adds a third to the cost of a short event.
        read_model: Model = model.__pydantic_validator__.validate_python(payload)
    except ValidationError as error:
        raise _fault(error, shape) from None
    return read_model


def read_object(obj: object, shape: str) -> dict[str, Any]:
    """Return `obj` if it is a JSON object; raises WireFormatError."""
    if not isinstance(obj, dict):
        raise WireFormatError(shape, "not an object")
    return obj


def quoted(name: object) -> str:
    """Return a name that a peer chose, safe to put into one line of a log."""
    return ascii(name[:60]) if isinstance(name, str) else f"a {type(name).__name__}"


def _fault(error: ValidationError, shape: str) -> WireFormatError:
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    named = [(_path(fault["loc"], fault["type"]), fault["type"]) for fault in faults[:FAULTS_NAMED]]
    reason = ", ".join(f"{path or 'payload'} ({kind})" for path, kind in named)
    return WireFormatError(shape, reason, tuple(path for path, _ in named if path))


def _path(loc: tuple[int | str, ...], kind: str) -> str:
    """Name where a fault is; keys that are the peer's own become "*"."""
    parts = [str(part) if isinstance(part, int) or part in _DECLARED_NAMES else "*" for part in loc]
    if kind == "invalid_key":
        parts[-1] = "*"
    return ".".join(parts)
