import re

from desktop.practice.timestamps import utc_text


def test_moments_are_written_as_the_contracts_do() -> None:
    assert utc_text(1_759_294_228.099) == "2025-10-01T04:50:28.099Z"
    assert utc_text(0.0) == "1970-01-01T00:00:00.000Z"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", utc_text())
