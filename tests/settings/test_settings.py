from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.settings.files import data_dir, settings_file
from desktop.settings.settings import Settings, feedback_url_fault


def test_what_was_saved_is_loaded_again(tmp_path: Path) -> None:
    chosen = Settings(theme="dark", text_scale=1.5, microphone="Headset")
    chosen.save(tmp_path / "settings.json")
    assert Settings.load(tmp_path / "settings.json") == chosen


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    assert Settings.load(tmp_path / "none.json") == Settings()


@pytest.mark.parametrize("content", [b"{", b'{"text_scale": 99}', b"\xff\xfe", b"[]"])
def test_a_damaged_file_is_set_aside_and_not_lost(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert Settings.load(path) == Settings()
    assert not path.exists()
    assert path.with_suffix(".broken").read_bytes() == content


def test_keys_of_a_newer_version_survive_a_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "light", "from_the_future": [1, 2]}')
    Settings.load(path).changed(theme="dark").save(path)
    assert '"from_the_future"' in path.read_text()


def test_a_value_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError):
        Settings().changed(text_scale=5)


def test_files_stay_inside_the_named_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVAVOCE_DATA", str(tmp_path / "mine"))
    assert data_dir() == tmp_path / "mine"
    assert settings_file().parent == tmp_path / "mine"


@pytest.mark.parametrize(
    "url", ["", "https://example.org", "https://example.org:8443/api/v1 ", "http://127.0.0.1:8080", "http://localhost"]
)
def test_an_address_of_a_service_is_taken(url: str) -> None:
    assert feedback_url_fault(url) == ""
    assert Settings().changed(feedback_url=url).feedback_url == url.strip()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("example.org", "not the address"),
        ("ftp://example.org", "not the address"),
        ("https://", "not the address"),
        ("https://[::1", "not the address"),
        ("https://example.org:99999", "not the address"),
        ("https://exam ple.org", "not the address"),
        ("https://example.org/?a=1", "ends before"),
        ("https://user:word@example.org", "password"),
        ("http://example.org", "https://"),
        ("http://127.0.0.1.example.org", "https://"),
    ],
)
def test_any_other_address_is_refused_with_one_sentence(url: str, says: str) -> None:
    assert says in feedback_url_fault(url)
    with pytest.raises(ValueError) as caught:
        Settings().changed(feedback_url=url)
    assert str(caught.value) == feedback_url_fault(url)


@given(st.text())
def test_no_text_at_all_breaks_the_check_of_an_address(url: str) -> None:
    fault = feedback_url_fault(url)
    assert fault == "" or fault.endswith(".")
