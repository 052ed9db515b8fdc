"""Who said it, how sure they were, about what, when, and in which exact characters.

Reads news reports in Spanish, English and Portuguese, and gives back their attributed claims:

>>> import segun
>>> report = segun.read("El ministro Juan Pérez dijo que viajará a Chile.", published="2026-03-02")
>>> [(a.source.text, a.cue.text, a.stance) for a in report.attributions]
[('El ministro Juan Pérez', 'dijo', 'assert')]

:func:`read` reads one text, :func:`read_many` a table of them (pyarrow, polars, pandas, or any iterable) in several
threads, :func:`read_batches` a table that does not fit into memory. :class:`Ledger` keeps many reports and answers
questions across them. :mod:`segun.spark` does the same on a cluster.
"""

from segun._native import languages, model_version
from segun._native import version as _version
from segun._many import Batches, Readings, read_batches, read_many, schema
from segun._reading import read
from segun.errors import (
    LedgerDamagedError,
    LedgerError,
    LedgerLockedError,
    LedgerMissingError,
    QuestionError,
    ReadError,
    SegunError,
    SegunWarning,
    UnknownError,
)
from segun.ledger import Ingested, Ledger, Rows
from segun.report import Attribution, Entity, Event, Mention, Report, Span, Thread, Time

__version__: str = _version()

__all__ = [
    "Attribution",
    "Batches",
    "Entity",
    "Event",
    "Ingested",
    "Ledger",
    "LedgerDamagedError",
    "LedgerError",
    "LedgerLockedError",
    "LedgerMissingError",
    "Mention",
    "QuestionError",
    "ReadError",
    "Readings",
    "Report",
    "Rows",
    "SegunError",
    "SegunWarning",
    "Span",
    "Thread",
    "Time",
    "UnknownError",
    "languages",
    "model_version",
    "read",
    "read_batches",
    "read_many",
    "schema",
]
