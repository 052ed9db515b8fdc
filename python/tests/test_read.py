"""One report."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest
import segun
from conftest import MINISTER, STRIKE


def spans(report: segun.Report) -> list[segun.Span]:
    found: list[segun.Span] = [event.trigger for event in report.events]
    for attribution in report.attributions:
        found += [span for span in (attribution.source, attribution.cue) if span] + attribution.content
    for entity in report.entities:
        found += entity.mentions
    return found


def test_every_span_is_where_it_says() -> None:
    report = segun.read(MINISTER, published="2026-03-02", language="es")
    found = spans(report)
    assert len(found) > 5
    assert any(span.start > MINISTER.index("🙂") for span in found)
    for span in [*found, *report.times]:
        assert report.text[span.start : span.end] == span.text


def test_what_is_known_goes_in_and_comes_out() -> None:
    known = {"title": "Viaje", "url": "https://x.example/1", "publisher": "El Puerto", "id": "1"}
    report = segun.read(MINISTER, published=datetime.date(2026, 3, 2), **known)
    assert {key: getattr(report, key) for key in known} == known
    assert (report.published, report.language) == ("2026-03-02", "es")
    at = datetime.datetime(2026, 3, 2, 18, 30, tzinfo=datetime.timezone.utc)
    assert segun.read(STRIKE, published=at).published == "2026-03-02T18:30:00"


def test_fields_are_the_keys_of_the_contract() -> None:
    report = segun.read(MINISTER, published="2026-03-02", explain=True)
    written = report.to_dict()
    assert json.loads(report.to_json()) == written
    for key in ("entities", "times", "attributions", "events", "threads"):
        items = getattr(report, key)
        assert len(items) == len(written[key])
        for item, of in zip(items, written[key]):
            fields = dataclasses.asdict(item)
            assert {name.rstrip("_"): value for name, value in fields.items() if name.rstrip("_") in of} == of
    assert report.events[0].explain


@pytest.mark.skipif(shutil.which("segun") is None, reason="there is no segun command beside")
def test_json_is_that_of_the_command() -> None:
    command = ["segun", "read", "--json", "--published", "2026-03-02", "-"]
    done = subprocess.run(command, check=True, capture_output=True, input=MINISTER.encode())
    assert done.stdout.decode() == segun.read(MINISTER, published="2026-03-02").to_json() + "\n"


def test_what_an_id_names_is_found() -> None:
    report = segun.read(MINISTER, published="2026-03-02")
    attribution = report.attributions[-1]
    assert report.attribution(attribution.id) is attribution
    assert attribution.source_entity and report.entity(attribution.source_entity).name == "Ana Ruiz"
    with pytest.raises(KeyError):
        report.entity("e99")


def test_a_notebook_shows_the_text_with_its_marks() -> None:
    report = segun.read(MINISTER + "\n<script>alert(1)</script>", published="2026-03-02")
    first, second = report._repr_html_(), report._repr_html_()
    ids = re.findall(r' id="([^"]+)"', first)
    assert ids and len(ids) == len(set(ids)) and not set(ids) & set(re.findall(r' id="([^"]+)"', second))
    assert set(re.findall(r'href="#([^"]+)"', first)) <= set(ids)
    assert '<mark class="cue"' in first and "alert(1)" in first and "<script" not in first
    open_tags: list[str] = []

    class Walk(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    Walk().feed(first)
    assert not open_tags and "{{" not in first


def test_wrong_words_are_said_so() -> None:
    with pytest.raises(segun.ReadError, match="“soon” is not a date; write it as 2026-03-02"):
        segun.read(MINISTER, published="soon")
    with pytest.raises(segun.ReadError, match="language “xx” is not served"):
        segun.read(MINISTER, language="xx")
    with pytest.raises(segun.ReadError, match="the report's language is not known"):
        segun.read("12345")
    with pytest.raises(TypeError):
        segun.read(b"Hola")  # type: ignore[arg-type]
    assert set(segun.languages()) >= {"es", "en", "pt"}
    assert segun.__version__ and segun.model_version()
