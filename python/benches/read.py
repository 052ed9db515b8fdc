"""What Python adds to the time of reading: ``segun.read_many`` against ``segun read --json`` on the same Parquet file.

Both are processes of their own, in turn, started with one thread each. Time is that of the processor (user and system),
which other work on the machine disturbs less than the clock; the clock's stands beside it.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from typing import List, Tuple

READ = """
import sys, pyarrow.parquet, segun
readings = segun.read_many(pyarrow.parquet.read_table(sys.argv[1]), jobs=1)
assert not readings.failed
"""


def timed(command: List[str]) -> Tuple[float, float]:
    """Seconds of the processor and of the clock."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", help="a Parquet file, made by table.py")
    parser.add_argument("--segun", default="segun", help="the command, built in the wheel's profile")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    ratios = []
    for n in range(arguments.rounds):
        rust = timed([arguments.segun, "read", "--json", "--jobs", "1", arguments.table])
        python = timed([sys.executable, "-c", READ, arguments.table])
        ratios.append(python[0] / rust[0])
        print(
            f"round {n + 1}: command {rust[0]:.1f} s ({rust[1]:.1f} s by the clock), "
            f"Python {python[0]:.1f} s ({python[1]:.1f} s), ratio {ratios[-1]:.3f}"
        )
    print(f"middle ratio {sorted(ratios)[len(ratios) // 2]:.3f}")


main()
