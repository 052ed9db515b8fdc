"""What is native; people use what stands around it."""

from os import PathLike
from typing import Any, List, Optional, Tuple, final

__all__ = [
    "Ledger",
    "Links",
    "Origins",
    "Readings",
    "Rows",
    "fingerprints",
    "html",
    "languages",
    "model_version",
    "read",
    "read_many",
    "schema",
    "version",
]

def read(
    text: str,
    id: str,
    published: Optional[str],
    language: Optional[str],
    title: Optional[str],
    url: Optional[str],
    publisher: Optional[str],
    all_events: bool,
    explain: bool,
) -> str: ...
def html(reading: str, id: str) -> str: ...
def languages() -> List[str]:
    """The languages that are served: ISO 639-1 codes."""

def version() -> str: ...
def model_version() -> str:
    """The version of the model."""

def read_many(
    rows: object,
    jobs: Optional[int],
    published: Optional[str],
    language: Optional[str],
    all_events: bool,
) -> Readings: ...
def schema() -> Readings: ...

@final
class Readings:
    def collect(self) -> Tuple[int, int, Optional[str]]: ...
    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> Any: ...

@final
class Rows:
    def json(self) -> str: ...
    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> Any: ...

@final
class Ledger:
    def __new__(cls, folder: str | PathLike[str]) -> Ledger: ...
    def ingest_paths(
        self,
        paths: List[str | PathLike[str]],
        jobs: Optional[int],
        published: Optional[str],
        language: Optional[str],
    ) -> dict[str, Any]: ...
    def ingest_rows(
        self,
        rows: object,
        jobs: Optional[int],
        published: Optional[str],
        language: Optional[str],
    ) -> dict[str, Any]: ...
    def add(self, readings: object) -> dict[str, Any]: ...
    def claims(self, question: str, limit: int) -> Rows: ...
    def threads(self, question: str, limit: int) -> Rows: ...
    def origins(self, reports: int, question: str, limit: int) -> Rows: ...
    def sources(self, holder: Optional[str], limit: int) -> Rows: ...
    def outlets(self, limit: int) -> Rows: ...
    def stories(self, reports: int, question: str, limit: int) -> Rows: ...
    def story(self, story: int) -> Rows: ...
    def search(self, words: str, question: str, limit: int) -> Rows: ...
    def show(self, id: str) -> str: ...
    def reading(self, report: int) -> str: ...
    def sql(self, statement: Optional[str]) -> Rows: ...

def fingerprints(batch: object) -> Any: ...

@final
class Links:
    def __new__(cls) -> Links: ...
    def add(self, batch: object) -> Any: ...

@final
class Origins:
    def __new__(cls) -> Origins: ...
    def add(self, batch: object) -> Any: ...
    def finish(self) -> Any: ...
