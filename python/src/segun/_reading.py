"""One report."""

from __future__ import annotations

import datetime
from typing import Optional, Union

from segun import _native
from segun.report import Report

#: A date as the command line takes it (``2026-03-02``, ``2026-03-02T18:30``), or Python's own.
Published = Union[str, datetime.date, datetime.datetime]


def moment(published: Optional[Published]) -> Optional[str]:
    """A date as text."""
    return published.isoformat() if isinstance(published, datetime.date) else published


def read(
    text: str,
    *,
    published: Optional[Published] = None,
    language: Optional[str] = None,
    title: Optional[str] = None,
    url: Optional[str] = None,
    publisher: Optional[str] = None,
    id: str = "-",
    all_events: bool = False,
    explain: bool = False,
) -> Report:
    """Reads one report.

    Args:
        text: The report's text; paragraphs are separated by line feeds.
        published: When it was published. Without it relative times ("yesterday") stay unresolved.
        language: ISO 639-1 code; without it, the language is detected.
        title: The headline.
        url: The address.
        publisher: The outlet.
        id: A name for the report.
        all_events: Also events outside PLOVER's types.
        explain: Also say what decided each figure; see the ``explain`` of each part.

    Raises:
        ReadError: The language is not served, or ``published`` is no date.

    >>> import segun
    >>> report = segun.read("El ministro Juan Pérez dijo que viajará a Chile.", published="2026-03-02")
    >>> event = report.events[0]
    >>> event.type, event.certainty, event.polarity, event.when
    ('CONSULT', 'certain', '+', 'future')
    >>> report.text[event.trigger.start : event.trigger.end]
    'viajará'
    """
    return Report.from_json(
        _native.read(
            text, id, moment(published), language, title, url, publisher, all_events, explain
        )
    )
