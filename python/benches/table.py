"""A table of reports for measuring: those of a file of JSON lines, cut and repeated."""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet


def table(path: Path, rows: int, characters: int) -> pyarrow.Table:
    """``rows`` reports of the first ``characters`` of each text; a repeated one has another id."""
    opened = gzip.open(path, "rt") if path.suffix == ".gz" else path.open()
    with opened as lines:
        reports = [json.loads(line) for line in lines]
    table = pyarrow.Table.from_pylist(
        [
            {
                "id": f"{n:08}",
                "text": report["text"][:characters],
                "published": report.get("published") or f"2026-03-{1 + n % 28:02}",
                "publisher": report.get("publisher"),
                "language": report.get("language"),
            }
            for n, report in zip(range(rows), itertools.cycle(reports))
        ]
    )
    # Spark takes a column without any value for one of numbers.
    return table.select([field.name for field in table.schema if not pyarrow.types.is_null(field.type)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", type=Path, help="JSON lines, also as .gz")
    parser.add_argument("out", type=Path, help="a Parquet file to write")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--characters", type=int, default=1_000)
    arguments = parser.parse_args()
    pyarrow.parquet.write_table(
        table(arguments.reports, arguments.rows, arguments.characters), arguments.out, row_group_size=1_000
    )
