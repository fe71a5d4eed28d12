"""Markdown (.md): headings, lists with their marks, pipe tables; without the signs that only set the type."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.document import Document
from pipeline.readers.builder import DocumentBuilder, RawCell
from pipeline.readers.plain import TextLine, find_cut_end, lay_out, split_lines
from pipeline.readers.text_decoding import decode, find_lost_letters
from pipeline.readers.two_columns import is_nation_title, is_recipients_head

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_PAIR = re.compile(r"^([\w-]+)\s*:\s+(\S.*)$")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\]]+\]:\s")
_NOTE = re.compile(r"^ {0,3}\[\^[^\]]+\]:\s*(.*)$")
_NOTE_MARK = re.compile(r"\[\^[^\]]+\]")
_RULE = re.compile(r"^ {0,3}([-*_])(?: *\1){2,} *$")
_UNDERLINE = re.compile(r"^ {0,3}(?:=+|-{2,}) *$")
_HEADING = re.compile(r"^\s*#{1,6}(?:\s+|$)(.*?)(?:\s+#+)?\s*$")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_LIST_MARK = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)(.*)$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CELL_END = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:a|abbr|b|big|center|del|div|em|font|i|ins|p|small|span|strong|sub|sup|u)(?:\s[^>]*)?>", re.I)
_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]]+)\]\((?:[^()]|\([^)]*\))*\)|\[([^\]]+)\]\[[^\]]*\]|<(https?://[^>]+)>")
_EMPHASIS = (
    re.compile(r"(?<!\\)(\*\*\*|\*\*|~~)(?=\S)(.+?)(?<=\S)(?<!\\)\1"),
    re.compile(r"(?<![\w\\])(___|__|_)(?=\S)(.+?)(?<=\S)(?<!\\)\1(?!\w)"),
    re.compile(r"(?<![\w*\\])(\*)(?=[^\s*])(.+?)(?<=[^\s*])(?<!\\)\1(?![\w*])"),
)
_ALL_BOLD = re.compile(r"^(?:\*\*\*?|__)(?=\S)((?!\*\*|__).)+(?<=\S)(?:\*\*\*?|__)[.:;,]?$")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class _PipeTable:
    """A pipe table: its rows of cells as typed."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Note:
    words: str


def read_markdown(path: Path) -> Document:
    """The Markdown file at ``path`` as a Document: one line a source line, pipe tables as ruled tables, no pages.

    Raises ReadError (empty_file, garbled_text) with a Vietnamese message.
    """
    builder = DocumentBuilder("md")
    text = decode(path.read_bytes())
    builder.problems.extend(find_lost_letters(text))
    front = _FRONT_MATTER.match(text)
    if front:
        _add_front_matter(builder, front[1])
        text = text[front.end() :]
    builder.problems.extend(find_cut_end(split_lines(text)))
    waiting: list[TextLine] = []
    for piece in _pieces(_COMMENT.sub("", text)):
        if isinstance(piece, TextLine):
            waiting.append(piece)
        elif isinstance(piece, _Note):
            builder.furniture("footnote", piece.words)
        else:
            lay_out(builder, waiting)
            waiting = []
            _add_table(builder, piece)
    lay_out(builder, waiting)
    return builder.build()


def strip_signs(words: str) -> str:
    """``words`` as a reader of the page sees them: no emphasis signs, links as their text, no images."""
    words = _BREAK.sub("\n", _IMAGE.sub("", words))
    words = _LINK.sub(lambda m: m[1] or m[2] or m[3], _NOTE_MARK.sub("", words))
    words = _TAG.sub("", words)
    for _ in range(2):  # emphasis inside emphasis
        for pattern in _EMPHASIS:
            words = pattern.sub(r"\2", words)
    return _ESCAPE.sub(r"\1", html.unescape(words))


def _pieces(text: str) -> Iterator[TextLine | _PipeTable | _Note]:
    lines = [line.words for line in split_lines(text)]
    in_code = False
    number = 0
    while number < len(lines):
        line = _QUOTE.sub("", lines[number])
        number += 1
        if _FENCE.match(line):
            in_code = not in_code
        elif in_code:
            yield TextLine(line)
        elif _begins_table(line, lines[number : number + 1]):
            end = number
            while end < len(lines) and "|" in lines[end] and lines[end].strip():
                end += 1
            yield from _table_pieces([line, *lines[number:end]])
            number = end
        elif note := _NOTE.match(line):
            yield _Note(strip_signs(note[1]))
        elif not _RULE.match(line) and not _DEFINITION.match(line):
            is_title = number < len(lines) and bool(line.strip()) and bool(_UNDERLINE.match(lines[number]))
            number += is_title
            yield _text_line(line, is_title)


def _text_line(line: str, is_title: bool) -> TextLine:
    heading = _HEADING.match(line)
    if heading:
        return TextLine(strip_signs(heading[1]), bold=True, whole=True)
    mark = _LIST_MARK.match(line)
    if mark:
        return TextLine(mark[1] + strip_signs(mark[2]), bold=bool(_ALL_BOLD.match(mark[2].strip())))
    return TextLine(strip_signs(line), bold=is_title or bool(_ALL_BOLD.match(line.strip())), whole=is_title)


def _begins_table(line: str, following: Sequence[str]) -> bool:
    if line.lstrip().startswith("|") and line.count("|") > 1:
        return True
    return "|" in line and any("|" in after and _TABLE_RULE.match(after) for after in following)


def _table_pieces(lines: Sequence[str]) -> Iterator[TextLine | _PipeTable]:
    """The table, or the lines of a table that only sets the head or foot of the document in two columns."""
    rows = tuple(_cells(line) for line in lines if not _TABLE_RULE.match(line))
    words = [strip_signs(part).strip() for row in rows for cell in row for part in _BREAK.split(cell)]
    widest = max((len(row) for row in rows), default=0)
    if widest < 2 or (widest <= 3 and any(is_nation_title(w) or is_recipients_head(w) for w in words)):
        yield TextLine("")
        for row in rows:
            parts = [_BREAK.split(cell) for cell in row if strip_signs(cell).strip()]
            for number in range(max((len(part) for part in parts), default=0)):
                yield TextLine("\t".join(strip_signs(p[number]).strip() if number < len(p) else "" for p in parts))
        yield TextLine("")
    else:
        yield _PipeTable(rows)


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    cells = _CELL_END.split(inner)
    return tuple(cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells)


def _add_table(builder: DocumentBuilder, table: _PipeTable) -> None:
    cells = [
        RawCell(row, column, _lines(cell), bold=bool(_ALL_BOLD.match(cell.strip())))
        for row, typed in enumerate(table.rows)
        for column, cell in enumerate(typed)
    ]
    builder.table(cells, rows=len(table.rows), columns=max(map(len, table.rows), default=0))


def _lines(cell: str) -> list[str]:
    lines = [line.strip() for line in strip_signs(cell).split("\n")]
    return lines if any(lines) else []


def _add_front_matter(builder: DocumentBuilder, matter: str) -> None:
    """Keep the page's own data (title, date, author) as hints and, in full, as furniture."""
    pairs = []
    for line in matter.splitlines():
        if line.strip():
            builder.furniture("web", line.strip())
        pair = _FRONT_PAIR.match(line)
        if pair:
            pairs.append((pair[1], pair[2].strip().strip("\"'")))
    builder.hints = replace(builder.hints, portal=tuple(pairs))
