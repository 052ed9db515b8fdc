"""Loads every export with the programs of others, and holds what they say against the claims.

Run by `run`: `check.py FOLDER`, where FOLDER holds the exports by the names of their formats.
"""

import csv
import io
import json
import sys
import sysconfig
import zipfile
from pathlib import Path
from unittest import mock

import duckdb
import pandas as pd
import pyarrow.dataset
import rdflib
from pyld import jsonld

# The package looks for its tables beside itself, but is installed with them elsewhere; it would fetch them instead.
GDELT_TABLES = Path(sysconfig.get_path("purelib")) / "data"
if not GDELT_TABLES.exists():
    GDELT_TABLES.symlink_to(Path(sysconfig.get_path("data")) / "data")
import gdelt.parallel  # noqa: E402

SURE = ("certain", "probable")
SEGUN = "https://github.com/segun-news/segun/blob/main/docs/export.md#"


def claims_of(folder):
    """The claims, from the JSON lines that everything else is compared with."""
    lines = (folder / "jsonl").read_text(encoding="utf-8").splitlines()
    claims = {claim["id"]: claim for claim in map(json.loads, lines)}
    assert len(claims) == len(lines) > 50
    assert any(c["polarity"] == "-" for c in claims.values()) and any(c["when"] == "future" for c in claims.values())
    return claims


def cell(value):
    """A value as CSV has it."""
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def check_csv(folder, claims):
    table = pd.read_csv(folder / "csv", dtype=str, keep_default_na=False)
    assert list(table.columns) == list(next(iter(claims.values())))
    for row in table.to_dict("records"):
        assert row == {key: cell(value) for key, value in claims[int(row["id"])].items()}
    assert len(table) == len(claims)


def check_parquet(folder, claims):
    pattern = str(folder / "parquet" / "*" / "*.parquet")
    rows = duckdb.sql(f"select * from read_parquet('{pattern}', hive_partitioning = true) order by id").fetchall()
    names = [column[0] for column in duckdb.sql(f"describe select * from read_parquet('{pattern}')").fetchall()]
    assert len(rows) == len(claims)
    for row in rows:
        row = dict(zip(names, row))
        day = row.pop("day")
        assert str(day) == claims[row["id"]]["published"], row
        assert row == claims[row["id"]]
    counted = duckdb.sql(f"select count(*) from read_parquet('{pattern}') where day >= '2026-04-01'").fetchall()[0][0]
    assert counted == sum(c["published"] >= "2026-04-01" for c in claims.values())
    assert len(pd.read_parquet(folder / "parquet")) == len(claims)
    schema = pyarrow.dataset.dataset(folder / "parquet", partitioning="hive").schema
    assert schema.metadata[b"segun.schema"] == b"segun-claims/1", schema.metadata


