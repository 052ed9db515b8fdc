"""The ledger."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from pathlib import Path
from typing import Iterator

import pandas
import pyarrow
import pytest
import segun
from conftest import MINISTER, ended_by_ctrl_c

Reports = list[dict[str, object]]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, reports: Reports) -> segun.Ledger:
    ledger = segun.Ledger(tmp_path_factory.mktemp("ledger"))
    again = [{**report, "id": f"{report['id']}2", "publisher": "Otro"} for report in reports[:3]]
    done = ledger.ingest([*reports, *again])
    assert (done.new, done.failed, done.known, done.undated) == (6, 1, 0, 0)
    assert done.errors == ["d: language 'xx' is not served; `segun languages` lists those that are"]
    assert ledger.ingest(pandas.DataFrame(reports[:3])).known == 3
    return ledger


def test_claims_by_every_condition(ledger: segun.Ledger) -> None:
    claims = ledger.claims()
    assert len(claims) == ledger.sql("select count(*) as n from claims")[0]["n"] > 3
    one = next(claim for claim in claims if claim["type"] == "CONSULT")
    for conditions in (
        {"country": "CHL"},
        {"place": "Chile", "actor": ["Juan Pérez"]},
        {"type": "consult", "certainty": one["certainty"], "polarity": "+", "when": "future"},
        {"holder": "Juan Pérez", "outlet": "El Puerto", "language": "es"},
        {"since": "2026-03-02", "until": datetime.date(2026, 3, 2)},
        {"text": "viajará", "origin": one["origin"], "status": "announced", "origins": 1},
    ):
        found = ledger.claims(**conditions)  # type: ignore[arg-type]
        assert any(claim["type"] == "CONSULT" for claim in found), conditions
        assert len(found) <= len(claims)
    assert len(ledger.claims(limit=1)) == 1


def test_every_question(ledger: segun.Ledger) -> None:
    thread = ledger.threads(country="CHL")[0]
    shown = ledger.show(f"t{thread['id']}")
    assert shown["shown"] == "thread" and len(shown["claims"]) == thread["claims"]
    origins = ledger.origins()
    assert {origin["reports"] for origin in origins} == {2}
    assert len(ledger.show(f"o{origins[0]['id']}")["reports"]) == 2
    assert ledger.sources(holder="Juan Pérez")[0]["claims"] == 2
    assert {outlet["name"] for outlet in ledger.sources(outlets=True)} == {"El Puerto", "The Quay", "O Cais", "Otro"}
    stories = ledger.story()
    assert len(ledger.story(stories[0]["id"])) == stories[0]["reports"]
    assert {row["found"] for row in ledger.search("viajará")} == {"report", "claim"}
    report = ledger.reading(ledger.claims(country="CHL")[0]["report"])
    assert report.text == MINISTER and report.events
    assert {"claims", "threads"} <= {row["table"] for row in ledger.tables()}


def test_rows_are_tables(ledger: segun.Ledger) -> None:
    claims = ledger.claims()
    table = claims.to_pyarrow()
    assert table.num_rows == len(claims) and table.to_pylist() == claims
    assert table.schema.field("actors").type == pyarrow.list_(pyarrow.string())
    assert ledger.claims(country="URY", limit=1).to_pyarrow().schema == table.schema
    assert claims.to_polars().height == len(claims.to_pandas()) == len(claims)
    mixed = ledger.sql("select 1 as a, 1.5 as b, 'x' as c, null as d union all select 2, 2, 3, null").to_pyarrow()
    assert [str(field.type) for field in mixed.schema] == ["int64", "double", "string", "string"]
    found = ledger.search("viajará").to_pyarrow()
    assert set(found["found"].to_pylist()) == {"report", "claim"} and "CONSULT" in found["type"].to_pylist()
    assert found.schema.field("actors").type == pyarrow.list_(pyarrow.string())
    assert ledger.sql("select id, type from claims where 0").to_pyarrow().column_names == ["id", "type"]


def test_readings_made_elsewhere_make_the_same_ledger(
    ledger: segun.Ledger, reports: Reports, tmp_path: Path
) -> None:
    again = [{**report, "id": f"{report['id']}2", "publisher": "Otro"} for report in reports[:3]]
    with pytest.warns(segun.SegunWarning):
        readings = segun.read_many([*reports, *again])
    other = segun.Ledger(tmp_path)
    # Polars has another kind of text.
    done = other.add(readings.to_polars())
    assert (done.new, done.failed, done.errors) == (6, 1, [readings.to_pyarrow()["error"][3].as_py()])
    again_done = other.add(readings)
    assert (again_done.known, again_done.claims, again_done.failed) == (6, 0, 1)
    for view in ("claims", "reports", "threads", "steps", "origins", "sources", "outlets", "stories"):
        rows = f"select * from {view} order by 1, 2"
        assert other.sql(rows) == ledger.sql(rows), view


def test_errors_are_those_of_the_command(ledger: segun.Ledger, tmp_path: Path) -> None:
    with pytest.raises(segun.LedgerMissingError, match="there is no ledger in .*: `segun ingest` makes one"):
        segun.Ledger(tmp_path / "none").claims()
    assert not (tmp_path / "none").exists()
    with pytest.raises(segun.QuestionError, match="“sure” is wrong as certainty: certain, probable"):
        ledger.claims(certainty="sure")
    with pytest.raises(segun.UnknownError):
        ledger.claims(actor="Nobody Atall")
    with pytest.raises(segun.UnknownError):
        ledger.show("t999999")
    with pytest.raises(segun.QuestionError, match="“x1” is no number of the ledger"):
        ledger.show("x1")
    with pytest.raises(segun.QuestionError, match="only reading is allowed"):
        ledger.sql("delete from report")
    with pytest.raises(TypeError):
        ledger.sources(holder="x", outlets=True)
    (tmp_path / "ledger.sqlite").write_text("no ledger" * 1000)
    with pytest.raises(segun.LedgerDamagedError, match="is not a ledger of segun"):
        segun.Ledger(tmp_path).claims()
    for error in (segun.LedgerMissingError, segun.QuestionError, segun.ReadError):
        assert issubclass(error, segun.SegunError)


def test_paths_are_read_as_the_command_reads_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(MINISTER, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": MINISTER + " Y volverá.", "id": "b"}) + "\n{]\n")
    ledger = segun.Ledger(tmp_path / "ledger")
    done = ledger.ingest([tmp_path / "a.txt", str(tmp_path / "b.jsonl")], published="2026-03-02", language="es")
    assert (done.new, done.failed) == (2, 1) and "b.jsonl#2" in done.errors[0]
    assert ledger.ingest(tmp_path / "a.txt", published="2026-03-02", language="es").known == 1


@pytest.mark.skipif(shutil.which("segun") is None, reason="there is no segun command beside")
def test_the_command_sees_the_same(ledger: segun.Ledger) -> None:
    command = ["segun", "claims", "--json", "--limit", "0", "--ledger", str(ledger.path)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    assert [json.loads(line) for line in lines] == ledger.claims(limit=0)


def test_a_ledger_can_be_asked_while_it_is_filled(tmp_path: Path) -> None:
    ledger = segun.Ledger(tmp_path)
    asked: list[int] = []

    def reports() -> Iterator[dict[str, str]]:
        for n in range(3):
            asked.append(len(ledger.sql("select id from reports")))
            yield {"text": f"{MINISTER} {n}.", "language": "es"}

    assert ledger.ingest(reports()).new == 3
    assert len(asked) == 3 and len(ledger.sql("select id from reports")) == 3


def test_ctrl_c_loses_nothing(tmp_path: Path) -> None:
    script = f"""
        import itertools, segun
        ledger = segun.Ledger({str(tmp_path)!r})
        reports = ({{"text": f"El ministro dijo que viajará a Chile el {{n}}.", "language": "es"}} for n in itertools.count())
        print("begun", flush=True)
        try:
            ledger.ingest(reports)
        except KeyboardInterrupt:
            print("ended", flush=True)
    """
    assert ended_by_ctrl_c(script, ready=(tmp_path / "ledger.sqlite").exists)
    ledger = segun.Ledger(tmp_path)
    assert len(ledger.claims(limit=0)) == len(ledger.sql("select * from claims")) > 0


def test_ctrl_c_breaks_a_question_off(ledger: segun.Ledger) -> None:
    script = f"""
        import segun
        ledger = segun.Ledger({str(ledger.path)!r})
        ledger.claims()
        print("begun", flush=True)
        try:
            ledger.sql("with recursive n (i) as (select 1 union all select i + 1 from n) select i from n where i < 0")
        except KeyboardInterrupt:
            print("ended", flush=True)
    """
    assert ended_by_ctrl_c(script)
