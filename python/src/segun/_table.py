"""What the native part gives as Arrow, for the libraries that take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Union

from segun import _native

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Stream:
    """Rows for every library that takes Arrow's streams."""

    def __init__(self, native: Union[_native.Readings, _native.Rows]) -> None:
        self._native = native

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> Any:
        return self._native.__arrow_c_stream__(requested_schema)


class Table(Stream):
    """Rows that can be taken more than once."""

    def to_pyarrow(self) -> pyarrow.Table:
        """As a table of pyarrow's."""
        import pyarrow

        return pyarrow.table(self._native)

    def to_polars(self) -> polars.DataFrame:
        """As a frame of polars'."""
        import polars

        return polars.DataFrame(self._native)

    def to_pandas(self) -> pandas.DataFrame:
        """As a frame of pandas'; lists and structs become Python's."""
        frame: pandas.DataFrame = self.to_pyarrow().to_pandas()
        return frame
