"""Many reports: what is claimed, by how many independent origins, and what became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, TypedDict, Union

from segun import _native
from segun._reading import Published, moment
from segun._table import Table
from segun.report import Report

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["Conditions", "Ingested", "Ledger", "Rows"]

#: One name, or several that all have to fit.
Names = Union[str, Sequence[str]]
Path = Union[str, "PathLike[str]"]


class Rows(Table, List[Dict[str, Any]]):
    """Rows of an answer: a list of dicts, that every library of Arrow's takes as a table as well."""

    def __init__(self, native: _native.Rows) -> None:
        super().__init__(native)
        self.extend(json.loads(native.json()))


@dataclass(frozen=True)
class Ingested:
    """What came of reports that were read into a ledger."""

    #: Reports that were not there before.
    new: int
    #: New versions of reports that were.
    versions: int
    #: Reports that were there already.
    known: int
    #: Reports that could not be read.
    failed: int
    #: Of the new reports and versions, those without a publication time: their relative times stay unresolved.
    undated: int
    #: Claims of the new reports and versions.
    claims: int
    #: Why reports could not be read: the first hundred.
    errors: List[str]


class Conditions(TypedDict, total=False):
    """What has to hold of a claim; all of it."""

    #: Who acts: names in any language, or keys (``iso3:FRA``).
    actor: Names
    #: Who undergoes or receives.
    recipient: Names
    #: Who takes part in whatever way.
    party: Names
    #: Where.
    place: Names
    #: Country of somebody who takes part or of the place: ISO 3166-1 alpha-3.
    country: str
    #: PLOVER type.
    type: str
    #: How sure the holder is: ``certain``, ``probable``, ``possible``, ``uncommitted``.
    certainty: str
    #: ``+``, or ``-`` where it is said not to be so.
    polarity: str
    #: Against the publication: ``past``, ``present``, ``future``, ``timeless``.
    when: str
    #: Who says it: a name or a key.
    holder: str
    #: Who published it.
    outlet: str
    #: What became of it: ``rumoured``, ``announced``, ``confirmed``, ``happened``, ``denied``, ``postponed``, ``lapsed``.
    status: str
    #: At least so many independent origins stand behind its thread.
    origins: int
    #: The number of its origin.
    origin: int
    #: The number of the story that its report belongs to.
    story: int
    #: Words of the sentence or of who says it.
    text: str
    #: Published on this day or later.
    since: Published
    #: Published on this day or before.
    until: Published
    #: Language of the reports.
    language: str


class Scope(TypedDict, total=False):
    """Which reports: those of a time and a language."""

    since: Published
    until: Published
    language: str


def _question(conditions: Mapping[str, Any]) -> str:
    """As the native part takes it. What is ``None`` says nothing."""
    given = {key: value for key, value in conditions.items() if value is not None}
    for key in ("since", "until"):
        if key in given:
            given[key] = moment(given[key])
    for key in ("actor", "recipient", "party", "place"):
        if key in given and not isinstance(given[key], str):
            given[key] = list(given[key])
    return json.dumps(given)


