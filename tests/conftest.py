"""The house rules: no test leaves anything running, leaves this machine, or touches the learner's own data."""

import gc
import itertools
import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported

# Nor may a test, or a child of one, open the keyring of whoever runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import pytest
from hypothesis import settings

from tests.support import leaks
from tests.support.audio_server import audio_server, audio_server_process
from tests.support.offline import forbid_leaving

__all__ = ["audio_server", "audio_server_process"]

# A busy machine is no failure: how long things take is measured by the benches.
settings.register_profile("house", settings(), deadline=None)


COLLECT_EVERY = 20
_tests = itertools.count(1)


IN_REAL_TIME = (
    "tests/audio/devices/",
    "tests/audio/doctor/",
    "tests/audio/test_",
    "tests/end_to_end/",
    "tests/sound/test_sound.py",
    "tests/test_app.py",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what waits for sound more than it works: beside other tests it would be late (`tests/__main__.py`)."""
    for item in items:
        if item.nodeid.startswith(IN_REAL_TIME) or item.get_closest_marker("audio_server"):
            item.add_marker("real_time")


def pytest_configure() -> None:
    settings.load_profile("house")
    leaks.install()
    # Left to itself the collector may run on a network or archive thread and destroy an earlier test's widgets there,
    # which crashes Qt: see desktop/gui/garbage.py.
    gc.disable()


@pytest.fixture(scope="session", autouse=True)
def _stay_on_this_machine() -> Iterator[list[str]]:
    with pytest.MonkeyPatch.context() as patch:
        yield forbid_leaving(patch)


@pytest.fixture(autouse=True)
def _house_rules(
    _stay_on_this_machine: list[str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    monkeypatch.setenv("VIVAVOCE_DATA", str(tmp_path_factory.mktemp("data")))
    _stay_on_this_machine.clear()
    watch = leaks.Watch()
    yield
    if next(_tests) % COLLECT_EVERY == 0:
        gc.collect()
    found = [f"the test tried to leave this machine: {attempt}" for attempt in _stay_on_this_machine]
    found += watch.leaks()
    if found:
        pytest.fail("\n".join(found), pytrace=False)
