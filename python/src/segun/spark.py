"""Segun on a Spark cluster: reading, the origins of reports, and threads.

The work is the same Rust as everywhere, inside Spark's ``mapInArrow``; what has to come together does so by Spark's own
shuffles. ``segun``, ``pyspark`` (4.0 or newer) and ``pyarrow`` have to be on every machine.

:func:`read_reports` reads each report where it is. :func:`origins` says which reports are one text reprinted, by these
steps, each a shuffle on a key:

1. each report's fingerprint and its keys (numbers that two reports of one text nearly always share);
2. for each key, which of its reports are alike: links between two reports;
3. the groups of reports that links hold together (connected components);
4. for each group, its reports one after the other in their order, as the ledger on one machine takes them.

Only what is alike holds reports together, so that groups stay small however many keys are shared by chance.

:func:`threads` reads as :func:`read_reports` does, brings the readings into their order, and follows what is claimed
with the ledger of one machine, in one task: a thread depends on nearly all that was claimed before it.
"""

from __future__ import annotations

import itertools
import json
import os
import tempfile
from typing import TYPE_CHECKING, Any, Callable, Iterator, List, Literal, Optional, Sequence, Tuple

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

    from segun import _native
    from segun._reading import Published

    Batches = Iterator[pyarrow.RecordBatch]

__all__ = ["origins", "read_reports", "threads"]

#: Columns of reports, as :func:`segun.read_many` knows them.
_COLUMNS = ("text", "id", "language", "published", "title", "url", "publisher")

_FINGERPRINTS = "number bigint, id string, fingerprint binary, wire string, keys array<bigint>"
_LINKS = "earlier bigint, later bigint"
_ORIGINS = "number bigint, first bigint, nth int, main boolean, region bigint, like bigint, score float"

#: Columns of :meth:`segun.Ledger.threads`.
_THREADS = (
    "id bigint, type string, about string, status string, deadline string, `first` string, `last` string, "
    "origins bigint, reports bigint, claims bigint"
)
#: Columns of :meth:`segun.Ledger.claims`, but that a report is told by its id.
_CLAIMS = (
    "id bigint, report string, event string, type string, mode string, actors array<string>, "
    "recipients array<string>, places array<string>, certainty string, polarity string, `when` string, `from` string, `to` string, "
    "holder string, holder_kind string, stance string, published string, outlet string, language string, trigger string, "
    "sentence string, confidence double, origin bigint, thread bigint, url string"
)

#: A key of more reports is taken as crowded without a look at them: it is a word of everybody's, and all its reports
#: would have to be on one machine.
MOST_REPORTS_OF_A_KEY = 10_000

#: Readings that a ledger takes at a time. Spark hands over many more at once.
_READINGS = 64
#: Rows of a ledger that are handed to Spark at a time.
_ROWS = 4_096


def read_reports(
    df: DataFrame,
    *,
    published: Optional[Published] = None,
    language: Optional[str] = None,
    all_events: bool = False,
) -> DataFrame:
    """Reads the reports of ``df``, each where it is: nothing is shuffled.

    Args:
        df: Columns as those of :func:`segun.read_many`: ``text``, and if there are any ``id``, ``published``, ``title``,
            ``url``, ``publisher`` and ``language``. Others are left out; ``id`` joins them again.
        published: For reports that do not say it themselves.
        language: The same; without it, the language is detected.
        all_events: Also events outside PLOVER's types.

    Each task reads with one thread: give tasks one core each (``spark.task.cpus`` 1, as it is by default). A report
    that cannot be read is a row with the reason in column ``error``.
    """
    return _read(_reports(df), published, language, all_events)


