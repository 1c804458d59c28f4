"""Standard output kept for what this program says itself."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_stdout() -> Iterator[None]:
    """Let only Python print on standard output; what machine code prints there is dropped.

    The grammar checker prints words of what it checks. Enter before other threads print.
    """
    ours = sys.stdout
    try:
        is_the_real_one = ours.fileno() == 1
    except (AttributeError, OSError, ValueError):
        # No console at all (a frozen program's window), or a stand-in that is not the descriptor.
        is_the_real_one = False
    if not is_the_real_one:
        yield
        return
    ours.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    with open(kept, "w", encoding=ours.encoding, errors=ours.errors, buffering=1, closefd=False) as told:
        sys.stdout = told
        try:
            yield
        finally:
            sys.stdout = ours
            told.flush()
            os.dup2(kept, 1)
    os.close(kept)
