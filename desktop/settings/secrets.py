"""The learner's tokens, in the keyring of the system and nowhere else: no file, no log, no `repr`.

Each belongs to one address: a token is never sent to another service than the one it was given for. Calls block, on
some systems until the learner has unlocked the keyring: not for the main thread.
"""

import logging
import threading
from urllib.parse import urlsplit

_SERVICE = "Vivavoce"
_log = logging.getLogger(__name__)


class Secrets:
    """May be called on any thread. Where there is no keyring a token is kept until the program ends."""

    def __init__(self) -> None:
        self._here: dict[str, str] = {}
        self._one_at_a_time = threading.Lock()

    def read(self, url: str) -> str:
        """Return the token for the service at this address; "" where there is none, or none can be read."""
        account = _account(url)
        with self._one_at_a_time:
            if account not in self._here:
                kept = _kept(account)
                if kept is None:
                    return ""
                self._here[account] = kept
            return self._here[account]

    def write(self, url: str, token: str) -> bool:
        """Keep a token, "" forgets it; return whether the next start will know it so."""
        account = _account(url)
        with self._one_at_a_time:
            self._here[account] = token
            return _keep(account, token)


def _kept(account: str) -> str | None:
    """Return what the keyring holds, None where it cannot be read."""
    import keyring  # 200 ms, and it asks the session's bus

    try:
        return keyring.get_password(_SERVICE, account) or ""
    except Exception as error:  # noqa: BLE001  # every system's keyring has errors of its own
        _log.info("the keyring cannot be read (%s)", type(error).__name__)
        return None


def _keep(account: str, token: str) -> bool:
    import keyring
    from keyring.errors import NoKeyringError

    try:
        if token:
            keyring.set_password(_SERVICE, account, token)
        elif keyring.get_password(_SERVICE, account) is not None:
            keyring.delete_password(_SERVICE, account)
        # One that is switched off takes everything and keeps nothing.
        return (keyring.get_password(_SERVICE, account) or "") == token
    except NoKeyringError:
        return not token
    except Exception as error:  # noqa: BLE001  # every system's keyring has errors of its own
        _log.info("the keyring cannot be written (%s)", type(error).__name__)
        return False


def _account(url: str) -> str:
    parts = urlsplit(url.strip())
    return f"{parts.scheme}://{parts.netloc}".lower()
