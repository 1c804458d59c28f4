import os
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")


def test_each_test_has_a_data_folder_of_its_own(tmp_path: Path) -> None:
    folder = Path(os.environ["VIVAVOCE_DATA"])
    assert folder.is_dir()
    assert not list(folder.iterdir())
    assert folder != tmp_path


def test_a_leak_and_a_foreign_connection_fail_the_test_that_made_them(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(
        """
        import contextlib, socket, threading

        end = threading.Event()

        def test_leaks_a_thread():
            threading.Thread(target=end.wait, name="forgotten").start()

        def test_leaves_the_machine_and_swallows_the_refusal():
            end.set()
            with contextlib.suppress(OSError), socket.socket() as client:
                client.connect(("192.0.2.1", 9))

        def test_behaves():
            pass
        """
    )
    root = Path(__file__).resolve().parents[1]
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-o", f"pythonpath={root}")
    result.assert_outcomes(passed=3, errors=2)
    result.stdout.fnmatch_lines(
        ["*thread 'forgotten' is still running*", "*tried to leave this machine: connect to 192.0.2.1:9*"]
    )