def origins(df: DataFrame, *, order: Sequence[str] = ("published", "id")) -> DataFrame:
    """Which reports are one text reprinted, cut and edited as they may be.

    Args:
        df: Columns as those of :func:`read_reports`, each report once, with an ``id`` that no other has.
        order: The columns that say in which order the reports came, all of them there; together no two reports may
            have the same.

    Returns:
        One row for each report and origin: ``id``; ``origin``, named by the ``id`` of its first report; ``main``,
        whether it is the origin that held most of the report; ``region``, the passages of the report that belong to it
        (a bit a passage; none where the report is alone); ``like`` and ``score``, the report that it was found most
        like; ``wire``, the agency that it credits as its source. Most reports have one row; one that is made of two texts
        has two.

    The result is that of a ledger on one machine into which the same reports went in the same order. It could differ
    where a key is crowded: the ledger passes over keys of more than 24 different origins, which are counted here by
    each key's own reports, and all of more than 10,000 reports. Then likeness could be missed that the ledger sees,
    never the other way round.
    """
    from pyspark.sql import functions as F

    if "id" not in {name.lower() for name in df.columns}:
        raise ValueError("origins of reports are told by their ids: there is no column id")
    numbered = _reports(df).orderBy(*order).withColumn("number", F.monotonically_increasing_id())
    prints = numbered.mapInArrow(_fingerprints, _FINGERPRINTS).persist()
    links = _kept(_links(prints))
    groups = _groups(links)
    earlier = links.groupBy(F.col("later").alias("number")).agg(
        F.collect_list("earlier").alias("earlier")
    )
    rows = (
        prints.select("number", "fingerprint", "wire")
        .join(groups, "number", "left")
        .join(earlier, "number", "left")
        .withColumn("component", F.coalesce("component", "number"))
        .repartition("component")
        .sortWithinPartitions("component", "number")
        .mapInArrow(_origins, _ORIGINS)
    )
    return _named(rows, prints)


def threads(
    df: DataFrame,
    *,
    what: Literal["threads", "claims", "both"] = "threads",
    order: Sequence[str] = ("published", "id"),
    published: Optional[Published] = None,
    language: Optional[str] = None,
) -> DataFrame:
    """What is claimed to happen, by how many independent origins, and what became of it.

    Args:
        df: Columns as those of :func:`read_reports`, with an ``id`` that no other report has; or readings, rows that
            :func:`read_reports` gave, which are not read again.
        what: ``threads``, one a row, with the columns of :meth:`segun.Ledger.threads`. ``claims``, one a row, with
            those of :meth:`segun.Ledger.claims`: ``report`` is the report's ``id``, ``event`` the event's ``id`` in its
            reading, ``thread`` the thread's ``id``. ``both`` for those who need the two and would follow the claims
            once: each row has a ``thread`` or a ``claim``, a struct of these columns.
        order: The columns that say in which order the reports came, all of them there; together no two reports may
            have the same, which is not checked.
        published: For reports that do not say it themselves.
        language: The same; without it, the language is detected.

    Reports are read by all executors, but what they claim is followed by one task, with a ledger in a folder of its
    executor that is removed at the end: 5 to 17 ms a report up to a million claims, however large the cluster is.
    Readings come to it in their order from Spark's own sort, some at a time; nothing is gathered in the driver.

    The result is that of a ledger on one machine into which the same reports went in the same order, its numbers
    included. Reports that could not be read claim nothing; column ``error`` of readings says which they are.
    """
    from pyspark.sql import functions as F

    import segun

    rows = {"threads": _THREADS, "claims": _CLAIMS, "both": f"thread struct<{_THREADS}>, claim struct<{_CLAIMS}>"}
    if what not in rows:
        raise ValueError(f'"{what}" is wrong as what: {", ".join(rows)}')
    if "id" not in {name.lower() for name in df.columns}:
        raise ValueError("claims are told by the ids of their reports: there is no column id")
    if missing := [name for name in order if name.lower() not in {column.lower() for column in df.columns}]:
        raise ValueError(f"no column {', '.join(missing)} to order the reports by: give others as order")
    names = segun.schema().names
    place = F.struct(*order).alias("place")
    if set(names) <= set(df.columns):
        if published is not None or language is not None:
            raise ValueError("these reports are read already: published and language come too late")
        readings = df.select(*names, place)
    elif "error" in df.columns:
        raise ValueError("these are readings of another version of segun: read the reports again")
    else:
        reports = _reports(df).columns
        readings = _read(df.select(*reports, place), published, language)
    # Not `orderBy`, which would read everything twice: the first time only to see how the order is spread.
    one = readings.repartition(1).sortWithinPartitions("place").drop("place")
    return one.mapInArrow(_follower(what), rows[what])


def _reports(df: DataFrame) -> DataFrame:
    """The columns of reports."""
    if "text" not in {name.lower() for name in df.columns}:
        raise ValueError(f'there is no column "text"; the columns are {", ".join(df.columns)}')
    return df.select(*(name for name in df.columns if name.lower() in _COLUMNS))


