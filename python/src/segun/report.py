"""What was read in one report: the contract ``segun/1`` as dataclasses.

Fields are the contract's keys; where a key is a word of Python's, a low line follows (``from_``). Offsets count
characters as Python does: ``text[start:end] == span.text`` always holds.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Type, TypeVar

from segun import _native

__all__ = ["Attribution", "Entity", "Event", "Mention", "Report", "Span", "Thread", "Time"]

T = TypeVar("T")
Named = TypeVar("Named", "Entity", "Attribution")
Json = Dict[str, Any]

#: Numbers for the ids of what stands in one page of a notebook.
_shown = itertools.count(1)


def _of(cls: Type[T], value: Json) -> T:
    """A dataclass from an object: keys that it does not have are newer than it and are left out."""
    fields = {f.name for f in dataclasses.fields(cls)}  # type: ignore[arg-type]
    named = {(f"{key}_" if key == "from" else key): of for key, of in value.items()}
    return cls(**{key: of for key, of in named.items() if key in fields})


def _by_id(items: List[Named], id: str) -> Named:
    """The item of this id; a ``KeyError`` where there is none."""
    for item in items:
        if item.id == id:
            return item
    raise KeyError(id)


def _span(value: Optional[Json]) -> Optional[Span]:
    return None if value is None else _of(Span, value)


@dataclass(frozen=True)
class Span:
    """A stretch of the report's text."""

    #: First character.
    start: int
    #: The character after the last one.
    end: int
    #: What stands there.
    text: str


@dataclass(frozen=True)
class Mention(Span):
    """Words that name an entity."""

    #: ``name``, ``nominal`` or ``pronoun``.
    kind: str


@dataclass(frozen=True)
class Entity:
    """A person, organisation or place."""

    id: str
    #: ``PER``, ``ORG``, ``LOC`` or ``MISC``.
    type: str
    name: str
    #: Identifiers elsewhere: ``iso3``, ``geonames``, ``wikidata``, ``actor``.
    ids: Dict[str, str]
    #: ISO 3166-1 alpha-3.
    country: Optional[str]
    #: PLOVER sector.
    sector: Optional[str]
    #: Office or role, in the report's words.
    role: Optional[str]
    lat: Optional[float]
    lon: Optional[float]
    mentions: List[Mention]
    confidence: float
    place_confidence: Optional[float] = None
    #: Title of the office held when the report was published, by the list of actors. Older readings have none.
    office: Optional[str] = None
    #: What decided, where it was asked for.
    explain: Optional[List[Json]] = None


@dataclass(frozen=True)
class Time:
    """Words that name a time; values as in TIMEX3, intervals half-open in ISO 8601."""

    id: str
    start: int
    end: int
    text: str
    #: ``DATE``, ``TIME``, ``DURATION`` or ``SET``.
    type: str
    value: Optional[str]
    mod: Optional[str]
    from_: Optional[str]
    to: Optional[str]
    explain: Optional[List[Json]] = None


@dataclass(frozen=True)
class Attribution:
    """Somebody says something."""

    id: str
    source: Optional[Span]
    #: ``named``, ``role``, ``organisation``, ``anonymous``, ``document`` or ``impersonal``.
    source_kind: str
    #: Id of the source's entity.
    source_entity: Optional[str]
    #: ISO 3166-1 alpha-3.
    affiliation: Optional[str]
    #: The words of saying.
    cue: Optional[Span]
    #: What is said.
    content: List[Span]
    #: ``direct``, ``indirect`` or ``mixed``.
    mode: str
    #: ``assert``, ``deny``, ``confirm``, ``estimate``, ``judge``, ``speculate``, ``promise``, ``threaten``, ``ask``,
    #: ``refuse_comment``, ``know`` or ``want``.
    stance: str
    #: Id of the attribution that it stands in.
    within: Optional[str]
    #: Id of the time at which it was said.
    said_at: Optional[str]
    confidence: float
    explain: Optional[List[Json]] = None


