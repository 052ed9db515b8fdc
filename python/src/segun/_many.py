"""Many reports, as Arrow."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Iterator, Optional

from segun import _native
from segun._reading import Published, moment
from segun._table import Stream, Table
from segun.errors import SegunWarning

if TYPE_CHECKING:
    import pyarrow


class Readings(Table):
    """Readings, one row a report: a table that every library of Arrow's takes (``pyarrow.table(readings)``,
    ``polars.DataFrame(readings)``) without a copy.

    Columns are the contract's keys, lists of structs for entities, times, attributions, events and threads. Column
    ``error`` says why a row could not be read; its lists are empty then.
    """

    def __init__(self, native: _native.Readings) -> None:
        super().__init__(native)
        self._rows, self._failed, self._first = native.collect()

    def __len__(self) -> int:
        """The number of rows."""
        return self._rows

    @property
    def failed(self) -> int:
        """How many rows could not be read."""
        return self._failed

    def __repr__(self) -> str:
        failed = f", {self.failed} of them failed" if self.failed else ""
        return f"<segun.Readings of {len(self)} reports{failed}>"


def read_many(
    reports: Any,
    *,
    published: Optional[Published] = None,
    language: Optional[str] = None,
    jobs: Optional[int] = None,
    all_events: bool = False,
) -> Readings:
    """Reads many reports in several threads, without Python's lock.

    Args:
        reports: A table with a column ``text``, and if there are any with columns ``id``, ``published``, ``title``,
            ``url``, ``publisher`` and ``language``: pyarrow, polars, pandas (2.2 or newer), or whatever else has
            Arrow's interface; its columns are not copied. A column of texts alone. Or an iterable of texts, or of
            dicts with these keys.
        published: For reports that do not say it themselves.
        language: The same; without it, the language is detected.
        jobs: Threads; all cores where it is left out. The result does not depend on it.
        all_events: Also events outside PLOVER's types.

    A report that cannot be read loses no other: its row stays, with the reason in column ``error``, and a
    :class:`SegunWarning` says how many there are. Ctrl-C ends it.

    Raises:
        ReadError: The table has no column of texts, or ``language`` or ``published`` is wrong.

    >>> import segun
    >>> readings = segun.read_many(["Ana dijo que volverá.", "Luis negó haber viajado."], language="es")
    >>> len(readings), readings.failed
    (2, 0)
    >>> table = readings.to_pyarrow()
    >>> [row[0]["stance"] for row in table["attributions"].to_pylist()]
    ['assert', 'deny']
    """
    readings = Readings(
        _native.read_many(reports, jobs, moment(published), language, all_events)
    )
    if readings.failed:
        warnings.warn(
            f"{readings.failed} of {len(readings)} reports could not be read, column error says why; the first: "
            f"{readings._first}",
            SegunWarning,
            stacklevel=2,
        )
    return readings


class Batches(Stream):
    """Readings as a stream: read when it is asked for, and once."""

    def __iter__(self) -> Iterator[pyarrow.RecordBatch]:
        """One batch after the other; needs pyarrow."""
        import pyarrow

        yield from pyarrow.RecordBatchReader.from_stream(self)


def read_batches(
    reports: Any,
    *,
    published: Optional[Published] = None,
    language: Optional[str] = None,
    jobs: Optional[int] = None,
    all_events: bool = False,
) -> Batches:
    """The same as :func:`read_many` for tables of any size: a stream in, a stream out, a few reports in memory.

    >>> import segun
    >>> texts = ({"id": n, "text": f"Ana dijo que volverá el {n} de mayo."} for n in range(1, 4))
    >>> [batch.num_rows for batch in segun.read_batches(texts, language="es")]
    [3]

    From one Parquet file to another, ``pyarrow.dataset`` and ``pyarrow.parquet`` take and give such streams::

        source = pyarrow.dataset.dataset("news/").scanner().to_reader()
        with pyarrow.parquet.ParquetWriter("readings.parquet", segun.schema()) as out:
            for batch in segun.read_batches(source):
                out.write_batch(batch)
    """
    return Batches(_native.read_many(reports, jobs, moment(published), language, all_events))


def schema() -> pyarrow.Schema:
    """The schema of readings; needs pyarrow.

    >>> import segun
    >>> segun.schema().names[-3:]
    ['events', 'threads', 'error']
    """
    import pyarrow

    return pyarrow.RecordBatchReader.from_stream(_native.schema()).schema
