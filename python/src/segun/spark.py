"""Segun on a Spark cluster: reading, and the origins of reports.

The work is the same Rust as everywhere, inside Spark's ``mapInArrow``; what has to come together does so by Spark's own
shuffles. ``segun``, ``pyspark`` (4.0 or newer) and ``pyarrow`` have to be on every machine.

:func:`read_reports` reads each report where it is. :func:`origins` says which reports are one text reprinted, by these
steps, each a shuffle on a key:

1. each report's fingerprint and its keys (numbers that two reports of one text nearly always share);
2. for each key, which of its reports are alike: links between two reports;
3. the groups of reports that links hold together (connected components);
4. for each group, its reports one after the other in their order, as the ledger on one machine takes them.

Only what is alike holds reports together, so that groups stay small however many keys are shared by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterator, Optional, Sequence, Tuple

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

    from segun._reading import Published

__all__ = ["origins", "read_reports"]

#: Columns of reports, as :func:`segun.read_many` knows them.
_COLUMNS = ("text", "id", "language", "published", "title", "url", "publisher")

_FINGERPRINTS = "number bigint, id string, fingerprint binary, wire string, keys array<bigint>"
_LINKS = "earlier bigint, later bigint"
_ORIGINS = "number bigint, first bigint, nth int, main boolean, region bigint, like bigint, score float"

#: A key of more reports is taken as crowded without a look at them: it is a word of everybody's, and all its reports
#: would have to be on one machine.
MOST_REPORTS_OF_A_KEY = 10_000


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
    from pyspark.sql.pandas.types import from_arrow_schema

    import segun

    def read(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            yield from segun.read_batches(
                batch, published=published, language=language, all_events=all_events, jobs=1
            )

    schema = from_arrow_schema(segun.schema())
    return _reports(df).mapInArrow(read, schema)


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


def _reports(df: DataFrame) -> DataFrame:
    """The columns of reports."""
    if "text" not in {name.lower() for name in df.columns}:
        raise ValueError(f'there is no column "text"; the columns are {", ".join(df.columns)}')
    return df.select(*(name for name in df.columns if name.lower() in _COLUMNS))


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
