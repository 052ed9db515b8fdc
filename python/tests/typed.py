"""Checked by mypy, not run: what the types of the package promise."""

from typing import Any, List, Optional

import segun
import segun.spark
from typing_extensions import assert_type

report = segun.read("Hola", published="2026-03-02")
assert_type(report, segun.Report)
assert_type(report.events, List[segun.Event])
assert_type(report.events[0].trigger.start, int)
assert_type(report.attributions[0].source, Optional[segun.Span])
assert_type(report.times[0].from_, Optional[str])
assert_type(segun.read_many(["Hola"]).failed, int)
ledger = segun.Ledger("news")
frame: Any = None
assert_type(ledger.claims(country="CHL", limit=5), segun.Rows)
assert_type(ledger.claims()[0]["id"], Any)
assert_type(ledger.ingest("news/").new, int)

segun.read(7)  # type: ignore[arg-type]
ledger.claims(colour="red")  # type: ignore[call-arg]
segun.spark.threads(frame, what="steps")  # type: ignore[arg-type]
report.text = "x"  # type: ignore[misc]
