import logging
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import PasswordDeleteError

from desktop.settings.secrets import Secrets

URL, TOKEN = "https://example.org/api", "a-token-nobody-may-see"


class InMemory(KeyringBackend):
    """A keyring that ends with the test; `locked` lets it raise what no keyring package knows."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def _look(self) -> None:
        if self.locked:
            raise ZeroDivisionError("an error of this system's own, with a-token-nobody-may-see in it")

    def get_password(self, service: str, username: str) -> str | None:
        self._look()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._look()
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._look()
        if self.held.pop((service, username), None) is None:
            raise PasswordDeleteError("none")


@pytest.fixture
def held() -> Iterator[InMemory]:
    before = keyring.get_keyring()
    backend = InMemory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_a_token_is_known_at_the_next_start(held: InMemory) -> None:
    assert Secrets().write(URL, TOKEN)
    assert Secrets().read(URL) == TOKEN
    assert list(held.held) == [("Vivavoce", "https://example.org")]


def test_a_token_is_not_given_to_another_service(held: InMemory) -> None:
    secrets = Secrets()
    secrets.write(URL, TOKEN)

    for other in ("https://example.com/api", "http://example.org/api", "https://example.org:8443"):
        assert secrets.read(other) == Secrets().read(other) == ""
    assert secrets.read("https://EXAMPLE.org/another/path") == TOKEN


def test_an_empty_token_forgets(held: InMemory) -> None:
    secrets = Secrets()
    secrets.write(URL, TOKEN)

    assert secrets.write(URL, "")
    assert secrets.read(URL) == Secrets().read(URL) == ""
    assert held.held == {}
    assert secrets.write(URL, ""), "there is none left to forget"


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_without_a_keyring_a_token_is_kept_until_the_end_and_that_is_said(
    held: InMemory, backend: type[KeyringBackend]
) -> None:
    keyring.set_keyring(backend())
    secrets = Secrets()

    assert secrets.read(URL) == ""
    assert not secrets.write(URL, TOKEN)
    assert secrets.read(URL) == TOKEN
    assert Secrets().read(URL) == ""
    assert secrets.write(URL, ""), "nothing is left anywhere"


def test_a_locked_keyring_is_asked_again_once_it_is_open(held: InMemory) -> None:
    Secrets().write(URL, TOKEN)
    secrets = Secrets()
    held.locked = True
    assert secrets.read(URL) == ""
    assert not Secrets().write(URL, "another")

    held.locked = False
    assert secrets.read(URL) == TOKEN


def test_a_token_stands_in_no_log_no_repr_and_no_file(
    held: InMemory, caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    secrets = Secrets()
    with caplog.at_level(logging.DEBUG):
        secrets.write(URL, TOKEN)
        held.locked = True
        Secrets().read(URL)
        Secrets().write(URL, TOKEN)
    assert "cannot be written" in caplog.text
    assert TOKEN not in caplog.text + repr(secrets) + str(vars(type(secrets)))
    assert list(tmp_path.iterdir()) == []
