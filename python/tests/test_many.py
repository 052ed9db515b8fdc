"""Many reports."""

from __future__ import annotations

import json
from typing import Any, Callable, Iterator

import pandas
import polars
import pyarrow
import pytest
import segun
from conftest import HARBOUR, MINISTER, STRIKE, ended_by_ctrl_c

Reports = list[dict[str, object]]

TABLES: dict[str, Callable[[Reports], Any]] = {
    "pyarrow": pyarrow.Table.from_pylist,
    "batches": lambda rows: pyarrow.RecordBatchReader.from_batches(
        pyarrow.Table.from_pylist(rows).schema, pyarrow.Table.from_pylist(rows).to_batches(max_chunksize=2)
    ),
    "batch": pyarrow.RecordBatch.from_pylist,
    "polars": polars.DataFrame,
    "pandas": pandas.DataFrame,
    "dicts": list,
    "generator": lambda rows: (row for row in rows),
}


@pytest.mark.parametrize("kind", TABLES)
def test_every_kind_of_table_reads_the_same(reports: Reports, kind: str) -> None:
    with pytest.warns(segun.SegunWarning, match="1 of 4 reports could not be read.* d: language 'xx'"):
        readings = segun.read_many(TABLES[kind](reports))
    table = readings.to_pyarrow()
    assert (len(readings), readings.failed, table.num_rows) == (4, 1, 4)
    for row, report in zip(table.to_pylist(), reports):
        error = row.pop("error")
        if error:
            assert error.startswith(f"{report['id']}: ") and row["text"] == report["text"] and not row["events"]
            continue
        known = {key: value for key, value in report.items() if key not in ("text",)}
        alone = segun.read(str(report["text"]), **known).to_dict()  # type: ignore[arg-type]
        for entity in alone["entities"]:
            entity["ids"] = {key: entity["ids"].get(key) for key in ("iso3", "geonames", "wikidata", "actor")}
        assert row == alone


def test_the_result_does_not_depend_on_threads() -> None:
    texts = [MINISTER, STRIKE, HARBOUR] * 60
    one, many = (segun.read_many(texts, jobs=jobs).to_pyarrow() for jobs in (1, 5))
    assert one.combine_chunks() == many.combine_chunks()
    assert one["id"].to_pylist()[:2] == ["-#1", "-#2"]


def test_a_column_of_texts_is_enough() -> None:
    for column in (
        polars.Series([MINISTER, STRIKE]),
        pyarrow.chunked_array([[MINISTER], [STRIKE]]),
        pyarrow.array([MINISTER, STRIKE], pyarrow.large_string()),
    ):
        assert segun.read_many(column).to_pyarrow()["language"].to_pylist() == ["es", "en"]


def test_a_result_is_a_table_for_others_without_a_copy() -> None:
    readings = segun.read_many([MINISTER] * 3, language="es")
    table = pyarrow.table(readings)
    assert table.schema == segun.schema() and table.schema.metadata[b"segun.schema"] == b"segun/1"
    address = table["text"].chunk(0).buffers()[2].address
    assert pyarrow.table(readings)["text"].chunk(0).buffers()[2].address == address
    assert readings.to_polars().height == len(readings.to_pandas()) == 3
    events = readings.to_polars().select("events").explode("events").unnest("events")
    assert events["certainty"].to_list()


def test_batches_are_read_when_they_are_asked_for() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield HARBOUR

    batches = iter(segun.read_batches(endless(), jobs=1, language="pt"))
    assert next(batches).num_rows > 0 and 0 < taken < 1000
    once = segun.read_batches([HARBOUR])
    assert pyarrow.table(once).num_rows == 1
    with pytest.raises(segun.ReadError, match="the stream was read already"):
        pyarrow.table(once)


def test_rows_that_are_no_reports_lose_no_others() -> None:
    rows = [{"text": MINISTER}, {"title": "no text"}, {"text": STRIKE, "published": "soon"}, {"text": HARBOUR}]
    with pytest.warns(segun.SegunWarning):
        readings = segun.read_many(rows)
    errors = readings.to_pyarrow()["error"].to_pylist()
    assert errors[0] is None and errors[3] is None
    assert errors[1].startswith('-#2: the object has no "text"')
    assert errors[2] == '-#3: "published" is \'soon\', which is no date such as 2026-03-02 or 2026-03-02T18:30'


def test_what_pandas_has_for_nothing_is_nothing() -> None:
    rows = [
        {"text": MINISTER, "title": float("nan"), "url": pandas.NA, "published": pandas.NaT},
        {"text": float("nan"), "url": None},
    ]
    with pytest.warns(segun.SegunWarning):
        first, second = segun.read_many(rows).to_pyarrow().to_pylist()
    assert (first["title"], first["url"], first["published"], first["error"]) == (None, None, None, None)
    assert second["error"].startswith('-#2: the object has no "text"')


def test_what_is_no_table_is_said_so() -> None:
    with pytest.raises(segun.ReadError, match='there is no column "text"; the columns are body'):
        segun.read_many(pyarrow.table({"body": ["x"]}))
    with pytest.raises(segun.ReadError, match='column "text" is of type Int64; text is read'):
        segun.read_many(pyarrow.table({"text": [1]}))
    with pytest.raises(TypeError, match="one report is read by `segun.read`"):
        segun.read_many(MINISTER)
    with pytest.raises(TypeError, match="a table or an iterable of texts is needed, not int"):
        segun.read_many(7)
    with pytest.raises(TypeError, match="-#2: a text, or a dict"):
        segun.read_many([MINISTER, 3.5])
    assert len(segun.read_many([])) == 0


def test_an_error_of_the_iterable_comes_through() -> None:
    def broken() -> Iterator[str]:
        yield MINISTER
        raise OSError("the network is down")

    with pytest.raises(OSError, match="the network is down"):
        segun.read_many(broken())


def test_other_threads_of_python_go_on() -> None:
    """Python's lock is free while reports are read."""
    import threading

    counted, stop = 0, threading.Event()

    def count() -> None:
        nonlocal counted
        while not stop.wait(0.001):
            counted += 1

    thread = threading.Thread(target=count)
    thread.start()
    segun.read_many([MINISTER] * 50, jobs=1)
    stop.set()
    thread.join()
    assert counted > 5


def test_ctrl_c_ends_it() -> None:
    script = """
        import itertools, segun
        print("begun", flush=True)
        try:
            segun.read_many(itertools.repeat("El ministro dijo que viajará a Chile."), language="es")
        except KeyboardInterrupt:
            print("ended", flush=True)
    """
    assert ended_by_ctrl_c(script)


def test_the_columns_are_those_of_the_json() -> None:
    alone = json.loads(segun.read(MINISTER, published="2026-03-02").to_json())
    assert segun.schema().names == [*alone, "error"]