def gdelt_table(path, table):
    """The file as the package gdelt (gdeltPyR) loads one of GDELT's: its download is answered by ours."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, path.name)
    answer = mock.Mock(status_code=200, content=packed.getvalue())
    with mock.patch("gdelt.parallel.requests.get", return_value=answer):
        frame = gdelt.parallel._mp_worker("http://data.gdeltproject.org/gdeltv2/20260312000000.zip", table)
    assert frame is not None
    return frame


def check_gdelt(folder, claims):
    names = {table: list(pd.read_csv(GDELT_TABLES / f"{table}.csv")["name"]) for table in ("events2", "mentions")}
    # The list of the package has lines of explanation among the names.
    names["mentions"] = [name for name in names["mentions"] if name.isidentifier()]
    events = gdelt_table(folder / "gdelt" / "segun.export.CSV", "events")
    mentions = gdelt_table(folder / "gdelt" / "segun.mentions.CSV", "mentions")
    lines = lambda name: sum(1 for _ in open(folder / "gdelt" / name, encoding="utf-8"))
    assert len(names["events2"]) == len(events.columns) == 61 and len(events) == lines("segun.export.CSV") > 10
    assert len(names["mentions"]) == len(mentions.columns) == 16 and len(mentions) == lines("segun.mentions.CSV")
    events.columns, mentions.columns = names["events2"], names["mentions"]
    proof = pd.read_csv(folder / "gdelt" / "segun.provenance.tsv", sep="\t")

    assert events["GLOBALEVENTID"].is_unique
    assert set(mentions["GLOBALEVENTID"]) == set(events["GLOBALEVENTID"]) == set(proof["event_id"])
    assert len(mentions) == len(proof)
    for row in proof.to_dict("records"):
        claim = claims[row["claim"]]
        assert (claim["certainty"] in SURE, claim["polarity"], claim["turn"]) == (True, "+", None), claim
        assert claim["when"] in ("past", "present") and claim["status"] != "denied", claim
        assert (claim["trigger_start"], claim["sentence_end"]) == (row["trigger_start"], row["sentence_end"])
        assert claim["thread"] == row["event_id"]
    by_event = proof.groupby("event_id")
    for event in events.to_dict("records"):
        group = by_event.get_group(event["GLOBALEVENTID"])
        assert event["NumMentions"] == len(group)
        assert event["NumArticles"] == group["report"].nunique()
        assert event["NumSources"] == group["origin"].nunique()
        code = event["EventCode"]
        assert code.startswith(event["EventBaseCode"]) and code.startswith(event["EventRootCode"])
        assert -10 <= event["GoldsteinScale"] <= 10 and event["QuadClass"] in (1, 2, 3, 4)
        assert str(event["SQLDATE"]) <= str(event["DATEADDED"])[:8]
    spots = lambda frame, event, at: sorted(zip(frame[event], frame[at]))
    assert spots(mentions, "GLOBALEVENTID", "ActionCharOffset") == spots(proof, "event_id", "trigger_start")


def check_polecat(folder, claims):
    path = folder / "polecat" / "polecat.txt"
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) > 10 and all(len(row) == 40 and None not in row and None not in row.values() for row in rows)
    table = pd.read_csv(path, sep="\t")
    assert table.shape == (len(rows), 40) and table["Event ID"].is_unique
    proof = pd.read_csv(folder / "polecat" / "polecat.provenance.tsv", sep="\t")
    assert set(proof["event_id"]) == set(table["Event ID"])
    announced = 0
    for row in proof.to_dict("records"):
        claim = claims[row["claim"]]
        assert (claim["certainty"] in SURE, claim["polarity"], claim["turn"]) == (True, "+", None), claim
        assert claim["status"] != "denied", claim
        ahead = row["event_id"].endswith("-announced")
        assert ahead == (claim["when"] == "future"), claim
        announced += ahead
    assert announced
    for row in rows:
        if row["Event ID"].endswith("-announced"):
            assert row["Event Type"] in ("AGREE", "CONCEDE"), row
            assert row["Event Date"] == row["Publication Date"], row
        assert row["Event Date"] <= row["Publication Date"], row


def check_jsonld(folder, claims):
    def never(url, options=None):
        raise AssertionError(f"{url} was asked for: the context should be in the document")

    jsonld.set_document_loader(never)
    document = json.loads((folder / "jsonld").read_text(encoding="utf-8"))
    expanded = jsonld.expand(document)
    nodes = {node["@id"]: node for node in expanded}
    flat = jsonld.flatten(document)
    assert len(flat) > len(nodes)

    graph = rdflib.Graph().parse(folder / "jsonld", format="json-ld")
    schema, prov, oa = (
        rdflib.Namespace(iri)
        for iri in ("https://schema.org/", "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/oa#")
    )
    found = set(graph.subjects(rdflib.RDF.type, schema.Claim))
    assert len(found) == len(claims)
    # Nothing says that an event took place, and nothing is judged.
    assert not set(graph.subjects(rdflib.RDF.type, schema.Event))
    assert not set(graph.subjects(rdflib.RDF.type, schema.ClaimReview))
    for number, claim in claims.items():
        node = rdflib.URIRef(f"urn:segun:claim:{number}")
        assert str(graph.value(node, schema.text)) == claim["sentence"]
        assert str(graph.value(node, rdflib.URIRef(SEGUN + "polarity"))) == claim["polarity"]
        report = rdflib.URIRef(f"urn:segun:report:{claim['report']}")
        assert report in set(graph.objects(node, prov.wasDerivedFrom)) and (node, schema.appearance, report) in graph
        assert (report, rdflib.RDF.type, schema.NewsArticle) in graph
        positions = set()
        for resource in graph.objects(node, rdflib.URIRef(SEGUN + "evidence")):
            assert (resource, oa.hasSource, report) in graph
            for selector in graph.objects(resource, oa.hasSelector):
                begin = graph.value(selector, oa.start)
                if begin is not None:
                    positions.add((begin.toPython(), graph.value(selector, oa.end).toPython()))
        assert (claim["trigger_start"], claim["trigger_end"]) in positions
        assert (claim["sentence_start"], claim["sentence_end"]) in positions
    dates = [date.toPython() for date in graph.objects(None, schema.datePublished)]
    assert dates and all(hasattr(date, "year") for date in dates)


def main():
    folder = Path(sys.argv[1])
    claims = claims_of(folder)
    check_csv(folder, claims)
    check_parquet(folder, claims)
    check_gdelt(folder, claims)
    check_polecat(folder, claims)
    check_jsonld(folder, claims)
    print(f"{len(claims)} claims, read in six formats by gdelt, pandas, DuckDB, pyarrow, rdflib and PyLD")


if __name__ == "__main__":
    main()