class Ledger:
    """The ledger in a folder: the questions of ``segun claims``, ``threads``, ``origins``, ``sources``, ``story``,
    ``search``, ``show`` and ``sql``, with the same conditions and the same answers.

    The folder is made by the first report; a question to a ledger that does not exist is a
    :class:`segun.LedgerMissingError`.

    >>> import segun, tempfile
    >>> ledger = segun.Ledger(tempfile.mkdtemp())
    >>> done = ledger.ingest(
    ...     [{"text": "El ministro Juan Pérez dijo que viajará a Chile.", "published": "2026-03-02", "language": "es"}]
    ... )
    >>> done.new, done.claims
    (1, 1)
    >>> [(claim["holder"], claim["type"], claim["certainty"]) for claim in ledger.claims(country="CHL")]
    [('Juan Pérez', 'CONSULT', 'certain')]
    >>> ledger.threads(status="announced")[0]["about"]
    'CONSULT visit: Juan Pérez → Chile @ Chile'
    """

    def __init__(self, path: Path) -> None:
        """Nothing is opened yet.

        Args:
            path: The ledger's folder; ``segun ledger path`` says where the command line has its own.
        """
        self.path = path
        self._native = _native.Ledger(path)

    def __repr__(self) -> str:
        return f"segun.Ledger({str(self.path)!r})"

    def ingest(
        self,
        reports: Any,
        *,
        published: Optional[Published] = None,
        language: Optional[str] = None,
        jobs: Optional[int] = None,
    ) -> Ingested:
        """Reads reports into the ledger.

        Args:
            reports: A path, or a list of paths: whatever ``segun ingest`` takes (text, pages, JSON lines, feeds, web
                archives, Parquet, folders of them). Or rows as :func:`segun.read_many` takes them; a list of texts is
                a list of reports only as dicts, since texts alone are paths.
            published: For reports that do not say it themselves.
            language: The same; without it, the language is detected.
            jobs: Threads; all cores where it is left out.

        Every report goes in whole or not at all: Ctrl-C loses nothing, and the same call goes on where it stopped.
        """
        paths = _paths(reports)
        if paths is not None:
            done = self._native.ingest_paths(paths, jobs, moment(published), language)
        else:
            done = self._native.ingest_rows(reports, jobs, moment(published), language)
        return Ingested(**done)

    def add(self, readings: Any) -> Ingested:
        """Adds readings that were made elsewhere, in their order: what :func:`segun.read_many` and
        :func:`segun.spark.read_reports` give, or a stream of Arrow's of such rows, as from Parquet.

        So many machines read, and one ledger follows what is claimed; it is the same ledger as :meth:`ingest` makes of
        the reports.

        >>> import segun, tempfile
        >>> readings = segun.read_many(["Ana Ruiz dijo que viajará a Chile."], published="2026-03-02", language="es")
        >>> segun.Ledger(tempfile.mkdtemp()).add(readings).new
        1
        """
        return Ingested(**self._native.add(readings))

    def claims(self, *, limit: int = 50, **conditions: Unpack[Conditions]) -> Rows:
        """Claims, newest first.

        Args:
            limit: At most so many rows; 0 is all.
            conditions: Those of :class:`Conditions`.

        Raises:
            QuestionError: A word is wrong.
            UnknownError: The ledger does not know somebody who is named.
        """
        return Rows(self._native.claims(_question(conditions), limit))

    def threads(self, *, limit: int = 50, **conditions: Unpack[Conditions]) -> Rows:
        """What is claimed to happen, with what became of it; the latest news first.

        Conditions are those of :meth:`claims`: they hold of some claim of a thread, ``type``, ``status`` and
        ``origins`` of the thread itself.
        """
        return Rows(self._native.threads(_question(conditions), limit))

    def origins(self, *, reports: int = 2, limit: int = 50, **scope: Unpack[Scope]) -> Rows:
        """Independent beginnings that at least ``reports`` reports share."""
        return Rows(self._native.origins(reports, _question(scope), limit))

    def sources(
        self, *, holder: Optional[str] = None, outlets: bool = False, limit: int = 50
    ) -> Rows:
        """Sources with how their claims ended; only that of the name ``holder``; or ``outlets`` instead."""
        if outlets:
            if holder is not None:
                raise TypeError("holder asks for a source, outlets for outlets: one of the two")
            return Rows(self._native.outlets(limit))
        return Rows(self._native.sources(holder, limit))

    def story(
        self,
        story: Optional[int] = None,
        *,
        reports: int = 1,
        limit: int = 50,
        **scope: Unpack[Scope],
    ) -> Rows:
        """The reports of one story; without a number, the stories of at least ``reports`` reports."""
        if story is not None:
            return Rows(self._native.story(story))
        return Rows(self._native.stories(reports, _question(scope), limit))

    def search(self, words: str, *, limit: int = 50, **scope: Unpack[Scope]) -> Rows:
        """Reports, then claims, with all ``words`` in any of their forms; words in quotation marks stand together.
        Each row says in ``found`` which of the two it is."""
        return Rows(self._native.search(words, _question(scope), limit))

    def show(self, id: str) -> Dict[str, Any]:
        """The evidence of a claim (``c120``), thread (``t12``), report (``r7``) or origin (``o7``)."""
        shown: Dict[str, Any] = json.loads(self._native.show(id))
        return shown

    def reading(self, report: int) -> Report:
        """All that was read in the report of this number."""
        return Report.from_json(self._native.reading(report))

    def sql(self, statement: str) -> Rows:
        """The answer to one ``select``; :meth:`tables` says what there is to ask for. Nothing can be changed by it."""
        return Rows(self._native.sql(statement))

    def tables(self) -> Rows:
        """The tables for :meth:`sql`, with their columns."""
        return Rows(self._native.sql(None))


def _paths(reports: Any) -> Optional[List[Path]]:
    """The paths that these are, or ``None`` where they are rows."""
    if isinstance(reports, (str, PathLike)):
        return [reports]
    if isinstance(reports, (list, tuple)) and all(isinstance(r, (str, PathLike)) for r in reports):
        return list(reports)
    return None
