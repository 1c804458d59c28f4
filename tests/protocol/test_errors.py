from desktop.protocol.errors import WireFormatError


def test_an_error_reads_as_shape_and_reason_and_names_the_fields() -> None:
    error = WireFormatError("attempt_joined", "success (missing)", ("success",))

    assert str(error) == "attempt_joined: success (missing)"
    assert error.shape == "attempt_joined"
    assert error.fields == ("success",)
    assert isinstance(error, ValueError)