def _read(
    reports: DataFrame, published: Optional[Published], language: Optional[str], all_events: bool = False
) -> DataFrame:
    """Readings of ``reports``, each where it is. Columns that are none of reports stay with them."""
    from pyspark.sql.pandas.types import from_arrow_schema

    import segun

    kept = [name for name in reports.columns if name.lower() not in _COLUMNS]

    def read(batches: Batches) -> Batches:
        import pyarrow

        for batch in batches:
            done = 0
            for readings in segun.read_batches(
                batch, published=published, language=language, all_events=all_events, jobs=1
            ):
                beside = [batch.column(name).slice(done, readings.num_rows) for name in kept]
                done += readings.num_rows
                yield pyarrow.RecordBatch.from_arrays(
                    [*readings.columns, *beside], names=[*readings.schema.names, *kept]
                )

    schema = from_arrow_schema(segun.schema())
    for name in kept:
        schema.add(reports.schema[name])
    return reports.mapInArrow(read, schema)


def _links(prints: DataFrame) -> DataFrame:
    """Pairs of reports that are alike."""
    from pyspark.sql import functions as F

    keys = prints.select("number", F.explode("keys").alias("key"))
    # Most keys are of one report only: these go no further.
    shared = keys.groupBy("key").count().where(F.col("count").between(2, MOST_REPORTS_OF_A_KEY))
    return (
        keys.join(shared.select("key"), "key")
        .join(prints.select("number", "fingerprint", "wire"), "number")
        .repartition("key")
        .sortWithinPartitions("key", "number")
        .mapInArrow(_alike, _LINKS)
        .distinct()
    )


def _groups(links: DataFrame) -> DataFrame:
    """The connected components of links: ``number`` and the least number of its component.

    Alternating large and small stars (Kiveris et al. 2014, "Connected Components in MapReduce and Beyond"): rounds
    grow with the logarithm of a component's size.
    """
    from pyspark.sql import functions as F

    edges = links.select(F.col("later").alias("u"), F.col("earlier").alias("v"))
    before: Optional[Tuple[Any, ...]] = None
    while True:
        edges = _kept(_small_star(_large_star(edges)))
        now = edges.agg(F.count("u"), F.bit_xor(F.xxhash64("u", "v"))).first()
        if now is None or tuple(now) == before:
            return edges.select(F.col("u").alias("number"), F.col("v").alias("component"))
        before = tuple(now)


def _large_star(edges: DataFrame) -> DataFrame:
    """Larger neighbours of each node to its least one. Edges go from larger to smaller nodes."""
    from pyspark.sql import functions as F

    both = edges.union(edges.select("v", "u"))
    least = both.groupBy("u").agg(F.min("v").alias("m")).select("u", F.least("u", "m").alias("m"))
    return both.join(least, "u").where("v > u").select(F.col("v").alias("u"), F.col("m").alias("v")).distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """Smaller neighbours of each node, and the node, to the least of them."""
    from pyspark.sql import functions as F

    least = edges.groupBy("u").agg(F.min("v").alias("m"))
    others = edges.join(least, "u").where("v > m").select(F.col("v").alias("u"), F.col("m").alias("v"))
    return others.union(least).distinct()


def _named(rows: DataFrame, prints: DataFrame) -> DataFrame:
    """Ids in the place of numbers."""
    from pyspark.sql import functions as F

    names = prints.select("number", "id")

    def name(column: str) -> DataFrame:
        return names.select(F.col("number").alias(column), F.col("id").alias(f"{column}_id"))

    origin = F.when(F.col("nth") == 0, F.col("first_id")).otherwise(
        F.concat("first_id", F.lit("/"), F.col("nth") + 1)
    )
    return (
        rows.join(prints.select("number", "id", "wire"), "number")
        .join(name("first"), "first")
        .join(name("like"), "like", "left")
        .select("id", origin.alias("origin"), "main", "region", F.col("like_id").alias("like"), "score", "wire")
    )


def _kept(df: DataFrame) -> DataFrame:
    """The same rows without the way to them, so that plans stay short: in the checkpoint directory where there is one,
    else in two executors each, of which one may be lost."""
    from pyspark import StorageLevel

    if df.sparkSession.sparkContext.getCheckpointDir():
        return df.checkpoint()
    return df.localCheckpoint(storageLevel=StorageLevel.MEMORY_AND_DISK_2)


