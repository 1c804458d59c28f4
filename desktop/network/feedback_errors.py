"""What can go wrong with a check. In all of it the answer is the caller's and is kept.

NetworkError
├── NotChecked           nobody answered, or not in time: nothing is known about the answer
├── AddressUnusable      what was given as the service's address is none
├── ReplyUnreadable      the service answered with something that is not in the contract
└── CheckRefused         the service answered with an error; `treatment` says what helps
    ├── RequestRefused   REQUEST_SCHEMA_MALFORMED, INVALID_PARAMETER: ours, or the task's, to mend
    ├── TokenRefused     INVALID_TOKEN: check again with a new token
    ├── PermissionMissing  MISSING_PERMISSIONS: somebody else has to grant it
    ├── TypeRefused      WRONG_TASK_TYPE_FOR_UPSERT, again under a new id
    └── ServiceFailed    INTERNAL: check again later; the text holds the service's support id
"""

import re
from enum import Enum
from typing import ClassVar

from desktop.network.errors import NetworkError
from desktop.protocol.bit import BitError, BitErrorType

_LONGEST_QUOTE = 300


class Treatment(Enum):
    """What helps."""

    MEND = "mend"
    """Nothing the learner can do by checking again."""
    NEW_TOKEN = "new_token"  # no secret
    ASK_FOR_PERMISSION = "ask_for_permission"
    CHECK_AGAIN = "check_again"


class NotChecked(NetworkError):
    pass


class AddressUnusable(NetworkError):
    pass


class ReplyUnreadable(NetworkError):
    pass


class CheckRefused(NetworkError):
    """kind: what the service called it."""

    treatment: ClassVar[Treatment] = Treatment.MEND

    def __init__(self, text: str, kind: BitErrorType) -> None:
        super().__init__(text)
        self.kind = kind


class RequestRefused(CheckRefused):
    pass


class TokenRefused(CheckRefused):
    treatment = Treatment.NEW_TOKEN


class PermissionMissing(CheckRefused):
    treatment = Treatment.ASK_FOR_PERMISSION


class TypeRefused(CheckRefused):
    pass


class ServiceFailed(CheckRefused):
    treatment = Treatment.CHECK_AGAIN


def refusal_of(error: BitError) -> CheckRefused:
    """Return what the service's error means here. Its own words are quoted as one plain line of bounded length."""
    said = _quoted(error.message)
    match error.kind:
        case BitErrorType.REQUEST_SCHEMA_MALFORMED:
            text = f"The service could not read the task{said}. The task or Vivavoce has to be mended."
            return RequestRefused(text, error.kind)
        case BitErrorType.INVALID_PARAMETER:
            text = f"The service cannot check the task as it is{said}. Change the task and check again."
            return RequestRefused(text, error.kind)
        case BitErrorType.INVALID_TOKEN:
            return TokenRefused("The service does not accept the token. Give another one and check again.", error.kind)
        case BitErrorType.MISSING_PERMISSIONS:
            text = f"The token may not be used for this{said}. Ask the administrator of the service to permit it."
            return PermissionMissing(text, error.kind)
        case BitErrorType.WRONG_TASK_TYPE_FOR_UPSERT:
            text = f"The service knows the task as one of another type{said}. Give the task another id."
            return TypeRefused(text, error.kind)
        case BitErrorType.INTERNAL:
            text = f"The service failed{said}. Check again in a moment; quote this to its support."
            return ServiceFailed(text, error.kind)
        case BitErrorType.UNKNOWN:
            return CheckRefused(f"The service refused the check{said}. Ask its support what that means.", error.kind)


def _quoted(message: str) -> str:
    line = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", " ", message).split())
    if not line:
        return ""
    cut = line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"
    return f": {cut.rstrip('.')}"
