"""What a table is once it is read: columns by name, rows of cells that keep the spans of their words."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.document import Span, Table
from extractors.roles import ColumnName
from extractors.text import clean


@dataclass(frozen=True, slots=True)
class GridCell:
    """The words of a cell at one grid position. ``merged``: the cell covers several rows; ``first``: it begins here."""

    spans: tuple[Span, ...] = ()
    merged: bool = False
    first: bool = True
    wide: int = 1
    bold: bool = False
    page: int | None = None

    def words(self, text: str) -> str:
        return clean("\n".join(span.cut(text) for span in self.spans))


@dataclass(frozen=True, slots=True)
class GridRow:
    """A data row; ``pieces``: the spans of the printed rows it was made from (two where a page break cut it)."""

    cells: tuple[GridCell, ...]
    pieces: tuple[Span, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: the words of its header from top to bottom, what it holds by them, and its x from and to (points)."""

    header: str
    name: ColumnName | None
    edges: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One logical table. ``tables``: the printed tables it was joined from; ``headers``: spans of all header rows."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    tables: tuple[Table, ...]
    headers: tuple[Span, ...] = ()

    def named(self, *names: ColumnName) -> list[int]:
        """The places of the columns that hold one of ``names``."""
        return [i for i, column in enumerate(self.columns) if column.name in names]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed table as a full matrix."""

    table: Table
    rows: tuple[GridRow, ...]

    def edges(self, column: int) -> tuple[float, float] | None:
        """The x of a column's two sides, where the format has geometry."""
        xs = self.table.column_edges
        return (xs[column], xs[column + 1]) if len(xs) > column + 1 else None


def read_sheet(text: str, table: Table) -> Sheet:
    """The printed table as a matrix: a merged cell stands at every position it covers."""
    matrix: list[list[GridCell]] = [[GridCell() for _ in range(table.columns)] for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            for column in range(cell.column, min(cell.column + cell.column_span, table.columns)):
                matrix[row][column] = GridCell(
                    (cell.span,) if cell.span.cut(text).strip() else (),
                    cell.row_span > 1,
                    row == cell.row and column == cell.column,
                    cell.column_span,
                    cell.bold,
                    cell.page,
                )
    rows = []
    for number, cells in enumerate(matrix):
        own = [cell for cell in table.cells if cell.row == number]
        pieces = (Span(min(c.span.start for c in own), max(c.span.end for c in own)),) if own else ()
        rows.append(GridRow(tuple(cells), pieces, own[0].page if own else table.page))
    return Sheet(table, tuple(rows))
