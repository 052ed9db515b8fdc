"""Reading, origins and threads on Spark with one and with two executors, and what they shuffle.

Executors are processes with one core each (``local-cluster``). Bytes are those that Spark itself counts.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import urllib.request
from typing import Any, Callable, Tuple

from pyspark.sql import SparkSession

import segun.spark


def session(executors: int, partitions: int) -> SparkSession:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master(f"local-cluster[{executors},1,2048]")
        .config("spark.executor.memory", "1536m")
        .config("spark.sql.shuffle.partitions", str(partitions))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "200")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def shuffled(spark: SparkSession) -> int:
    """Bytes written by shuffles so far."""
    context = spark.sparkContext
    url = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/stages?status=complete"
    with urllib.request.urlopen(url) as answer:
        return sum(stage["shuffleWriteBytes"] for stage in json.load(answer))


def timed(spark: SparkSession, work: Callable[[], Any]) -> Tuple[float, int]:
    before, began = shuffled(spark), time.monotonic()
    work()
    seconds = time.monotonic() - began
    time.sleep(1)
    return seconds, shuffled(spark) - before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", help="a Parquet file, made by table.py")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--partitions", type=int, default=16)
    arguments = parser.parse_args()
    for n in range(arguments.rounds):
        alone = {}
        for executors in (1, 2):
            spark = session(executors, arguments.partitions)
            df = spark.read.parquet(arguments.table).repartition(arguments.partitions).cache()
            reports = df.count()
            # Python and the model are started before.
            segun.spark.read_reports(df.limit(8).repartition(executors)).write.format("noop").mode("overwrite").save()

            def read() -> None:
                segun.spark.read_reports(df).write.format("noop").mode("overwrite").save()

            def origins() -> None:
                segun.spark.origins(df).write.format("noop").mode("overwrite").save()

            readings = segun.spark.read_reports(df).cache()

            def threads() -> None:
                segun.spark.threads(readings, what="both").write.format("noop").mode("overwrite").save()

            for name, work in (("read_reports", read), ("origins", origins), ("threads", threads)):
                # One task follows, and the readings are there before.
                cores = 1 if name == "threads" else executors
                if name == "threads":
                    readings.count()
                seconds, bytes_ = timed(spark, work)
                print(
                    f"round {n + 1}, {executors} executors, {name}: {reports} reports in {seconds:.1f} s, "
                    f"{reports / seconds / cores:.1f} reports/s a core, {bytes_ / reports:.0f} bytes shuffled a report, "
                    f"{alone.setdefault(name, seconds) / seconds:.2f} times one executor",
                    flush=True,
                )
            spark.stop()


main()
