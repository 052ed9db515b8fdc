"""On Spark: several executors, each a process of its own, one of which is killed in the middle."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable, Iterator, TypeVar

import pytest
import segun
from conftest import HARBOUR, MINISTER, STRIKE

pytest.importorskip("pyspark")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="there is no java")

T = TypeVar("T")

#: Words for texts that have no sentence in common unless it is the same one.
WORDS = "puerto grano acuerdo ministro tratado glaciar cosecha tarifa convoy ensayo satélite frontera".split()


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Two executors with one core each."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.executor.memory", "768m")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "50")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def sentence(n: int) -> str:
    """Sentence ``n``: another one shares none of its phrases."""
    return " ".join(f"{word}{n}" for word in WORDS).capitalize() + "."


def reports(count: int, seed: int) -> list[dict[str, object]]:
    """Texts of agencies, reprinted cut and in another order, two of them in one report now and then; and outlets with the
    same last sentence under everything that they print."""
    chance = random.Random(seed)
    made: list[dict[str, object]] = []
    for n in range(count):
        texts = chance.sample(range(count // 5), 2 if chance.random() < 0.1 else 1)
        sentences = [6 * text + k for text in texts for k in chance.sample(range(6), chance.randint(2, 6))]
        body = [sentence(s) for s in sentences]
        if chance.random() < 0.4:
            body.append(sentence(1_000_000))
        credit = "Lima (EFE).- " if chance.random() < 0.3 else ""
        made.append(
            {
                "id": f"r{n:04}",
                "text": credit + "\n".join(body),
                "published": f"2026-03-{1 + n * 28 // count:02}",
                "publisher": f"Diario {chance.randint(1, 9)}",
                "url": f"https://x.example/r{n:04}",
                "language": "es",
            }
        )
    return made


def executors() -> list[int]:
    """The processes of the executors of this test."""
    from pyspark import SparkContext

    assert SparkContext._gateway is not None
    driver = SparkContext._gateway.proc.pid
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError):
            continue
        if b"CoarseGrainedExecutorBackend" in command and _descends(parent, driver):
            found.append(int(folder.name))
    return found


def _descends(pid: int, ancestor: int) -> bool:
    while pid > 1:
        if pid == ancestor:
            return True
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            return False
    return False


def while_one_is_killed(spark: Any, work: Callable[[], T]) -> T:
    """What ``work`` gives while an executor is killed after its first tasks."""
    tracker = spark.sparkContext.statusTracker()
    killed: list[int] = []
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.05):
            stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
            if any(stage and 0 < stage.numCompletedTasks < stage.numTasks for stage in stages):
                victim = executors()[0]
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)
                return

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        result = work()
    finally:
        over.set()
        thread.join()
    assert killed, "the work was over before an executor could be killed"
    for _ in range(600):
        # The next test begins with two executors again.
        if len(executors()) == 2 and killed[0] not in executors():
            break
        time.sleep(0.1)
    return result


def test_readings_are_those_of_one_machine(spark: Any) -> None:
    rows = [
        {"id": f"{n:04}", "text": text, "published": f"2026-03-{1 + n % 28:02}"}
        for n, text in enumerate([MINISTER, STRIKE, HARBOUR, "12345"] * 30)
    ]
    df = spark.createDataFrame(rows, "id string, text string, published string").repartition(12)

    def read() -> list[Any]:
        from segun import spark as on_spark

        return on_spark.read_reports(df).orderBy("id").toArrow().to_pylist()

    found = while_one_is_killed(spark, read)
    with pytest.warns(segun.SegunWarning):
        alone = segun.read_many(rows).to_pyarrow().to_pylist()
    assert found == alone
    assert [row["error"] for row in found[:4]] == [None, None, None, alone[3]["error"]] and alone[3]["error"]


def test_origins_are_those_of_the_ledger(spark: Any, tmp_path: Path) -> None:
    rows = reports(200, seed=1)
    assert sum(sentence(1_000_000) in str(row["text"]) for row in rows) > 60, "a key is crowded"
    ledger = segun.Ledger(tmp_path)
    assert ledger.ingest(rows).new == len(rows)
    of = {row["id"]: row["url"] for row in ledger.sql("select id, url from reports")}
    groups = {
        frozenset(report["url"] for report in ledger.show(f"o{origin['id']}")["reports"])
        for origin in ledger.sql("select id from origins")
    }
    main = {row["url"]: row["origin"] for row in ledger.sql("select url, origin from reports")}
    assert len(of) == len(rows) and len(groups) > 20 and any(len(group) > 5 for group in groups)

    shuffled = rows[:]
    random.Random(1).shuffle(shuffled)
    df = spark.createDataFrame(
        shuffled, "id string, text string, published string, publisher string, url string, language string"
    ).repartition(4)

    def origins() -> list[Any]:
        from segun import spark as on_spark

        return list(on_spark.origins(df).collect())

    found = while_one_is_killed(spark, origins)

    def url(id: str) -> str:
        return f"https://x.example/{id}"

    of_origin: dict[str, set[str]] = {}
    for row in found:
        of_origin.setdefault(row.origin, set()).add(url(row.id))
    assert {frozenset(group) for group in of_origin.values()} == groups
    assert len({(row.id, row.origin) for row in found}) == len(found) > len(rows), "some are of two origins"
    mains = {url(row.id): row.origin for row in found if row.main}
    assert len(mains) == len(rows)
    # The same reports have the same main origin, whatever its name.
    names = {(main[report], mains[report]) for report in mains}
    assert len({a for a, _ in names}) == len({b for _, b in names}) == len(names)
    for row in found:
        assert row.origin.split("/")[0] == min(of_origin[row.origin]).rsplit("/", 1)[1]
        assert (row.like is None) == (row.score is None)
    assert {row.wire for row in found} == {None, "efe"}


def test_what_cannot_be_told_is_said(spark: Any) -> None:
    from segun import spark as on_spark

    with pytest.raises(ValueError, match="there is no column id"):
        on_spark.origins(spark.createDataFrame([("x",)], "text string"))
    with pytest.raises(ValueError, match='there is no column "text"; the columns are id'):
        on_spark.read_reports(spark.createDataFrame([("x",)], "id string"))
