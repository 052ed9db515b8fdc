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
from typing import Any, Callable, Iterator, Optional, TypeVar

import pytest
import segun
from conftest import HARBOUR, MINISTER, STRIKE

pytest.importorskip("pyspark")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="there is no java")

T = TypeVar("T")

#: Words for texts that have no sentence in common unless it is the same one.
WORDS = "puerto grano acuerdo ministro tratado glaciar cosecha tarifa convoy ensayo satélite frontera".split()


#: Columns of reports.
REPORTS = "id string, text string, published string, publisher string, url string, language string"


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where executors put what does not fit into memory."""
    return tmp_path_factory.mktemp("local")


@pytest.fixture(scope="module")
def spark(local: Path) -> Iterator[Any]:
    """Two executors with one core each."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.executor.memory", "768m")
        .config("spark.local.dir", str(local))
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


def told(count: int, seed: int) -> list[dict[str, object]]:
    """Reports of journeys: rumoured, announced, denied, and made. Of one day are several, told apart by their ids."""
    chance = random.Random(seed)
    people, places = ("Juan Pérez", "Ana Ruiz", "Luis Soto"), ("Chile", "Ecuador", "Brasil")
    journeys = [(who, where) for who in people for where in places]
    made: list[dict[str, object]] = []
    for n in range(count):
        who, where = chance.choice(journeys)
        said = (
            f"Según fuentes del gobierno, {who} podría viajar a {where} en marzo.",
            f"Lima. {who} dijo el lunes que viajará a {where}. “No habrá acuerdo”, negó la vocera Marta Vega.",
            f"El portavoz negó que {who} vaya a viajar a {where}.",
            f"{who} viajó ayer a {where} y se reunió con el presidente.",
        )
        made.append(
            {
                "id": f"r{n:04}",
                "text": f"{chance.choice(said)}\n{sentence(chance.randint(1, count // 2))}",
                "published": f"2026-03-{1 + n // 2 % 28:02}",
                "publisher": f"Diario {chance.randint(1, 9)}",
                "url": f"https://x.example/r{n:04}",
                "language": "es",
            }
        )
    return made


def followed(ledger: segun.Ledger) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The threads and claims of a ledger by their numbers; claims with their report's id."""
    ids = {row["id"]: ledger.reading(row["id"]).id for row in ledger.sql("select id from reports")}
    claims = [{**claim, "report": ids[claim["report"]]} for claim in ledger.claims(limit=0)]
    return by_number(ledger.threads(limit=0)), by_number(claims)


def by_number(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: int(row["id"]))


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


def one_after_first_tasks(spark: Any) -> Optional[int]:
    """An executor, once some tasks of a stage are done and others are not."""
    tracker = spark.sparkContext.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    if any(stage and 0 < stage.numCompletedTasks < stage.numTasks for stage in stages):
        return executors()[0]
    return None


def the_one_with_the_ledger(spark: Any) -> Optional[int]:
    """The executor whose task has some pages of a ledger written."""
    for log in Path(spark.conf.get("spark.local.dir")).rglob("segun-*/ledger.sqlite-wal"):
        for opened in Path("/proc").glob("[0-9]*/fd/*"):
            try:
                if log.stat().st_size > 500_000 and opened.readlink() == log:
                    return next(pid for pid in executors() if _descends(int(opened.parts[2]), pid))
            except (OSError, StopIteration):
                continue
    return None


def while_one_is_killed(
    spark: Any, work: Callable[[], T], victim: Callable[[Any], Optional[int]] = one_after_first_tasks
) -> T:
    """What ``work`` gives while an executor is killed in the middle: the one that ``victim`` says, once it says one."""
    killed: list[int] = []
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.05):
            found = victim(spark)
            if found is not None:
                os.kill(found, signal.SIGKILL)
                killed.append(found)
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
    df = spark.createDataFrame(shuffled, REPORTS).repartition(4)

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


