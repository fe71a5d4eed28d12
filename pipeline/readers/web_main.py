"""Which blocks of a page are the document, and which the page puts around it (menus, side bars, related news, foot).

Losing a task is worse than keeping a menu: a block is left out only by its place in the page (``<nav>``, a class that
portals use for furniture, outside the element that holds the running text) or because it is nearly all links.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from extractors.text import clean
from pipeline.readers.two_columns import is_nation_title, is_recipients_head
from pipeline.readers.web_blocks import Element, WebBlock, WebLine, WebTable, lines_of
from pipeline.readers.web_furniture import is_official

_FURNITURE_TAGS = frozenset(("nav", "aside", "footer"))
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search"))
_PROSE = 40  # characters of a line that is more than a menu entry
_LINKED = 0.6  # the share of links from which a line is a menu entry
_MENU_ENTRY = 120  # characters: a longer line of links is a sentence that cites
_SHARE = 0.9  # of the prose that the element of the document holds at least
_CONTAINER_CHARACTERS = 400  # that a known container holds at least: an empty one is filled by a script
_CONTAINER_SHARE = 0.5
_NAMES = re.compile(r"[^\s]+")


@dataclass(frozen=True, slots=True)
class PageParts:
    """``main``: the document; ``outside``: the rest; both in reading order. ``title``: the page's own heading."""

    main: tuple[WebBlock, ...]
    outside: tuple[WebBlock, ...]
    title: WebLine | None = None


def split_page(blocks: Sequence[WebBlock]) -> PageParts:
    """Part the blocks of a page. A page without running text is all ``main``: better a menu than nothing."""
    judged = [(block, _is_furniture(block)) for block in blocks]
    kept = [block for block, is_furniture in judged if not is_furniture]
    if not any(True for _ in lines_of(kept)):
        return PageParts(tuple(blocks), ())
    home = _known_container(kept) if kept else None
    if home is None:
        home = _smallest_home(kept)
    main = [block for block in kept if home is None or _stands_in(block.element, home)]
    chosen = set(map(id, main))
    outside = tuple(block for block in blocks if id(block) not in chosen)
    return PageParts(tuple(main), outside, _page_title(blocks, main))


def _is_furniture(block: WebBlock) -> bool:
    if isinstance(block, WebLine) and block.linked >= _LINKED and len(block.words) < _MENU_ENTRY:
        return True
    names = _parts().furniture
    for element in _ancestors(block.element):
        if element.tag in _FURNITURE_TAGS or (element.get("role") or "").lower() in _FURNITURE_ROLES:
            return True
        if element.tag not in ("body", "html") and not names.isdisjoint(_own_names(element)):
            # A theme may call a frame around everything "menu" or "banner": a document is no part of a menu.
            return not _holds_document(element)
    return False


def _known_container(blocks: Sequence[WebBlock]) -> Element | None:
    """The element that a portal keeps the document in; a name that many use must hold most of the words."""
    characters: Counter[Element] = Counter()
    for block in blocks:
        for element in _ancestors(block.element):
            if not (_parts().containers | _parts().likely).isdisjoint(_own_names(element)):
                characters[element] += _length(block)
    most = max(_CONTAINER_CHARACTERS, _CONTAINER_SHARE * sum(map(_length, blocks)))
    for element, count in characters.items():
        if count >= (most if _parts().containers.isdisjoint(_own_names(element)) else _CONTAINER_CHARACTERS):
            return element
    return None


def _smallest_home(blocks: Sequence[WebBlock]) -> Element | None:
    """The smallest element that holds nearly all running text and every line that opens a part of a document."""
    weights: Counter[Element] = Counter()
    total = 0
    must: list[Element] = []
    for block in blocks:
        weight = _weight(block)
        if weight:
            total += weight
            for element in _ancestors(block.element):
                weights[element] += weight
        if _must_stay(block):
            must.append(block.element)
    if not total:
        return None
    deepest = max(
        ((_depth(e), e) for e, weight in weights.items() if weight >= _SHARE * total), key=lambda pair: pair[0]
    )
    home = deepest[1]
    while home.getparent() is not None and not all(_stands_in(element, home) for element in must):
        home = home.getparent()
    return home


def _weight(block: WebBlock) -> int:
    if isinstance(block, WebTable):
        return _length(block)
    length = len(clean(block.words))
    return length if length >= _PROSE and block.linked < _LINKED else 0


def _must_stay(block: WebBlock) -> bool:
    if isinstance(block, WebTable):
        return block.columns > 2 and block.rows > 2
    if block.linked > 0.3:
        return False
    words = clean(block.words)
    return is_nation_title(words) or is_recipients_head(words) or (is_official(words) and words[:2].isupper())


def _page_title(blocks: Sequence[WebBlock], main: Sequence[WebBlock]) -> WebLine | None:
    """The first ``<h1>`` above the document, where it stands outside: news says there what it is about."""
    inside = set(map(id, main))
    for block in blocks:
        if id(block) in inside:
            return None
        if (
            isinstance(block, WebLine)
            and block.linked < _LINKED
            and any(e.tag == "h1" for e in _ancestors(block.element))
        ):
            return block
    return None


def _holds_document(element: Element) -> bool:
    lines = (clean(words) for words in element.itertext())
    return any(is_nation_title(words) or is_recipients_head(words) for words in lines if words)


def _length(block: WebBlock) -> int:
    return sum(len(clean(line.words)) for line in lines_of([block]))


def _ancestors(element: Element) -> Iterator[Element]:
    while element is not None:
        yield element
        element = element.getparent()


def _depth(element: Element) -> int:
    return sum(1 for _ in _ancestors(element))


def _stands_in(element: Element, home: Element) -> bool:
    return any(ancestor is home for ancestor in _ancestors(element))


def _own_names(element: Element) -> set[str]:
    return set(_NAMES.findall(f"{element.get('id') or ''} {element.get('class') or ''}".lower()))


@dataclass(frozen=True, slots=True)
class _Parts:
    containers: frozenset[str]
    likely: frozenset[str]
    furniture: frozenset[str]


@cache
def _parts() -> _Parts:
    text = resources.files("pipeline.readers").joinpath("web_page_parts.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return _Parts(frozenset(data["containers"]), frozenset(data["likely"]), frozenset(data["furniture"]))