def _fingerprints(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    from segun import _native

    for batch in batches:
        yield _native.fingerprints(batch)


def _alike(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    from segun import _native

    links = _native.Links()
    for batch in batches:
        yield links.add(batch)


def _origins(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    from segun import _native

    origins = _native.Origins()
    for batch in batches:
        yield origins.add(batch)
    yield origins.finish()


def _follower(what: str) -> Callable[[Batches], Batches]:
    """Follows the claims of readings, which come in their order, in a ledger of the task's own."""

    def follow(batches: Batches) -> Batches:
        from segun import _native

        # Where Spark itself puts what does not fit into memory: there is room, and what a killed task leaves is removed
        # with the rest of its application.
        folders = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")
        with tempfile.TemporaryDirectory(prefix="segun-", dir=folders[0] or None) as folder:
            ledger = _native.Ledger(folder)
            ids = _added(ledger, batches)
            if not ids:
                return
            if what == "threads":
                yield from _threads(ledger)
            elif what == "claims":
                yield from _claims(ledger, ids)
            else:
                yield from _both(ledger, ids)

    return follow


def _added(ledger: _native.Ledger, batches: Batches) -> List[str]:
    """Adds readings to the empty ``ledger``; gives the ids of its reports, which have the numbers 1, 2, …."""
    import pyarrow

    first = next(batches, None)
    if first is None:
        return []
    ids: List[str] = []
    unread = 0

    def readings() -> Batches:
        nonlocal unread
        for batch in itertools.chain([first], batches):
            for begin in range(0, batch.num_rows, _READINGS):
                some = batch.slice(begin, _READINGS)
                # As Python's own: columns of Arrow's would hold all of Spark's batch in memory.
                rows = zip(some.column("id").to_pylist(), some.column("error").to_pylist())
                read = [id for id, error in rows if error is None]
                unread += some.num_rows - len(read)
                ids.extend(read)
                yield some

    done = ledger.add(pyarrow.RecordBatchReader.from_batches(first.schema, readings()))
    if done["failed"] > unread:
        raise ValueError(f"{done['failed'] - unread} rows are no readings of this version of segun")
    if done["known"]:
        # Somebody gave a report twice; the second one has no number.
        numbers = range(1, done["new"] + done["versions"] + 1)
        return [json.loads(ledger.reading(number))["id"] for number in numbers]
    return ids


def _threads(ledger: _native.Ledger) -> Batches:
    columns = 'id, type, about, status, deadline, "first", "last", origins, reports, claims'
    for rows in _numbered(ledger, columns, "threads"):
        yield from rows.to_batches()


def _claims(ledger: _native.Ledger, ids: List[str]) -> Batches:
    """Claims story by story, of which each report has one: a listing of all would not fit into memory."""
    import pyarrow

    listed: List[pyarrow.Table] = []
    rows = 0
    for stories in _numbered(ledger, "id", "stories"):
        for story in stories["id"].to_pylist():
            claims = pyarrow.table(ledger.claims(json.dumps({"story": story}), 0))
            if not claims.num_rows:
                continue
            listed.append(claims)
            rows += claims.num_rows
            if rows >= _ROWS:
                yield from _of_reports(listed, ids)
                listed, rows = [], 0
    if listed:
        yield from _of_reports(listed, ids)


def _of_reports(listed: List[pyarrow.Table], ids: List[str]) -> Batches:
    """Claims with the ids of their reports in the place of numbers."""
    import pyarrow

    claims = pyarrow.concat_tables(listed).combine_chunks()
    reports = pyarrow.array([ids[number - 1] for number in claims["report"].to_pylist()], pyarrow.string())
    claims = claims.set_column(claims.schema.get_field_index("report"), "report", reports)
    yield from claims.to_batches(max_chunksize=_ROWS)


def _both(ledger: _native.Ledger, ids: List[str]) -> Batches:
    """Threads, then claims, each in a column of its own."""
    import pyarrow

    thread = pyarrow.table(ledger.threads("{}", 1)).schema
    claim = pyarrow.table(ledger.claims("{}", 1)).schema
    claim = claim.set(claim.get_field_index("report"), pyarrow.field("report", pyarrow.string()))
    names = ["thread", "claim"]
    for batch in _threads(ledger):
        none = pyarrow.nulls(batch.num_rows, pyarrow.struct(list(claim)))
        yield pyarrow.RecordBatch.from_arrays([batch.to_struct_array(), none], names=names)
    for batch in _claims(ledger, ids):
        none = pyarrow.nulls(batch.num_rows, pyarrow.struct(list(thread)))
        yield pyarrow.RecordBatch.from_arrays([none, batch.to_struct_array()], names=names)


def _numbered(ledger: _native.Ledger, columns: str, view: str) -> Iterator[pyarrow.Table]:
    """All of a view, some rows at a time."""
    import pyarrow

    last = 0
    while True:
        statement = f"select {columns} from {view} where id > {last} order by id limit {_ROWS}"
        rows = pyarrow.table(ledger.sql(statement))
        if not rows.num_rows:
            return
        yield rows
        last = rows["id"][-1].as_py()