def test_threads_are_those_of_the_ledger(spark: Any, tmp_path: Path, local: Path) -> None:
    rows = told(120, seed=2)
    # One that cannot be read, and one that was given twice.
    rows[20]["language"] = "xx"
    rows[21:22] = [rows[21], {**rows[21], "id": "r0021b"}]
    ledger = segun.Ledger(tmp_path / "ordered")
    done = ledger.ingest(rows)
    assert (done.new, done.known, done.failed) == (119, 1, 1)
    threads, claims = followed(ledger)
    assert {"rumoured", "announced", "denied", "happened"} & {thread["status"] for thread in threads}
    assert any(1 < thread["origins"] < thread["reports"] for thread in threads)

    shuffled = rows[:]
    random.Random(2).shuffle(shuffled)
    other = segun.Ledger(tmp_path / "shuffled")
    other.ingest(shuffled)
    assert followed(other)[0] != threads, "in another order it is another ledger"
    # Whether a report came first is told by columns that no reading has.
    df = spark.createDataFrame([{**row, "came": int(str(row["id"])[1:5])} for row in shuffled], f"{REPORTS}, came int")

    def both() -> list[Any]:
        from segun import spark as on_spark

        return list(on_spark.threads(df.repartition(12), what="both", order=["came", "id"]).toArrow().to_pylist())

    found = while_one_is_killed(spark, both)
    assert all((row["thread"] is None) != (row["claim"] is None) for row in found)
    assert by_number([row["thread"] for row in found if row["thread"]]) == threads
    assert by_number([row["claim"] for row in found if row["claim"]]) == claims
    assert not list(local.rglob("segun-*")), "the ledger is gone"


def test_a_ledger_that_is_killed_is_made_again(spark: Any, tmp_path: Path, local: Path) -> None:
    rows = sorted(told(240, seed=3), key=lambda row: (row["published"], row["id"]))
    readings = segun.read_many(rows).to_pyarrow()
    ledger = segun.Ledger(tmp_path)
    assert ledger.add(readings).new == len(rows)
    threads, claims = followed(ledger)
    order = list(range(len(rows)))
    random.Random(3).shuffle(order)
    df = spark.createDataFrame(readings.take(order)).repartition(4)

    def following(what: str) -> Callable[[], list[Any]]:
        def follow() -> list[Any]:
            from segun import spark as on_spark

            return list(on_spark.threads(df, what=what).toArrow().to_pylist())

        return follow

    found = while_one_is_killed(spark, following("claims"), victim=the_one_with_the_ledger)
    assert list(found[0]) == list(ledger.claims(limit=1)[0])
    assert by_number(found) == claims
    left = list(local.rglob("segun-*"))
    assert len(left) <= 1, "of the one that was killed"
    found = following("threads")()
    assert set(found[0]) == set(ledger.threads(limit=1)[0])
    assert by_number(found) == threads
    assert set(local.rglob("segun-*")) <= set(left)


def test_what_cannot_be_told_is_said(spark: Any, local: Path) -> None:
    from pyspark.sql import functions as F
    from segun import spark as on_spark

    with pytest.raises(ValueError, match="there is no column id"):
        on_spark.origins(spark.createDataFrame([("x",)], "text string"))
    with pytest.raises(ValueError, match='there is no column "text"; the columns are id'):
        on_spark.read_reports(spark.createDataFrame([("x",)], "id string"))
    with pytest.raises(ValueError, match="there is no column id"):
        on_spark.threads(spark.createDataFrame([("x",)], "text string"))
    df = spark.createDataFrame([(MINISTER, "a", "2026-03-02")], "text string, id string, published string")
    with pytest.raises(ValueError, match='"steps" is wrong as what: threads, claims, both'):
        on_spark.threads(df, what="steps")  # type: ignore[arg-type]
    readings = on_spark.read_reports(df)
    with pytest.raises(ValueError, match="read already"):
        on_spark.threads(readings, language="es")
    left = set(local.rglob("segun-*"))
    with pytest.raises(Exception, match="1 rows are no readings of this version"):
        on_spark.threads(readings.withColumn("published", F.lit("soon"))).collect()
    assert set(local.rglob("segun-*")) <= left, "the ledger of a task that failed is gone"
    assert not on_spark.threads(df.where("false")).collect()
