"""What goes wrong between peers."""


class WireFormatError(ValueError):
    """The peer sent something that is not in the contract.

    The text names the shape (event or object, field, kind of fault) and never a value, so it may be logged.
    fields: the dotted paths that are at fault, empty when the whole is ("answer.text", "feedback.0.message").
    """

    def __init__(self, shape: str, reason: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(f"{shape}: {reason}")
        self.shape = shape
        self.fields = fields