@dataclass(frozen=True)
class Event:
    """An event as its holder sees it: the source of an attribution, or the author."""

    id: str
    trigger: Span
    #: PLOVER type; ``None`` of events outside its types.
    type: Optional[str]
    mode: Optional[str]
    cameo: Optional[str]
    #: Ids of entities.
    actor: List[str]
    recipient: List[str]
    place: List[str]
    #: Id of a time.
    time: Optional[str]
    from_: Optional[str]
    to: Optional[str]
    #: ``certain``, ``probable``, ``possible`` or ``uncommitted``.
    certainty: str
    #: ``+``, or ``-`` where it is said not to be so.
    polarity: str
    #: ``past``, ``present``, ``future`` or ``timeless``.
    when: str
    #: Id of the attribution that holds it; ``None`` is the author.
    source: Optional[str]
    #: The same for all mentions of one event.
    same_as: str
    confidence: float
    certainty_confidence: float
    explain: Optional[List[Json]] = None


@dataclass(frozen=True)
class Thread:
    """What is still open."""

    id: str
    about: str
    #: ``rumoured``, ``announced``, ``confirmed``, ``happened``, ``denied``, ``postponed`` or ``lapsed``.
    status: str
    #: Ids of events.
    events: List[str]
    deadline: Optional[str]
    #: Ids of attributions.
    sources: List[str]


@dataclass(frozen=True, repr=False)
class Report:
    """A report with all that was read in it. In a notebook it shows its text with the claims beside it."""

    id: str
    language: Optional[str]
    published: Optional[str]
    title: Optional[str]
    url: Optional[str]
    publisher: Optional[str]
    authors: List[str]
    text: str
    entities: List[Entity]
    times: List[Time]
    attributions: List[Attribution]
    events: List[Event]
    threads: List[Thread]
    _json: str = dataclasses.field(compare=False)

    @classmethod
    def from_json(cls, reading: str) -> Report:
        """From an object of the contract, as :meth:`to_json` and ``segun read --json`` write it.

        >>> import segun
        >>> report = segun.read("Ana dijo que volverá.", language="es")
        >>> segun.Report.from_json(report.to_json()) == report
        True
        """
        value = json.loads(reading)
        for entity in value["entities"]:
            entity["mentions"] = [_of(Mention, mention) for mention in entity["mentions"]]
        for attribution in value["attributions"]:
            attribution["source"] = _span(attribution["source"])
            attribution["cue"] = _span(attribution["cue"])
            attribution["content"] = [_of(Span, span) for span in attribution["content"]]
        for event in value["events"]:
            event["trigger"] = _of(Span, event["trigger"])
        for key, of in (
            ("entities", Entity),
            ("times", Time),
            ("attributions", Attribution),
            ("events", Event),
            ("threads", Thread),
        ):
            value[key] = [_of(of, item) for item in value[key]]
        return _of(cls, {**value, "_json": reading})

    def to_json(self) -> str:
        """The contract's JSON on one line: what ``segun read --json`` writes."""
        return self._json

    def to_dict(self) -> Json:
        """The contract's JSON as Python's own types.

        >>> import segun
        >>> segun.read("Ana dijo que volverá.", language="es").to_dict()["schema"]
        'segun/1'
        """
        value: Json = json.loads(self._json)
        return value

    def entity(self, id: str) -> Entity:
        """The entity of this id, a ``KeyError`` where there is none.

        >>> import segun
        >>> report = segun.read("El ministro Juan Pérez dijo que viajará a Chile.", language="es")
        >>> [report.entity(id).name for id in report.events[0].actor]
        ['Juan Pérez']
        """
        return _by_id(self.entities, id)

    def attribution(self, id: str) -> Attribution:
        """The attribution of this id, a ``KeyError`` where there is none."""
        return _by_id(self.attributions, id)

    def __repr__(self) -> str:
        name = self.title or self.id
        counts = f"{len(self.attributions)} attributions, {len(self.events)} events"
        return f"<segun.Report {name!r}: {counts}>"

    def _repr_html_(self) -> str:
        return _native.html(self._json, f"segun{next(_shown)}")
