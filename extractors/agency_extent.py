"""How far an agency's name goes: its own words, the places and qualifiers after it, and what ends it.

The names themselves are read by :mod:`extractors.agency_names`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

from extractors.agency_authority import is_listed_only_in_capitals, province_named
from extractors.agency_words import WordTable, is_capital, is_mark, known_table, tables
from extractors.language import Phrase, Token, find_phrases, segment, words_of
from extractors.records import AgencyKind

_LONGEST_TAIL = 14  # words of a name after its head; "Ban Quản lý dự án đầu tư xây dựng công trình giao thông" has 12
LONGEST_PLACE = 5
_SURE_TAIL = 3  # a tail of more words than this, ended by no listed verb, may hold an unlisted one


@dataclass(frozen=True, slots=True)
class Name:
    """A name over the words ``[first, last)``.

    ``shared``: the words that a list prints once for the names after this one (``Sở`` of ``các Sở: A; B``).
    ``plain``: where the name begins once such a list follows (after ``các``); else ``first``.
    """

    first: int
    last: int
    kind: AgencyKind
    rule: str
    shared: tuple[int, int] | None = None
    plain: int = -1


class ExtentReader(ABC):
    """The words of ``text[start:end]`` and what may be said of them.

    ``known``: names that the document shows whole elsewhere. ``whole``: the text is a value that consists of agencies,
    so a description may go on to the next separator ("các đơn vị quản lý hệ thống"); else it is running text.
    """

    def __init__(
        self, text: str, start: int, end: int, known: frozenset[str] = frozenset(), *, whole: bool = False
    ) -> None:
        self.text = text
        self.whole = whole
        self.words = words_of(text, start, end)
        self.table = tables()
        self.known = known_table(known)
        self.phrases: dict[int, list[Phrase]] = {}
        for phrase in find_phrases(text, start, end):
            self.phrases.setdefault(phrase.first, []).append(phrase)

    @abstractmethod
    def name(self, at: int) -> Name | None:
        """The name that begins at word ``at``."""

    def key(self, at: int) -> str:
        """The key of word ``at``, ``""`` past the end."""
        return self.words[at].key if at < len(self.words) else ""

    def capital(self, at: int) -> bool:
        """Does word ``at`` begin with a capital letter or a digit?"""
        return at < len(self.words) and is_capital(self.words[at])

    def new_line(self, at: int) -> bool:
        """Does word ``at`` begin a printed line (not the first one)?"""
        return 0 < at < len(self.words) and "\n" in self.text[self.words[at - 1].end : self.words[at].start]

    def new_block(self, at: int) -> bool:
        """Is word ``at`` parted from the one before by an empty line, or is it a number that begins a line?"""
        if not self.new_line(at):
            return False
        gap = self.text[self.words[at - 1].end : self.words[at].start]
        return gap.count("\n") > 1 or self.words[at].text[0].isdigit()

    def at(self, table: WordTable, at: int) -> int:
        """The index after the longest phrase of ``table`` at ``at``, or ``at``."""
        return table.match(self.words, at)

    def separator(self, at: int) -> int:
        """The index after a separator of list members at ``at`` (a comma, "và", "; và", a bullet), or ``at``."""
        i = at
        while True:
            after = self.at(self.table.separators, i)
            if after == i and self.key(i) in ("-", "+", "•", "*") and (self.new_line(i) or self.whole):
                after = i + 1
            if after == i:
                return i
            i = after

    def credible(self, phrase: Phrase) -> bool:
        """Not a common word that only looks like a listed name (``tư``, ``tài chính kế toán``)."""
        printed = self.text[phrase.start : phrase.end]
        if is_listed_only_in_capitals(printed):
            return not any(character.islower() for character in printed)
        headed = self.at(self.table.heads, phrase.first) > phrase.first
        if phrase.kind == "group":
            return True
        inside = self.words[phrase.first + 1 : phrase.last]
        return self.capital(phrase.first) or (
            headed and (any(map(is_capital, inside)) or phrase.last - phrase.first > 1)
        )

    def begins_anew(self, at: int) -> bool:
        """Is word ``at``, the first of a printed line, the beginning of another name or of the predicate?"""
        if not self.new_line(at):
            return False
        headed = self.capital(at) and self.at(self.table.heads, at) > at and self.at(self.table.traps, at) == at
        return self.is_named(at) or headed or self.begins_predicate(at) or self.begins_group(at)

    def begins_predicate(self, at: int) -> bool:
        return any(self.at(words, at) > at for words in (self.table.predicates, self.table.posts))

    def begins_group(self, at: int) -> bool:
        """Does a group begin a line here: ``Các …``; in a value also ``các …`` and ``Sở, ban, ngành``?"""
        if self.at(self.table.quantifiers, at) > at:
            return self.whole or self.capital(at)
        return self.whole and self.capital(at) and self.units(at) > self.unit(at)

    def placed(self, at: int) -> tuple[int, AgencyKind]:
        """After the places that a body may stand at, and whether they make it a group."""
        quantified = self.at(self.table.quantifiers, at)
        if quantified == at and at < len(self.words) and self.words[at].text.isdigit():
            quantified = at + 1
        if quantified == at and self.key(at) == "cấp":
            quantified = at + 1
        place = self.at(self.table.places, quantified)
        if place == quantified:
            return self.qualified(at), "agency"
        several = quantified > at
        name = self.proper(place)
        if name > place and not several:
            return self.qualified(name), "agency"
        while True:
            after = self.separator(place)
            level = after + 1 if self.key(after) == "cấp" and self.key(at) == "cấp" else after
            following = self.at(self.table.places, level)
            if after == place or self.key(place) == ";" or following == level or self.proper(following) > following:
                break
            if not self.ends_name(following) and self.at(self.table.qualifiers, following) == following:
                break
            several, place = True, following
        return self.qualified(place), "group" if several else "agency"

    def qualified(self, at: int) -> int:
        """After the places and qualifiers that follow a name."""
        for _ in range(4):
            after = self.qualifier(at)
            if after == at:
                break
            at = after
        return at

    def qualifier(self, at: int) -> int:
        if at >= len(self.words):
            return at
        listed = self.at(self.table.qualifiers, at)
        tie = self.at(self.table.ties, at)
        if tie > at and tie >= listed:
            bound = self._tied(tie)
            if bound > tie:
                return bound
        if listed > at:
            return listed
        if self.key(at) == "cấp":
            level = self.at(self.table.places, at + 1)
            while level > at + 1 and self.key(level) == "," and self.at(self.table.places, level + 1) > level + 1:
                level = self.at(self.table.places, level + 1)
            return level if level > at + 1 else at
        place = self.at(self.table.places, at)
        if place > at:
            return self.proper(place)
        return self.province(at)

    def province(self, at: int) -> int:
        """After the name of a province at ``at``, or ``at``."""
        for size in (4, 3, 2):
            last = at + size
            if last > len(self.words) or not self.capital(at) or is_mark(self.words[last - 1]):
                continue
            marks = any(is_mark(word) and word.key != "-" for word in self.words[at:last])
            if not marks and province_named(" ".join(word.text for word in self.words[at:last])):
                return last
        return at

    def _tied(self, at: int) -> int:
        """After what "thuộc", "của", "tại" bind to a name: another name, or a place."""
        quantified = self.at(self.table.quantifiers, at)
        place = self.at(self.table.places, quantified)
        if place > quantified:
            return self.placed(at)[0]
        if self.key(at) in ("ngành", "đơn", "địa", "mình"):
            unit = self.unit(at)
            return self.qualified(unit) if unit > at else at
        bound = self.name(at)
        if bound:
            return bound.last
        alone = self.at(self.table.standalone, at)
        if alone > at:
            return alone
        return self.tail(at) if self.whole else at

    def proper(self, at: int) -> int:
        """After a place's own name (``Văn Phú``, ``Ea H'Leo``, ``số 3``, ``VIII``) at ``at``, or ``at``."""
        i = at
        province = self.province(at)
        if province > at:
            return province
        if self.key(i) == "số" and i + 1 < len(self.words) and self.words[i + 1].text.isdigit():
            return i + 2
        while i < len(self.words) and i - at < LONGEST_PLACE:
            word = self.words[i]
            inner = word.text in ("'", "’") and i > at
            if (not inner and not is_capital(word)) or self.new_block(i):
                break
            if (i > at and self.begins_anew(i)) or (self.new_line(i) and self.begins_predicate(i)):
                break
            if self.at(self.table.quantifiers, i) > i and not word.text.isdigit():
                break
            if not inner and (self.is_named(i) or self.at(self.table.posts, i) > i):
                break
            i += 1
        return i

    def units(self, at: int) -> int:
        """After a list of common nouns for agencies that begins at ``at``, or ``at``."""
        end = self.unit(at)
        if end == at:
            return at
        while True:
            after = self.separator(end)
            unit = self.unit(after)
            if after == end or unit == after or self.key(end) == ";" or self.is_named(after):
                return end
            if any(self.key(i) in ("và", "hoặc", "cùng", "với") for i in range(end, after)):
                previous = self._unit_start(at, end)
                if not (self.at(self.table.joined, previous) == end and self.at(self.table.joined, after) == unit):
                    return end
            if not self._continues_units(unit):
                return end
            end = unit

    def _continues_units(self, end: int) -> bool:
        """A bare noun in a list counts only if nothing but a qualifier, a description or the predicate follows."""
        return (
            self.ends_name(end)
            or self.qualifier(end) > end
            or self.at(self.table.relatives, end) > end
            or (self.whole and not self.capital(end))
        )

    def _unit_start(self, at: int, end: int) -> int:
        return max((i for i in range(at, end) if self.unit(i) == end), default=at)

    def unit(self, at: int) -> int:
        return max(self.at(self.table.closed_units, at), self.at(self.table.open_units, at))

    def is_named(self, at: int) -> bool:
        """Does a name of its own (no common noun) begin at ``at``?"""
        if any(p.kind == "agency" and self.credible(p) for p in self.phrases.get(at, ())):
            return True
        body = self.at(self.table.bodies, at)
        if body > at and self.placed(body)[0] > body and self.at(self.table.places, at) == at:
            return True
        head = self.at(self.table.heads, at)
        place = self.at(self.table.places, head)
        return (
            head > at
            and head < len(self.words)
            and place == head
            and self.capital(head)
            and (self.at(self.table.traps, at) == at)
        )

    def ends_name(self, at: int) -> bool:
        """Is a name surely over before word ``at``?"""
        return (
            at >= len(self.words)
            or is_mark(self.words[at])
            or self.separator(at) > at
            or self.at(self.table.stops, at) > at
            or self.at(self.table.predicates, at) > at
            or self.new_line(at)
        )

    def description(self, at: int) -> int:
        """After what tells which of the open nouns are meant: "quản lý hệ thống", "hạ tầng cụm công nghiệp"."""
        if self.qualifier(at) > at:
            return at
        verb = self.at(self.table.relatives, at)
        if verb > at:
            if not self.whole and self.at(self.table.objects, verb) > verb:
                return at
            bound = self._tied(verb) if self.at(self.table.ties, at) > at else verb
            return max(bound, self.tail(verb, described=True))
        if self.capital(at) and not self.new_line(at):
            named = self.name(at)
            if named:
                return named.last
        if self.ends_name(at):
            return at
        return self.tail(at, described=True)

    def tail(self, at: int, *, described: bool = False) -> int:
        """After a name's own words that begin at ``at``."""
        i = at
        while i < len(self.words) and i - at < _LONGEST_TAIL:
            marked = is_mark(self.words[i]) or self.key(i) == "và"
            inside = self._inside(i, at, described=described) if marked else 0
            if inside:
                i += inside
                continue
            if self.capital(i) and self.is_named(i) and not (i > at and self.new_line(i)):
                nested = self.name(i)
                if nested:
                    return nested.last
            if is_mark(self.words[i]) or self._ends_tail(i, at, described=described):
                break
            i = max(i + 1, self.at(self.table.compounds, i), self.at(self.table.ambiguous, i))
        return self._first_verb(at, i) if not self.whole and i - at > _SURE_TAIL else i

    def _ends_tail(self, at: int, start: int, *, described: bool) -> bool:
        """Is a name's tail over before word ``at``? ``described``: the tail says which bodies are meant, and in a
        whole value may hold prepositions ("hoạt động trong lĩnh vực có liên quan đến …")."""
        if at > start and (self.separator(at) > at or self.begins_anew(at) or self.new_block(at)):
            return True
        if self.at(self.table.compounds, at) > at:
            return False
        if at > start and self.qualifier(at) > at:
            return not (described and self.whole)
        if self.at(self.table.stops, at) > at:
            return not (described and self.whole)
        verb = self.at(self.table.predicates, at)
        if verb == at or self.capital(at):
            return False
        if self.at(self.table.ambiguous, at) == verb:
            plain = self.at(self.table.predicates, verb) > self.at(self.table.ambiguous, verb)
            used = plain or self.at(self.table.objects, verb) > verb
            return at > start and used and not (described and self.whole)
        if verb == at + 1:  # one syllable may be half of a word: "công trình", "hồ sơ mời thầu"
            return not self.whole and self._is_verb(at)
        return at > start or not self.whole

    def _inside(self, at: int, start: int, *, described: bool) -> int:
        """How many words of a comma, "và" or hyphen at ``at`` belong to the name: those before more of its capitals
        ("Công ty TNHH MTV Đầu tư, Xây dựng và Kinh doanh"), and a hyphen inside it ("Bưu chính - Viễn thông")."""
        mark, after = self.key(at), at + 1
        if mark in ("'", "’", ".") and at > start and after < len(self.words):
            return 1 if self.words[after].start == self.words[at].end else 0
        if at == start or after >= len(self.words) or mark not in (",", "và", "&", "-", "/"):
            return 0
        if mark == "và" and self.at(self.table.continuations, after) > after:
            return 1
        if mark == "/" or (mark in (",", "và") and not self.capital(after)):
            inside = self.whole and (mark == "và" or described) and self.name(after) is None
            return 1 if inside else 0
        if self.name(after) is not None:
            return 0
        if mark == "-":
            return 0 if self.new_line(at) else 1
        return 1 if mark != "," or self._joined_later(after) or (described and self.whole) else 0

    def _joined_later(self, at: int) -> bool:
        """Does "và" with a capital follow before the next comma, as in ``Đầu tư, Xây dựng và Kinh doanh``?"""
        for i in range(at, min(at + 8, len(self.words) - 1)):
            if self.key(i) == "và":
                return self.capital(i + 1) and self.name(i + 1) is None
            if is_mark(self.words[i]) and self.key(i) != ",":
                return False
        return False

    def _first_verb(self, at: int, end: int) -> int:
        """``end``, or the first word before it that underthesea tags as a verb and that has an object in the tail:
        asked only where no list tells the end of a name ("các doanh nghiệp viễn thông phủ sóng 5G tại …"). A verb
        before capitals belongs to the name ("Công ty Cổ phần luyện kim Tây Bắc")."""
        capitals = [i for i in range(at, end) if self.words[i].text[0].isupper()]
        first = max(at + 2, capitals[-1] + 1 if capitals else at)
        if first >= end:
            return end
        for token in self._segment(at, end):
            if token.pos == "V" and self.words[first].start <= token.start and token.end < self.words[end - 1].end:
                return next((i for i in range(first, end) if self.words[i].start == token.start), end)
        return end

    def _is_verb(self, at: int) -> bool:
        """Is the one syllable ``at`` a word of its own, as underthesea segments the sentence around it?"""
        tokens = self._segment(max(0, at - 6), at + 1)
        return not tokens or any(token.start == self.words[at].start for token in tokens)

    def _segment(self, first: int, last: int) -> list[Token]:
        """underthesea's words over the words ``[first, last)`` and a few more, placed in the text."""
        base = self.words[first].start
        stretch = self.text[base : self.words[min(last + 6, len(self.words)) - 1].end]
        return [replace(token, start=base + token.start, end=base + token.end) for token in segment(stretch)]
