"""What can go wrong between us and a service.

NetworkError
├── ServiceUnreachable   nobody answered: tell the learner, try again
├── SignInRefused        the service does not accept the token
├── LinkDropped          the link went away while an answer was awaited
├── AnswerLate           no answer within the time limit
└── CommandFailed        the service answered with an error of its own
"""


class NetworkError(Exception):
    """The text is a sentence that can be shown."""


class ServiceUnreachable(NetworkError):
    pass


class SignInRefused(NetworkError):
    pass


class LinkDropped(NetworkError):
    pass


class AnswerLate(NetworkError):
    pass


class CommandFailed(NetworkError):
    """The text is the service's own: untrusted, plain."""
