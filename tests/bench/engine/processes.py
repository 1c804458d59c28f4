"""What processes cost, as Linux counts it; not a number elsewhere."""

import math
from pathlib import Path


def processor_s(pid: int) -> float:
    """Return the processor time of all the process's threads that are alive, to the microsecond."""
    total = 0
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
    except OSError:
        return math.nan
    return total / 1e9


def resident_mb(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return math.nan
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024
